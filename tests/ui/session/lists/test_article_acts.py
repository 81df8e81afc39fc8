"""What the menu of an article does: copying, marking, the trash."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from reader import paths
from reader.catalogue.article_list import Facts, Stage, listed, stage_of
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import own_texts
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.models.article_list_model import ArticleRole
from reader.ui.session.library_progress import LibraryProgress
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import make_window

TEXT = "标题{name}\n\n来源：https://example.org/{name}\n\n## 甲\n\n{words}\n"


@pytest.fixture
def window(qtbot, immediate, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("a", "b"):
        text = TEXT.format(name=name, words=f"水{name}" * 200)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    window = make_window(Settings(), Tasks(immediate), WindowMemory())
    qtbot.addWidget(window)
    window.show()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(folder / "a.md")
    window.complete()
    return window


def row(window, name):
    index = window.panels["articles"].model.index_of(name)
    return index.data(ArticleRole.LISTED), index.data(ArticleRole.PATH)


def act(window, name, words):
    menu = window.panels["articles"].acts.menu(*row(window, name))
    action = next(each for each in menu.actions() if each.text().replace("&", "") == words)
    assert action.isEnabled()
    action.trigger()


def test_title_and_path_are_copied(window):
    for words, copied in (("Copy the title", row(window, "b.md")[0].entry.title), ("Copy the path", "b.md")):
        act(window, "b.md", words)
        assert QGuiApplication.clipboard().text().endswith(copied)


def test_no_two_entries_have_the_same_letter(window):
    menu = window.panels["articles"].acts.menu(*row(window, "b.md"))
    letters = [each.text().partition("&")[2][:1].lower() for each in menu.actions() if each.text()]
    assert len(set(letters)) == len(letters)


@pytest.mark.parametrize("name", ["a.md", "b.md"])  # the open one, and another
def test_all_of_an_article_is_marked_as_read_and_as_unread(window, name):
    act(window, name, "Mark as read")
    assert stage_of(row(window, name)[0]) is Stage.READ
    assert row(window, name)[0].read == 1
    act(window, name, "Mark as unread")
    assert stage_of(row(window, name)[0]) is Stage.UNREAD


def test_what_was_reckoned_is_there_at_the_next_start(window, monkeypatch):
    act(window, "b.md", "Mark as read")
    panel = window.panels["articles"]
    monkeypatch.setattr("reader.articles.reading.read_article", lambda _path: pytest.fail("read again"))
    assert LibraryProgress(window.session, panel._reading).shares["b.md"] == 1


def test_what_was_read_of_the_open_article_is_kept_too(window, monkeypatch):
    own = own_texts(window.session.article)[0]
    event = Event("a.md", own.node, own.digest, 1_000, 900.0, own.length)
    window.reading.note([event])
    panel = window.panels["articles"]
    assert row(window, "a.md")[0].read == 1
    monkeypatch.setattr("reader.articles.reading.read_article", lambda _path: pytest.fail("read again"))
    assert LibraryProgress(window.session, panel._reading).shares["a.md"] == 1


def test_an_article_that_is_marked_leaves_the_list_of_unread_ones(window):
    panel = window.panels["articles"]
    panel.arranging.keep_stage(Stage.UNREAD)
    assert panel.model.shown == 2
    act(window, "b.md", "Mark as read")
    assert panel.model.shown == 1
    assert "1 of 2" in panel.note.text()


def box_of(window):
    return next(box for box in window.findChildren(QMessageBox) if box.isVisible())


@pytest.fixture
def trash(monkeypatch, tmp_path):
    """Return what came into a trash that stands in for the system's."""
    module, gone = ModuleType("send2trash"), []

    def send2trash(path):
        gone.append(path)
        path.rename(tmp_path / "trash.md")

    module.send2trash = send2trash
    monkeypatch.setitem(sys.modules, "send2trash", module)
    return gone


def test_the_trash_is_asked_for_first(window, trash):
    path = row(window, "b.md")[1]
    act(window, "b.md", "Move to the trash…")
    box = box_of(window)
    box.button(QMessageBox.StandardButton.Cancel).click()
    assert path.exists()
    assert not trash
    act(window, "b.md", "Move to the trash…")
    told = []
    window.session.status_changed.connect(told.append)
    next(each for each in box_of(window).buttons() if each.text() == "Move to the trash").click()
    assert trash == [path]
    assert not path.exists()
    assert "is in the trash" in told[-1]


def test_what_cannot_go_says_so_and_stays(window, monkeypatch):
    module = ModuleType("send2trash")

    def send2trash(_path):
        raise PermissionError(13, "Permission denied")

    module.send2trash = send2trash
    monkeypatch.setitem(sys.modules, "send2trash", module)
    told = []
    window.session.status_changed.connect(told.append)
    act(window, "b.md", "Move to the trash…")
    next(each for each in box_of(window).buttons() if each.text() == "Move to the trash").click()
    assert "could not be moved to the trash" in told[-1]
    assert row(window, "b.md")[1].exists()


def test_what_ships_is_never_offered_to_the_trash(window):
    one = listed(row(window, "b.md")[0].entry, Facts())
    menu = window.panels["articles"].acts.menu(one, paths.starter_library() / "start-here.md")
    assert not menu.actions()[-1].isEnabled()


def test_the_menu_opens_by_the_keyboard(qtbot, window):
    view = window.panels["articles"].list
    view.setCurrentIndex(window.panels["articles"].model.index_of("b.md"))
    asked = []
    view.menu_requested.disconnect()
    view.menu_requested.connect(lambda index, _point: asked.append(index.data(ArticleRole.PATH).name))
    qtbot.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    by_key = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(by_key, QPoint(), QPoint()))
    assert asked == ["b.md", "b.md"]


def test_the_menu_is_shown(window):
    panel = window.panels["articles"]
    shown = panel.acts.show_menu(*row(window, "b.md"), QPoint())
    assert shown.isVisible()
    shown.hide()
