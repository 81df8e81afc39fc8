"""What the person did with the articles, as far as a search asks for it.

The search keeps no copy of it: notes change with every stroke, and there are
some thousands at most, so they are read through each time. Whoever keeps the
annotations hands them in as `NoteWords`; names are those of `Library.relative_name`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from reader.catalogue.article_list import Facts, Stage, stage_in

# What the person did with an article, as it is asked for and counted.
STATES = ("unread", "reading", "read", "noted", "favourite", "queued")


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
        return tuple(filter(None, map(_search_form, (self.note, self.quote, *self.tags))))


@dataclass(frozen=True)
class UserData:
    """Which articles have been read, the person's notes, and their own tags, favourites and reading list.

    `begun` are those being read. `tags` are by the article's name.
    """

    read: frozenset[str] = frozenset()
    notes: tuple[NoteWords, ...] = field(default=())
    begun: frozenset[str] = frozenset()
    favourites: frozenset[str] = frozenset()
    queued: frozenset[str] = frozenset()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def noted(self) -> frozenset[str]:
        """The names of the articles with notes."""
        return frozenset(note.file for note in self.notes)

    def in_state(self, name: str) -> frozenset[str]:
        """Return the names of the articles that are "read", "reading", "noted", "favourite" or "queued"."""
        return {
            "read": self.read,
            "reading": self.begun,
            "noted": self.noted,
            "favourite": self.favourites,
            "queued": self.queued,
        }[name]

    @cached_property
    def own_tags(self) -> Mapping[str, str]:
        """The person's tags, as they are written, by their search forms."""
        return {_search_form(tag): tag for tags in self.tags.values() for tag in tags}

    def tagged(self, form: str, *, whole: bool = False) -> frozenset[str]:
        """Return the names of the articles with an own tag that holds `form`, or, where `whole`, is it."""
        forms = {own for own in self.own_tags if own == form or (not whole and form in own)}
        return frozenset(
            name for name, tags in self.tags.items() if any(_search_form(tag) in forms for tag in tags)
        )

    def holding(self, form: str) -> list[NoteWords]:
        """Return the notes that hold `form` in one of their texts."""
        return [note for note in self.notes if any(form in words for words in note.forms)]


def with_facts(data: UserData, facts: Facts) -> UserData:
    """Return `data` with what the person read and arranged, so that lists and the search agree on it."""
    touched = {*facts.shares, *facts.last_read}
    stages = {name: stage_in(facts, name) for name in touched}
    return replace(
        data,
        read=frozenset(name for name, stage in stages.items() if stage is Stage.READ),
        begun=frozenset(name for name, stage in stages.items() if stage is Stage.READING),
        favourites=facts.favourites,
        queued=frozenset(facts.queue),
        tags=facts.tags,
    )


def _search_form(text: str) -> str:
    from reader.search.text.analysis import search_form  # 20 ms of the start: not before a question

    return search_form(text)


NONE = UserData()
