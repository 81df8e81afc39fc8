"""A letter to press for each entry of a menu: those that were written, and one for each that has none.

English marks the letter by an ampersand before it; Chinese has none to mark, and
puts one in brackets behind the words, as is the custom there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

_WRITTEN = re.compile(r"(?<!&)&([^&\s])")
_BRACKETS = re.compile(r"\(&.\)")
_SPARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def with_mnemonics(texts: Sequence[str]) -> list[str]:
    """Return `texts`, each with a letter of its own: the first to have one keeps it.

    What stands behind a tab, a key, is left alone. Where all letters are used up the rest get none.
    """
    written = [_WRITTEN.search(text) for text in texts]
    taken: set[str] = set()
    keeps = []
    for found in written:
        letter = found[1].upper() if found else ""
        keeps.append(bool(letter) and letter not in taken)
        taken.add(letter)
    return [
        text if is_kept else _given(_plain(text), taken) for text, is_kept in zip(texts, keeps, strict=True)
    ]


def _given(text: str, taken: set[str]) -> str:
    """Return `text` with a letter that is not `taken`, and take it."""
    words, tab, key = text.partition("\t")
    starts = [found.start() for found in re.finditer(r"\b[A-Za-z0-9]", words, re.ASCII)]
    others = [at for at, letter in enumerate(words) if letter.isascii() and letter.isalnum()]
    is_latin = bool(words[:1].isascii())
    for at in [*starts, *others] if is_latin else ():
        if words[at].upper() not in taken:
            taken.add(words[at].upper())
            return f"{words[:at]}&{words[at:]}{tab}{key}"
    spare = next((letter for letter in _SPARE if letter not in taken), "")
    if not spare:
        return text
    taken.add(spare)
    end = len(words.rstrip("….")) if words.rstrip("….") else len(words)
    return f"{words[:end]}(&{spare}){words[end:]}{tab}{key}"


def _plain(text: str) -> str:
    """Return `text` without the letter that was written, ampersands that are meant left doubled."""
    return _WRITTEN.sub(r"\1", _BRACKETS.sub("", text))


def give_mnemonics(menu: QMenu) -> None:
    """Give each entry of `menu` a letter, as `with_mnemonics` does; titles and lines have none."""
    from PySide6.QtWidgets import QWidgetAction

    entries = [one for one in menu.actions() if not one.isSeparator() and not isinstance(one, QWidgetAction)]
    for action, text in zip(entries, with_mnemonics([one.text() for one in entries]), strict=True):
        action.setText(text)
