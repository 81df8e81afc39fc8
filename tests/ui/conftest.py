"""Fixtures for tests of the window: an article made by hand, and a session that works at once."""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

# These take `read_article` by name: were they first imported while `handmade` has put another in its place,
# they would keep that one for all tests to come.
import reader.annotations.anchoring.moved_articles
import reader.annotations.library_report
import reader.catalogue.article_list
import reader.search.build.segment_build  # noqa: F401
from reader.articles.model import (
    Article,
    Framework,
    Link,
    Match,
    Metadata,
    Node,
    Original,
    Outline,
    Passage,
    Section,
    SectionKind,
)
from reader.articles.source.canonical_text import extract
from reader.catalogue.watching import folder_changes
from reader.errors import ArticleError
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.session.session import Session
from reader.ui.session.watching import library_watch
from reader.ui.window.exchange import less_motion
from reader.ui.window.main_window import MainWindow
from tests.ui.file_choosing import Person
from tests.ui.windows import let_go, window_on

SOURCE = """# 标题
## 甲
甲的文字。
### 甲一
甲一的文字。
**甲二**：粗体引导的文字。
## 附录
框架之外。
## 乙
乙的文字。
"""


_BUTTONS = [
    getattr(Qt.MouseButton, f"{name}Button") for name in ("Left", "Right", "Middle", "Back", "Forward")
]


def make_article(path: Path, source: str = SOURCE) -> Article:
    """Return an article whose framework is 甲 (甲一, 甲二, 甲三: none of its own) and 乙 (乙一: nowhere)."""
    text = extract(source)

    def section(label, level, depth, line, last, *children, kind=SectionKind.HEADING):
        return Section(kind, label, level, depth, line, last, text.span_of_lines(line, last), children)

    def link(name, match, first=0, last=0):
        passage = Passage(first, last, text.span_of_lines(first, last)) if first else None
        return name, Link(name, match, passage, 1.0, f"reason of {name}")

    one = Node("甲/甲一", "甲一", 2, ("甲", "甲一"), 0)
    two = Node("甲/甲二", "甲二", 2, ("甲", "甲二"), 0)
    three = Node("甲/甲三", "甲三", 2, ("甲", "甲三"), 0)
    nowhere = Node("乙/乙一", "乙一", 2, ("乙", "乙一"), 0)
    nodes = (
        Node("甲", "甲", 1, ("甲",), 0, children=(one, two, three)),
        Node("乙", "乙", 1, ("乙",), 0, children=(nowhere,)),
    )
    framework = Framework(nodes, 0, 0)
    lead = section("甲二", 0, 4, 6, 6, kind=SectionKind.LEAD)
    outline = Outline(
        (
            section("甲", 2, 1, 2, 6, section("甲一", 3, 2, 4, 6, lead)),
            section("附录", 2, 1, 7, 8),
            section("乙", 2, 1, 9, 10),
        )
    )
    links = dict(
        (
            link("甲", Match.HEADING, 2, 6),
            link("甲/甲一", Match.HEADING, 4, 5),
            link("甲/甲二", Match.LEAD, 6, 6),
            link("甲/甲三", Match.PARENT, 2, 6),
            link("乙", Match.HEADING, 9, 10),
            link("乙/乙一", Match.NONE),
        )
    )
    metadata = Metadata(
        "标题", Original("The title", "https://example.org/a?b=c#d"), "访谈", ("一", "二"), frozenset({1})
    )
    return Article(path, source, metadata, text, outline, framework, (framework,), MappingProxyType(links))


@pytest.fixture
def article_file(tmp_path) -> Path:
    path = tmp_path / "library" / "one.md"
    path.parent.mkdir()
    path.write_text(SOURCE, encoding="utf-8")
    # Written a while ago: where the system has no watch left to give, Qt looks at the time of change alone,
    # and a test that writes at once would leave it the same.
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


@pytest.fixture
def handmade(monkeypatch):
    """Make every file read as the article made by hand, with the file's own text."""

    def read(path):
        if not path.is_file():
            raise ArticleError(f"There is no {path.name}.")
        return make_article(path, path.read_text(encoding="utf-8"))

    monkeypatch.setattr("reader.articles.reading.read_article", read)


@pytest.fixture(autouse=True)
def _nothing_is_left(qapp):
    """Take away what a test leaves of its windows and their looks: the next test would be slower, or another.

    A style sheet is worked out for each widget alive: a window takes 0.2 s, and 1.1 s beside 3,000 widgets.
    """
    before, font, palette = set(qapp.topLevelWidgets()), qapp.font(), qapp.palette()
    yield
    nobody = QWidget()
    for button in _BUTTONS:  # one that stays down is down in all that the next tests do with the mouse
        QTest.mouseRelease(nobody, button)
    for widget in qapp.topLevelWidgets():
        if widget not in before and widget.parent() is None:
            if isinstance(widget, MainWindow):
                let_go(widget.session)
            widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    if qapp.styleSheet():
        qapp.setStyleSheet("")
        qapp.setPalette(palette)
    if qapp.font() != font:
        qapp.setFont(font)


@pytest.fixture(autouse=True)
def _looked_at_often(monkeypatch):
    """Look at a library's folder ten times as often as the program does, and tell of it ten times as soon."""
    for name in ("LOOK", "STEP", "BURST"):
        monkeypatch.setattr(folder_changes, name, getattr(folder_changes, name) // 10)
    monkeypatch.setattr(folder_changes, "POLL", folder_changes.POLL / 10)
    monkeypatch.setattr(library_watch, "AGAIN", library_watch.AGAIN // 10)


@pytest.fixture(autouse=True)
def _no_system_asked(monkeypatch):
    """Start no process for each window, and let it move whatever the system of who tests prefers."""
    monkeypatch.setattr(less_motion, "prefers_less_motion", lambda: False)


@pytest.fixture
def session(qapp, immediate):
    session = Session(Tasks(immediate))
    yield session
    session.shut_down()
    let_go(session)


@pytest.fixture
def person(qapp, monkeypatch):
    """Return somebody who answers the dialogs for files."""
    return Person(monkeypatch)


@pytest.fixture
def full_disk(monkeypatch):
    """Let nothing be written where a person says."""

    def refuse(_path, _data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.whole_file.write_whole", refuse)


@pytest.fixture
def new_window(qtbot, immediate):
    """Return a function that makes a window whose work is done at once; it is closed at the end."""
    made = []

    def make(settings: Settings | None = None) -> MainWindow:
        window = window_on(Tasks(immediate), settings)
        qtbot.addWidget(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def open_window(qtbot, new_window):
    """Return a function that shows an article in a window that is complete; its text has the keyboard."""

    def open_on(path: Path) -> MainWindow:
        window = new_window()
        window.session.open_article(path)
        window.complete()
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        window.pane.setFocus()
        qtbot.waitUntil(window.pane.hasFocus)
        return window

    return open_on
