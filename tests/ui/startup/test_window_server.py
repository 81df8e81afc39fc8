"""The window hears other starts of the program, through a real socket, and opens what they hand over."""

from __future__ import annotations

import contextlib
import shutil
import socket
import sys
import tempfile
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QTreeView

from reader.annotations.model import Kind
from reader.articles.source.canonical_text import Span
from reader.desktop.running_window import ANSWER, END, LARGEST, socket_name
from reader.ui.annotating.notes.note_list_actions import NoteListActions
from reader.ui.session.link_copying import link_in_library
from reader.ui.startup.handed_over import hand_to
from reader.ui.startup.window_server import WindowServer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nobody asks there yet")


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("甲", "乙"):
        text = f"# {name}文\n\n## 第一节\n\n{name}的话。\n\n## 第二节\n\n{name}的第二段话。\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "丙.md").write_text("# 丙文\n\n丙的话。\n", encoding="utf-8")
    return folder


@pytest.fixture
def window(open_window, library):
    shown = open_window(library / "甲.md")
    shown.session.open_library(library)
    return shown


@pytest.fixture
def server(window, monkeypatch):
    folder = tempfile.mkdtemp(prefix="gm")
    monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
    beside = []
    made = WindowServer(lambda _target: window, lambda path: beside.append(path) or window)
    made.beside = beside
    assert made.listen()
    yield made
    made.close()
    assert not Path(socket_name()).exists()
    shutil.rmtree(folder)


def ask(qtbot, request):
    """Send `request` and return the answer; the window is let work meanwhile."""
    if isinstance(request, str):
        request = f"{time.monotonic() + 60} {request}".encode() + END
    got = []
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(socket_name())
        link.setblocking(False)
        with contextlib.suppress(OSError):  # it may be cut off in the middle
            link.sendall(request)

        def answered():
            try:
                got.append(link.recv(64))
            except BlockingIOError:
                return False
            except OSError:
                got.append(b"")
            return True

        qtbot.waitUntil(answered)
    return got[0]


def titles(window):
    return [tab.title for tab in window.session.active.tabs]


def test_a_file_opens_in_a_tab_of_its_own_and_the_window_comes_to_the_front(qtbot, window, server, library):
    window.showMinimized()
    assert ask(qtbot, str(library / "乙.md")) == ANSWER
    qtbot.waitUntil(lambda: window.session.article.title == "乙文")
    assert titles(window) == ["甲文", "乙文"]
    assert not window.isMinimized()
    assert ask(qtbot, str(library / "甲.md")) == ANSWER
    qtbot.waitUntil(lambda: window.session.article.title == "甲文")
    assert titles(window) == ["甲文", "乙文"]  # it was open already


def test_a_file_or_folder_elsewhere_is_opened_at_once(qtbot, window, server, library):
    outside = library.parent / "outside"
    assert ask(qtbot, str(outside / "丙.md")) == ANSWER
    qtbot.waitUntil(lambda: window.session.article.title == "丙文")
    assert window.session.library.folder == outside
    assert ask(qtbot, str(library)) == ANSWER
    qtbot.waitUntil(lambda: window.session.library.folder == library)


def test_nothing_named_only_brings_the_window_to_the_front(qtbot, window, server):
    window.showMinimized()
    assert ask(qtbot, "") == ANSWER
    qtbot.waitUntil(lambda: not window.isMinimized())
    assert titles(window) == ["甲文"]


@pytest.mark.parametrize(
    "request_", [b"\0", b"3\0", b"x" * (LARGEST + 10), b"1e99 x\0", b"1e99 /x.md\0/y.md\0"]
)
def test_a_bad_request_is_not_answered_and_does_no_harm(qtbot, window, server, library, request_):
    assert ask(qtbot, request_) == b""
    assert titles(window) == ["甲文"]
    assert ask(qtbot, str(library / "乙.md")) == ANSWER


def test_who_says_nothing_is_not_waited_for(qtbot, server, monkeypatch):
    monkeypatch.setattr("reader.ui.startup.window_server.PATIENCE", 0.01)
    assert ask(qtbot, b"") == b""


def test_a_window_that_closes_takes_nothing_more(qtbot, window, server, library):
    window.hide()
    assert ask(qtbot, str(library / "乙.md")) == b""


def test_what_a_killed_window_left_behind_is_taken_over_and_a_living_one_is_not(qtbot, window, server):
    other = WindowServer(lambda _target: window, lambda _path: window)
    assert not other.listen()
    server.close()
    assert other.listen()  # once the first is gone
    other.close()
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(socket_name())
    assert other.listen()
    assert ask(qtbot, "") == ANSWER
    other.close()


# ---- links


def address(kind, path, **more):
    from urllib.parse import urlencode

    return f"gangmu://{kind}?" + urlencode({"path": str(path), **more}).replace("+", "%20")


def answer_with(qtbot, window, key):
    """Press `key` in the question of `window` once it is there; return what it said."""
    said = []

    def press():
        box = window.findChild(QMessageBox)
        assert box is not None
        said.append(box.informativeText())
        qtbot.keyClick(box.defaultButton() if key == Qt.Key.Key_Return else box, key)

    QTimer.singleShot(0, press)
    qtbot.waitUntil(lambda: bool(said))
    return said[0]


def test_a_link_within_the_library_is_followed_at_once(qtbot, window, library):
    hand_to(window, address("open", library / "乙.md"))
    assert window.session.article.title == "乙文"
    hand_to(window, "gangmu://open?path=甲.md")
    assert window.session.article.title == "甲文"
    assert window.findChild(QMessageBox) is None


def test_a_link_to_a_node_goes_there(qtbot, window, library):
    hand_to(window, address("open", library / "乙.md"))
    entry = next(one for one in window.session.contents.by_id.values() if one.label == "第二节")
    hand_to(window, address("open", library / "甲.md"))
    with qtbot.waitSignal(window.session.jump_requested) as jump:
        hand_to(window, address("node", library / "乙.md", node=entry.entry_id))
    assert window.session.article.title == "乙文"
    assert jump.args[0].start == entry.span.start
    with qtbot.waitSignal(window.session.jump_requested) as jump:  # when it is open already
        hand_to(window, address("node", library / "乙.md", node=entry.entry_id))
    assert jump.args[0].start == entry.span.start


def test_a_link_to_a_note_goes_there_and_one_to_nothing_says_so(qtbot, window, library):
    text = window.session.article.text.text
    start = text.index("甲的第二段话")
    made = window.annotations.highlight(Span(start, start + 6), "yellow")
    assert window.annotations.find(made).annotation.kind is Kind.HIGHLIGHT
    hand_to(window, address("open", library / "乙.md"))
    with qtbot.waitSignal(window.session.jump_requested) as jump:
        hand_to(window, address("note", library / "甲.md", id=made))
    assert (window.session.article.title, jump.args[0].start) == ("甲文", start)
    assert window.marker.chosen == made
    with qtbot.waitSignal(window.session.status_changed) as told:
        hand_to(window, address("note", library / "乙.md", id="gone"))
    assert "乙文" in told.args[0]


def pressed(menu, words):
    """Press what says `words` in `menu`; return what is on the clipboard then."""
    (action,) = [one for one in menu.actions() if words in one.text().replace("&", "")]
    action.trigger()
    return QGuiApplication.clipboard().text()


def test_links_that_are_copied_are_followed_back(qtbot, window, library):
    session = window.session
    text = session.article.text.text
    start = text.index("甲的第二段话")
    made = window.annotations.highlight(Span(start, start + 6), "yellow")
    entry = next(iter(session.contents.by_id.values()))
    copied = []
    session.jump_to_node(entry.entry_id)
    for name in ("edit.copy_article_link", "edit.copy_point_link"):
        session.actions[name].trigger()
        copied.append(QGuiApplication.clipboard().text())
    window.marker.choose(made)
    session.actions["annotate.copy_link"].trigger()
    copied.append(QGuiApplication.clipboard().text())
    assert [address.split("?")[0] for address in copied] == [
        f"gangmu://{one}" for one in ("open", "node", "note")
    ]
    (placed,) = window.annotations.placed
    acts = NoteListActions(session, window.annotations, QTreeView(window), lambda: [placed])
    assert pressed(acts.menu(is_trash=False), "Copy a link to the annotation") == copied[2]
    rows = window.panels["articles"].acts
    menu = rows.menu([rows.listed("甲.md")], None, link_in_library(session, "甲.md", node=entry.entry_id))
    assert pressed(menu, "Copy a link to the article") == copied[0]
    assert pressed(menu, "Copy a link to this point") == copied[1]
    for address_, wanted in zip(copied[1:], (entry.span.start, start), strict=True):
        hand_to(window, address("open", library / "乙.md"))
        with qtbot.waitSignal(session.jump_requested) as jump:
            hand_to(window, address_)
        assert (session.article.title, jump.args[0].start) == ("甲文", wanted)


@pytest.mark.parametrize("way", ["plain", "dots", "symlink"])
def test_a_link_out_of_the_library_is_asked_about_first(qtbot, window, library, way):
    outside = library.parent / "outside" / "丙.md"
    named = {"plain": outside, "dots": library / ".." / "outside" / "丙.md", "symlink": library / "s.md"}[way]
    if way == "symlink":
        named.symlink_to(outside)
    hand_to(window, address("open", named))
    hand_to(window, address("open", named))  # a page that tries again and again
    assert len(window.findChildren(QMessageBox)) == 1
    assert window.session.article.title == "甲文"
    assert str(outside) in answer_with(qtbot, window, Qt.Key.Key_Escape)
    assert window.session.article.title == "甲文"
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    hand_to(window, address("open", named))
    answer_with(qtbot, window, Qt.Key.Key_Return)  # Cancel is what Return means
    assert window.session.article.title == "甲文"
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    hand_to(window, address("open", named))
    box = window.findChild(QMessageBox)
    qtbot.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
    assert window.session.article.title == "丙文"


@pytest.mark.parametrize(
    "link", ["gangmu://nothing", "gangmu://open?path=gone.md", "gangmu://open?path=/dev/null"]
)
def test_a_link_that_leads_nowhere_says_so(qtbot, window, link):
    with qtbot.waitSignal(window.session.status_changed) as told:
        hand_to(window, link)
    assert told.args[0]
    assert window.findChild(QMessageBox) is None
    assert titles(window) == ["甲文"]
