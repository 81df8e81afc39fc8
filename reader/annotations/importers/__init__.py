"""The formats that annotations can be imported from.

To add a format, write a module in this folder that provides what `Importer`
asks for, and name it in `IMPORTERS`. Importing twice doubles nothing: every
imported annotation has an id made of what it says. What cannot be placed is
kept as an orphan or for review, and listed. What we ourselves exported from this
library is known by its words, where the format has no place for an id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from reader.annotations.importers import hypothesis_json, markdown_quotes, own_json, readwise_import
from reader.annotations.importers.article_matching import Found, Matcher
from reader.annotations.importers.known_words import KnownWords
from reader.annotations.model import State
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.json_reading import UnreadableError, read_regular
from reader.catalogue.library import Library
from reader.errors import AnnotationError
from reader.i18n import gettext as _


class Importer(Protocol):
    """What each module of this package provides: an importer is a module."""

    name: str

    def label(self) -> str:
        """Return its name in the menu, in the language in use."""
        ...

    def read(self, text: str) -> Sequence[Found] | None:
        """Return what `text` holds; None where it is not of this format."""
        ...


# In the order in which they are tried: the most particular first.
IMPORTERS: tuple[Importer, ...] = (own_json, hypothesis_json, readwise_import, markdown_quotes)


@dataclass(slots=True)
class Outcome:
    """What an import did: the ids it added, how many were here, and a line for each without a sure place."""

    added: list[str] = field(default_factory=list)
    known: int = 0
    unplaced: list[str] = field(default_factory=list)


def import_file(library: Library, store: AnnotationStore, path: Path) -> Outcome:
    """Import the file at `path`. It is on the disk after `store.save`. Raises `AnnotationError`."""
    try:
        data = read_regular(path)
        if data is None:
            raise UnreadableError(_("it is not there"))
        text = data.decode("utf-8-sig")
    except (UnreadableError, UnicodeDecodeError) as error:
        raise AnnotationError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error)
        ) from error
    for importer in IMPORTERS:
        found = importer.read(text)
        if found is not None:
            return _import(library, store, found)
    raise AnnotationError(_("{path} is not in a format that can be imported.").format(path=path))


def _import(library: Library, store: AnnotationStore, found: Sequence[Found]) -> Outcome:
    outcome = Outcome()
    matcher = Matcher(library)
    here = KnownWords(library, store)
    for each in found:
        if each.version is not None:
            if store.take(each.version):
                outcome.added.append(each.version.annotation_id)
            else:
                outcome.known += 1
            continue
        if store.find(each.annotation_id) is not None or here.have(each):
            outcome.known += 1
            continue
        annotation, state, article = matcher.place(each)
        store.put(annotation, article)
        outcome.added.append(annotation.annotation_id)
        if state is not State.ANCHORED:
            where = each.title or each.url or each.file or "?"
            outcome.unplaced.append(
                f"{where}: {' '.join((each.wanted.quote or each.wanted.note).split())[:80]}"
            )
    return outcome
