"""A framework that a person makes for an article that has none: proposed, edited, kept as an annotation.

It is an annotation of the kind `FRAMEWORK` whose note is the tree, as a nested Markdown list
(`reader.articles.given_framework`): kept, merged, deleted and undone as the others are; of two that changed
on two devices both are kept. Where a point leads, the resolver says by its label, or a person by a repair
(`link_repairs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.annotations.model import Annotation, Kind, Target, new_id
from reader.articles.digest.notations import tree_drawing
from reader.articles.digest.notations.point import Point, one_line
from reader.articles.given_framework import Points, with_framework, written
from reader.articles.model import Article, Section, SectionKind
from reader.articles.source.lines import LineKind

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore

MOST_PROPOSED = 60  # points: what is longer is no handle on a text
LONGEST_PROPOSED = 24  # code points of a label that is made of a paragraph's first clause
SHORTEST_PARAGRAPH = 60  # code points of one that is worth a point
_CLAUSE = re.compile(r"[。！？!?；;，,：:]|\.\s")


def propose(article: Article) -> Points:
    """Return a framework for `article`: its headings and leads; without any, how its paragraphs begin."""
    points: list[tuple[int, str]] = []
    _collect(article.outline.sections, 1, points)
    if not points:
        points = [(1, words) for words in _beginnings(article)]
    while len(points) > MOST_PROPOSED and max(depth for depth, _ in points) > 1:
        deepest = max(depth for depth, _ in points)
        points = [point for point in points if point[0] < deepest]
    return tuple(points[:MOST_PROPOSED]) or ((1, article.title),)


def made_for(article: Article, points: Points, source: str) -> Annotation:
    """Return the annotation that keeps `points` for `article`; `source` is its name in the library."""
    target = Target(source, digest=article.text.digest, extractor=article.text.version)
    return Annotation(new_id(), Kind.FRAMEWORK, target, written(points))


def chosen(annotations: Iterable[Annotation]) -> Annotation | None:
    """Return the framework among the annotations of one article that counts: the one changed last."""
    made = [each for each in annotations if each.kind is Kind.FRAMEWORK and not each.deleted]
    return max(made, key=lambda each: (each.modified, each.annotation_id), default=None)


def apply_framework(article: Article, made: Annotation | None) -> Article:
    """Return `article` with the framework of `made`, resolved; as it is where its author has drawn one."""
    return with_framework(article, made.note) if made is not None else article


def frameworks_in(store: AnnotationStore) -> Mapping[str, str]:
    """Return the frameworks that the person has made in a library, as their notes, by the articles' names."""
    made: dict[str, list[Annotation]] = {}
    for key, about in store.abouts().items():
        made.setdefault(about.source, []).extend(each.annotation for each in store.kept_under(key))
    return {name: one.note for name, own in made.items() if (one := chosen(own)) is not None}


# ---- editing: each returns the new points, and where the point that was meant stands now


def end_of(points: Points, index: int) -> int:
    """Return the index behind the point at `index` and all below it."""
    depth = points[index][0]
    return next((n for n in range(index + 1, len(points)) if points[n][0] <= depth), len(points))


def added(points: Points, index: int, label: str, *, inside: bool = False) -> tuple[Points, int]:
    """Add a point behind the one at `index` and all below it; `inside`: as the last one below it."""
    if not points:
        return ((1, label),), 0
    at = end_of(points, index)
    return (*points[:at], (points[index][0] + inside, label), *points[at:]), at


def renamed(points: Points, index: int, label: str) -> tuple[Points, int]:
    """Call the point at `index` by another label; an empty one leaves it as it is."""
    label = one_line(label)
    return (*points[:index], (points[index][0], label or points[index][1]), *points[index + 1 :]), index


def removed(points: Points, index: int) -> tuple[Points, int]:
    """Remove the point at `index` with all below it; the one before it is meant then."""
    return (*points[:index], *points[end_of(points, index) :]), max(0, index - 1)


def moved(points: Points, index: int, by: int) -> tuple[Points, int]:
    """Let the point at `index` with all below it change places with the one before it (-1) or behind (1)."""
    depth, end = points[index][0], end_of(points, index)
    if by < 0:
        other = next((n for n in range(index - 1, -1, -1) if points[n][0] <= depth), -1)
        if other < 0 or points[other][0] < depth:
            return points, index
        return (*points[:other], *points[index:end], *points[other:index], *points[end:]), other
    if end == len(points) or points[end][0] < depth:
        return points, index
    last = end_of(points, end)
    return (*points[:index], *points[end:last], *points[index:end], *points[last:]), index + last - end


def indented(points: Points, index: int) -> tuple[Points, int]:
    """Put the point at `index`, with all below it, below the one before it."""
    if index == 0 or points[index - 1][0] < points[index][0]:
        return points, index
    return _shifted(points, index, end_of(points, index), 1), index


def outdented(points: Points, index: int) -> tuple[Points, int]:
    """Put the point at `index`, with all below it, behind the one that it stands below."""
    depth, end = points[index][0], end_of(points, index)
    if depth == 1:
        return points, index
    above = next(n for n in range(index - 1, -1, -1) if points[n][0] < depth)
    behind = end_of(points, above)
    branch = _shifted(points, index, end, -1)[index:end]
    return (*points[:index], *points[end:behind], *branch, *points[behind:]), index + behind - end


def _shifted(points: Points, start: int, end: int, by: int) -> Points:
    branch = tuple((depth + by, label) for depth, label in points[start:end])
    return (*points[:start], *branch, *points[end:])


# ---- as a file of its own


def as_digest(article: Article) -> str:
    """Return `article` as a digest: its head, its framework drawn below a caption, and the rest of it."""
    lines = article.source.split("\n")
    head = _end_of_head(article, lines)
    while head < len(lines) and not lines[head].strip():
        head += 1
    points = [Point(node.depth, node.label, "", 0) for node in article.framework.walk()]
    top = "\n".join(lines[:head]).strip() or f"# {article.title}"
    drawing = f"### 文章框架\n\n```\n{tree_drawing.write(points)}```"
    return "\n\n".join([top, drawing, "\n".join(lines[head:])])


# ---- within


def _end_of_head(article: Article, lines: Sequence[str]) -> int:
    """Return the last line of the head at the top; 0 where there is none. Tags may stand at the very end."""
    head = 0
    for number, line in enumerate(lines, 1):
        if number in article.metadata.lines:
            head = number
        elif line.strip():
            break
    return head


def _collect(sections: Sequence[Section], depth: int, points: list[tuple[int, str]]) -> None:
    for section in sections:
        is_point = section.kind in (SectionKind.HEADING, SectionKind.LEAD) and bool(section.label.strip())
        if is_point:
            points.append((depth, one_line(section.label)))
        _collect(section.children, depth + is_point, points)


def _beginnings(article: Article) -> list[str]:
    """Return what each long paragraph begins with: its first clause, cut where it is too long for a label."""
    lines = article.scanned.lines if article.scanned is not None else []
    found = []
    for number, words in enumerate(article.text.text.split("\n"), 1):
        is_text = number > len(lines) or lines[number - 1].kind is LineKind.TEXT
        if is_text and number not in article.metadata.lines and len(words) >= SHORTEST_PARAGRAPH:
            clause = _CLAUSE.split(words.strip(), maxsplit=1)[0].strip()
            found.append(
                clause if len(clause) <= LONGEST_PROPOSED else clause[:LONGEST_PROPOSED].rstrip() + "…"
            )
    return [words for words in found if words]
