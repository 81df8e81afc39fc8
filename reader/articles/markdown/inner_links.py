"""Links to a place of an article: its footnotes and back, headings, leads, nodes, names that its author gave.

A heading is known by its words; case, width and Traditional or Simplified do not count, marks neither.
Of `chapter#section` the last counts, of `^name` the block that this name ends.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from reader.articles.markdown.blocks import Run
from reader.articles.markdown.rendering import render_note
from reader.articles.model import Article, Section, SectionKind, UnitKind
from reader.articles.source.canonical_text import Span
from reader.articles.source.character_folding import fold

SHOWN = 240  # letters of a passage that a card shows
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def target_of(article: Article, address: str) -> Span | None:
    """Return where in `article` the address "#…" leads; None for nowhere, and for any other address."""
    if not address.startswith("#") or len(address) < 2:
        return None
    name = unquote(address[1:])
    section = _section(article, name)
    line = _line_of_note(article, name)
    if not line and section is not None and section.kind is SectionKind.HEADING:
        line = section.line
    line = line or _line_of_name(article, name) or (section.line if section is not None else 0)
    line = line or _line_of_node(article, name)
    if not line or line > len(article.text.line_starts):
        return None
    return article.text.span_of_lines(line, line)


def passage_of(article: Article, address: str) -> Span | None:
    """Return the passage that "#…" leads to, of "" the first of the article; None for nowhere."""
    if not address:
        passages = (unit.span for unit in article.units if unit.kind is UnitKind.PASSAGE)
        return next(
            (span for span in passages if article.text.words(span).strip()), Span(0, len(article.text.text))
        )
    if (span := target_of(article, address)) is None:
        return None
    section = _section(article, unquote(address[1:]))
    if section is not None and section.span.start == span.start:
        return section.span
    return next((unit.span for unit in article.units if unit.span.start == span.start), span)


def passage_words(article: Article, address: str, most: int = 4 * SHOWN) -> str | None:
    """Return the words of the passage that "#…" leads to, of "" the first, without the heading itself.

    None where it leads nowhere.
    """
    if (span := passage_of(article, address)) is None:
        return None
    words = article.text.text[span.start : min(span.end, span.start + most)]
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    is_named = len(lines) > 1 and _slug(lines[0]) == _slug(unquote(address[1:]).rpartition("#")[2])
    return "\n".join(lines[1:] if is_named else lines)


def words_of(article: Article, address: str) -> str:
    """Return what a card shows for `address`: a footnote, or the beginning of a passage; or ""."""
    name = unquote(address[1:])
    if address.startswith("#fn:"):
        definitions = article.scan.definitions
        note = definitions.footnotes.get(name.removeprefix("fn:"))
        if note is None:
            return ""
        blocks = render_note(note, definitions)
        return "\n".join(
            "".join(part.text for part in block.inlines if isinstance(part, Run)).strip() for block in blocks
        ).strip()
    if address.startswith("#fnref:") or (span := target_of(article, address)) is None:
        return ""
    return article.text.text[span.start : span.start + SHOWN].strip()


def _line_of_note(article: Article, name: str) -> int:
    kind, _colon, note_name = name.partition(":")
    if kind not in ("fn", "fnref"):
        return 0
    note = article.scan.definitions.footnotes.get(note_name)
    if note is None:
        return 0
    return note.line if kind == "fn" else note.used_on


def _section(article: Article, name: str) -> Section | None:
    """Return the heading called `name`; where there is none, the lead."""
    wanted = {_slug(name), _slug(name.rpartition("#")[2])} - {""}
    seen: dict[str, int] = {}
    lead = None
    for section in article.outline.walk():
        if section.kind is SectionKind.HEADING and not wanted.isdisjoint(_slugs(section, seen)):
            return section
        if lead is None and section.kind is SectionKind.LEAD and _slug(section.label) in wanted:
            lead = section
    return lead


def _slugs(section: Section, seen: dict[str, int]) -> tuple[str, ...]:
    """Return the names by which readers of Markdown link to a heading: the second of a kind has "-1"."""
    slug = _slug(section.label)
    count = seen.get(slug, 0)
    seen[slug] = count + 1
    return (slug,) if not count else (f"{slug}-{count}",)


def _slug(text: str) -> str:
    return _NOT_IN_SLUG.sub("", fold(text).strip()).replace(" ", "-")


def _line_of_node(article: Article, name: str) -> int:
    """Return the line of the passage that the framework's point called `name` stands for."""
    wanted = _slug(name.rpartition("#")[2])
    for node in article.framework.walk():
        link = article.links.get(node.node_id)
        if link is not None and link.passage is not None and wanted and _slug(node.label) == wanted:
            return link.passage.line
    return 0


def _line_of_name(article: Article, name: str) -> int:
    if name.startswith("^"):
        pattern = re.compile(rf"(?:^|\s){re.escape(name)}[ \t]*$", re.MULTILINE)
    else:
        name = re.escape(name)
        pattern = re.compile(rf"""\b(?:id|name)=["']?{name}["'\s>]|\{{[^}}\n]*#{name}[\s}}]""")
    match = pattern.search(article.source)
    return article.source.count("\n", 0, match.start()) + 1 if match else 0
