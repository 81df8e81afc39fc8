"""What the person read and noted, collected for questions that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.catalogue.article_list import Facts
from reader.search.user_data import NONE, NoteWords, UserData, with_facts

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.ui.session.session import Session


class UserDataCollector:
    """Collects on the asking thread, and keeps what was collected until it is out of date."""

    def __init__(self, session: Session, store: Callable[[], AnnotationStore | None]) -> None:
        """`store` returns the annotations of the open library, once they are read."""
        self._session = session
        self._store = store
        self._kept: UserData | None = None
        self._facts: Callable[[], Facts | None] = lambda: None

    def take_facts(self, facts: Callable[[], Facts]) -> None:
        """Let `facts` say what the person read and arranged, as the list of articles shows it."""
        self._facts = facts

    def collector(self) -> Callable[[], UserData]:
        """Return what collects. Call here on the main thread, and on the asking thread what is returned.

        The session is only looked at here.
        """
        if (kept := self._kept) is not None:
            return lambda: kept
        library = self._session.library
        if library is None:
            return lambda: NONE
        store, remembered, facts = self._store(), self._session.remembered, self._facts()

        def collect() -> UserData:
            from reader.annotations.library_report import note_words

            words = note_words(store) if store is not None else ()
            notes = (NoteWords(each.note_id, each.file, each.quote, each.note, each.tags) for each in words)
            found = UserData(remembered.read_in(library.folder), tuple(notes))
            if facts is not None:
                found = with_facts(found, facts)
            self._kept = found
            return found

        return collect

    def forget(self, _changed: object = None) -> None:
        """Collect anew: something has been read or noted."""
        self._kept = None
