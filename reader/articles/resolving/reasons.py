"""Why a node leads where it leads, as a sentence for the person who hovers over it."""

from __future__ import annotations

from enum import Enum, auto

from reader.articles.model import SectionKind
from reader.i18n import gettext as _


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


def of_link() -> str:
    """Return the reason for a link to the one line with a web address."""
    return _("This is the only line here with a link.")


def of_parent(label: str) -> str:
    """Return the reason for falling back to the passage of the node `label`."""
    return _("No words of its own were found, so it leads to “{label}”, the point above.").format(label=label)


def of_none() -> str:
    """Return the reason for leading nowhere."""
    return _("Nothing in the text was found for this point.")


def of_derived() -> str:
    """Return the reason for the links of a derived framework."""
    return _("The article has no framework of its own: this point is taken from its text.")
