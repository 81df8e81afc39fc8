"""Which annotations a list shows: the open article's, the whole library's, or the trash."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from reader.annotations.model import Placed
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.session.session import Session

_PAUSE = 250  # milliseconds after a change, before the library is placed anew


class NoteSource(QObject):
    """Keeps `placed` in step with the annotations. The library and the trash are read in the background."""

    changed = Signal()

    def __init__(self, session: Session, annotations: AnnotationService, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._annotations = annotations
        self._asked = 0
        self.scope = "article"
        self.placed: tuple[Placed, ...] = ()
        self.is_working = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._read)
        self._annotations.placed_changed.connect(self._on_placed)
        self._annotations.annotations_changed.connect(self._on_annotations)
        session.article_opened.connect(self._on_placed)

    @property
    def place_told(self) -> str:
        """A sentence on where the annotations are kept, where it is not beside the articles."""
        store = self._annotations.store
        return store.place_told if store is not None and self.placed else ""

    def use(self, scope: str) -> None:
        """Show "article", "library" or "trash"."""
        self.scope = scope
        self._asked += 1
        if scope == "article":
            self._on_placed()
        else:
            self.placed = ()
            self._read()

    def _on_placed(self) -> None:
        if self.scope == "article":
            self.placed = self._annotations.placed
            self.is_working = False
            self.changed.emit()

    def _on_annotations(self) -> None:
        if self.scope != "article":
            self._pause.start()

    def _read(self) -> None:
        store, library = self._annotations.store, self._session.library
        if store is None or library is None or self.scope == "article":
            return
        self._asked += 1
        number, deleted = self._asked, self.scope == "trash"
        self.is_working = True
        self.changed.emit()

        def work() -> tuple[Placed, ...]:
            from reader.annotations.library_report import annotated

            return tuple(
                each for group in annotated(library, store, deleted=deleted) for each in group.placed
            )

        def arrive(placed: tuple[Placed, ...]) -> None:
            if number == self._asked:
                self.placed, self.is_working = placed, False
                self.changed.emit()

        self._session.tasks.run(work, arrive)
