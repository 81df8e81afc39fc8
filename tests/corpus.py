"""Reads every Markdown file of a folder, and says where page, canonical text and an oracle differ, by kind.

    python -m tests.corpus DIR [--oracle] [--show N] [--most FILES] [--times]

The words of a line are its letters and digits (NFKC, lower case). Page against canonical text: what the
page shows of line n must be the words of line n, but for what may be hidden (`HIDDEN`) and words of ours.
`--oracle` sets the page beside markdown-it-py with GFM's plugins: words that it shows and we do not.
Exits 1 where more than one line in 10,000 differs.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from reader.articles.exporting.article_html import hidden_lines
from reader.articles.markdown.blocks import Block, Formula, Inline, Picture, Run
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.positions import formula_words
from reader.articles.markdown.rendering import render
from reader.articles.model import Article
from reader.articles.reading import parse_article
from reader.articles.source.decoding import decode
from reader.articles.source.lines import LineKind
from reader.errors import ReaderError

MOST = 1 / 10_000
HIDDEN = frozenset({LineKind.FRONT, LineKind.HIDDEN, LineKind.DEFINITION})
_NO_WORD = re.compile(r"[\W_]+")


def words_of(text: str) -> str:
    """Return the letters and digits of `text`, folded."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).lower())


def blocks_of(article: Article) -> list[Block]:
    """Return all that the page shows of `article`, its title block and framework apart."""
    found = article.scan
    pieces = cut(found, hidden_lines(article))
    return [block for piece in pieces for block in render(piece, found.definitions)]


def page_lines(blocks: list[Block]) -> dict[int, str]:
    """Return the words that the page shows, by the line of the file that they come from."""
    lines: dict[int, str] = {}
    for block in blocks:
        _take(block.inlines, block.lines, lines)
        for row in block.rows:
            for cell in row:
                _take(cell.inlines, cell.lines, lines)
    return lines


def _take(
    inlines: tuple[Inline, ...], starts: tuple[tuple[int, int, int], ...], lines: dict[int, str]
) -> None:
    at, number = 0, -1
    marks = list(starts)
    for inline in inlines:
        size = len(inline.text) if isinstance(inline, Run) else 1
        done = 0
        while done < size or not size:
            while number + 1 < len(marks) and marks[number + 1][0] <= at + done:
                number += 1
            end = marks[number + 1][0] - at if number + 1 < len(marks) else size
            end = min(size, end)
            line = marks[number][1] if number >= 0 else 0
            if isinstance(inline, Run):
                if not inline.added:
                    words = inline.text[done:end] + (inline.ruby if end == size else "")
                    lines[line] = lines.get(line, "") + words
            else:
                words = list(inline.words if isinstance(inline, Picture) else formula_words(inline))
                for place in inline.breaks if isinstance(inline, Picture) else ():
                    words[place] = "\n"
                for offset, part in enumerate("".join(words).split("\n")):
                    lines[line + offset] = lines.get(line + offset, "") + part
            if end == done:
                break
            done = end
        at += size


def differing(article: Article) -> Iterator[tuple[str, int, str, str]]:
    """Yield (kind, line, words on the page, words of the canonical text) where the two differ."""
    blocks = blocks_of(article)
    shown = page_lines(blocks)
    hidden = hidden_lines(article)
    captions = {
        line for block in blocks if block.kind.value == "caption" for _at, line, _before in block.lines
    }
    for number, (line, text) in enumerate(
        zip(article.scan.lines, article.text.text.split("\n"), strict=True), start=1
    ):
        ours = words_of(shown.pop(number, ""))
        theirs = "" if number in hidden or line.kind in HIDDEN else words_of(text)
        if ours == theirs or (number in captions and ours == theirs + theirs):
            continue
        more = "" if len(ours) == len(theirs) else " page holds more" if len(ours) > len(theirs) else " less"
        yield f"{line.kind.name.lower()}{more}", number, ours, theirs
    for number, words in shown.items():
        if words_of(words):
            yield "no such line", number, words_of(words), ""


def missing_words(article: Article, blocks: list[Block], oracle: object) -> Iterator[str]:
    """Yield the words of a block that the oracle shows and the page nowhere does."""
    page = words_of("".join(_all_words(blocks)))
    at = 0
    for words in _oracle_blocks(article.source, hidden_lines(article), oracle):
        if not words:
            continue
        found = page.find(words, at)
        if found < 0:
            found = page.find(words)
        if found < 0:
            parts = [words[n : n + 6] for n in range(0, len(words), 6)]
            if sum(part in page for part in parts) < 0.9 * len(parts):
                yield words
        else:
            at = found + len(words) if found - at < 2_000 else at


def _all_words(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        for inline in (
            *block.inlines,
            *(each for row in block.rows for cell in row for each in cell.inlines),
        ):
            if isinstance(inline, Run):
                yield inline.text + inline.ruby
            elif isinstance(inline, Picture):
                yield inline.words + inline.caption
            elif isinstance(inline, Formula):
                yield inline.source


def _oracle_blocks(source: str, hidden: frozenset[int], oracle: object) -> Iterator[str]:
    for token in oracle.parse(source):  # type: ignore[attr-defined]
        if token.map and not hidden.isdisjoint(range(token.map[0] + 1, token.map[1] + 1)):
            continue
        if token.type == "inline":
            yield words_of("".join(_inline_words(token.children or ())))
        elif token.type in ("fence", "code_block"):
            for line in token.content.split("\n"):
                yield words_of(line)


def _inline_words(children: object) -> Iterator[str]:
    for child in children:  # type: ignore[attr-defined]
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type == "image":
            yield from _inline_words(child.children or ())


def make_oracle() -> object:
    """Return markdown-it-py with tables, strikethrough, footnotes, front matter and definition lists."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    oracle = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return oracle.use(footnote_plugin).use(front_matter_plugin).use(deflist_plugin)


def articles_in(folder: Path, most: int) -> Iterator[Article]:
    """Yield the articles in `folder` and below, each read."""
    paths = sorted(
        path for path in folder.rglob("*") if path.suffix in (".md", ".markdown") and path.is_file()
    )
    for path in paths[:: max(1, len(paths) // most)] if most else paths:
        try:
            source, encoding = decode(path.read_bytes(), path.name)
        except ReaderError:
            continue
        yield parse_article(source, path, encoding)


def main(arguments: list[str] | None = None) -> int:
    """Compare, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--oracle", action="store_true")
    parser.add_argument("--show", type=int, default=3, help="examples of each kind")
    parser.add_argument("--most", type=int, default=0, help="files, spread over the folder")
    given = parser.parse_args(arguments)
    oracle = make_oracle() if given.oracle else None
    files = lines = 0
    kinds: Counter[str] = Counter()
    begun = time.process_time()
    for article in articles_in(given.folder, given.most):
        files += 1
        lines += sum(bool(words_of(line)) for line in article.text.text.split("\n"))
        for kind, number, ours, theirs in differing(article):
            kinds[kind] += 1
            if kinds[kind] <= given.show:
                print(f"{article.path}:{number}: {kind}\n  page {ours[:160]}\n  text {theirs[:160]}")
        if oracle is not None:
            for words in missing_words(article, blocks_of(article), oracle):
                kinds["oracle shows"] += 1
                if kinds["oracle shows"] <= 10 * given.show:
                    print(f"{article.path}: the oracle shows {words[:160]}")
    differ = sum(count for kind, count in kinds.items() if kind != "oracle shows")
    print(f"{files} files, {lines} lines with words, {time.process_time() - begun:.0f} s of processor time")
    for kind, count in kinds.most_common():
        print(f"{count:7} {kind}")
    print(f"{differ} lines differ: {differ / max(1, lines) * 10_000:.2f} in 10,000")
    return 1 if differ > MOST * lines else 0


if __name__ == "__main__":
    sys.exit(main())
