"""Finds nodes in the running text: items, rows and sentences of the parent's passage that say their words.

A line is meant only if it says at least three quarters of what a label asks
(`reader.articles.resolving.label_similarity`) and no other line comes close. Lines that belong
to a sibling's own section are not looked at. An item that begins with the
label's first words outdoes one that holds them further in; and a point begins
no later than the points below it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reader.articles.digest.labels import key, unnumbered
from reader.articles.model import Link, Match, Node, Passage
from reader.articles.resolving import reasons
from reader.articles.resolving.candidates import Places, Scope, Spoken
from reader.articles.resolving.label_similarity import Words, coverage, words_of
from reader.articles.source.character_folding import fold

_ENOUGH = 0.75
_CLOSE = 0.15
_AT_START = 0.35
_LONG = 5  # of a label that is no chance find: five Chinese characters, or three Latin words
_MOST_LINES = 300
_SECTIONED = frozenset({Match.HEADING, Match.LEAD, Match.ITEM, Match.ROW})


class _Fit(NamedTuple):
    score: float
    share: float
    line: Spoken


def find_wording(nodes: Sequence[Node], scope: Scope, places: Places, links: dict[str, Link]) -> None:
    """Add to `links` those of `nodes` that have none yet and are said in the passage of `scope`."""
    missing = [node for node in nodes if node.node_id not in links]
    if not missing:
        return
    lines = _free_lines(nodes, scope, places, links)
    unsure = []
    items: set[int] = set()
    for node in missing:
        if not _settle(node, lines, places, links, items):
            unsure.append(node)
    for node in unsure:  # once more, without the items that others have been found to mean
        _settle(node, [line for line in lines if line.line not in items], places, links, items)


def find_verbatim(nodes: Sequence[Node], scope: Scope, places: Places, links: dict[str, Link]) -> None:
    """Add to `links` those of `nodes`, of the first level, whose whole label stands in one line of the text.

    Only where the text has no sections for any of them: beside headings, the
    words of a missing one stand in a summary that names them all.
    """
    missing = [node for node in nodes if words_of(node.label).weight >= _LONG]
    if scope.last > _MOST_LINES or any(node.node_id in links for node in nodes):
        return
    lines = _free_lines(nodes, scope, places, links)
    for node in missing:
        said = [line for line in lines if unnumbered(fold(node.label)) in line.words]
        if len(said) == 1:
            links[node.node_id] = _link(node, _Fit(1.0, 1.0, said[0]), places)


def _settle(node: Node, lines: list[Spoken], places: Places, links: dict[str, Link], items: set[int]) -> bool:
    fit = _best(node, lines)
    if fit is None:
        return False
    links[node.node_id] = _link(node, fit, places)
    if fit.line.is_item:
        items.add(fit.line.line)
    return True


def _free_lines(nodes: Sequence[Node], scope: Scope, places: Places, links: dict[str, Link]) -> list[Spoken]:
    """Return the lines of the passage that are in no sibling's section."""
    passages = [
        link.passage
        for node in nodes
        if (link := links.get(node.node_id)) and link.passage and link.match in _SECTIONED
    ]
    lines = [
        line
        for line in places.spoken(scope, _MOST_LINES)
        if not any(passage.line <= line.line <= passage.last_line for passage in passages)
    ]
    if lines and lines[0].line == scope.first and (parent := places.section_at(scope.first)):
        # Of the parent's own line only what follows its name.
        words = lines[0].words.replace(fold(parent.label), "", 1).strip(" ：:")
        lines[0] = lines[0]._replace(words=words, is_item=False)
    return lines


def _best(node: Node, lines: list[Spoken]) -> _Fit | None:
    words = words_of(node.label)
    if not words.weight:
        return _only_link(words, lines)
    latest = _first_below(node, lines)
    fits = [_fit(words, node.label, line) for line in lines if line.line <= latest]
    fits = sorted((fit for fit in fits if fit.share >= 0.5), key=lambda fit: (-fit.score, fit.line.line))
    fit = _clear(fits, words)
    if fit is None and words.names_link:
        fit = _only_link(words, lines)
    return fit or _leading_in(words, lines)


def _clear(fits: list[_Fit], words: Words) -> _Fit | None:
    """Return the first of `fits`, best first, if it is good enough and no other is close."""
    enough = [fit for fit in fits if fit.score >= _ENOUGH and fit.share >= 0.6]
    if not enough or words.weight < 2:
        return None
    best = enough[0]
    if words.weight == 2 and not words.tokens[0].isascii() and best.score <= best.share + 0.1:
        return None  # one short Chinese word further in, which may mean anything there
    if best.share < _ENOUGH and best.score < 1:
        return None
    if len(enough) > 1 and enough[1].score > best.score - _CLOSE:
        return None
    return best


def _fit(words: Words, label: str, line: Spoken) -> _Fit:
    share = coverage(words, line.words, has_link=line.has_link)
    if line.is_row and _names_row(label, line.words.partition("\t")[0]):
        share = max(share, _ENOUGH)
    folded = unnumbered(fold(label))
    said = line.words.count(folded)
    if said and said == len(re.findall(f"[不非无未]{re.escape(folded)}", line.words)):
        return _Fit(0.0, 0.0, line)  # 不可变引用 says nothing of 可变引用
    score = share
    if share >= 0.5:
        half = folded[: max((len(folded) + 1) // 2, 2)]
        if line.is_item and line.words.startswith(half):
            score += _AT_START
        elif folded in line.words:
            score += 0.1
    return _Fit(score, share, line)


def _names_row(label: str, cell: str) -> bool:
    """Whether a label holds the name of a row, or the name holds it: GPT-4o 的表现 and the row of GPT-4o."""
    one, other = sorted((key(label), key(cell)), key=len)
    return len(one) >= 2 and one in other


def _first_below(node: Node, lines: list[Spoken]) -> int:
    """Return the first line that surely says one of the points below `node`; no line before the last else."""
    found = []
    for child in node.children:
        words = words_of(child.label)
        if words.weight >= 4:
            said = [
                line.line for line in lines if coverage(words, line.words, has_link=line.has_link) >= 0.99
            ]
            if len(said) == 1:
                found.append(said[0])
    return min(found, default=1 << 60)


def _only_link(words: Words, lines: list[Spoken]) -> _Fit | None:
    """Return the only line with a link, for a label that says nothing but 官方网站 or 链接."""
    linked = [line for line in lines if line.has_link]
    if words.names_link and len(linked) == 1:
        return _Fit(_ENOUGH, 0.0, linked[0])
    return None


def _leading_in(words: Words, lines: list[Spoken]) -> _Fit | None:
    """Return the line that leads in a list, where it and its items together say the label."""
    found = []
    for place, line in enumerate(lines):
        if not line.leads_in or line.is_row:
            continue
        end = place + 1
        while end < len(lines) and lines[end].is_item:
            end += 1
        together = " ".join(one.words for one in lines[place:end])
        share = coverage(words, together)
        single = max(coverage(words, one.words) for one in lines[place:end])
        own = coverage(words, line.words)
        if end - place > 2 and share >= 0.8 and single < _ENOUGH and own * words.weight >= 2:
            found.append(_Fit(share, share, line))
    return found[0] if len(found) == 1 else None


def _link(node: Node, fit: _Fit, places: Places) -> Link:
    number = fit.line.line
    match = Match.ROW if fit.line.is_row else Match.ITEM if fit.line.is_item else Match.TEXT
    passage = Passage(number, number, places.text.span_of_lines(number, number))
    if match is not Match.TEXT:
        section = places.section_at(number)
        if section:
            passage = Passage(section.line, section.last_line, section.span)
    if not fit.share:
        return Link(node.node_id, match, passage, 0.6, reasons.of_link())
    reason = reasons.of_words(min(fit.share, 1), is_item=fit.line.is_item, is_row=fit.line.is_row)
    return Link(node.node_id, match, passage, round(0.3 + 0.5 * min(fit.share, 1), 2), reason)
