"""What the person did with the articles, as far as a search asks for it.

The search keeps no copy of it: notes change with every stroke, and there are
some thousands at most, so they are read through each time. Whoever keeps the
annotations hands them in as `NoteWords`; names are those of `Library.relative_name`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from reader.search.text.analysis import search_form


@dataclass(frozen=True)
class NoteWords:
    """The words of one annotation: the marked words of the article, the person's own, and their tags."""

    note_id: str
    file: str
    quote: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The search forms of all its words."""
        return tuple(filter(None, map(search_form, (self.note, self.quote, *self.tags))))


@dataclass(frozen=True)
class UserData:
    """Which articles have been read, and the person's notes."""

    read: frozenset[str] = frozenset()
    notes: tuple[NoteWords, ...] = field(default=())

    @cached_property
    def noted(self) -> frozenset[str]:
        """The names of the articles with notes."""
        return frozenset(note.file for note in self.notes)

    def holding(self, form: str) -> list[NoteWords]:
        """Return the notes that hold `form` in one of their texts."""
        return [note for note in self.notes if any(form in words for words in note.forms)]


NONE = UserData()
