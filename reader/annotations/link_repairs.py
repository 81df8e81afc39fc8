"""A person's repairs of the framework's links: this node stands for that passage, or has no text of its own.

A repair is an annotation of the kind `LINK`: kept, merged, deleted and undone
as the others are, and its passage is found again after an edit as their words
are. One that is not sure of its node or its passage is not applied: the
resolver's own link is shown, and the repair waits among what is to be reviewed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from reader.annotations.anchoring.anchor import Alignments, Ground, Texts, describe
from reader.annotations.anchoring.node_anchor import anchor_node
from reader.annotations.model import Annotation, Kind, State, Target, new_id
from reader.articles.model import Article, Link, Match, Node, Passage, Section, SectionKind
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _

_QUOTED = 160  # code points of a passage that are kept to find it by
_MATCHES = {
    SectionKind.HEADING: Match.HEADING,
    SectionKind.LEAD: Match.LEAD,
    SectionKind.ITEM: Match.ITEM,
    SectionKind.ROW: Match.ROW,
}


def link_to(article: Article, node: Node, position: int, source: str) -> Annotation:
    """Return the repair "this node stands for the passage at `position`". `source`: the article's name."""
    passage, _match = _passage_at(article, position)
    quoted = Span(passage.span.start, min(passage.span.end, passage.span.start + _QUOTED))
    target = replace(describe(article, quoted, source), path=node.path)
    return Annotation(new_id(), Kind.LINK, target)


def no_text(article: Article, node: Node, source: str) -> Annotation:
    """Return the repair "this node has no text of its own"."""
    target = Target(source, path=node.path, digest=article.text.digest, extractor=article.text.version)
    return Annotation(new_id(), Kind.LINK, target)


def apply(
    article: Article,
    repairs: Iterable[Annotation],
    texts: Texts = lambda _: None,
    alignments: Alignments | None = None,
) -> Article:
    """Return the article with the links that a person repaired, marked `by_person`. The last one wins."""
    ground = Ground(article, texts, alignments)
    links = dict(article.links)
    for repair in sorted(repairs, key=lambda each: (each.modified, each.annotation_id)):
        link = _link(ground, repair)
        if link is not None:
            links[link.node_id] = link
    return replace(article, links=MappingProxyType(links)) if links != dict(article.links) else article


def _link(ground: Ground, repair: Annotation) -> Link | None:
    if repair.kind is not Kind.LINK or repair.deleted:
        return None
    node = anchor_node(ground, repair.target)
    if node.state is not State.ANCHORED or not node.node_id:
        return None
    if repair.target.quote is None:
        parent = _parent_link(ground.article, node.node_id)
        passage = parent.passage if parent else None
        match = Match.PARENT if passage else Match.NONE
        return Link(node.node_id, match, passage, 1.0, _("You said that it has no text of its own."), True)
    # The path is the node's, not the passage's: it says nothing about where the words stand.
    anchor = ground.anchor(replace(repair.target, path=()))
    if anchor.state is not State.ANCHORED or anchor.span is None:
        return None
    passage, match = _passage_at(ground.article, anchor.span.start)
    return Link(node.node_id, match, passage, 1.0, _("You linked it here."), True)


def _passage_at(article: Article, position: int) -> tuple[Passage, Match]:
    """Return the passage that starts on the line of `position`: a section, or else that line's own text."""
    line = article.text.line_at(position)
    for section in article.outline.walk():
        if section.line == line:
            return _whole(article, section), _MATCHES[section.kind]
    return Passage(line, line, article.text.span_of_lines(line, line)), Match.TEXT


def _whole(article: Article, section: Section) -> Passage:
    span = article.text.span_of_lines(section.line, section.last_line)
    return Passage(section.line, section.last_line, span)


def _parent_link(article: Article, node_id: str) -> Link | None:
    for node in article.framework.walk():
        if any(child.node_id == node_id for child in node.children):
            return article.links.get(node.node_id)
    return None
