"""The window of the reading statistics: charts in cards, what is noted at all, and the way to files.

It is reckoned in the background whenever it is shown, or what was read has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.model import Annotation
from reader.annotations.store.annotation_store import AnnotationStore
from reader.catalogue.entries import Catalogue
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.i18n import pgettext
from reader.paths import file_name
from reader.study.reading_report import ReadingReport, report_of
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.parts.file_dialogs import FileKind, ask_where_to_save
from reader.ui.session.reading_service import ReadingService
from reader.ui.session.session import Session
from reader.ui.statistics.chart_export import as_csv, as_png, as_svg
from reader.ui.statistics.chart_view import ChartCard
from reader.ui.statistics.charts import Chart, Shape, charts_of
from reader.whole_file import save_as

SHAPE = "statistics"  # what its size is remembered as
_TWO_COLUMNS = 980  # pixels of width from which cards stand side by side
_PAUSE = 800  # milliseconds without news before it is reckoned anew


class StatisticsWindow(QDialog):
    """What was read in the open library. One a main window; closed it is out of memory."""

    def __init__(
        self,
        session: Session,
        reading: ReadingService,
        store: Callable[[], AnnotationStore | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._reading, self._store = session, reading, store
        self._tasks = session.tasks_for("statistics")
        self._number = 0
        self.charts: tuple[Chart, ...] = ()
        self.cards: list[ChartCard] = []
        self.setWindowTitle(_("Reading statistics"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1060, 780)
        self.restoreGeometry(session.remembered.shape(SHAPE))
        self._build()
        self._news = QTimer(self, singleShot=True, interval=_PAUSE)
        self._news.timeout.connect(self.reckon)
        reading.events_changed.connect(self._news.start)
        session.library_opened.connect(self._news.start)
        session.settings.on_change(self._setting_changed)

    def reckon(self) -> None:
        """Reckon everything anew, in the background."""
        library, events = self._session.library, self._reading.events
        if library is None:
            self._show(None)
            return
        self._number += 1
        number, store, now = self._number, self._store(), datetime.now().astimezone()

        def work() -> ReadingReport | None:
            notes: list[Annotation] = []
            if store is not None:
                notes = [one.annotation for one in store.kept()]
            entries = Catalogue(library).kept()
            stale = lambda: number != self._number or self._tasks.is_shut  # noqa: E731
            read = partial(self._reading.read, library)
            return report_of(entries, events, notes, now, read, stale)

        def done(report: ReadingReport | None) -> None:
            if number == self._number:
                self._show(report)

        self._tasks.run(work, done)

    def save(self, kind: str, path: Path) -> None:
        """Write the charts to `path` as "png", "svg" or "csv", in the background; tell how that went."""
        charts, theme, font = self.charts, self._session.theming.theme, self.font()
        title = self.windowTitle()
        make: dict[str, Callable[[], bytes]] = {
            "png": partial(as_png, charts, theme, font),
            "svg": partial(as_svg, charts, theme, font, title),
            "csv": partial(as_csv, charts),
        }

        def done(_none: None) -> None:
            self.told.setText(_("Saved as {path}.").format(path=path))

        def failed(error: BaseException) -> None:
            if not isinstance(error, ReaderError):
                raise error
            self.told.setText(str(error))

        self._tasks.run(lambda: save_as(path, make[kind]()), done, failed)

    # ---- making

    def _build(self) -> None:
        self.empty = QLabel(wordWrap=True)
        self.empty.setProperty("quiet", True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(40, 40, 40, 40)
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(16, 16, 16, 16)
        self._grid.setSpacing(14)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._sheet)
        self.noting = QCheckBox(_("&Note what I read"))
        self.noting.setToolTip(_("For progress, the time left and these statistics; it stays in the library"))
        self.noting.setChecked(self._reading.is_on)
        self.noting.toggled.connect(partial(self._session.settings.set, "note_reading"))
        self.erasing = QPushButton(_("&Erase…"))
        menu = QMenu(self)
        menu.addAction(_("What was read of this article…"), partial(self.ask_to_erase, of_article=True))
        menu.addAction(_("All that was read in this library…"), partial(self.ask_to_erase, of_article=False))
        menu.aboutToShow.connect(lambda: menu.actions()[0].setEnabled(self._session.article is not None))
        self.erasing.setMenu(menu)
        self.exporting = QPushButton(_("Save &as…"))
        kinds = QMenu(self)
        for kind, words in (
            ("png", _("Picture (PNG)")),
            ("svg", _("Drawing (SVG)")),
            ("csv", _("Table (CSV)")),
        ):
            kinds.addAction(words, partial(self._ask_where, kind, words))
        for one in (menu, kinds):
            give_mnemonics(one)
        self.exporting.setMenu(kinds)
        self.told = QLabel()
        self.told.setProperty("quiet", True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(10)
        foot.addWidget(self.noting)
        foot.addWidget(self.erasing)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.exporting)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(foot)
        for button in (self.erasing, self.exporting, close):
            button.setAutoDefault(False)
        self.area.hide()
        self.empty.setText(_("Reckoning…"))

    # ---- showing

    def _show(self, report: ReadingReport | None) -> None:
        self.charts = charts_of(report) if report is not None else ()
        focused = next((card.chart.key for card in self.cards if card.view.hasFocus()), "")
        bar = self.area.verticalScrollBar()
        before = bar.value()
        for card in self.cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        self.cards = [ChartCard(chart, self._session.theming) for chart in self.charts]
        self._arrange()
        self.area.setVisible(bool(self.cards))
        self.empty.setVisible(not self.cards)
        self.exporting.setEnabled(bool(self.cards))
        self.empty.setText(self._nothing())
        bar.setValue(before)
        for card in self.cards:
            if card.chart.key == focused:
                card.view.setFocus()

    def _nothing(self) -> str:
        if not self._reading.is_on:
            return _("What you read is not noted. Turn it on below to see days, subjects and speed here.")
        return _("Nothing was read here yet. Read for a while: days, subjects and speed will stand here.")

    def _arrange(self) -> None:
        """Put the cards into one column or two; the calendar takes the whole width."""
        columns = 2 if self.width() >= _TWO_COLUMNS else 1
        place = 0
        for card in self.cards:
            is_wide = card.chart.shape is Shape.CALENDAR
            if is_wide:
                place += place % columns
            span = columns if is_wide else 1
            self._grid.addWidget(card, place // columns, place % columns, 1, span)
            place += span
        for number in range(2):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
        self._grid.setRowStretch(place // columns + 1, 1)
        self._columns = columns

    def _setting_changed(self, name: str) -> None:
        if name == "note_reading":
            self.noting.setChecked(self._reading.is_on)
            if not self.cards:
                self.empty.setText(self._nothing())

    # ---- acting

    def ask_to_erase(self, *, of_article: bool) -> QMessageBox:
        """Ask whether what was read is to be forgotten; return the open box."""
        article = self._session.article if of_article else None
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        words = _("Erase all that was read in this library?")
        if article is not None:
            words = _("Erase what was read of “{title}”?").format(title=article.title)
        box.setText(words)
        box.setInformativeText(_("Days, minutes and progress are forgotten on all your devices. Notes stay."))
        erase = box.addButton(pgettext("reading", "Erase"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda button: self._reading.erase(article) if button is erase else None)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    def _ask_where(self, kind: str, words: str) -> None:
        session = self._session
        library = session.library.folder.name if session.library is not None else ""
        name = file_name(" ".join(filter(None, (library, _("Reading statistics")))))
        path = ask_where_to_save(self, _("Save as"), session.settings, name, FileKind(words, (f".{kind}",)))
        if path is not None:
            self.save(kind, path)

    # ---- Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reckon()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= _TWO_COLUMNS else 1
        if self.cards and columns != self._columns:
            self._arrange()

    def done(self, result: int) -> None:
        self._leave()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._leave()
        super().closeEvent(event)

    def _leave(self) -> None:
        self._number += 1
        self._news.stop()
        self._session.settings.forget(self._setting_changed)
        self._session.remembered.keep_shape(SHAPE, bytes(self.saveGeometry().data()))
