"""Where the pane goes for a hit, and that one returns to where one was: session, search and a real pane."""

from __future__ import annotations

import pytest

from reader.articles.source.canonical_text import Span
from reader.search.model import Question
from reader.ui.base.tasks import Tasks
from reader.ui.pane.view import ReadingPane
from reader.ui.search.search_service import SearchService
from reader.ui.session.session import Session
from reader.ui.window.pane_binding import PaneBinding

LINES = "\n\n".join(f"第{number}段说了很多话，为的是有好几行那么长，可以滚动。" * 3 for number in range(80))
DIGEST = f"""# 出口管制

原文标题：Export Controls

### 文章框架
```
├── 背景
└── 结论与展望
```

## 背景

{LINES}

## 结论与展望

最后一句。

### 文章标签
#芯片， #算力
"""


@pytest.fixture
def session(qapp, immediate, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "one.md").write_text(DIGEST, encoding="utf-8")
    (folder / "two.md").write_text(f"# 另一篇\n\n{LINES}\n\n只有这里有斑马。\n", encoding="utf-8")
    session = Session(Tasks(immediate))
    session.open_library(folder)
    session.open_article(folder / "one.md")
    yield session
    session.shut_down()


@pytest.fixture
def search(session):
    search = SearchService(session, session.tasks)
    yield search
    search.shut_down()


@pytest.fixture
def pane(qtbot, session):
    pane = ReadingPane()
    qtbot.addWidget(pane)
    binding = PaneBinding(session, session.active, pane)
    pane.resize(700, 600)
    with qtbot.waitSignal(pane.first_painted):
        pane.show()
        binding._show(session.article)
    qtbot.waitUntil(lambda: pane.column.complete)
    return pane


def scrolled(pane) -> int:
    return pane.verticalScrollBar().value()


def open_hit(search, text: str, kind: str = "passage") -> None:
    search.ask(Question(text))
    search.open(next(hit for hit in search.hits() if hit.kind == kind))


@pytest.mark.parametrize("by", [0, 137, 2411])
@pytest.mark.parametrize("text", ["斑马", "最后一句"])
def test_one_returns_to_where_one_was(qtbot, session, search, pane, by, text):
    pane.verticalScrollBar().setValue(by)
    pane.viewport().repaint()
    path, place = session.article.path, pane.place()
    y = pane.reading_position.offset_of(place)
    open_hit(search, text)
    qtbot.waitUntil(lambda: pane.column.complete)
    assert session.article.path != path or pane.place() != place
    assert search.go_home()
    qtbot.waitUntil(lambda: pane.column.complete)
    assert session.article.path == path
    assert pane.place() == place
    assert abs(pane.reading_position.offset_of(place) - y) <= 1
    assert scrolled(pane) or not by


@pytest.mark.parametrize(("text", "kind"), [("出口", "head"), ("Export", "head"), ("算力", "tags")])
def test_what_stands_in_the_title_block_is_shown_there(search, pane, text, kind):
    pane.verticalScrollBar().setValue(900)
    open_hit(search, text, kind)
    assert scrolled(pane) == 0


def test_a_drawn_node_is_shown_where_it_leads(session, search, pane):
    span = next(hit.span for hit in _drawings(search, "结论与展望"))
    line = session.article.text.text.index("结论与展望", span.start)
    session.jump_to(Span(line, line + 2))
    assert session.article.text.text[pane.place() :].startswith("结论与展望\n\n最后")


def test_the_beginning_is_the_title(session, pane):
    pane.verticalScrollBar().setValue(900)
    session.open_article(session.article.path, 0)
    assert scrolled(pane) == 0


def _drawings(search, text: str):
    search.ask(Question(text))
    return [hit for hit in search.hits() if hit.kind == "framework"]
