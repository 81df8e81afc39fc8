r"""CommonMark's own examples: none raises, and the share that we show as CommonMark would may only rise.

What is compared is what a person sees: blocks, their frames and markers, words,
marks and links (CommonMark's HTML is read by the same walk). Where we differ on
purpose, `tests/articles/markdown/test_as_people_write.py` says so: `$` and `\[` are formulas,
bare links are links, unknown tags stay text, two spaces nest, dashes below a
sentence are a rule.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from reader.articles.markdown.blocks import BlockKind, Picture, Run
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.html_walker import Walker
from reader.articles.markdown.rendering import render
from reader.articles.source.scanner import scan

DATA = Path(__file__).resolve().parents[2] / "data" / "commonmark" / "examples.json"
EXAMPLES = json.loads(DATA.read_text(encoding="utf-8"))
NOT_SHOWN = {
    "Raw HTML",
    "HTML blocks",
    "Link reference definitions",
    "Autolinks",
    "Links",
    "Entity and numeric character references",
}
FLOOR = 551  # of 652; raise it when it can be raised


def shown(blocks):
    """Return what a person sees of `blocks`."""
    seen = []
    for block in blocks:
        parts = []
        for inline in block.inlines:
            if isinstance(inline, Run):
                code = block.kind is BlockKind.CODE
                text = inline.text.replace("\u2028", "\n") if code else inline.text
                key = None if code else (inline.marks, unquote(inline.href).strip())
                if parts and parts[-1][0] == key:
                    parts[-1] = (key, parts[-1][1] + text)
                else:
                    parts.append((key, text))
            else:
                parts.append(("", inline.source + (inline.words if isinstance(inline, Picture) else "")))
        frames = tuple(frame.kind for frame in block.frames)
        seen.append((block.kind, block.level, block.marker, frames, parts))
    return seen


def expected(example):
    walker = Walker()
    walker.feed(example["html"])
    return shown(walker.finish())


def ours(example):
    source = example["markdown"]
    found = scan(source)
    return shown(block for piece in cut(found) for block in render(piece, found.definitions))


def test_the_share_that_agrees_does_not_fall():
    agree = [example["example"] for example in EXAMPLES if ours(example) == expected(example)]
    share = f"{len(agree)} of {len(EXAMPLES)} ({len(agree) / len(EXAMPLES):.1%})"
    print(f"\nCommonMark 0.31.2: {share} of the examples are shown alike")
    assert len(EXAMPLES) == 652
    assert len(agree) >= FLOOR


@pytest.mark.parametrize("section", sorted({example["section"] for example in EXAMPLES}))
def test_words_are_not_lost(section):
    """Every letter of an example's paragraphs is shown somewhere, tags and definitions apart."""
    if section in NOT_SHOWN:
        pytest.skip("its letters are not meant to be shown")
    for example in EXAMPLES:
        if example["section"] == section:
            wanted = "".join(text for block in expected(example) for key, text in block[4] if key != "")
            got = "".join(text for block in ours(example) for _key, text in block[4])
            missing = {letter for letter in wanted if letter.isalpha()} - set(got)
            assert not missing, example
