"""Wildcards and regular expressions: `/…/`, and words with `*` or `?` inside.

They run in the `regex` package: as one writes them for Python's `re`, but a search
can be given a time to end in, and other threads go on meanwhile.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import regex

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.search.query.query_tree import Node, Pattern, Words
from reader.search.text.analysis import CJK, WORD, search_form

_FURTHEST = 80  # characters that a star may stand for
_MOST_STARS = 3
_piece = re.compile(r"\*+|\?+|[^*?]+").findall
_wild = re.compile(rf"[^*?]\*+[^*?]|[^*?]\?+(?={WORD}|[\u3400-\u9fff])").search
_expression = re.compile(r"/(.{2,200})/\Z").match
_folded = re.compile(f"[{CJK}“”‘’]+").sub
_token = re.compile(
    r"(?P<other>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[.^$])"
    r"|(?P<open>\()|(?P<close>\))|(?P<either>\|)"
    r"|(?P<repeat>[*+?]|\{(?:\d+|\d*,\d*)\})[?+]?|(?P<letter>.)",
    re.DOTALL,
).finditer
_is_verbose = re.compile(r"\(\?[a-zA-Z]*x").search
_LONG = 1000  # characters from which other threads go on: a search of fewer is over before they would
_literal = re.compile(rf"[{CJK}A-Za-z0-9]").match


Read = tuple[Node | None, str]  # a part, or None and a finished sentence that says why not


def wildcard(word: str) -> Read | None:
    """Return the pattern of a word with `*` or `?` inside, or None where it is no such word."""
    trimmed = word.strip("*")
    if not _wild(trimmed) or "://" in word:
        if trimmed and trimmed != word and len(word) - len(trimmed) <= 2:
            # Every search is for the middle of words: a star at either end says nothing more.
            form = search_form(trimmed)
            return (Words(form) if form else None), ""
        return None
    source, pieces, stars = [], [], 0
    for piece in _piece(trimmed):
        if piece[0] == "*":
            stars += 1
            source.append(f".{{0,{_FURTHEST}}}?")
        elif piece[0] == "?":
            source.append("." * len(piece))
        elif form := search_form(piece):
            source.append(regex.escape(form))
            pieces.append(form)
    if not pieces or stars > _MOST_STARS:
        return None, _("“{word}” has too many wildcards; it was searched as it stands.").format(word=word)
    return Pattern(regex.compile("".join(source), regex.DOTALL), tuple(pieces)), ""


def regular(word: str) -> Read | None:
    """Return the pattern of a word such as `/限制.{0,4}出口/`, or None where it is no such word."""
    found = _expression(word)
    if not found:
        return None
    source = found[1]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a doubtful set is the person's affair, not the log's
            re.compile(source)  # what is none for Python is none
            pattern = regex.compile(_folded(lambda part: fold(part[0]), source), regex.IGNORECASE)
    except (re.error, regex.error, RecursionError, OverflowError, MemoryError):
        return None, _(
            "“{word}” is not a regular expression that can be used; it was searched as words."
        ).format(word=word)
    return Pattern(pattern, _pieces(source)), ""


def matches(part: Pattern, form: str, seconds: float) -> Iterator[tuple[int, int]]:
    """Yield where `part` matches in a search form: never nothing, in order.

    Raises `TimeoutError` where that takes longer than `seconds` of work.
    """
    found = part.pattern.finditer(form, timeout=seconds, concurrent=len(form) > _LONG)
    return (match.span() for match in found if match[0])


def _pieces(source: str) -> tuple[str, ...]:
    """Return texts that whatever matches `source` holds, in search form: letters outside of all brackets."""
    if _is_verbose(source):
        return ()
    pieces, depth = [""], 0
    for token in _token(source):
        if token["either"] and not depth:
            return ()
        if token["repeat"] and token["repeat"] != "+":
            pieces[-1] = pieces[-1][:-1]
        depth += bool(token["open"]) - bool(token["close"])
        if token["letter"] and not depth and _literal(token["letter"]):
            pieces[-1] += token["letter"]
        else:
            pieces.append("")
    return tuple(filter(None, map(search_form, pieces)))
