"""Import in the window: files come in, what does not is said with its reason, and it can be stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QMenu, QWidget

from reader import paths
from reader.catalogue.importing import ImportReport, Taken
from reader.catalogue.library import Library
from reader.ui.base.tasks import Tasks
from reader.ui.dialogs.import_dialog import ImportDialog
from reader.ui.session.session import Session
from reader.ui.window.opening import Opening

PAGE = "<html><head><title>一页</title></head><body><article><h1>一页</h1>{}</article></body></html>"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


@pytest.fixture
def files(tmp_path):
    page, text, odd = (tmp_path / name for name in ("page.html", "plain.txt", "odd.xyz"))
    page.write_text(PAGE.format("<p>水的文字，足够长的一段。</p>" * 9), encoding="utf-8")
    text.write_text("题目\n\n正文。\n", encoding="utf-8")
    odd.write_bytes(b"?")
    return [page, text, odd]


def lines(dialog):
    return dialog.lines.toPlainText().splitlines()


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_what_came_in_and_what_did_not_is_told(session, folder, files, window):
    dialog = ImportDialog(session, Library(folder), files, window)
    assert "2 articles came in; already there: 0; left out: 1." in dialog.told.text()
    told = lines(dialog)
    assert told[:3] == [
        "Left out (1)",
        f"    {files[2]}",
        "        odd.xyz is of a kind that cannot be imported.",
    ]
    assert "    plain  ·  plain.txt" in told
    assert (folder / "一页.md").is_file()
    again = ImportDialog(session, Library(folder), files[:2], window)
    assert "0 articles came in; already there: 2;" in again.told.text()
    assert again.open_button.isHidden()


def test_the_first_is_opened(qtbot, session, folder, files, window):
    session.open_library(folder)
    dialog = ImportDialog(session, Library(folder), files[1:], window)
    with qtbot.waitSignal(session.article_opened):
        dialog.open_button.click()
    assert session.article.path == folder / "plain.txt"


def test_it_stops_after_the_file_at_hand(session, folder, files, window, monkeypatch):
    monkeypatch.setattr(ImportDialog, "_show_progress", lambda self, _name: self.reject())
    dialog = ImportDialog(session, Library(folder), files, window)
    assert dialog.told.text().startswith("Stopped. 1 article came in")
    assert [path.name for path in folder.glob("[!.]*")] == ["一页.md"]


def test_nothing_is_imported_into_what_ships(session, files, window):
    dialog = ImportDialog(session, Library(paths.starter_library()), files, window)
    assert "cannot be written" in dialog.told.text()
    assert not lines(dialog)


def test_an_error_of_the_system_is_told_in_words(session, folder, files, window, monkeypatch):
    def refuse(*_arguments):
        raise OSError(28, "No space left on device", "/some/where")

    monkeypatch.setattr("reader.catalogue.importing.Importer.run", refuse)
    told = ImportDialog(session, Library(folder), files, window).told.text()
    assert "No space left on device" in told
    assert "Errno" not in told


def test_what_was_left_out_of_a_page_can_be_read(session, folder, window):
    dialog = ImportDialog(session, Library(folder), (), window)
    dialog._show(ImportReport([Taken("/a.html", "a.md", "甲", "菜单\n\n  订阅 \n" + "x" * 3000)]))
    told = lines(dialog)
    assert told[2] == "        Left out of the text, as no part of the article:"
    assert told[3:5] == ["        菜单", "        订阅"]
    assert told[-1] == "        … and more"


def test_a_lacking_package_is_named(session, folder, files, window, monkeypatch):
    monkeypatch.setattr(
        "reader.catalogue.importing.missing_packages", lambda _converter: ("html_to_markdown",)
    )
    dialog = ImportDialog(session, Library(folder), files[:1], window)
    assert "html_to_markdown" in lines(dialog)[2]
    assert "gangmu[import]" in lines(dialog)[2]


def test_what_is_dropped_is_opened_or_imported_when_asked(qtbot, session, folder, files, window, monkeypatch):
    opening, opened, imported = Opening(session, window), [], []
    monkeypatch.setattr(opening, "open", opened.append)
    monkeypatch.setattr(opening, "bring_in", imported.append)

    def drop(*names: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(name)) for name in names])
        opening.take_dropped(opening.dropped(data))

    def choose(text: str) -> None:
        menu = window.findChild(QMenu)
        menu.setActiveAction(next(each for each in menu.actions() if text in each.text()))
        with qtbot.waitSignal(menu.destroyed):
            qtbot.keyClick(menu, Qt.Key.Key_Return)

    session.open_library(folder)
    inside = folder / "here.md"
    inside.write_text("# 题\n\n话。\n", encoding="utf-8")
    drop(inside)
    assert (opened, imported) == ([inside], [])  # the library's own: nothing to ask
    drop(files[1], files[0])
    choose("where it is")
    assert (opened, imported) == ([inside, files[1]], [])
    drop(files[1], files[0])
    choose("Import all 2 into “" + folder.name)
    assert imported == [[files[1], files[0]]]
    drop(files[1])
    choose("Cancel")
    drop(files[1].parent)
    choose("as library")
    assert opened[-1] == files[1].parent
    drop(files[1].parent)
    choose("Import its articles")
    assert imported[1:] == [[files[1].parent]]
    drop(files[0], files[2])
    assert imported[2:] == [[files[0], files[2]]]  # they can only be imported
    assert opening.dropped(QMimeData()) == []


def test_the_thread_stops_when_the_window_closes(qtbot, folder, files, window, immediate):
    session = Session(Tasks(immediate))
    session.tasks.shut_down()
    dialog = ImportDialog(session, Library(folder), files, window)
    assert dialog.report is None
    dialog.reject()
    assert not list(folder.iterdir())
    session.shut_down()
