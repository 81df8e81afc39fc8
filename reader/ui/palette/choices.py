"""What can be chosen in the palette, and where it is collected from. No Qt: collected on a thread.

What is typed begins with a sign that says what is looked for: `>` commands,
`#` the points and headings of the open article, `@` tags, `/` libraries; without one it is
articles, and then all the others but the commands and libraries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.articles.digest.contents import Contents
from reader.articles.shortening import MOST_TAGS
from reader.catalogue.entries import Catalogue, CatalogueEntry
from reader.catalogue.library import Library
from reader.i18n import figure, ngettext

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore

MOST_ABOVE = 12  # points above a point that are named
_LONGEST = 120  # code points of a note that are shown and searched


class Kind(StrEnum):
    """What a choice is."""

    COMMAND = "command"
    ARTICLE = "article"
    ENTRY = "entry"  # a node of the open article's framework, or a heading
    NOTE = "note"
    TAG = "tag"
    LIBRARY = "library"


SIGNS = {
    ">": Kind.COMMAND,
    "#": Kind.ENTRY,
    "@": Kind.TAG,
    "/": Kind.LIBRARY,
    "＃": Kind.ENTRY,
    "》": Kind.COMMAND,
    "、": Kind.LIBRARY,
}
EVERYTHING = (Kind.ARTICLE, Kind.ENTRY, Kind.NOTE, Kind.TAG)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose.

    `key` is what it is within its kind: an action's name, a path below the library, the id of an entry or
    an annotation, a tag, the folder of a library.
    """

    kind: Kind
    key: str
    label: str
    detail: str = ""
    shortcut: str = ""
    file: str = ""  # of a note: its article, as a path below the library

    @property
    def remembered(self) -> str:
        """The text by which it is remembered as used lately."""
        return f"{self.kind}:{self.key}"


def asked(typed: str) -> tuple[tuple[Kind, ...], str]:
    """Return the kinds that are looked for, and the words."""
    kind = SIGNS.get(typed[:1])
    return (EVERYTHING, typed) if kind is None else ((kind,), typed[1:])


def article_choices(entries: Sequence[CatalogueEntry]) -> list[Choice]:
    """Return a choice for each article."""
    return [Choice(Kind.ARTICLE, entry.name, entry.title, _detail(entry)) for entry in entries]


def tag_choices(entries: Sequence[CatalogueEntry]) -> list[Choice]:
    """Return a choice for each tag, the most used first, with how many articles have it."""
    numbers: dict[str, int] = {}
    for entry in entries:
        for tag in entry.tags:
            numbers[tag] = numbers.get(tag, 0) + 1
    often = sorted(numbers, key=lambda tag: (-numbers[tag], tag))
    return [Choice(Kind.TAG, tag, f"#{tag}", _count(numbers[tag])) for tag in often]


def entry_choices(contents: Contents) -> list[Choice]:
    """Return a choice for each point and heading that leads somewhere, with the way down to it."""
    return list(_entries(contents))


def note_choices(store: AnnotationStore | None) -> list[Choice]:
    """Return a choice for each note and highlight of the library. Reads no article."""
    from reader.annotations.library_report import note_words

    found = []
    for each in note_words(store) if store is not None else ():
        words = each.note or each.quote or " ".join(f"#{tag}" for tag in each.tags)
        if label := _line(words):
            quote = _line(each.quote) if each.note else ""
            detail = "  ·  ".join(filter(None, (quote, each.file)))
            found.append(Choice(Kind.NOTE, each.note_id, label, detail, file=each.file))
    return found


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the choices come from, as it is when the palette opens; two kinds are made already."""

    commands: tuple[Choice, ...]
    libraries: tuple[Choice, ...]
    library: Library | None
    contents: Contents
    store: AnnotationStore | None

    def collect(self) -> dict[Kind, list[Choice]]:
        """Return the choices of each kind. Reads the catalogue's file: for a thread."""
        entries = Catalogue(self.library).kept() if self.library is not None else ()
        return {
            Kind.COMMAND: list(self.commands),
            Kind.ARTICLE: article_choices(entries),
            Kind.ENTRY: entry_choices(self.contents),
            Kind.NOTE: note_choices(self.store),
            Kind.TAG: tag_choices(entries),
            Kind.LIBRARY: list(self.libraries),
        }


def _entries(contents: Contents) -> Iterator[Choice]:
    for entry in contents.walk():
        if entry.span is not None:
            above = contents.ancestors(entry.entry_id)[:-1]
            yield Choice(
                Kind.ENTRY, entry.entry_id, entry.shown, " › ".join(one.shown for one in above[-MOST_ABOVE:])
            )


def _count(number: int) -> str:
    return ngettext("{count} article", "{count} articles", number).format(count=figure(number))


def _detail(entry: CatalogueEntry) -> str:
    tags = " ".join(f"#{tag}" for tag in entry.tags[:MOST_TAGS])
    return "  ·  ".join(filter(None, (entry.category, tags))) or entry.name


def _line(words: str) -> str:
    """Return the first line of `words` that is not blank, cut."""
    return next((line.strip()[:_LONGEST] for line in words.splitlines() if line.strip()), "")
