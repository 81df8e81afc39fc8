"""How far the reading of the library for the search is, with a button to hold it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from reader.i18n import figure
from reader.i18n import gettext as _
from reader.search.build.build_control import Progress
from reader.ui.base.theming import Theming
from reader.ui.search.index_upkeep import IndexUpkeep

_WORTH_SHOWING = 5  # articles; fewer are read before one has looked


class IndexProgress(QWidget):
    """A bar that is there only while the library is being read. For the status bar, or the search panel."""

    def __init__(
        self,
        indexing: IndexUpkeep,
        theming: Theming,
        parent: QWidget | None = None,
        *,
        in_words: bool = False,
    ) -> None:
        """`in_words` says it without a bar and a button, where these stand elsewhere in sight."""
        super().__init__(parent)
        self._indexing = indexing
        self._theming = theming
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.label = QLabel()
        self.label.setProperty("quiet", True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setMinimumWidth(60)
        self.bar.setAccessibleName(_("Reading the library"))
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._pause)
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        row.addWidget(self.button)
        self.bar.setVisible(not in_words)
        self.button.setVisible(not in_words)
        indexing.progressed.connect(self.show_progress)
        theming.theme_changed.connect(self._dress)
        self._dress()
        self.show_progress(indexing.progress)

    def show_progress(self, progress: Progress | None) -> None:
        """Show how far it is; hide when there is nothing to read."""
        self.setVisible(progress is not None and progress.total >= _WORTH_SHOWING)
        if progress is not None:
            self.bar.setRange(0, progress.total)
            self.bar.setValue(progress.done)
            self.label.setText(
                _("Still reading {done} of {total}").format(
                    done=figure(progress.done), total=figure(progress.total)
                )
            )

    def _pause(self, on: bool) -> None:
        self._indexing.pause(on=on)
        self._dress()

    def _dress(self) -> None:
        paused = self.button.isChecked()
        self.button.setIcon(self._theming.icon("resume" if paused else "pause", "panel_quiet"))
        words = _("Go on reading the library") if paused else _("Pause reading the library")
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
