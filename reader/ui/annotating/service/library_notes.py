"""The annotations of one library, for all windows that show it: read once, saved by one, undone in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QUndoStack

from reader.annotations.model import Annotation, Kind
from reader.articles.model import Article
from reader.ui.annotating.service.saver import Saver
from reader.ui.base.tasks import Tasks
from reader.ui.session.open_library import LibraryPart, OpenLibrary

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore

OpenArticle = Callable[[], Article | None]


class LibraryNotes(LibraryPart):
    """`store` is None until the sheets are read."""

    read = Signal()  # `store` is there
    changed = Signal()  # annotations were made, changed, deleted, or come from elsewhere
    finishing = Signal()  # what was typed is to be kept now: all is put on the disk
    saving_failed = Signal(str)  # with the sentence to show
    saved = Signal()

    def __init__(self, shared: OpenLibrary, tasks: Tasks) -> None:
        """`tasks` reads and saves; it outlives every window."""
        super().__init__(shared)
        self.store: AnnotationStore | None = None
        self.saver: Saver | None = None
        self.undo_stack = QUndoStack(self)
        self._shared = shared
        self._tasks = tasks
        self._articles: list[OpenArticle] = []
        shared.watching.sheets_changed.connect(self.refresh)
        shared.presence.returned.connect(self.try_again)
        library = shared.library

        def work() -> AnnotationStore:
            from reader.annotations.store.annotation_store import AnnotationStore

            store = AnnotationStore(library)
            store.refresh()
            return store

        tasks.run(work, self._take)

    # -- who shows it

    def listen_to(self, article: OpenArticle, *, on: bool) -> None:
        """Ask `article` for the open one of a window when something is written, or no longer."""
        if on:
            self._articles.append(article)
        elif article in self._articles:
            self._articles.remove(article)

    # -- acting

    def write(self, annotations: Sequence[Annotation]) -> None:
        """Put annotations into the store, and save them in a moment."""
        store = self.store
        if store is None:
            return
        open_ones = self._open_articles()
        for annotation in annotations:
            source = annotation.target.source
            known = store.find(annotation.annotation_id, source)
            clock = known.annotation.clock if known else ()
            # One that comes out of the trash answers every deletion, other devices' too.
            returns = known is not None and known.annotation.deleted
            store.put(replace(annotation, clock=clock), settles=returns)
            if (article := open_ones.get(source)) is not None:
                for key in store.keys_of(source):
                    store.tell(key, source, article.title, article.text.digest)
                self._save_soon(article)
        self._save_soon()
        self.changed.emit()
        for name in {one.target.source for one in annotations if one.kind is Kind.FRAMEWORK}:
            self._shared.note_frameworks(name)

    def reload(self) -> None:
        """Tell that the store may hold anything else now."""
        self.changed.emit()
        self._shared.note_frameworks()

    def settle(self, annotation: Annotation) -> None:
        """Put the one answer to what two devices changed into the store."""
        if self.store is not None:
            self.store.put(annotation, settles=True)
            self._save_soon(self._open_articles().get(annotation.target.source))
            self.changed.emit()

    def save_adopted(self) -> None:
        """Save what was put into the store for an article that has another name now."""
        self._save_soon()

    def refresh(self) -> None:
        """Look at what others have written since."""
        if self.store is not None and not self._shared.presence.is_lost:
            self._tasks.run(self.store.refresh, self._on_refreshed)

    # -- the disk

    @property
    def problem(self) -> str:
        """Why something is not on the disk, in a sentence; "" where nothing is known to be wrong."""
        return self.saver.problem if self.saver is not None else ""

    @property
    def is_left(self) -> bool:
        """Whether no window shows the library: there is only something left to save."""
        return self._shared.windows == 0

    def save_now(self) -> bool:
        """Save before this returns; return whether all is on the disk."""
        return self.saver is None or self._is_moved or self.saver.save_now()

    def try_again(self) -> None:
        """Save now what could not be saved, rather than in a while."""
        if self.saver is not None and not self._is_moved:
            self.saver.try_again()

    def leave(self) -> bool:
        if self._is_moved:
            return self._hand_over()
        return self.saver is None or self.saver.end()

    def come_back(self) -> None:
        if self.saver is not None:
            self.saver.stay()

    def shut_down(self) -> None:
        if self.saver is not None:
            self.saver.stop()

    # -- within

    @property
    def _is_moved(self) -> bool:
        """Whether the folder has another name now: what is not saved is for there."""
        return self._shared.successor is not None

    def _save_soon(self, article: Article | None = None) -> None:
        """Save in a moment, with the text of `article`, which was annotated."""
        if self.saver is not None and not self._is_moved:
            self.saver.save_soon(article)

    def _hand_over(self) -> bool:
        """Give what is not saved to the notes of the same library under its new name, once they are read.

        Return whether nothing is left.
        """
        successor = self._shared.successor
        notes = successor.made(LibraryNotes) if successor is not None else None
        if self.store is None or self.store.is_saved:
            return True
        if notes is None or notes.store is None:
            return False
        self.store.hand_over(notes.store)
        notes.save_adopted()
        return True

    def _take(self, store: AnnotationStore) -> None:
        self.store = store
        self.saver = saver = Saver(store, self._tasks, self)
        saver.failed.connect(self.saving_failed)
        saver.failed.connect(lambda _problem: self._shared.presence.look())  # its folder may be gone
        saver.saved.connect(self.saved)
        saver.ended.connect(self.ended)
        before = self._shared.before.made(LibraryNotes) if self._shared.before is not None else None
        if before is not None and before.store is not None:
            before.store.hand_over(store)
            saver.save_soon()
            before.ended.emit()
        self.read.emit()
        self._shared.take_store(store)

    def _open_articles(self) -> dict[str, Article]:
        """Return the articles that windows show, by their names in the library."""
        found = [article for ask in self._articles if (article := ask()) is not None]
        return {self._shared.library.relative_name(article.path): article for article in found}

    def _on_refreshed(self, changed: frozenset[str]) -> None:
        if changed:
            self.reload()
