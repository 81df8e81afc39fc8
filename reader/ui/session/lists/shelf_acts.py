"""An act on tags, favourites, the reading list or shelves that can be undone, and what is said of acts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QUndoCommand

from reader.catalogue.shelves.shelf_items import Item
from reader.i18n import figure, ngettext

Exchange = Callable[[Sequence[Item], Sequence[Item]], None]  # put these, over all that say what those say


class ShelfAct(QUndoCommand):
    """An undoable change of tags, favourites, reading list or shelves: `put` these items in place of `over`.

    A deleted id stays deleted on every device, so bringing an item back makes a new id; and an item to take
    back is found by what it says, as its id may have changed since.
    """

    def __init__(self, text: str, put: Sequence[Item], over: Sequence[Item], exchange: Exchange) -> None:
        super().__init__(text)
        self._put, self._over, self._exchange = put, over, exchange

    @property
    def is_nothing(self) -> bool:
        """Whether it changes nothing."""
        return not self._put and not self._over

    def redo(self) -> None:
        self._exchange(self._put, self._over)

    def undo(self) -> None:
        self._exchange(self._over, self._put)


def tagged(count: int) -> str:
    """Return the sentence that the tags of `count` articles were changed."""
    words = ngettext(
        "The tags of {count} article were changed.", "The tags of {count} articles were changed.", count
    )
    return words.format(count=figure(count))


def favoured(count: int) -> str:
    """Return the sentence that `count` articles are favourites now."""
    words = ngettext("{count} article is a favourite now.", "{count} articles are favourites now.", count)
    return words.format(count=figure(count))


def unfavoured(count: int) -> str:
    """Return the sentence that `count` articles are no favourites any more."""
    words = ngettext("{count} article is no favourite now.", "{count} articles are no favourites now.", count)
    return words.format(count=figure(count))


def listed(count: int) -> str:
    """Return the sentence that `count` articles were put on the reading list."""
    words = ngettext(
        "{count} article was put on the reading list.",
        "{count} articles were put on the reading list.",
        count,
    )
    return words.format(count=figure(count))


def unlisted(count: int) -> str:
    """Return the sentence that `count` articles were taken off the reading list."""
    words = ngettext(
        "{count} article was taken off the reading list.",
        "{count} articles were taken off the reading list.",
        count,
    )
    return words.format(count=figure(count))
