"""No piece of a hostile article is heavy, no word of it is lost, and cutting looks at each a few times."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.articles.digest.contents import hidden_lines
from reader.articles.markdown import cutting
from reader.articles.markdown.blocks import BlockKind, text_of
from reader.articles.markdown.cutting import pieces_of
from reader.articles.markdown.rendering import render
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import letters_in
from tests.end_to_end.hard_use import hostile_articles
from tests.long_runs import IS_LONG, times

MOST = 60_000
PART = times(MOST, 40_000)  # code points of each article: enough to be cut many times
DEFINING = ("20,000 references", "5,000 abbreviations")  # text is shown behind the first 40,000 only
HEAVY = 50_000  # µs that a step with a piece may take: parsing it, laying it out, making it ready
LETTER, RUN, CELL, BLOCK = 2.6, 50, 100, 60  # µs of the longest step (measured, of 3.4 GHz)
LOOKS = 4  # how often a letter is looked at as the text is cut: did each cut look at the rest, 8 or 12 times
SHORT = 60_000  # code points looked at in any case: a formula of 7,000 that is not cut is, nine times
SHAPES = {
    name: text[: MOST if name in DEFINING else PART]
    for make in (
        hostile_articles.deep,
        hostile_articles.long,
        hostile_articles.many,
        hostile_articles.odd,
        hostile_articles.more,
        hostile_articles.unseen,
    )
    for name, text in make()
}


def some_of(pieces):
    """Return the pieces to look at: in a short run the longest, the first and last, and some in between."""
    if IS_LONG or len(pieces) < 12:
        return pieces
    longest = sorted(pieces, key=lambda piece: len(piece.cut.text))[-4:]
    return [*longest, *pieces[:: len(pieces) // 6], pieces[-1]]


@pytest.mark.parametrize("name", SHAPES)
def test_no_piece_is_heavy_and_cutting_is_linear(name, monkeypatch):
    looked_at = 0
    plain = cutting.plain

    def counted(text, *rest):
        nonlocal looked_at
        looked_at += len(text)
        return plain(text, *rest)

    article = parse_article(SHAPES[name], Path("a.md"))
    monkeypatch.setattr(cutting, "plain", counted)
    for piece in some_of([*pieces_of(article, hidden_lines(article))]):
        blocks = render(piece.cut, piece.definitions)
        cells = [cell for block in blocks for row in block.rows for cell in row]
        letters = sum(letters_in(each.text) for each in (*blocks, *cells))
        runs = sum(len(each.inlines) for each in (*blocks, *cells))
        assert LETTER * letters + RUN * runs + CELL * len(cells) + BLOCK * len(blocks) < HEAVY
    assert looked_at < LOOKS * len(article.source) + SHORT


@pytest.mark.parametrize(
    ("name", "source"),
    {
        "a cell": "|a|b|\n|-|-|\n|" + "**字** 和 [链](x) " * 3_000 + "|x|\n|后|来|\n",
        "columns": "|" + "甲|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "乙|" * 500 + "\n") * 3,
        "emphasis": "开头。" + "*_" * 3_000 + "深" + "_*" * 3_000 + "。末尾",
        "emphasis of pages": "头 **" + "句子。" * 5_000 + "** 和 [链](y) 尾。" + "再说。" * 3_000,
        "tags": "<div>" * 2_000 + "深" + "</div>" * 2_000,
        "a table in HTML": "<table>" + "<tr><td>甲</td><td>乙</td></tr>" * 2_000 + "</table>",
        "a heading": "# " + "长 *标* 题" * 3_000 + "\n\n末",
        "a picture in the text": f"前 ![图](data:image/png;base64,{'A' * 90_000}) 后。" + "话。" * 3_000,
    }.items(),
)
def test_all_words_are_shown_in_order(name, source):
    article = parse_article(source, Path("a.md"))
    shown = []
    for piece in pieces_of(article, frozenset()):
        for block in render(piece.cut, piece.definitions):
            rows = block.rows if block.kind is BlockKind.TABLE else ()
            shown += [text_of(block.inlines), *(cell.text for row in rows for cell in row)]
    words = "".join("".join(shown).replace("\ufffc", "图").split())
    assert words == "".join(article.text.text.split())
    if name in ("emphasis of pages", "a picture in the text"):
        kinds = {leaf.kind for piece in pieces_of(article, frozenset()) for leaf in piece.cut.leaves}
        assert cutting.LeafKind.PARAGRAPH in kinds  # behind what could not be cut marks are read again
