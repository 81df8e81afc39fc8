"""The lines of a note in the notes panel: without its signs, and with its words set apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.articles.markdown.blocks import Mark
from reader.ui.parts.note_excerpt import Excerpt, excerpt_of


def apart(note):
    """Return the words that are set apart, cut out as Qt counts."""
    excerpt = excerpt_of(note)
    units = excerpt.text.encode("utf-16-le", "surrogatepass")
    cut = [
        units[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le")
        for each in excerpt.stretches
    ]
    return [(words, each.marks, each.is_link) for words, each in zip(cut, excerpt.stretches, strict=True)]


def test_signs_are_gone_and_words_are_set_apart():
    note = "🙂𠮷 **大潮**：*新月*\n\n- 一 `a`\n- [网](https://example.org)\n"
    assert excerpt_of(note).text == "🙂𠮷 大潮：新月\u2028• 一 a\u2028• 网"
    assert apart(note) == [
        ("大潮", Mark.STRONG, False),
        ("新月", Mark.EMPHASIS, False),
        ("a", Mark.CODE, False),
        ("网", Mark.NONE, True),
    ]
    assert len(excerpt_of(note).formats()) == 4


def test_a_note_without_signs_is_shown_as_it_is():
    assert excerpt_of("多高？\n再看") == Excerpt("多高？\u2028再看")


@given(st.text(alphabet="ab*_`[]()<>!-#&|\\\n \"'中🙂:/1.", max_size=60))
def test_whatever_is_written_has_an_excerpt(note):
    excerpt = excerpt_of(note)
    whole = len(excerpt.text.encode("utf-16-le", "surrogatepass")) // 2
    assert all(each.start >= 0 and each.start + each.length <= whole for each in excerpt.stretches)
