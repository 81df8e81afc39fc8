"""The palette on a real window, by real keys; what is typed is looked for on its own thread, as ever."""

from __future__ import annotations

from concurrent.futures import Executor, Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from reader.reading_profiles import keep_profile
from reader.ui.base.tasks import Tasks
from reader.ui.palette.choice_list import ChoicesModel
from reader.ui.palette.choices import Choice, Kind, Sources
from reader.ui.palette.palette import Palette

Key, Modifier = Qt.Key, Qt.KeyboardModifier
BOTH = Modifier.ControlModifier | Modifier.ShiftModifier


@pytest.fixture
def window(open_window, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for title in ("出口管制", "芯片战争", "三体"):
        words = f"# {title}\n文章标签：#科技 #{title}\n\n" + "".join(
            f"## {title}第{n}节\n\n话。\n\n" for n in range(20)
        )
        (folder / f"{title}.md").write_text(words, encoding="utf-8")
    return open_window(folder / "三体.md")


@pytest.fixture
def ask(qtbot, window):
    """Return a function that opens the palette by its key, types, and returns the labels that fit."""

    def ask(typed="", modifiers=Modifier.ControlModifier) -> list[str]:
        qtbot.keyClick(window, Key.Key_P, modifiers)
        palette = window.findChild(Palette)
        assert palette.field.hasFocus()
        write(typed)
        qtbot.waitUntil(lambda: palette.is_settled)
        return labels(palette)

    return ask


def write(words: str) -> None:
    """Type `words` as an input method does: it writes Chinese into the field."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def labels(palette) -> list[str]:
    return [palette.model.index(row).data() for row in range(palette.model.rowCount())]


def test_an_article_is_opened_by_its_initials(qtbot, window, ask):
    assert ask("ckgz") == ["出口管制", "#出口管制"]
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert window.session.article.path.stem == "出口管制"
    assert window.findChild(Palette).isHidden()
    assert window.pane.hasFocus()


def test_the_article_before_comes_first(qtbot, window, ask):
    ask("xpzz")
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert window.session.article.path.stem == "芯片战争"
    assert ask()[0] == "三体"
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert window.session.article.path.stem == "三体"


def test_commands_show_their_keys_and_are_remembered(qtbot, window, ask):
    assert ask("full", BOTH)[0] == "Full screen"
    palette = window.findChild(Palette)
    assert palette.field.text() == ">full"
    row = palette.model.index(0)
    assert palette.model.choice(row).shortcut == "F11"
    assert palette.field.accessibleDescription() == "Full screen, View, F11"  # a screen reader says the row
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert window.isFullScreen()
    qtbot.keyClick(window.pane, Key.Key_Escape)
    assert ask("", BOTH)[0] == "Full screen"


def test_what_stands_in_a_menu_of_a_menu_is_a_command_too(qtbot, window, ask):
    settings = window.session.settings
    settings.set("font_size", 26)
    keep_profile(settings, "夜读")
    settings.set("font_size", 18)
    assert "Reading profiles: 夜读" in ask("夜读", BOTH)
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert settings.get("font_size") == 26
    assert "Theme: Night" in ask("theme night", BOTH)
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert settings.get("theme") == "night"


def test_what_cannot_be_done_now_is_not_offered(window, ask):
    assert "Back" not in ask("back", BOTH)


def test_points_of_the_open_article_alone(qtbot, window, ask):
    assert ask("#第7节") == ["三体第7节", "三体第17节"]
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert window.session.contents.by_id[window.session.current_node].label == "三体第7节"
    assert window.session.history.can_go_back


def test_tags_lead_into_the_search(qtbot, window, ask):
    assert ask("@")[0] == "#科技"  # the most used first
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert window.panels["search"].box.text() == "tag:科技"


def test_a_note_is_gone_to(qtbot, window, ask):
    text = window.session.article.text.text
    at = text.index("三体第9节")
    window.pane.select(type(window.session.selection)(at, at + 5))
    window.marker.write_note()
    window.marker.card.note.setPlainText("很要紧的想法")
    window.marker.card.close_card()
    window.session.go_to_beginning()
    assert "很要紧的想法" in ask("henyaojin")
    qtbot.keyClick(window.focusWidget(), Key.Key_Return)
    assert window.session.contents.by_id[window.session.current_node].label == "三体第9节"
    assert window.marker.chosen


def test_escape_gives_the_keyboard_back(qtbot, window, ask):
    tree = window.panels["framework"].tree
    tree.setFocus()
    ask("三")
    qtbot.keyClick(window.focusWidget(), Key.Key_Escape)
    assert window.findChild(Palette).isHidden()
    assert tree.hasFocus()


def test_the_arrows_walk_round_and_tab_leads_nowhere(qtbot, window, ask):
    many = len(ask("#"))
    palette = window.findChild(Palette)
    for key, row in ((Key.Key_Up, many - 1), (Key.Key_Down, 0), (Key.Key_PageDown, 12), (Key.Key_Tab, 12)):
        qtbot.keyClick(palette.field, key)
        assert palette.list.currentIndex().row() == row
    assert palette.field.hasFocus()


def test_enter_before_the_answer_waits_for_it(qtbot, window, ask):
    ask()
    palette = window.findChild(Palette)
    write("芯片战争")
    qtbot.keyClick(palette.field, Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.article.path.stem == "芯片战争")
    assert palette.isHidden()


class HeldExecutor(Executor):
    """Keeps the work until it is told to do the next."""

    def __init__(self):
        self.held = []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        self.held.append((future, fn))
        return future

    def do_next(self):
        future, fn = self.held.pop(0)
        future.set_result(fn())
        QApplication.processEvents()


def test_an_answer_to_letters_that_have_changed_since_is_not_shown(qtbot, window):
    held = HeldExecutor()
    palette = Palette(window.session.theming, window, Tasks(held))
    commands = tuple(Choice(Kind.COMMAND, name, name) for name in ("Open", "Other", "Quit"))
    palette.open(">", Sources(commands, (), None, window.session.contents, None), {})
    while held.held:
        held.do_next()
    assert labels(palette) == ["Open", "Other", "Quit"]
    for letter in "ot":
        palette.field.insert(letter)
    held.do_next()
    assert labels(palette) == ["Open", "Other", "Quit"]
    assert not palette.nothing.isVisible()
    held.do_next()
    assert labels(palette) == ["Other"]


def test_nothing_that_fits_is_said_and_enter_does_nothing(qtbot, window, ask):
    assert ask("qqqqq") == []
    palette = window.findChild(Palette)
    assert palette.nothing.isVisible()
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert palette.isVisible()


def test_a_click_chooses_and_leaving_closes(qtbot, window, ask):
    ask("芯片战争")
    palette = window.findChild(Palette)
    spot = palette.list.visualRect(palette.model.index(0)).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.session.article.path.stem == "芯片战争"
    ask("三")
    window.panels["framework"].tree.setFocus()
    assert palette.isHidden()
    assert window.panels["framework"].tree.hasFocus()


def test_it_stays_within_a_narrow_window_and_works_with_all_hidden(qtbot, window, ask):
    qtbot.keyClick(window, Key.Key_F9)
    window.resize(420, 320)
    ask("")
    palette = window.findChild(Palette)
    assert window.rect().contains(palette.geometry())
    assert palette.list.geometry().bottom() <= palette.height()


def test_the_model_is_a_model():
    model = ChoicesModel(None)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([Choice(Kind.TAG, "a", "#a")])
    model.show([])
    assert model.choice(model.index(0)) is None
