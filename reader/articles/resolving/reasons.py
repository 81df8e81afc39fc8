"""Why a node leads where it leads, as a sentence for the person who hovers over it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from reader.articles.model import Match, Section, SectionKind
from reader.i18n import figure
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.resolving.candidates import Candidate
    from reader.articles.resolving.evidence import Comparison


class How(Enum):
    """By which rule a section was found to be meant."""

    EXACT = auto()
    STRIPPED = auto()  # but for numbering, punctuation, width, Traditional or Simplified
    PART = auto()  # by the part before a colon, or by what stands in brackets
    NEAR = auto()


def of_section(kind: SectionKind, how: How, words: str) -> str:
    """Return the reason for a link to a section that reads `words`."""
    sentence = {
        SectionKind.HEADING: _of_heading,
        SectionKind.LEAD: _of_lead,
        SectionKind.ITEM: _of_item,
        SectionKind.ROW: _of_row,
    }[kind](how)
    return sentence.format(words=words)


def _of_heading(how: How) -> str:
    return {
        How.EXACT: _("A heading has exactly these words."),
        How.STRIPPED: _("The heading “{words}” has these words, but for numbering or punctuation."),
        How.PART: _("The heading “{words}” has the main part of these words."),
        How.NEAR: _("The heading “{words}” is the nearest in wording, in the passage of the point above."),
    }[how]


def _of_lead(how: How) -> str:
    return {
        How.EXACT: _("A paragraph begins with exactly these words in bold."),
        How.STRIPPED: _(
            "A paragraph begins with “{words}” in bold: these words, but for numbering or punctuation."
        ),
        How.PART: _("A paragraph begins with “{words}” in bold, the main part of these words."),
        How.NEAR: _("A paragraph begins with “{words}” in bold, the nearest in wording here."),
    }[how]


def _of_item(how: How) -> str:
    if how in (How.EXACT, How.STRIPPED):
        return _("A list item begins with these words.")
    return _("The list item “{words}” is the nearest in wording here.")


def _of_row(how: How) -> str:
    if how in (How.EXACT, How.STRIPPED):
        return _("A row of a table has these words.")
    return _("The table row “{words}” is the nearest in wording here.")


def of_words(share: float, *, is_item: bool = False, is_row: bool = False) -> str:
    """Return the reason for a link to a line that says `share` (0 to 1) of the words."""
    percent = round(100 * share)
    if is_row:
        return _("A row of a table here says {percent} % of these words.").format(percent=percent)
    if is_item:
        return _("A list item here says {percent} % of these words.").format(percent=percent)
    return _("A sentence here says {percent} % of these words.").format(percent=percent)


def of_pair(comparison: Comparison, index: int, place: int) -> str:
    """Return the reason for a link of node `index` to candidate `place`: its name, and what is for it."""
    sentences = [_of_name(comparison, index, place)]
    share = comparison.value("children", index, place)
    if share > 0:
        percent = round(100 * share)
        sentences.append(_("Of the points below it, {percent} % are found there.").format(percent=percent))
    sentences.append(_of_position(comparison, place))
    return _joined(sentences)


def _joined(sentences: Sequence[str]) -> str:
    """Return sentences as one text; those that are empty are left out."""
    text, *others = filter(None, sentences)
    for other in others:
        text = _("{one} {next_one}").format(one=text, next_one=other)
    return text


def _of_name(comparison: Comparison, index: int, place: int) -> str:
    one, node = comparison.candidates[place], comparison.nodes[index]
    kind = None if one.match is Match.TEXT else SectionKind(one.match.value)
    if kind is not None and (one.named or comparison.value("same", index, place)):
        if one.label == node.label:
            return of_section(kind, How.EXACT, one.label)
        if comparison.value("same", index, place):
            return of_section(kind, How.STRIPPED, one.label)
        if comparison.value("part", index, place):
            return of_section(kind, How.PART, one.label)
        if not comparison.value("nothing", index, place):
            return of_section(kind, How.NEAR, one.label)
    share = comparison.value("covered", index, place)
    if share > 0:
        return of_words(share, is_item=kind is SectionKind.ITEM, is_row=kind is SectionKind.ROW)
    return _("It says these things in other words: only its place speaks for it.")


def _of_position(comparison: Comparison, place: int) -> str:
    of_kind, rank = comparison.ranks[place]
    beside = [comparison.candidates[one] for one in of_kind]
    return _of_rank(comparison.candidates[place].match, beside, rank)


def of_agreed(label: str, sections: Sequence[Section], rank: int) -> str:
    """Return the reason for a link of `label` to that at `rank` of sections with the siblings' names."""
    section = sections[rank]
    how = How.EXACT if section.label == label else How.STRIPPED
    position = _of_rank(Match(section.kind.value), sections, rank)
    return _joined([of_section(section.kind, how, section.label), position])


def _of_rank(match: Match, beside: Sequence[Section | Candidate], rank: int) -> str:
    """Return which one of several of its kind a passage is; "" where that says nothing."""
    kinds = {
        Match.HEADING: _("heading"),
        Match.LEAD: _("bold paragraph start"),
        Match.ITEM: _("list item"),
        Match.ROW: _("table row"),
    }
    if match not in kinds or len(beside) < 2:
        return ""
    sentence = _("It is {kind} {number} of {count} here, between “{before}” and “{after}”.")
    if rank == 0:
        sentence = _("It is {kind} {number} of {count} here, before “{after}”.")
    elif rank == len(beside) - 1:
        sentence = _("It is {kind} {number} of {count} here, after “{before}”.")
    before, after = beside[rank - 1].label, beside[(rank + 1) % len(beside)].label
    return sentence.format(
        kind=kinds[match], number=figure(rank + 1), count=figure(len(beside)), before=before, after=after
    )


def with_rejected(reason: str, line: int, words: str, certainty: float) -> str:
    """Return `reason`, and what came nearest: a passage on `line` that reads `words`, how sure it was."""
    sentence = _("The nearest is line {line}, “{words}”: {percent} % sure, which is too little.")
    near = sentence.format(line=line, words=words, percent=round(100 * certainty))
    return _joined([reason, near])


def of_parent(label: str) -> str:
    """Return the reason for falling back to the passage of the node `label`."""
    return _("No words of its own were found, so it leads to “{label}”, the point above.").format(label=label)


def of_none() -> str:
    """Return the sentence for a node that has no passage."""
    return _("Nothing in the text was found for this point.")


def of_derived() -> str:
    """Return the reason for the links of a derived framework."""
    return _("The article has no framework of its own: this point is taken from its text.")
