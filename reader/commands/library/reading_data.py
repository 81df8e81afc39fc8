"""The articles of a library with what a person read and noted in them, as a command wants them."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.catalogue.article_list import ListedArticle
    from reader.catalogue.library import Library


def listed(library: Library) -> list[ListedArticle]:
    """Return the articles of `library` with lengths, progress and numbers of notes, folder by folder."""
    from reader.annotations.library_report import note_words
    from reader.annotations.reading_as_made import read_as_made
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.catalogue.article_list import articles_of, progress_in
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.reading_log import read_events
    from reader.catalogue.reading_progress import speed_of

    entries = Catalogue(library).update()
    events = read_events(*library.own_folders)
    speed = speed_of(events)
    store = AnnotationStore(library)
    notes = Counter(each.file for each in note_words(store))
    progress = progress_in(library, events, speed, partial(read_as_made, store))
    return articles_of(entries, events, progress, notes, speed)
