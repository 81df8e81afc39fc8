"""The notes panel: every annotation of the article or of the library, and what was deleted."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.listing import Filter, GroupBy, grouped
from reader.annotations.model import Annotation, Placed, State
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.annotating.notes.note_list_actions import NoteListActions
from reader.ui.annotating.notes.note_source import NoteSource
from reader.ui.annotating.notes.sorting_menu import SortingMenu, group_name
from reader.ui.annotating.review_dialog import ReviewDialog
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.base.opening_way import Way, way_of
from reader.ui.base.row_clicks import RowClicks
from reader.ui.models.notes_model import NotesModel
from reader.ui.panels.panel import Panel
from reader.ui.parts.choice_switch import ChoiceSwitch
from reader.ui.parts.filter_box import FilterBox
from reader.ui.parts.note_painter import NotePainter
from reader.ui.session.session import Session


class NotesPanel(Panel):
    """Lists annotations; what it shows is decided by the switch, the filter and the sorting menu."""

    panel_id = "notes"
    shortcut = "Alt+4"
    glyph = "note"
    area = Qt.DockWidgetArea.RightDockWidgetArea
    shown_at_first = False

    @classmethod
    def heading(cls) -> str:
        return _("Notes")

    def __init__(
        self, session: Session, annotations: AnnotationService, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self._annotations = annotations

    def build(self) -> QWidget:
        session, annotations = self.session, self._annotations
        self.source = NoteSource(session, annotations, self)
        self.model = NotesModel(self._edit, self)
        self.scope = ChoiceSwitch({"article": _("Article"), "library": _("Library"), "trash": _("Trash")})
        self.filter = FilterBox(_("Filter notes"), session.theming)
        self.sorting = SortingMenu(session, annotations, self)
        self.list = NoteList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(NotePainter(session.theming, self.list))
        self.list.setAccessibleName(_("Notes"))
        self.acts = NoteListActions(session, annotations, self.list, self._chosen)
        self.review = QToolButton(autoRaise=True)
        self.review.clicked.connect(self.open_review)
        self.restore = QPushButton(_("Restore"))
        self.restore.clicked.connect(self.acts.restore)
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("quiet", True)
        self.note.setContentsMargins(14, 4, 14, 4)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self, singleShot=True, interval=120)
        self._pause.timeout.connect(self._show)
        self._connect()
        body = self._lay_out()
        self.source.use("article")
        return body

    def take_focus(self) -> None:
        if self.widget() is None:  # not built yet: it takes the keyboard when it is shown
            return
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def open_review(self) -> None:
        """Go through what is not sure of its place, old and new side by side."""
        dialog = ReviewDialog(self.session, self._annotations, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    # -- making -------------------------------------------------------------

    def _connect(self) -> None:
        self.scope.chosen.connect(self.source.use)
        self.source.changed.connect(self._show)
        self.filter.textChanged.connect(self._pause.start)
        self.filter.left.connect(self.list.enter)
        self.sorting.changed.connect(self._show)
        self.list.go_requested.connect(self._go)
        self.list.enter_pressed.connect(self._enter)
        self.list.delete_requested.connect(self.acts.delete)
        self.list.selectionModel().selectionChanged.connect(self._offer)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.session.theming.theme_changed.connect(self.list.viewport().update)

    def _lay_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(10, 2, 10, 0)
        head.setSpacing(6)
        head.addWidget(self.scope)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.filter, 1)
        row.addWidget(self.sorting.button)
        head.addLayout(row)
        head.addWidget(self.review)
        head.addWidget(self.restore)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        return body

    # -- showing ------------------------------------------------------------

    def _show(self) -> None:
        chosen = {each.annotation.annotation_id for each in self._chosen()}
        wanted = replace(self.sorting.filter, words=self.filter.text())
        shown = wanted.among(self.source.placed)
        by = (
            self.sorting.by
            if self.source.scope == "article" or self.sorting.by is not GroupBy.PATH
            else GroupBy.ARTICLE
        )
        self.model.show(grouped(shown, by), lambda key: group_name(by, key, self.session.settings))
        selection = self.list.selectionModel()
        selection.select(self.model.selection_of(chosen), selection.SelectionFlag.Select)
        self._say(len(shown), wanted)
        self._offer()
        doubtful = sum(1 for each in self._annotations.placed if each.anchor.state is State.REVIEW)
        self.review.setVisible(bool(doubtful) and self.source.scope == "article")
        told = ngettext("{count} place to review…", "{count} places to review…", doubtful)
        self.review.setText(told.format(count=figure(doubtful)))

    def _say(self, shown: int, wanted: Filter) -> None:
        total = len(self.source.placed)
        words = ""
        if self.source.is_working:
            words = _("Reading the library…")
        elif not total and self.source.scope == "trash":
            words = _("The trash is empty.")
        elif not total:
            words = _("Nothing marked yet. Select words in the text, and choose a colour or write a note.")
        elif not shown:
            words = _("No note matches the filter.")
        elif shown < total:
            words = _("{shown} of {total}").format(shown=figure(shown), total=figure(total))
        elif self.source.place_told:
            words = self.source.place_told
        self.note.setText(words)
        self.note.setVisible(bool(words))
        # Where there is nothing to list, the sentence stands at the top and not below an empty list.
        self.list.setVisible(bool(shown))

    def _offer(self) -> None:
        self.restore.setVisible(self.source.scope == "trash" and self.model.rowCount() > 0)
        self.restore.setEnabled(self.list.selectionModel().hasSelection())

    # -- acting -------------------------------------------------------------

    def _edit(self, before: Annotation, after: Annotation) -> None:
        self._annotations.change(_("Write a note"), [(before, after)])

    def _chosen(self) -> list[Placed]:
        found = (self.model.placed(index) for index in self.list.selectionModel().selectedIndexes())
        return [placed for placed in found if placed is not None]

    def _go(self, index: QModelIndex, way: Way) -> None:
        placed = self.model.placed(index)
        if placed is not None and self.source.scope != "trash":
            self.acts.go(placed, way)

    def _enter(self, way: Way) -> None:
        if self.source.scope == "trash":
            self.acts.restore()
        else:
            self._go(self.list.currentIndex(), way)

    def _open_menu(self, point: QPoint) -> None:
        menu = self.acts.menu(is_trash=self.source.scope == "trash")
        if menu.actions():
            give_mnemonics(menu)
            menu.popup(self.list.viewport().mapToGlobal(point))


class NoteList(QListView):
    """A list in which Enter goes to the place, F2 edits the note, Delete puts it into the trash.

    Ctrl or Shift and a click choose several; the middle button opens a tab.
    """

    go_requested = Signal(QModelIndex, Way)
    enter_pressed = Signal(Way)
    delete_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(16)  # notes that are read and measured at once: 9 ms where all are in Markdown
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setDragEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        RowClicks(self).clicked.connect(self.go_requested)

    def enter(self) -> None:
        """Take the keyboard, on the first annotation where none is current."""
        model = self.model()
        if not self.currentIndex().flags() & Qt.ItemFlag.ItemIsSelectable:
            rows = (model.index(row, 0) for row in range(model.rowCount()))
            first = next(
                (each for each in rows if each.flags() & Qt.ItemFlag.ItemIsSelectable), QModelIndex()
            )
            self.setCurrentIndex(first)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_editing = self.state() is QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_editing:
            self.enter_pressed.emit(way_of(event.modifiers()))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not is_editing:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)
