"""A head of any size is shown by a few widgets: what is beyond is one click away, and in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton

from reader.articles.digest.contents import Contents, Entry
from reader.articles.reading import parse_article
from reader.articles.shortening import LONGEST, MOST_TAGS
from reader.articles.source.canonical_text import Span
from reader.settings import Settings
from reader.ui.base.theming import Theming
from reader.ui.pane.interfaces import Style
from reader.ui.window.bars.breadcrumb import MOST_BESIDE, _around
from reader.ui.window.bars.title_block import LONGEST_BUTTON, TitleBlock, head_of


@pytest.fixture
def block(qtbot):
    asked: list[str] = []
    made = TitleBlock(Style(), Theming(Settings()), asked.append)
    made.asked = asked
    qtbot.addWidget(made)
    return made


def article(tags=3, title="题"):
    names = " ".join(f"#签{number}" for number in range(tags))
    return parse_article(f"# {title}\n\n## 甲\n\n话。\n\n### 文章标签\n{names}\n", Path("a.md"))


def test_some_thousand_tags_take_a_few_buttons_and_a_list(block, qtbot):
    block.fill(head_of(article(tags=5_000)))
    chips = [one for one in block.findChildren(QToolButton) if one.property("head") == "chip" and one.text()]
    assert len(chips) == MOST_TAGS + 1
    more = block._flow.itemAt(block._flow.count() - 1).widget()
    assert "4" in more.text()
    more.click()
    (shown,) = [one for one in block.children() if type(one).__name__ == "TagList"]
    assert shown.list.model().rowCount() == 5_000
    shown.list.activated.emit(shown.list.model().index(4_999, 0))
    assert block.asked == ["tag:签4999"]
    block.fill(head_of(article(tags=2)))
    assert sum(1 for one in block._chips if one.text()) == 2
    assert more.isHidden()


def test_what_the_block_does_not_say_stays_in_the_text():
    few, many = article(tags=MOST_TAGS), article(tags=MOST_TAGS + 1)
    assert len(few.source.splitlines()) in few.metadata.lines
    assert len(many.source.splitlines()) not in many.metadata.lines
    assert len(many.metadata.tags) == MOST_TAGS + 1
    long = article(title="题目" * 50_000)
    assert 1 not in long.metadata.lines
    assert len(long.metadata.title) == 100_000
    assert len(long.title) == LONGEST


def test_words_of_any_length_are_shortened(block):
    source = (
        "---\ntitle: "
        + "长" * 90_000
        + "\ncategory: "
        + "类" * 90_000
        + "\nurl: https://"
        + "a" * 90_000
        + ".org/\n"
    )
    block.fill(head_of(parse_article(source + "---\n\n话。\n", Path("a.md"))))
    assert len(block.head.title) == LONGEST
    assert all(len(one.text()) <= LONGEST_BUTTON + 30 for one in block.findChildren(QToolButton))


def test_a_menu_beside_thousands_shows_those_around():
    entries = tuple(Entry(f"n{at}", "话" * 9_000, at, Span(at, at)) for at in range(5_000))
    assert len(Contents(entries).siblings("n7")) == 5_000
    for here, first in (("n7", 0), ("n2500", 2_500 - MOST_BESIDE // 2), ("n4999", 5_000 - MOST_BESIDE)):
        shown = _around(entries, {here})
        assert shown == entries[first : first + MOST_BESIDE]
        assert here in {entry.entry_id for entry in shown}
    assert _around(entries[:3], {"n1"}) == entries[:3]
    assert len(entries[0].shown) == LONGEST
