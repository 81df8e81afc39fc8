"""Seeing what another window, another process or a syncing tool writes, as it is written: no polling."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

_SETTLE = 120  # milliseconds: a save makes several events


class SheetWatch(QObject):
    """Watches a folder that may not exist yet: then the nearest one above it."""

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_event)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE)
        self._timer.timeout.connect(self.changed)
        self._watch()

    def _on_event(self, _path: str) -> None:
        self._watch()
        if not self._timer.isActive():
            self._timer.start()

    def _watch(self) -> None:
        there = next((path for path in (self._folder, *self._folder.parents) if path.is_dir()), None)
        watched = self._watcher.directories()
        if there is None or str(there) in watched:
            return
        if watched:
            self._watcher.removePaths(watched)
        self._watcher.addPath(str(there))
