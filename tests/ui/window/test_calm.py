"""Nothing but the text, the way home by one key, panels by a key each, and the type at hand: by real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QWidget

from reader.ui.dialogs.type_popover import TypePopover
from reader.ui.session.window_memory import WindowMemory
from reader.ui.window.calm import Calm

Key = Qt.Key
TEXT = "# 出口管制\n\n" + "".join(f"## 第{n}节\n\n芯片的话。\n\n" * 6 for n in range(9))


PANELS = ("articles", "framework", "search", "notes")


@pytest.fixture
def window(open_window, tmp_path):
    file = tmp_path / "library" / "a.md"
    file.parent.mkdir()
    file.write_text(TEXT, encoding="utf-8")
    return open_window(file)


def around(window) -> dict[str, tuple[int, int, int, int] | None]:
    """Return what stands around the text: where each thing is, None where it is hidden."""
    QApplication.processEvents()
    parts = {"menu": window.menuBar(), "status": window.statusBar(), "bar": window.bar, **window.panels}
    return {name: part.geometry().getRect() if part.isVisible() else None for name, part in parts.items()}


@pytest.mark.parametrize("key", [Key.Key_F9, Key.Key_F11])
def test_one_key_hides_all_but_the_text_and_escape_brings_it_back_as_it_was(qtbot, window, key):
    window.resize(780, 700)  # less than the screen that Qt has offscreen
    window.show_panel("notes")
    window.pane.setFocus()
    before = around(window)
    qtbot.keyClick(window, key)
    assert set(around(window).values()) == {None}
    assert window.pane.width() == window.width()
    qtbot.keyClick(window.pane, Key.Key_Escape)
    assert around(window) == before
    assert not window.session.actions["view.calm"].isChecked()
    assert not window.session.actions["view.full_screen"].isChecked()
    assert window.pane.hasFocus()


def test_the_same_key_brings_it_back_and_both_keys_go_together(qtbot, window):
    before = around(window)
    qtbot.keyClick(window, Key.Key_F9)
    qtbot.keyClick(window, Key.Key_F9)
    assert around(window) == before
    qtbot.keyClick(window, Key.Key_F9)
    qtbot.keyClick(window, Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Key.Key_F11)
    assert not window.isFullScreen()
    assert set(around(window).values()) == {None}  # F9 still holds
    qtbot.keyClick(window.pane, Key.Key_Escape)
    assert window.menuBar().isVisible()


def test_full_screen_gives_back_a_maximised_window(qtbot, window):
    window.showMaximized()
    qtbot.keyClick(window, Key.Key_F11)
    qtbot.keyClick(window.pane, Key.Key_Escape)
    assert window.isMaximized()


class LateWindow(QMainWindow):
    """A window whose size follows its state only later, as a window manager has it."""

    state = Qt.WindowState.WindowNoState

    def windowState(self):  # noqa: N802 - Qt's name
        return self.state

    def setWindowState(self, state):  # noqa: N802 - Qt's name
        self.state = state


def test_panels_have_their_heights_again_where_the_window_shrinks_late(qtbot):
    window, bar = LateWindow(), QWidget()
    qtbot.addWidget(window)
    window.setCentralWidget(bar)
    window.menuBar().addAction("a")
    window.statusBar().show()
    panels = [QDockWidget(name, objectName=name) for name in "ab"]
    for panel in panels:
        panel.setWidget(QWidget())
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, panel)
    window.resize(780, 600)
    window.show()
    window.resizeDocks(panels, [120, 400], Qt.Orientation.Vertical)
    QApplication.processEvents()
    before = [panel.height() for panel in panels]
    calm = Calm(window, bar)
    calm.fill_screen(True)
    window.resize(1600, 1300)
    calm.leave()
    QApplication.processEvents()
    assert [panel.height() for panel in panels] != before
    window.resize(780, 600)
    QApplication.processEvents()
    assert [panel.height() for panel in panels] == before
    panels[0].hide()  # from now on nothing comes back by itself
    window.resize(700, 500)
    window.resize(780, 600)
    assert not panels[0].isVisible()


def test_a_window_closed_while_all_is_hidden_opens_with_its_panels(qtbot, window, new_window):
    qtbot.keyClick(window, Key.Key_F11)
    window.close()
    again = new_window()
    again.complete()
    again.show()
    assert not again.isFullScreen()
    again.resize(1280, 800)  # it was fitted to the small screen that Qt has offscreen
    QApplication.processEvents()
    assert again.panels["articles"].isVisible()
    assert again.panels["framework"].isVisible()
    again.close()
    assert WindowMemory().shape("docks")


def test_each_panel_has_a_key_that_opens_it_and_closes_it_again(qtbot, window):
    for number, name in enumerate(PANELS, 1):
        key, panel = Key(Key.Key_0 + number), window.panels[name]
        panel.close()
        for _round in range(2):
            window.pane.setFocus()
            qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
            assert panel.isVisible(), name
            qtbot.waitUntil(lambda: panel.isAncestorOf(window.focusWidget()))  # noqa: B023 - at once
            qtbot.keyClick(window.focusWidget(), key, Qt.KeyboardModifier.AltModifier)
            assert not panel.isVisible(), name
            assert window.pane.hasFocus(), name
        assert window.session.actions[f"panels.{name}"].text().endswith(f"\tAlt+{number}")


def test_a_panel_that_is_there_is_only_reached(qtbot, window):
    qtbot.keyClick(window, Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.panels["framework"].isVisible()
    assert window.panels["framework"].tree.hasFocus()


def test_escape_in_a_panel_leads_to_the_text(qtbot, window):
    for name in PANELS:
        panel = window.panels[name]
        window.show_panel(name)
        qtbot.waitUntil(lambda: panel.isAncestorOf(window.focusWidget()))  # noqa: B023 - at once
        qtbot.keyClick(window.focusWidget(), Key.Key_Escape)
        assert window.pane.hasFocus(), name
        assert panel.isVisible(), name


def test_escape_in_a_list_and_among_hits_leads_to_the_text(qtbot, window):
    window.panels["articles"].list.setFocus()
    qtbot.keyClick(window.panels["articles"].list, Key.Key_Escape)
    assert window.pane.hasFocus()
    window.search_for("芯片")
    panel = window.panels["search"]
    qtbot.waitUntil(lambda: panel.hits.model().rowCount() > 0)
    panel.hits.setFocus()
    qtbot.keyClick(panel.hits, Key.Key_Escape)
    assert window.pane.hasFocus()
    assert panel.box.text() == "芯片"  # what was asked stays


def test_escape_in_the_text_closes_what_lies_over_it_one_after_the_other(qtbot, window):
    window.pane.select_all()
    window.marker.write_note()
    window.pane.open_find("芯片")
    assert window.marker.card.isVisible()
    window.pane.setFocus()
    window.pane.selecting.clear()
    qtbot.keyClick(window.pane, Key.Key_Escape)
    assert not window.pane.finding.is_open
    assert window.marker.card.isVisible()
    window.pane.selecting.clear()
    qtbot.keyClick(window.pane, Key.Key_Escape)
    assert not window.marker.card.isVisible()
    assert window.pane.hasFocus()


# ---- the type at hand


@pytest.fixture
def popover(qtbot, window):
    qtbot.keyClick(window, Key.Key_F8)
    popover = window.findChild(TypePopover)
    assert popover.isVisible()
    return popover


def test_keys_change_the_type_at_once(qtbot, window, popover):
    settings, style = window.session.settings, window.pane.style_now
    qtbot.keyClick(popover.size_slider, Key.Key_Right)
    assert settings.get("font_size") == window.pane.style_now.size == style.size + 1
    qtbot.keyClick(popover.measure_slider, Key.Key_Left)
    assert settings.get("measure") == window.pane.style_now.measure == style.measure - 1
    qtbot.keyClick(popover.lines_slider, Key.Key_Right)
    assert settings.get("line_height") == window.pane.style_now.line_height == 1.8
    popover.typeface.buttons["sans"].click()
    assert window.pane.style_now.family == "sans"
    popover.themes["night"].click()
    assert window.session.theming.theme.key == "night"
    qtbot.keyClick(popover, Key.Key_Escape)
    assert not popover.isVisible()
    assert window.pane.hasFocus()


def test_an_article_that_was_zoomed_follows_too(qtbot, window):
    window.pane.zoom(4)
    zoomed = window.pane.style_now.size
    qtbot.keyClick(window, Key.Key_F8)
    popover = window.findChild(TypePopover)
    qtbot.keyClick(popover.size_slider, Key.Key_Left)
    assert window.pane.style_now.size == window.session.settings.get("font_size") == round(zoomed) - 1


def test_all_in_it_is_named_for_a_screen_reader(popover):
    sliders = (popover.size_slider, popover.measure_slider, popover.lines_slider)
    assert all(slider.accessibleName() and slider.accessibleDescription() for slider in sliders)
    assert all(button.accessibleName() for button in popover.themes.values())


def test_it_opens_in_the_corner_where_there_is_no_bar(qtbot, window):
    qtbot.keyClick(window, Key.Key_F9)
    qtbot.keyClick(window, Key.Key_F8)
    popover = window.findChild(TypePopover)
    assert window.pane.rect().contains(window.pane.mapFromGlobal(popover.geometry().center()))
