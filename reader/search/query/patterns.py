"""Wildcards and regular expressions: `/…/` as `tame` lets it through, and words with `*` or `?` inside."""

from __future__ import annotations

import re
import warnings

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.search.query.query_tree import Node, Pattern, Words
from reader.search.query.safe_regex import tamed
from reader.search.text.analysis import CJK, WORD, search_form

_FURTHEST = 80  # characters that a star may stand for
_MOST_STARS = 3
_piece = re.compile(r"\*+|\?+|[^*?]+").findall
_wild = re.compile(rf"[^*?]\*+[^*?]|[^*?]\?+(?={WORD}|[\u3400-\u9fff])").search
_regex = re.compile(r"/(.{2,200})/\Z").match
_chinese = re.compile(f"[{CJK}]+").sub


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
            source.append(re.escape(form))
            pieces.append(form)
    if not pieces or stars > _MOST_STARS:
        return None, _("“{word}” has too many wildcards; it was searched as it stands.").format(word=word)
    reach = len(trimmed) + stars * _FURTHEST
    return Pattern(re.compile("".join(source), re.DOTALL), tuple(pieces), (_FURTHEST + 1) ** stars, reach), ""


def regular(word: str) -> Read | None:
    """Return the pattern of a word such as `/限制.{0,4}出口/`, or None where it is no such word."""
    found = _regex(word)
    if not found:
        return None
    source = found[1]
    note = _("“{word}” is no regular expression that can be used; it was searched as words.").format(
        word=word
    )
    if (tame := tamed(source)) is None:
        return None, note
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a doubtful set is the person's affair, not the log's
            pattern = re.compile(_chinese(lambda part: fold(part[0]), tame.source), re.IGNORECASE)
            re.compile(source)  # what is wrong as it was typed is wrong
    except (re.error, RecursionError, OverflowError):
        return None, note
    pieces = tuple(map(search_form, tame.pieces))
    return Pattern(pattern, pieces, tame.work, tame.reach), ""
