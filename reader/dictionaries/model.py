"""What looking a word up gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """What one dictionary says of one headword. `html` is safe: no scripts, no pictures, no addresses."""

    headword: str
    html: str
    dictionary: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of `word`, by all dictionaries in the order of their names.

    `found` is the word that the entries are of: another form of `word`, or its beginning. `problems` are
    sentences, one for each file that could not be read. `dictionaries` counts those that could be.
    """

    word: str
    found: str
    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()
    dictionaries: int = 0
