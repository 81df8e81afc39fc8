"""Several libraries with names of their own: switched by key and menu, named, taken off the list, awaited."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from reader import paths
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.ui.dialogs.libraries_dialog import LibrariesDialog
from reader.ui.session import session as session_module
from reader.ui.window.library_menu import library_list, show_libraries

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LINES = "\n\n".join(f"第{number}行，潮水上涨。" for number in range(300))


@pytest.fixture
def folders(tmp_path):
    made = []
    for name in ("tides", "winds"):
        folder = tmp_path / name
        folder.mkdir()
        for article in ("a", "b"):
            (folder / f"{article}.md").write_text(f"# {name} {article}\n\n{LINES}\n", encoding="utf-8")
        made.append(folder)
    return made


@pytest.fixture
def window(qtbot, new_window, folders):
    window = new_window()
    window.complete()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(folders[0])
        window.show()
    qtbot.waitExposed(window)
    return window


def menu_of(window) -> QMenu:
    menu = window.session.actions["file.libraries"].menu()
    menu.aboutToShow.emit()
    return menu


def entry(menu, words):
    return next(one for one in menu.actions() if one.text().replace("&", "").startswith(words))


def test_each_library_is_found_again_with_its_article_and_its_place(qtbot, window, folders):
    session = window.session
    session.open_article(folders[0] / "b.md")
    session.jump_to(session.article.text.span_of_lines(201, 201))
    qtbot.waitUntil(lambda: session.place > 500)
    place = session.place
    window.opening.open(folders[1])
    assert session.article.path == folders[1] / "a.md"
    entry(menu_of(window), "tides").trigger()
    assert session.library.folder == folders[0]
    assert session.article.path == folders[0] / "b.md"
    qtbot.waitUntil(lambda: session.place == place)


def test_a_key_and_enter_go_to_the_library_before(qtbot, window, folders):
    window.opening.open(folders[1])
    for expected in (folders[0], folders[1]):
        qtbot.keyClick(window, Qt.Key.Key_O, CONTROL | ALT)
        field = next(one for one in window.findChildren(QLineEdit) if one.text() == "/")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda expected=expected: window.session.library.folder == expected)


def test_a_name_of_one_s_own_is_shown_everywhere_and_kept_out_of_the_folder(qtbot, window, folders):
    before = sorted(folders[0].rglob("*"))
    show_libraries(window)
    dialog = window.findChild(LibrariesDialog)
    item = next(
        dialog.list.topLevelItem(row)
        for row in range(dialog.list.topLevelItemCount())
        if dialog.list.topLevelItem(row).text(0) == "tides"
    )
    dialog.list.setCurrentItem(item)
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_F2)
    editor = dialog.list.findChild(QLineEdit)
    editor.setText("  潮汐 & 海  ")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.name_of_library(folders[0]) == "潮汐 & 海")
    assert window._where.text() == "潮汐 & 海"
    assert any(one.text().startswith("潮汐 && 海") for one in menu_of(window).actions())
    recent = window.session.actions["file.recent"].menu()
    recent.aboutToShow.emit()
    assert any(one.text().startswith("潮汐 && 海") for one in recent.actions())
    assert sorted(folders[0].rglob("*")) == before
    window.session.name_library(folders[0], "")
    assert window._where.text() == "tides"
    dialog.close()


def test_what_leaves_the_list_stays_on_the_disk(qtbot, window, folders):
    window.opening.open(folders[1])
    show_libraries(window)
    dialog = window.findChild(LibrariesDialog)
    rows = [dialog.list.topLevelItem(row).text(0) for row in range(dialog.list.topLevelItemCount())]
    dialog.list.setCurrentItem(dialog.list.topLevelItem(rows.index("tides")))
    dialog.activateWindow()
    dialog.list.setFocus()
    qtbot.waitUntil(lambda: dialog.isActiveWindow() and dialog.list.hasFocus())
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert folders[0] not in library_list(window.session)
    assert (folders[0] / "a.md").exists()
    assert folders[1] in library_list(window.session)
    dialog.close()


def test_the_starter_library_is_listed_and_keeps_its_name(window):
    assert paths.starter_library() in library_list(window.session)
    show_libraries(window)
    dialog = window.findChild(LibrariesDialog)
    row = library_list(window.session).index(paths.starter_library())
    dialog.list.setCurrentItem(dialog.list.topLevelItem(row))
    assert not dialog.name_button.isEnabled()
    assert not dialog.remove_button.isEnabled()
    dialog.close()


def test_a_library_that_is_not_there_is_listed_and_cannot_be_opened(window, folders):
    window.opening.open(folders[1])
    folders[0].rename(folders[0].with_name("away"))
    assert not entry(menu_of(window), "tides").isEnabled()
    show_libraries(window)
    dialog = window.findChild(LibrariesDialog)
    dialog.list.setCurrentItem(dialog.list.topLevelItem(library_list(window.session).index(folders[0])))
    assert not dialog.open_button.isEnabled()
    dialog.close()


def test_the_last_library_that_is_not_there_at_the_start_opens_itself_once_it_is_back(
    qtbot, new_window, folders, monkeypatch
):
    monkeypatch.setattr(session_module, "WAIT", 20)
    away = folders[0].with_name("away")
    folders[0].rename(away)
    window = new_window()
    window.session.settings.set("last_library", str(folders[0]))
    window.opening.open(None)
    window.show()
    assert window.session.library.folder == paths.starter_library()
    assert str(folders[0]) in window.notices.words.text()
    with qtbot.waitSignal(window.session.library_opened):
        away.rename(folders[0])
    assert window.session.article.path == folders[0] / "a.md"
    assert not window.notices.isVisible()
    window.close()


def test_an_emptied_folder_of_a_known_library_is_offline_and_not_empty(qtbot, window, folders, tmp_path):
    Catalogue(Library(folders[1])).update()
    away = tmp_path / "disk"
    folders[1].rename(away)
    folders[1].mkdir()
    session, panel = window.session, window.panels["articles"]
    window.opening.open(folders[1])
    assert session.presence.is_lost
    assert "offline" in panel.note.text()
    assert panel.model.total == 2
    assert session.article is None
    assert not window.notices.isHidden()
    with qtbot.waitSignal(session.article_opened):
        folders[1].rmdir()
        away.rename(folders[1])
    assert session.article.path == folders[1] / "a.md"
    assert window.notices.isHidden()
