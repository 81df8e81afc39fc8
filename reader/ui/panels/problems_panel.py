"""The problems panel: what is wrong in the library, a sentence each, and what is left out of it.

Looked for on a thread of its own, and only while the panel is in sight: the first time all articles are
read for their links, after that only what has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.library_check import Problem, ProblemKind, problems_of
from reader.errors import LibraryError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.base.opening_way import Way
from reader.ui.models.problems_model import ProblemsModel
from reader.ui.panels.panel import Panel
from reader.ui.parts.filter_box import FilterBox
from reader.ui.parts.problem_painter import ProblemPainter
from reader.ui.session.link_following import Line
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.articles.model import Article
    from reader.ui.session.lists.article_acts import ArticleActs

TOLD = 0.2  # seconds between two tellings of what was found
CALM = 1_000  # milliseconds without a change of the library after which one looks again


class ProblemsPanel(Panel):
    """Lists what is wrong; a click or Enter opens the article at the line."""

    panel_id = "problems"
    glyph = "warning"
    area = Qt.DockWidgetArea.RightDockWidgetArea
    shown_at_first = False

    _found = Signal(int, object)  # sent by the thread: the number of the look, and tuple[Problem, ...]

    @classmethod
    def heading(cls) -> str:
        return _("Problems")

    def __init__(
        self, session: Session, store: Callable[[], AnnotationStore | None], parent: QWidget | None = None
    ) -> None:
        """`store` returns the annotations of the open library, once they are read."""
        super().__init__(session, parent)
        self._store = store
        self._acts: ArticleActs | None = None
        self._is_looking = False

    def build(self) -> QWidget:
        session = self.session
        self._asked = 0
        self._is_stale = True
        self._is_first_batch = False
        self.model = ProblemsModel(self)
        self.filter = FilterBox(_("Filter problems"), session.theming)
        self.list = ProblemList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ProblemPainter(session.theming, self.list))
        self.list.setAccessibleName(_("Problems"))
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("quiet", True)
        self.note.setContentsMargins(14, 4, 14, 4)
        self._calm = QTimer(self, singleShot=True, interval=CALM)
        self._calm.timeout.connect(self._look)
        self._found.connect(self._take)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self.list.enter)
        self.list.clicked.connect(self._open)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.entered_with_key.connect(self._open)
        session.library_opened.connect(self._use)
        session.library_changed.connect(self._stir)
        session.library_returned.connect(self._stir)
        session.theming.theme_changed.connect(self.list.viewport().update)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(10, 2, 10, 0)
        head.addWidget(self.filter)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addStretch(0)
        self._say()
        return body

    def take_focus(self) -> None:
        if self.widget() is not None:
            self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.filter.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._is_looking:  # nobody waits for it
            self._asked += 1
            self._is_looking, self._is_stale = False, True

    # ---- within

    def _use(self, _library: Library) -> None:
        self._asked += 1
        self.model.clear()
        self.filter.clear()
        self._is_looking, self._is_stale = False, True
        self._look()

    def _stir(self, _library: Library) -> None:
        self._is_stale = True
        self._calm.start()

    def _look(self) -> None:
        library = self.session.library
        if library is None or not self.isVisible() or self.session.presence.is_lost:
            return
        self._asked += 1
        self._is_looking, self._is_stale = True, False
        number, tasks = self._asked, self.session.checking
        self._is_first_batch = True

        def is_stopped() -> bool:
            return number != self._asked or tasks.is_shut

        def done(_none: object) -> None:
            if number == self._asked:
                self._is_looking = False
                self._say()

        def failed(error: BaseException) -> None:
            done(None)
            if isinstance(error, LibraryError):
                self.session.presence.look()  # its folder may not be there: whoever cares is told

        tasks.run(lambda: self._search(library, number, is_stopped), done, failed)
        self._say()

    def _search(self, library: Library, number: int, is_stopped: Callable[[], bool]) -> None:
        """Look for what is wrong, and tell it now and then. On the thread."""
        catalogue = Catalogue(library)
        entries = catalogue.kept() or catalogue.update(is_stopped)
        batch: list[Problem] = []
        told = time.monotonic()
        store = self._store()
        made = partial(_read, store) if store is not None and store.library == library else None
        for problem in problems_of(library, entries, is_stopped, made):
            if is_stopped():
                return
            batch.append(problem)
            if time.monotonic() - told > TOLD:
                self._found.emit(number, tuple(batch))
                batch, told = [], time.monotonic()
        self._found.emit(number, tuple(batch))

    def _take(self, number: int, problems: tuple[Problem, ...]) -> None:
        if number != self._asked:
            return
        if self._is_first_batch:
            self._is_first_batch = False
            self.model.clear()
        self.model.add(problems)
        self._say()

    def _filter(self, words: str) -> None:
        self.model.filter(words)
        self._say()

    def _open(self, index: QModelIndex) -> None:
        problem, library = self.model.problem(index), self.session.library
        if problem is None or library is None:
            return
        path = library.folder / problem.file
        if path.is_file():
            self.session.open_article(path, Line(problem.line) if problem.line is not None else None)
            if problem.other:  # which of the two is to stay, only a person can say
                self.session.open_article(library.folder / problem.other, None, Way.BESIDE)
        else:
            self.session.tell(_("{file} cannot be opened: {why}").format(file=problem.file, why=problem.what))

    def take_acts(self, acts: ArticleActs) -> None:
        """Take what can be done with articles."""
        self._acts = acts

    def _show_menu(self, point: QPoint) -> None:
        problem = self.model.problem(self.list.currentIndex())
        if problem is None or self._acts is None or problem.kind is ProblemKind.LEFT_OUT:
            return
        where = self.list.viewport().mapToGlobal(point)
        self._acts.show_menu([self._acts.listed(problem.file)], where)

    def _say(self) -> None:
        shown, total = self.model.rowCount(), len(self.model.all)
        if self._is_looking and not total:
            words = _("Looking through the library…")
        elif not total:
            words = _("All is well: everything can be read, and every link leads somewhere.")
        elif shown < total:
            words = ngettext("{shown} of {total} problem", "{shown} of {total} problems", total)
        else:
            words = ngettext("{total} problem", "{total} problems", total)
        self.list.setVisible(bool(shown))
        self.note.setText(words.format(shown=figure(shown), total=figure(total)))


class ProblemList(QListView):
    """A list of rows of one height; Enter opens."""

    entered_with_key = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def enter(self) -> None:
        """Take the keyboard, on the first row where none is current."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_with_key.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _read(store: AnnotationStore, name: str) -> Article:
    """Return an article as the person has made it. Imported when a link leads nowhere: it brings much."""
    from reader.annotations.reading_as_made import read_as_made

    return read_as_made(store, name)
