"""Links to a place of an article: its footnotes and back, headings, leads, nodes, names that its author gave.

A heading is known by its words; case, width and Traditional or Simplified do not count, marks neither.
Of `chapter#section` the last counts, of `^name` the block that this name ends.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from urllib.parse import unquote

from reader.articles.markdown.blocks import Run
from reader.articles.markdown.rendering import render_note
from reader.articles.model import Article, Section, SectionKind, UnitKind
from reader.articles.source.canonical_text import Span
from reader.articles.source.character_folding import fold

SHOWN = 240  # letters of a passage that a card shows
# No name is longer than that: so that nothing is looked at twice as often because it is twice as long.
_NAME = re.compile(
    r"""(?:^|(?<=\s))(\^[^\s^]{1,200})[ \t]{0,9}$"""
    r"""|\b(?:id|name)=["']?([^"'\s>]{1,200})["'\s>]"""
    r"""|\{[^{}\n]{0,200}?#([^\s}#]{1,200})[\s}]""",
    re.MULTILINE,
)
_ON_GITHUB = "user-content-"  # opens each name there, and links may have it
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def target_of(article: Article, address: str) -> Span | None:
    """Return where in `article` the address "#…" leads; None for nowhere, and for any other address."""
    return InnerTargets(article).target_of(address)


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """What the places of an article are called, without the article.

    `labels` are those of headings, leads and nodes, by the names that readers of Markdown link to them by;
    `names` those that its author gave, and its footnotes'.
    """

    labels: Mapping[str, str]
    names: frozenset[str] = frozenset()

    def has(self, section: str) -> bool:
        """Whether the address "#" and `section` leads to a place, as `target_of` finds it."""
        name = unquote(section).removeprefix(_ON_GITHUB)
        slugs = {_slug(name), _slug(name.rpartition("#")[2])} - {""}
        return name in self.names or not slugs.isdisjoint(self.labels)


class InnerTargets:
    """The places of one article by name: who follows many links makes it once."""

    def __init__(self, article: Article) -> None:
        self._article = article

    def target_of(self, address: str) -> Span | None:
        """Return where the address "#…" leads; None for nowhere, and for any other address."""
        if not address.startswith("#") or len(address) < 2:
            return None
        article, name = self._article, unquote(address[1:]).removeprefix(_ON_GITHUB)
        section = self.section(name)
        line = _line_of_note(article, name)
        if not line and section is not None and section.kind is SectionKind.HEADING:
            line = section.line
        line = line or self._named.get(name, 0) or (section.line if section is not None else 0)
        line = line or self._nodes.get(_slug(name.rpartition("#")[2]), 0)
        if not line or line > len(article.text.line_starts):
            return None
        return article.text.span_of_lines(line, line)

    def place_names(self) -> PlaceNames:
        """Return what all places are called."""
        headings, leads = self._sections
        labels = {slug: one.label for slug, one in (leads | headings).items() if slug}
        for node in self._article.framework.walk():
            if (slug := _slug(node.label)) in self._nodes:
                labels.setdefault(slug, node.label)
        notes = self._article.scan.definitions.footnotes
        named = (f"{kind}:{name}" for name in notes for kind in ("fn", "fnref"))
        return PlaceNames(labels, frozenset((*self._named, *named)))

    def section(self, name: str) -> Section | None:
        """Return the heading called `name`, the first of several; where there is none, the lead."""
        wanted = {_slug(name), _slug(name.rpartition("#")[2])} - {""}
        for sections in self._sections:
            if found := [sections[slug] for slug in wanted if slug in sections]:
                return min(found, key=lambda section: section.line)
        return None

    @cached_property
    def _sections(self) -> tuple[dict[str, Section], dict[str, Section]]:
        """The headings, and the leads, by the names that readers of Markdown link to them by.

        The second heading of a name has "-1" behind it.
        """
        headings: dict[str, Section] = {}
        leads: dict[str, Section] = {}
        seen: dict[str, int] = {}
        for section in self._article.outline.walk():
            slug = _slug(section.label)
            if section.kind is SectionKind.HEADING:
                count = seen.get(slug, 0)
                seen[slug] = count + 1
                headings.setdefault(f"{slug}-{count}" if count else slug, section)
            elif section.kind is SectionKind.LEAD:
                leads.setdefault(slug, section)
        return headings, leads

    @cached_property
    def _named(self) -> dict[str, int]:
        """The lines at which the author gave names: `^block` at a line's end, `id="name"`, `{#name}`."""
        source = self._article.source
        names: dict[str, int] = {}
        ends = list(accumulate(len(line) + 1 for line in source.split("\n")))
        for match in _NAME.finditer(source):
            name = next(filter(None, match.groups()))
            names.setdefault(name, bisect_right(ends, match.start(match.lastindex or 0)) + 1)
        return names

    @cached_property
    def _nodes(self) -> dict[str, int]:
        """The lines of the passages that the framework's points stand for, by what these are called."""
        lines: dict[str, int] = {}
        for node in self._article.framework.walk():
            link = self._article.links.get(node.node_id)
            if link is not None and link.passage is not None and (slug := _slug(node.label)):
                lines.setdefault(slug, link.passage.line)
        return lines


def passage_of(article: Article, address: str) -> Span | None:
    """Return the passage that "#…" leads to, of "" all from the first one on; None for nowhere."""
    if not address:
        passages = (unit.span.start for unit in article.units if unit.kind is UnitKind.PASSAGE)
        return Span(next(passages, 0), len(article.text.text))
    if (span := target_of(article, address)) is None:
        return None
    section = InnerTargets(article).section(unquote(address[1:]))
    if section is not None and section.span.start == span.start:
        return section.span
    return next((unit.span for unit in article.units if unit.span.start == span.start), span)


def passage_words(article: Article, address: str, most: int = 4 * SHOWN) -> str | None:
    """Return the words of the passage that "#…" leads to, without its heading; of "" the article's first.

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


def _slug(text: str) -> str:
    return _NOT_IN_SLUG.sub("", fold(text).strip()).replace(" ", "-")
