"""An article open in a session whose tasks run at once, and a pane that shows it."""

from __future__ import annotations

import pytest

from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.source.canonical_text import Span
from reader.ui.annotating.pane_annotations import PaneAnnotations
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.tasks import Tasks
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.window.action_table import add_annotation_actions
from reader.ui.window.pane_binding import PaneBinding
from tests.ui.windows import let_go

TEXT = """# 潮汐

## 月亮

- **大潮**：在新月与满月，水位最高。🙂𠮷
- **小潮**：在弦月，水位最低。

## 太阳

太阳助月亮一臂之力。
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "tides.md").write_text(TEXT, encoding="utf-8")
    (folder / "other.md").write_text("# 季风\n\n夏天从海上来。\n", encoding="utf-8")
    return folder


@pytest.fixture
def session(qapp, immediate, folder):
    session = Session(Tasks(immediate))
    session.open_library(folder)
    session.open_article(folder / "tides.md")
    yield session
    session.shut_down()
    let_go(session)


@pytest.fixture
def desk(session):
    desk = AnnotationService(session, session.tasks)
    yield desk
    desk.finish()


@pytest.fixture
def pane(qtbot, session):
    pane = ReadingPane()
    qtbot.addWidget(pane)
    PaneBinding(session, session.active, pane)
    pane.resize(900, 700)
    with qtbot.waitSignal(pane.first_painted):
        pane.show()
        pane.show_article(session.article)
    return pane


@pytest.fixture
def marker(session, desk, pane):
    marker = PaneAnnotations(session, desk, pane)
    add_annotation_actions(session, desk, lambda: marker)
    return marker


@pytest.fixture
def span(session):
    """Return the span of some words of the open article."""

    def find(words: str) -> Span:
        start = session.article.text.text.index(words)
        return Span(start, start + len(words))

    return find


@pytest.fixture
def on_disk(session):
    """Return what another process reads."""

    def read():
        return AnnotationStore(session.library, Device("reader")).kept()

    return read
