"""Links within an article: to its footnotes and back, to its headings, to names that its author gave."""

from __future__ import annotations

import re
from urllib.parse import unquote

from reader.articles.markdown.blocks import Run
from reader.articles.markdown.rendering import render_note
from reader.articles.model import Article, Section, SectionKind
from reader.articles.source.canonical_text import Span

SHOWN = 240  # letters of a passage that a card shows
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def target_of(article: Article, address: str) -> Span | None:
    """Return where in `article` the address "#…" leads; None for nowhere, and for any other address."""
    if not address.startswith("#") or len(address) < 2:
        return None
    name = unquote(address[1:])
    line = _line_of_note(article, name) or _line_of_heading(article, name) or _line_of_name(article, name)
    if not line or line > len(article.text.line_starts):
        return None
    return article.text.span_of_lines(line, line)


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


def _line_of_heading(article: Article, name: str) -> int:
    wanted, seen = _slug(name), dict[str, int]()
    for section in article.outline.walk():
        if section.kind is SectionKind.HEADING and wanted in _slugs(section, seen):
            return section.line
    return 0


def _slugs(section: Section, seen: dict[str, int]) -> tuple[str, ...]:
    """Return the names by which readers of Markdown link to a heading: the second of a kind has "-1"."""
    slug = _slug(section.label)
    count = seen.get(slug, 0)
    seen[slug] = count + 1
    return (slug,) if not count else (f"{slug}-{count}",)


def _slug(text: str) -> str:
    return _NOT_IN_SLUG.sub("", text.strip().lower()).replace(" ", "-")


def _line_of_name(article: Article, name: str) -> int:
    name = re.escape(name)
    pattern = re.compile(rf"""\b(?:id|name)=["']?{name}["'\s>]|\{{[^}}\n]*#{name}[\s}}]""")
    match = pattern.search(article.source)
    return article.source.count("\n", 0, match.start()) + 1 if match else 0
