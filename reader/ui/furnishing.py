"""What the window gets once the first article is painted: search, annotations, and the panels at the right.

None of it is needed to read the first line, and together it costs more than
all the rest (Whoosh, the anchoring, two panels). So their modules are imported
on a thread while the person already reads, and then made on the main thread,
one step in each turn of the event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from reader.ui.window import MainWindow


class Furnishing(QObject):
    """Completes one window, in small steps."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._is_begun = False
        self._steps: list[Callable[[], None]] = [
            self._add_services,
            self._add_marks,
            self._add_repairs,
            self._add_panels,
            self._add_progress,
        ]

    @property
    def is_done(self) -> bool:
        """Whether the window is complete."""
        return not self._steps

    def begin(self) -> None:
        """Begin, if that was not done yet; the steps follow when the modules are there."""
        if not self._is_begun:
            self._is_begun = True
            self._window.session.tasks.run(_import_all, lambda _none: self._next())

    def finish(self) -> None:
        """Take all the steps that are left, now."""
        self._is_begun = True
        while self._steps:
            self._step()

    def stop(self) -> None:
        """Take no more steps: the window closes."""
        self._is_begun = True
        self._steps = []

    def _next(self) -> None:
        if self._steps:
            self._step()
            QTimer.singleShot(0, self, self._next)

    def _step(self) -> None:
        self._steps.pop(0)()
        if not self._steps:
            self._window.furnished.emit()

    # ---- the steps

    def _add_services(self) -> None:
        _ = self._window.session.annotations  # and the search with it: made by being asked for

    def _add_marks(self) -> None:
        from reader.ui.annotating.acting import add_annotation_actions
        from reader.ui.annotating.marker import Marker

        window = self._window
        window.marker = Marker(window.session, window.pane)
        add_annotation_actions(window.session, window.marker)

    def _add_repairs(self) -> None:
        from reader.ui.exporting import Exporting
        from reader.ui.repairing import Repairing

        Repairing(self._window.session, self._window.pane)
        Exporting(self._window.session, self._window)

    def _add_panels(self) -> None:
        from reader.ui.panels import later

        window = self._window
        panels = [window.add_panel(kind(window.session, window)) for kind in later()]
        if window.has_remembered_docks:
            return
        for first, second in pairwise(panels):
            window.tabifyDockWidget(first, second)
        window.resizeDocks(panels, [330] * len(panels), Qt.Orientation.Horizontal)

    def _add_progress(self) -> None:
        from reader.ui.hits.progress import IndexProgress

        session = self._window.session
        progress = IndexProgress(session.search.indexing, session.theming)
        progress.setMaximumWidth(320)
        self._window.statusBar().insertPermanentWidget(1, progress)


def _import_all() -> None:
    """Import what the steps need. Off the main thread; whoever asks for one of them meanwhile just waits."""
    import reader.ui.annotating.acting
    import reader.ui.annotating.desk
    import reader.ui.exporting
    import reader.ui.hits.progress
    import reader.ui.panels.notes
    import reader.ui.panels.search
    import reader.ui.repairing
    import reader.ui.searching  # noqa: F401
