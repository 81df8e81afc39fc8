"""What the menu of an article does: copying, marking, the trash."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from reader import paths
from reader.catalogue.article_list import Stage, stage_of
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import own_texts
from reader.ui.models.article_list_model import ArticleRole
from reader.ui.parts.articles.tag_editor import TagEditor
from reader.ui.session.library_progress import LibraryProgress

TEXT = "标题{name}\n\n来源：https://example.org/{name}\n\n## 甲\n\n{words}\n"


@pytest.fixture
def window(qtbot, new_window, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("a", "b"):
        text = TEXT.format(name=name, words=f"水{name}" * 200)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    window = new_window()
    window.show()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(folder / "a.md")
    window.complete()
    return window


def row(window, name):
    index = window.panels["articles"].model.index_of(name)
    return index.data(ArticleRole.LISTED), index.data(ArticleRole.PATH)


def act(window, names, words):
    names = [names] if isinstance(names, str) else names
    menu = window.panels["articles"].acts.menu([row(window, name)[0] for name in names])
    action = next(each for each in menu.actions() if each.text().replace("&", "") == words)
    assert action.isEnabled()
    action.trigger()


def test_title_and_path_are_copied_and_no_two_entries_have_the_same_letter(window):
    for words, copied in (("Copy the title", row(window, "b.md")[0].entry.title), ("Copy the path", "b.md")):
        act(window, "b.md", words)
        assert QGuiApplication.clipboard().text().endswith(copied)

    menu = window.panels["articles"].acts.menu([row(window, "b.md")[0]])
    letters = [each.text().partition("&")[2][:1].lower() for each in menu.actions() if each.text()]
    assert len(set(letters)) == len(letters)


def test_an_article_opens_in_a_tab_of_its_own_or_beside(window):
    session = window.session
    before = session.article.path
    act(window, "b.md", "Open in a new tab")
    assert session.article.path == before
    assert [tab.path.name for tab in session.active.tabs] == [before.name, "b.md"]
    act(window, "b.md", "Open beside")
    assert session.article.path.name == "b.md"
    assert [pane.article.path.name for pane in session.panes] == [before.name, "b.md"]


def test_all_of_an_article_is_marked_as_read_and_as_unread(window):
    for name in ("a.md", "b.md"):  # the open one, and another
        act(window, name, "Mark as read")
        assert stage_of(row(window, name)[0]) is Stage.READ, name
        assert row(window, name)[0].read == 1
        act(window, name, "Mark as unread")
        assert stage_of(row(window, name)[0]) is Stage.UNREAD, name


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


def test_an_article_with_a_framework_of_one_s_own_is_read_by_its_points(window, monkeypatch):
    window.annotations.keep_framework("made", ((1, "我的一点"),))
    assert [node.label for node in window.session.article.framework.walk()] == ["我的一点"]
    act(window, "a.md", "Mark as read")
    assert row(window, "a.md")[0].read == 1
    assert window.reading.progress.share == 1
    shown = LibraryProgress(window.session, window.reading)
    assert shown.shares["a.md"] == 1
    monkeypatch.setattr("reader.catalogue.kept_shares.KeptShares.share", lambda *_asked: None)
    assert LibraryProgress(window.session, window.reading).shares["a.md"] == 1  # reckoned anew


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
    next(each for each in box_of(window).buttons() if each.text() == "Move to the trash").click()
    assert trash == [path]
    assert not path.exists()
    assert "is in the trash" in window.told.text()
    assert window.told.button.isVisible()


def test_what_went_to_the_trash_is_put_back_as_it_was(window, trash, qtbot):
    path = row(window, "b.md")[1]
    text, time = path.read_bytes(), path.stat().st_mtime_ns
    act(window, "b.md", "Move to the trash…")
    next(each for each in box_of(window).buttons() if each.text() == "Move to the trash").click()
    assert not path.exists()
    window.session.actions["edit.undo"].trigger()
    assert path.read_bytes() == text
    assert path.stat().st_mtime_ns == time
    window.session.actions["edit.redo"].trigger()
    assert not path.exists()


@pytest.mark.parametrize(("mebibytes", "is_undone"), [(58, True), (70, False)])
def test_what_is_too_large_to_be_kept_is_not_offered_back(window, trash, mebibytes, is_undone):
    path = row(window, "b.md")[1]
    with path.open("ab") as file:
        file.truncate(mebibytes * 2**20)  # a hole: nothing is written
    act(window, "b.md", "Move to the trash…")
    next(each for each in box_of(window).buttons() if each.text() == "Move to the trash").click()
    assert trash == [path]
    assert window.annotations.undo_stack.canUndo() == is_undone


def test_what_is_there_again_is_not_written_over(window, trash):
    path = row(window, "b.md")[1]
    act(window, "b.md", "Move to the trash…")
    next(each for each in box_of(window).buttons() if each.text() == "Move to the trash").click()
    path.write_text("another", encoding="utf-8")
    told = []
    window.session.status_changed.connect(told.append)
    window.session.actions["edit.undo"].trigger()
    assert path.read_text(encoding="utf-8") == "another"
    assert any("could not be put back" in words for words in told)


def test_many_articles_are_marked_arranged_and_trashed_at_once(window, monkeypatch):
    both = ["a.md", "b.md"]
    act(window, both, "Mark as read")
    assert {stage_of(row(window, name)[0]) for name in both} == {Stage.READ}
    act(window, both, "Favourite")
    act(window, both, "Put on the reading list")
    assert [row(window, name)[0].is_favourite for name in both] == [True, True]
    assert [row(window, name)[0].place for name in both] == [0, 1]
    act(window, "b.md", "Take off the reading list")
    act(window, "a.md", "No favourite any more")
    assert [row(window, name)[0].place for name in both] == [0, None]
    act(window, both, "Copy the paths")
    assert QGuiApplication.clipboard().text().count("\n") == 1
    gone = []
    module = ModuleType("send2trash")
    module.send2trash = lambda path: (gone.append(path.name), path.unlink())
    monkeypatch.setitem(sys.modules, "send2trash", module)
    act(window, both, "Move to the trash…")
    box = box_of(window)
    assert "2 articles" in box.text()
    next(each for each in box.buttons() if each.text() == "Move to the trash").click()
    assert gone == both
    window.session.actions["edit.undo"].trigger()
    assert all(row(window, name)[1].exists() for name in both)


def editor_of(window):
    return next(each for each in window.findChildren(TagEditor) if each.isVisible())


def test_tags_are_given_to_one_and_taken_from_many(qtbot, window):
    act(window, "a.md", "Tags…")
    editor = editor_of(window)
    qtbot.keyClicks(editor.box, "later, #to quote")
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)
    assert editor.list.count() == 2
    qtbot.keyClick(editor.box, Qt.Key.Key_Return)  # nothing typed: that is all
    assert row(window, "a.md")[0].tags == ("later", "to quote")
    act(window, ["a.md", "b.md"], "Tags…")
    editor = next(each for each in window.findChildren(TagEditor) if each.isVisible())
    states = [editor.list.item(at).checkState() for at in range(2)]
    assert states == [Qt.CheckState.PartiallyChecked] * 2
    editor.list.item(0).setCheckState(Qt.CheckState.Checked)
    editor.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    editor.accept()
    assert [row(window, name)[0].tags for name in ("a.md", "b.md")] == [("later",), ("later",)]
    window.session.actions["edit.undo"].trigger()
    assert row(window, "b.md")[0].tags == ()


def test_the_actions_are_for_what_is_chosen_or_else_for_the_open_article(qtbot, window):
    actions, view = window.session.actions, window.panels["articles"].list
    window.activateWindow()
    actions["edit.favourite"].trigger()
    assert row(window, "a.md")[0].is_favourite
    view.setCurrentIndex(window.panels["articles"].model.index_of("b.md"))
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    actions["edit.queue"].trigger()
    assert row(window, "b.md")[0].place == 0
    assert row(window, "a.md")[0].place is None


def test_articles_are_exported_as_web_pages_with_their_notes(window, person, tmp_path):
    window.annotations.note_on_node(None, "a note of mine")
    person.answers.append(person.types(str(tmp_path / "one.html")))
    act(window, "a.md", "Export as web page…")
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert "水a" in page
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.html").write_text("not mine", encoding="utf-8")
    person.answers.append(person.types(str(folder)))
    act(window, ["a.md", "b.md"], "Export as web pages…")
    assert sorted(path.name for path in folder.iterdir()) == ["a 2.html", "a.html", "b.html"]
    assert (folder / "a.html").read_text(encoding="utf-8") == "not mine"


def test_an_article_is_opened_in_the_system_s_editor_or_one_s_own(window, monkeypatch):
    opened, started = [], []
    acts = "reader.ui.session.lists.article_acts"
    monkeypatch.setattr(
        f"{acts}.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    start = lambda program, arguments: started.append([program, *arguments]) or (False, 0)  # noqa: E731
    monkeypatch.setattr("PySide6.QtCore.QProcess.startDetached", start)
    act(window, "b.md", "Open in the editor")
    assert opened == [str(row(window, "b.md")[1])]
    window.session.settings.set("editor", '"my editor" --wait')
    told = []
    window.session.status_changed.connect(told.append)
    window.session.actions["file.edit"].trigger()
    assert started == [["my editor", "--wait", str(row(window, "a.md")[1])]]
    assert "No editor could be opened for a.md" in told[-1]


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
    with_starter = window.session
    with_starter.open_library(paths.starter_library())
    acts = window.panels["articles"].acts
    menu = acts.menu([acts.listed("start-here.md")])
    assert not menu.actions()[-1].isEnabled()


def test_the_menu_opens_by_the_keyboard(qtbot, window):
    view = window.panels["articles"].list
    view.setCurrentIndex(window.panels["articles"].model.index_of("b.md"))
    asked = []
    view.menu_requested.disconnect()
    view.menu_requested.connect(lambda _point: asked.append(view.chosen()[0].data(ArticleRole.PATH).name))
    qtbot.keyClick(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    by_key = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(by_key, QPoint(), QPoint()))
    assert asked == ["b.md", "b.md"]


def test_the_menu_is_shown(window):
    panel = window.panels["articles"]
    shown = panel.acts.show_menu([row(window, "b.md")[0]], QPoint())
    assert shown.isVisible()
    shown.hide()
