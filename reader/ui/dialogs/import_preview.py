"""Before files are imported: what would come in, and the text that is taken beside what is left out of it.

A dry run in the background says it; nothing is written before the person agrees. What is not wanted is
unticked, a web page can be taken whole, and the folder of the library be chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from reader.articles.converting import saved_page
from reader.catalogue.entries import Catalogue
from reader.catalogue.importing import Importer, ImportReport, Pasted, Refused, Same, Taken, Wishes
from reader.catalogue.library import Library
from reader.errors import ReaderError, words_of
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.session.session import Session

MOST = 40_000  # code points of an article that are shown
_VALUE = Qt.ItemDataRole.UserRole + 1
Row = Taken | Same | Refused


class ImportPreview(QDialog):
    """Shows what would be imported. `agreed` is told once, with all that is then to be done."""

    # what, into which folder of the library, and what the person wishes otherwise
    agreed = Signal(object, str, object)
    looked = Signal()  # the dry run has been shown

    def __init__(
        self, session: Session, library: Library, files: Iterable[Path | Pasted], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._library = library
        self._files = tuple(files)
        self._number = 0
        self._whole: frozenset[str] = frozenset()
        self.report: ImportReport | None = None
        self.setWindowTitle(_("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(900, 600)
        self._build()
        self._look()

    def reject(self) -> None:
        self._number += 1
        super().reject()

    # ---- making

    def _build(self) -> None:
        self.told = QLabel(_("Looking at the files…"), wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What would come in"))
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.list.itemChanged.connect(lambda _item: self._offer())
        self.text = _text_box(_("What is taken"))
        self.dropped = _text_box(_("What is left out"))
        self.text_label, self.dropped_label = QLabel(_("What is taken")), QLabel(_("What is left out"))
        self.whole = QCheckBox(_("Take the &whole page"))
        self.whole.toggled.connect(self._take_whole)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget, stretch in (
            (self.text_label, 0),
            (self.text, 3),
            (self.whole, 0),
            (self.dropped_label, 0),
            (self.dropped, 2),
        ):
            column.addWidget(widget, stretch)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.list)
        parts.addWidget(beside)
        parts.setSizes([320, 560])
        self.folder = QComboBox()
        self.folder.setEditable(True)
        self.folder.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        if (line := self.folder.lineEdit()) is not None:
            line.setPlaceholderText(_("The library's own folder"))
        self.folder.addItems(["", *_folders(self._library)])
        label = QLabel(_("Into the &folder:"))
        label.setBuddy(self.folder)
        into = QHBoxLayout()
        into.addWidget(label)
        into.addWidget(self.folder, 1)
        buttons = QDialogButtonBox()
        self.import_button = QPushButton(_("&Import"))
        self.import_button.setEnabled(False)
        self.import_button.setProperty("primary", True)
        self.import_button.clicked.connect(self._agree)
        buttons.addButton(self.import_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 16)
        whole.setSpacing(10)
        whole.addWidget(self.told)
        whole.addWidget(parts, 1)
        whole.addLayout(into)
        whole.addWidget(buttons)
        self.import_button.setDefault(True)
        self._show_current()

    # ---- looking

    def _look(self) -> None:
        """Do all of it but for the writing, and show what would come of it."""
        self._number += 1
        number, library, tasks, files = self._number, self._library, self._session.tasks, self._files
        wishes = Wishes(self._whole)

        def work() -> ImportReport:
            importer = Importer(library, Catalogue(library).kept(), dry_run=True, wishes=wishes)
            return importer.run(files, lambda: number != self._number or tasks.is_shut)

        def done(report: ImportReport) -> None:
            if number == self._number:
                self._show(report)

        def failed(error: BaseException) -> None:
            if isinstance(error, ReaderError | OSError):
                self.told.setText(words_of(error))

        tasks.run(work, done, failed)

    def _show(self, report: ImportReport) -> None:
        unticked, current = self._unticked(), self.list.currentRow()
        self.report = report
        count = len(report.taken)
        came = ngettext("{count} article would come in", "{count} articles would come in", count)
        words = _("{came}; already there: {same}; left out: {refused}.")
        same, refused = figure(len(report.same)), figure(len(report.refused))
        self.told.setText(words.format(came=came.format(count=figure(count)), same=same, refused=refused))
        self.list.blockSignals(True)
        self.list.clear()
        rows: Sequence[Row] = [*report.taken, *report.refused, *report.same]
        for row in rows:
            self._add(row, is_ticked=row.origin not in unticked)
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(max(0, current), self.list.count() - 1))
        self._offer()
        self._show_current()
        self.looked.emit()

    def _add(self, row: Row, *, is_ticked: bool) -> None:
        item = QListWidgetItem(row.title if isinstance(row, Taken) else Path(row.origin).name)
        item.setData(_VALUE, row)
        item.setToolTip(row.origin)
        if isinstance(row, Taken):
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
        else:
            item.setForeground(self.palette().placeholderText())
            glyph = "warning" if isinstance(row, Refused) else "library"
            item.setIcon(self._session.theming.icon(glyph, "panel_quiet"))
        self.list.addItem(item)

    def _show_current(self) -> None:
        row = self._current()
        taken = row if isinstance(row, Taken) else None
        self.text_label.setText(_("What is taken"))
        self.dropped.setPlainText(taken.dropped[:MOST] if taken is not None else "")
        if taken is not None:
            self.text.setPlainText(taken.text[:MOST])
        elif isinstance(row, Refused):
            self.text_label.setText(_("Why it cannot be taken"))
            self.text.setPlainText(row.why)
        elif isinstance(row, Same):
            self.text_label.setText(_("There already as"))
            self.text.setPlainText(row.file)
        else:
            self.text.setPlainText("")
        is_page = taken is not None and _is_page(taken.origin)
        is_whole = taken is not None and taken.origin in self._whole
        self.whole.blockSignals(True)
        self.whole.setChecked(is_whole)
        self.whole.blockSignals(False)
        self.whole.setVisible(is_page)
        for widget in (self.dropped, self.dropped_label):
            widget.setVisible(is_page and bool(taken is not None and taken.dropped))

    # ---- acting

    def _take_whole(self, on: bool) -> None:
        row = self._current()
        if isinstance(row, Taken):
            self._whole = self._whole | {row.origin} if on else self._whole - {row.origin}
            self._look()

    def _current(self) -> Row | None:
        item: QListWidgetItem | None = self.list.currentItem()  # None before there is any
        return item.data(_VALUE) if item is not None else None

    def _unticked(self) -> frozenset[str]:
        items = (self.list.item(number) for number in range(self.list.count()))
        return frozenset(
            item.data(_VALUE).origin
            for item in items
            if isinstance(item.data(_VALUE), Taken) and item.checkState() is Qt.CheckState.Unchecked
        )

    def _ticked(self) -> int:
        items = (self.list.item(number) for number in range(self.list.count()))
        return sum(item.checkState() is Qt.CheckState.Checked for item in items)

    def _offer(self) -> None:
        self.import_button.setEnabled(self._ticked() > 0)

    def _agree(self) -> None:
        to = self.folder.currentText().strip()
        try:
            Importer(self._library, (), to)
        except ReaderError as error:
            self.told.setText(str(error))
            self.folder.setFocus()
            return
        self.agreed.emit(self._files, to, Wishes(self._whole, self._unticked()))
        self.accept()


def _text_box(name: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setAccessibleName(name)
    box.setTabChangesFocus(True)
    return box


def _is_page(origin: str) -> bool:
    return Path(origin).suffix.lower() in saved_page.suffixes


def _folders(library: Library) -> Sequence[str]:
    """Return the folders of `library` by their names, in order, without its own."""
    folder = library.folder
    return sorted(one.relative_to(folder).as_posix() for one in library.folders() if one != folder)
