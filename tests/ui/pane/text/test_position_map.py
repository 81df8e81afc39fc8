"""The map between a section's document and the canonical text, both ways, over all that articles hold."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.typesetter import MarkdownTypesetter
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.scroll.heights import Heights
from reader.ui.pane.text.position_map import Units
from tests.long_runs import times

UNSAID = "\ufffc\u200b\ufdd0\ufdd1\u200d↩\ufe0e0123456789"  # insets, and what marks a footnote
WORDS = [
    "出口管制",
    "𠮷野家",
    "😀👩‍👩‍👧",
    "e\u0301clair",
    "café",
    "naïve",
    "が",
    "か\u3099",
    "DeepSeek R1",
    "（括号）",
    "“引号”",
    "v1.2",
    "한글",
    "豈",
]
PLAIN = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map("，".join)
WILD = st.text(alphabet="文字😀𠮷e\u0301\tAB *_`$[]()|\\#-<>&1.\u00a0\u200b~=", min_size=1, max_size=30)


def blocks(words):
    """Return a strategy for the Markdown of one block with `words` in it."""
    lines = st.lists(words, min_size=1, max_size=4)
    return st.one_of(
        words,
        words.map("## {}".format),
        lines.map(lambda each: "\n".join(f"- {line}" for line in each)),
        lines.map(lambda each: "\n".join(f"{n}. {line}" for n, line in enumerate(each, 1))),
        lines.map(lambda each: "\n".join(f"> {line}" for line in each)),
        lines.map(lambda each: "  \n".join(each)),
        lines.map(lambda each: "```\n" + "\n".join(f"\t{line}" for line in each) + "\n```"),
        st.tuples(words, words).map("**{0[0]}**：{0[1]}".format),
        st.tuples(words, words).map("[{0[0]}](https://example.org/) *{0[1]}* `码`".format),
        st.tuples(words, words).map("| {0[0]} | 表 |\n|---|---|\n| 格 | {0[1]} |".format),
        words.map("{} $E=mc^2$ ![图](x.png) 之后".format),
        words.map("{}[^1]\n\n[^1]: 脚注".format),
    )


ARTICLES = st.lists(blocks(PLAIN), min_size=1, max_size=6).map("\n\n".join)
WILD_ARTICLES = st.lists(blocks(WILD), min_size=1, max_size=5).map("\n\n".join)


@pytest.fixture(scope="module")
def typesetter(qapp):
    typesetter = MarkdownTypesetter()
    yield typesetter
    typesetter.shut_down()


def mapped(source, typesetter):
    """Yield the raw text, the map and the article's text of each piece of `source`."""
    article = parse_article(source, Path("a.md"))
    column = Column(typesetter)
    column.open(article)
    while column.pull(1.0):
        pass
    column.set_frame(Style(), 600.0)
    for index in range(len(column.pieces)):
        laid = column.lay(index)
        yield laid.section.document.toRawText(), laid.places, article.text


ALIKE = str.maketrans({"\u2028": "\n", "\u00a0": " "})


def check(raw, places, text):
    units = Units(raw)
    seen = set()
    for run in places.runs:
        shown = raw[run.shown : run.shown + run.length].translate(ALIKE)
        same = shown == text.text[run.text : run.text + run.length].translate(ALIKE)
        assert (
            same or run.length == 1
        )  # a letter and its combining marks, of which the canonical text has one
        for place in range(run.length):
            position = run.text + place
            assert position not in seen
            seen.add(position)
            at = places.to_document(position)
            back = places.to_text(at)
            assert back == position or (run.length == 1 and back <= position)  # a cluster is mapped as one
            assert units.units(units.points(at)) == at  # never the middle of a surrogate pair
    for at in range(len(raw) + 4):
        assert 0 <= places.to_text(at) <= len(text.text)
        assert 0 <= places.to_text(at, end=True) <= len(text.text)
    for position in range(0, len(text.text) + 2):
        start, end = places.stretch(Span(position, position + 1))
        assert 0 <= start <= end <= units.units(len(raw))


@settings(max_examples=times(120, 48), deadline=None, suppress_health_check=list(HealthCheck))
@given(source=ARTICLES)
def test_what_is_shown_is_found_and_the_way_back_leads_home(source, typesetter):
    for raw, places, text in mapped(source, typesetter):
        check(raw, places, text)
        covered = {place for run in places.runs for place in range(run.shown, run.shown + run.length)}
        missing = [raw[place] for place in range(len(raw)) if place not in covered]
        missing = [
            letter
            for letter in missing
            if not letter.isspace() and not unicodedata.combining(letter) and letter not in UNSAID
        ]
        assert len(missing) <= 0.12 * len(raw) + 3, (raw, missing)


@settings(max_examples=times(120, 48), deadline=None, suppress_health_check=list(HealthCheck))
@given(source=WILD_ARTICLES)
def test_no_text_is_too_odd_for_the_map(source, typesetter):
    for raw, places, text in mapped(source, typesetter):
        check(raw, places, text)


@given(st.text(alphabet="a文😀𠮷\u0301"))
def test_units_and_points_are_each_others_way_back(text):
    units = Units(text)
    for points in range(len(text) + 1):
        assert units.units(points) == len(text[:points].encode("utf-16-le")) // 2
        assert units.points(units.units(points)) == points


@given(st.lists(st.floats(1, 500), max_size=60), st.lists(st.floats(1, 500), max_size=20), st.data())
def test_heights_are_sums_and_can_be_searched(heights, more, data):
    tree, plain = Heights(heights), list(heights)
    for height in more:
        tree.append(height)
        plain.append(height)
    if plain:
        index = data.draw(st.integers(0, len(plain) - 1))
        tree.change(index, 7.5)
        plain[index] = 7.5
    tree.scale(1.5)
    plain = [height * 1.5 for height in plain]
    for index in range(len(plain) + 1):
        assert tree.top(index) == pytest.approx(sum(plain[:index]))
    for index in range(len(plain)):
        middle = sum(plain[:index]) + plain[index] / 2
        assert tree.index_at(middle) == index
    assert tree.index_at(-5) == 0
    assert tree.index_at(1e9) == max(0, len(plain) - 1)


def test_real_digests_are_mapped(digests, typesetter):
    for path in sorted(digests.glob("*.md")):
        if path.name == "README.md":
            continue
        shown = covered = 0
        for raw, places, text in mapped(path.read_text(encoding="utf-8"), typesetter):
            check(raw, places, text)
            shown += sum(not letter.isspace() for letter in raw)
            covered += sum(
                not raw[place].isspace()
                for run in places.runs
                for place in range(run.shown, run.shown + run.length)
            )
        assert covered >= 0.985 * shown, path.name


def test_words_in_a_table_and_behind_marks_are_found(typesetter):
    source = "| 甲 | 乙𠮷 |\n|---|---|\n| 丙 | 丁 |\n\n1. **重😀要**：`码` 与[链接](x)\n"
    found = {}
    for raw, places, text in mapped(source, typesetter):
        for word in ("乙𠮷", "丁", "重😀要", "码", "链接"):
            at = text.text.index(word)
            start, end = places.stretch(Span(at, at + len(word)))
            found[word] = raw.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
    assert found == {word: word for word in found}
    assert len(found) == 5
