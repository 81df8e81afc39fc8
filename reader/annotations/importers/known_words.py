"""Which annotations a library has already, by their words: for files that have no ids of ours."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from reader.annotations.anchoring.text_similarity import squeeze
from reader.annotations.importers.article_matching import Found
from reader.annotations.library_report import Annotated, annotated
from reader.annotations.model import Placed
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.source.canonical_text import extract
from reader.catalogue.library import Library
from reader.i18n import gettext as _


class KnownWords:
    """Tells whether an annotation to import is in the library already, though under another id.

    Quotations and notes are compared without punctuation and white space.
    """

    def __init__(self, library: Library, store: AnnotationStore) -> None:
        """Nothing is read before it is asked for. What is imported meanwhile is not among them."""
        self._library = library
        self._store = store

    @cached_property
    def _groups(self) -> dict[str, list[tuple[Annotated, Placed]]]:
        found: dict[str, list[tuple[Annotated, Placed]]] = defaultdict(list)
        for group in annotated(self._library, self._store):
            for placed in group.placed:
                made = placed.annotation
                words = made.target.quote.exact if made.target.quote else "".join(placed.path) or group.title
                found[_bare(words)].append((group, placed))
        return found

    def have(self, found: Found) -> bool:
        """Whether an annotation of the same article has the words and the note of `found`."""
        note = _bare(found.wanted.note)
        words = _bare(found.wanted.quote) or _bare("".join(found.wanted.path))
        return any(
            _is_of(found, group) and note in _notes(placed) for group, placed in self._groups.get(words, ())
        )


def _is_of(found: Found, group: Annotated) -> bool:
    original = group.article.metadata.original if group.article else None
    names = {_bare(group.title), _bare(group.file), _bare(original.title) if original else ""} - {""}
    given = {_bare(found.title), _bare(found.file)} - {""}
    if original and original.url and found.url == original.url:
        return True
    return not given or bool(given & names)


def _notes(placed: Placed) -> set[str]:
    """Return the note as our exports may have written it: alone, or with those that disagree with it."""
    notes = [_bare(placed.annotation.note), *(_bare(other.note) for other in placed.conflicts)]
    told = _bare(_("In conflict:"))
    return {notes[0], "".join(notes), told.join(notes)}


def _bare(text: str) -> str:
    return squeeze(extract(text).text) or squeeze(text) or "".join(text.split())
