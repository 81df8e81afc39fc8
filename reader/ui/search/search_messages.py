"""What the search panel says above the hits, in their place, and before anything is asked. Rich text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.search.model import Answer, found_words

_REMEMBERED = 5  # searches of each kind that are shown


def number(answer: Answer) -> str:
    """Return how many passages there are; nothing where there is none."""
    if not answer.total:
        return ""
    parts = [found_words(answer)]
    if spoken := answer.total - answer.exact:
        parts.append(ngettext("{count} by pinyin", "{count} by pinyin", spoken).format(count=figure(spoken)))
    return escape(" · ".join(parts))


def summary(number: str, answer: Answer) -> str:
    """Return what stands above the hits: their number, and what was not understood."""
    return "<br>".join(filter(None, [number, *map(escape, answer.notes)]))


def nothing_found(answer: Answer, *, narrowed: bool) -> str:
    """Return what stands in place of the hits where there are none."""
    # No _() inside an f-string: the collector of sentences does not see it there before Python 3.12.
    nothing, did_you_mean = escape(_("Nothing found")), escape(_("Did you mean {words}?"))
    words = [f"<b>{nothing}</b>"]
    for text in answer.suggestions:
        words.append(did_you_mean.format(words=f'<a href="{escape(text)}">{escape(text)}</a>'))
    if narrowed:
        words.append(escape(_("It may be outside what the search is narrowed to.")))
    elif not answer.suggestions:
        words.append(escape(_("Try fewer words, or only the beginning of one.")))
    return "".join(f"<p>{each}</p>" for each in words)


def still_reading() -> str:
    """Return what stands there while the library is first read: what is missing may only be missing yet."""
    words = _("Nothing found so far: the library is still being read. What is found will stand here.")
    return f"<p>{escape(words)}</p>"


def too_short() -> str:
    """Return what stands there below a single letter."""
    words = _("One more letter, and the search begins.")
    return f"<p>{escape(words)}</p>"


def hints(saved: Sequence[str] = (), recent: Sequence[str] = ()) -> str:
    """Return what stands there before anything is asked: what was asked before, and what can be."""
    # What is typed is an example in the language of the window, as the words beside it are.
    lines = [
        (_("export controls"), _("exactly these words, anywhere")),
        ("ckgz", _("the same by pinyin, in titles and nodes")),
        (_("chips -America"), _("one word without the other")),
        (_("chips OR computing"), _("either of them")),
        (_("tag:AI"), _("articles with this tag")),
        (_("in:conclusion AI"), _("below this node of the framework")),
        ("is:unread", _("articles not read yet")),
    ]
    pieces = [
        _section(_("Saved"), [(text, "") for text in saved[:_REMEMBERED]]),
        _section(_("Recent"), [(text, "") for text in recent[:_REMEMBERED]]),
        _section(_("What you can type"), lines),
    ]
    # One table for all, so that the columns stand under each other.
    return f'<table cellspacing="0" cellpadding="0">{"".join(pieces)}</table>'


def _section(title: str, lines: Sequence[tuple[str, str]]) -> str:
    """Return the rows of a query, that can be clicked, and of what it finds."""
    if not lines:
        return ""
    rows = "".join(
        f'<tr><td style="padding:3px 16px 3px 0"><a href="{escape(query)}" style="text-decoration:none">'
        f'{escape(query)}</a></td><td style="padding:3px 0">{escape(words)}</td></tr>'
        for query, words in lines
    )
    return f'<tr><td colspan="2" style="padding:12px 0 4px 0"><b>{escape(title)}</b></td></tr>{rows}'
