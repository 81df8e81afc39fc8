"""Where an excerpt is cut, and what is marked in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.excerpts import LENGTH, excerpt


def marked(found) -> list[str]:
    return [found.text[start:end] for start, end in found.matches]


def test_it_begins_and_ends_with_a_sentence():
    text = "第一句话在这里说了很多很多事情。第二句有出口二字。第三句也有。" + "后面还有很多。" * 30
    at = text.index("出口")
    found = excerpt(text, [(at, at + 2)])
    assert found.text.startswith(("第一句", "第二句"))
    assert found.text.endswith("。")
    assert marked(found) == ["出口"]


def test_a_sentence_without_end_is_cut_with_an_ellipsis():
    text = "甲" * 300 + "出口" + "乙" * 300
    found = excerpt(text, [(300, 302)])
    assert found.text.startswith("…甲")
    assert found.text.endswith("乙…")
    assert marked(found) == ["出口"]


def test_it_shows_where_most_matches_are():
    text = "出口。" + "无关的句子。" * 40 + "出口和管制，管制和出口。" + "无关。" * 40
    matches = sorted(
        (at, at + 2) for word in ("出口", "管制") for at in range(len(text)) if text.startswith(word, at)
    )
    assert marked(excerpt(text, matches)) == ["出口", "管制", "管制", "出口"]


def test_newlines_become_spaces_and_emoji_stay_whole():
    text = "甲 👍🏽\t出口"
    at = text.index("出口")
    found = excerpt(text, [(at, at + 2)])
    assert found.text == "甲 👍🏽 出口"
    assert marked(found) == ["出口"]


@settings(deadline=None)
@given(st.text("出口 a。，\n👍\u200d́", max_size=400), st.data())
def test_what_is_marked_is_what_matched(text, data):
    spans = []
    at = 0
    while at < len(text) and len(spans) < 6:
        start = data.draw(st.integers(at, len(text) - 1))
        at = data.draw(st.integers(start + 1, min(len(text), start + 5)))
        spans.append((start, at))
    found = excerpt(text, spans)
    assert len(found.text) <= LENGTH + 60
    if spans:
        assert found.matches
        start, end = found.matches[0]
        words = text[found.first : found.first + end - start].replace("\n", " ")
        assert found.text[start:end] == words
    for before, after in zip(found.matches, found.matches[1:], strict=False):
        assert before[1] <= after[0]
