"""Bringing files into the library from the window: progress that can be stopped, then what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.catalogue.entries import Catalogue
from reader.catalogue.importing import NO_WISHES, Importer, ImportReport, Pasted, Taken, Wishes
from reader.catalogue.library import Library
from reader.errors import ReaderError, words_of
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.session.session import Session

Rows = Sequence[tuple[str, Sequence[str]]]  # lines, each with what stands below it
_LONGEST = 2000  # code points of what was left out that are shown of one article


class ImportDialog(QDialog):
    """Imports files in the background. `report` is there once it is done; closing it before stops it."""

    imported = Signal(object)  # the `ImportReport`
    _progressed = Signal(str)  # the file that is looked at; sent by the thread

    def __init__(
        self,
        session: Session,
        library: Library,
        paths: Iterable[Path | Pasted],
        parent: QWidget,
        to: str = "",
        wishes: Wishes = NO_WISHES,
    ) -> None:
        """Import `paths` below the folder `to` of the library, but for what the person `wishes` otherwise."""
        super().__init__(parent)
        self._session = session
        self._library = library
        self._to, self._wishes = to, wishes
        self._is_stopped = False
        self.report: ImportReport | None = None
        self.setWindowTitle(_("Import"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.told = QLabel(_("Looking at the files…"))
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName(_("What came of the import"))
        self.lines.hide()
        self._buttons = QDialogButtonBox()
        self.stop_button = QPushButton(_("Stop"))
        self._buttons.addButton(self.stop_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.open_button = QPushButton(_("&Open the first"))
        self._buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.open_button.hide()
        self.open_button.clicked.connect(self._open_first)
        self._buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.told, self.bar, self.lines, self._buttons):
            column.addWidget(widget)
        self.resize(560, 160)
        self._progressed.connect(self._show_progress)
        self._begin(tuple(paths))

    def reject(self) -> None:
        """Stop after the file at hand; close once nothing runs any more."""
        if self.report is not None:
            super().reject()
            return
        self._is_stopped = True
        self.stop_button.setEnabled(False)
        self.told.setText(_("Stopping after this file…"))

    # ---- within

    def _begin(self, paths: Sequence[Path | Pasted]) -> None:
        library, tasks, to, wishes = self._library, self._session.tasks, self._to, self._wishes

        def work() -> ImportReport:
            importer = Importer(library, Catalogue(library).kept(), to, wishes=wishes)
            return importer.run(paths, lambda: self._is_stopped or tasks.is_shut, self._progressed.emit)

        tasks.run(work, self._show, self._fail)

    def _show_progress(self, name: str) -> None:
        if not self._is_stopped:
            self.told.setText(_("Importing {name}…").format(name=Path(name).name))

    def _fail(self, error: BaseException) -> None:
        is_expected = isinstance(error, ReaderError | OSError)  # the error report shows any other
        self._finish(ImportReport(), words_of(error) if is_expected else _("Gangmu failed at this."))

    def _show(self, report: ImportReport) -> None:
        count = len(report.taken)
        came = ngettext("{count} article came in", "{count} articles came in", count).format(
            count=figure(count)
        )
        words = _("{came}; already there: {same}; left out: {refused}.")
        told = words.format(came=came, same=figure(len(report.same)), refused=figure(len(report.refused)))
        self._finish(report, _("Stopped. {told}").format(told=told) if self._is_stopped else told)
        parts = (
            (_("Left out"), [(one.origin, (one.why,)) for one in report.refused]),
            (_("Came in"), [(f"{one.title}  ·  {one.file}", _dropped(one)) for one in report.taken]),
            (_("There already"), [(one.origin, (one.file,)) for one in report.same]),
        )
        self.lines.setPlainText("\n\n".join(_part(heading, rows) for heading, rows in parts if rows))
        self.lines.show()
        self.open_button.setVisible(bool(report.taken))
        self.resize(640, 460)

    def _finish(self, report: ImportReport, told: str) -> None:
        self.report = report
        self.told.setText(told)
        self.bar.hide()
        self.stop_button.setEnabled(True)
        self.stop_button.setText(_("Close"))
        self.imported.emit(report)

    def _open_first(self) -> None:
        if self.report is not None and self.report.taken:
            self._session.open_article(self._library.folder / self.report.taken[0].file)
            self.accept()


def _part(heading: str, rows: Rows) -> str:
    lines = [f"{heading} ({len(rows)})"]
    for words, below in rows:
        lines.append(f"    {words}")
        lines += [f"        {line}" for line in below]
    return "\n".join(lines)


def _dropped(one: Taken) -> tuple[str, ...]:
    """Return the lines that were left out of an article, under a heading of their own."""
    text = one.dropped.strip()
    if not text:
        return ()
    lines = [line.strip() for line in text[:_LONGEST].splitlines() if line.strip()]
    more = (_("… and more"),) if len(text) > _LONGEST else ()
    return (_("Left out of the text, as no part of the article:"), *lines, *more)
