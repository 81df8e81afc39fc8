"""What the person has read: the log of the open library, and how far the open article has been read.

The log belongs to the library, and all windows on it (`library_reading`). Reckoning is done in the
background; the answers come by `progress_changed`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from reader.articles.model import Article
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import Progress, ReadState, own_texts, progress_of
from reader.catalogue.text_length import USUAL, Speed
from reader.errors import ArticleError
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.session.library_reading import LibraryReading
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore


class ReadingService(QObject):
    """The reading log of the open library. Ask on the main thread."""

    progress_changed = Signal(Progress)  # of the open article
    log_left = Signal()  # another library is open: hand on now what was seen in the one before
    events_changed = Signal()  # `events` are others, and not only by what was seen of the open article

    def __init__(
        self, session: Session, tasks: Tasks, store: Callable[[], AnnotationStore | None] = lambda: None
    ) -> None:
        """`tasks` reckons, in the order in which it is asked.

        `store` returns the annotations of the open library: frameworks that the person made are among them.
        """
        super().__init__(session)
        self._session = session
        self._tasks = tasks
        self._store = store
        self._kept: LibraryReading | None = None
        self._is_noting = False  # here, now
        self.progress: Progress | None = None
        session.library_opened.connect(self._use)
        session.article_opened.connect(self._reckon)
        session.article_changed.connect(self._reckon)
        session.article_closed.connect(self._forget)
        session.article_failed.connect(lambda *_told: self._forget())
        if session.library is not None:
            self._use(session.library)

    @property
    def events(self) -> tuple[Event, ...]:
        """All that was noted in the open library."""
        return self._kept.events if self._kept is not None else ()

    @property
    def speed(self) -> Speed:
        """How fast the person reads."""
        return self._kept.speed if self._kept is not None else USUAL

    @property
    def is_on(self) -> bool:
        """Whether the person lets it be noted what was read."""
        return bool(self._session.settings.get("note_reading"))

    def read(self, library: Library, name: str) -> Article:
        """Return an article of `library` as the person sees it. On any thread. Raises `ArticleError`."""
        from reader.annotations.reading_as_made import read_as_made
        from reader.articles.reading import read_article

        store = self._store()
        if store is None or store.library != library:
            return read_article(library.folder / name)
        return read_as_made(store, name)

    def state(self, node_id: str) -> ReadState:
        """Return how far a node of the open article has been read."""
        if self.progress is None:
            return ReadState.UNTOUCHED
        return self.progress.states.get(node_id, ReadState.UNTOUCHED)

    def note(self, events: Iterable[Event]) -> None:
        """Keep `events` of the open library."""
        if self._kept is not None:
            self._is_noting = True
            self._kept.note(events)
            self._is_noting = False

    def mark(self, node_ids: Iterable[str], *, is_read: bool) -> None:
        """Let nodes of the open article count as read, or as untouched, whatever was seen of them."""
        article, library = self._session.article, self._session.library
        if article is None or library is None:
            return
        name, now, wanted = library.relative_name(article.path), int(time.time()), set(node_ids)
        mark = "read" if is_read else "untouched"
        self.note(
            Event(name, own.node, own.digest, now, mark=mark)
            for own in own_texts(article)
            if own.node in wanted
        )

    def mark_articles(self, names: Sequence[str], *, is_read: bool) -> None:
        """Let all of the articles `names` of the open library count as read, or as untouched.

        Those that cannot be read now are told of and left as they were.
        """
        library = self._session.library
        if library is None:
            return
        mark, now = "read" if is_read else "untouched", int(time.time())

        def work() -> tuple[tuple[Event, ...], str]:
            events: list[Event] = []
            problem = ""
            for name in names:
                try:
                    article = self.read(library, name)
                except ArticleError as error:
                    problem = str(error)
                    continue
                events += [Event(name, own.node, own.digest, now, mark=mark) for own in own_texts(article)]
            return tuple(events), problem

        def take(found: tuple[tuple[Event, ...], str]) -> None:
            if library == self._session.library:
                self.note(found[0])
                self.events_changed.emit()
                if found[1]:
                    self._session.tell(found[1])

        self._tasks.run(work, take, self._tell)

    def mark_current(self) -> None:
        """Let the node that is being read count as read."""
        if (node := self._session.node(self._session.current_node)) is None:
            self._session.tell(_("There is no point of the framework here."))
            return
        self.mark([node.node_id], is_read=True)
        self._session.tell(_("“{label}” counts as read.").format(label=node.label))

    def go_to_next_unread(self) -> None:
        """Jump to the next node behind the place that was not read; from the last one on to the first."""
        order = [
            entry
            for entry in self._session.contents.in_text()
            if entry.is_node and entry.span is not None and self.state(entry.entry_id) is not ReadState.READ
        ]
        if not order:
            self._session.tell(_("You have read every point of this article."))
            return
        place = self._session.place
        following = [entry for entry in order if entry.span is not None and entry.span.start > place]
        self._session.jump_to_node((following or order)[0].entry_id)

    def erase(self, article: Article | None = None) -> None:
        """Forget what was read, of `article` or of the whole library."""
        library = self._session.library
        if self._kept is not None and library is not None:
            name = library.relative_name(article.path) if article is not None else ""
            self._kept.erase(int(time.time()) + 1, name)

    def finish(self) -> None:
        """Write what is still unwritten, now: the window closes."""
        if self._kept is not None:
            self._kept.finish()
            self._listen(on=False)

    # ---- within

    def _use(self, _library: Library) -> None:
        """Turn to the log of the library that is open now, made or found."""
        shared = self._session.shared
        if shared is None:
            return
        if self._kept is not None:
            self.log_left.emit()
        self._listen(on=False)
        writing = self._session.libraries.writing
        self._kept = shared.part(LibraryReading, lambda: LibraryReading(shared, writing))
        self._listen(on=True)
        if self._kept.is_read:  # for another window
            self._take_read()

    def _listen(self, *, on: bool) -> None:
        """Hear of what is noted, in whichever window, or no longer."""
        if (kept := self._kept) is None:
            return
        for told, heard in (
            (kept.read, self._take_read),
            (kept.noted, self._take_noted),
            (kept.failed, self._session.tell),
        ):
            if on:
                told.connect(heard)
            else:
                told.disconnect(heard)
        if not on:
            self._kept = None

    def _take_read(self) -> None:
        self.events_changed.emit()
        if self._session.article is not None:
            self._reckon(self._session.article)

    def _take_noted(self, names: frozenset[str]) -> None:
        article, library = self._session.article, self._session.library
        if article is not None and library is not None and library.relative_name(article.path) in names:
            self._reckon(article)
        if not self._is_noting:  # in another window: the lists here reckon anew
            self.events_changed.emit()

    def _reckon(self, article: Article) -> None:
        library = self._session.library
        if library is None:
            return
        name = library.relative_name(article.path)
        own, speed = [event for event in self.events if event.article == name], self.speed

        def take(progress: Progress) -> None:
            current = self._session.article
            if current is not None and current.path == article.path:
                self.progress = progress
                self.progress_changed.emit(progress)

        self._tasks.run(lambda: progress_of(article, own, speed), take)

    def _forget(self) -> None:
        self.progress = None

    def _tell(self, error: BaseException) -> None:
        self._session.tell(str(error))
