"""Watching a build, and holding it: progress as values, a control that stops or pauses it."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: articles read, articles to read, the one just read."""

    done: int
    total: int
    name: str = ""


class BuildControl:
    """Stops or pauses a build from another thread."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._pause = threading.Event()

    def stop(self) -> None:
        """End the build; what has been read is kept."""
        self._stop.set()

    def pause(self, *, on: bool) -> None:
        """Hold the build, or let it go on."""
        (self._pause.set if on else self._pause.clear)()

    def stopped(self) -> bool:
        """Whether the build should end."""
        return self._stop.is_set()

    def paused(self) -> bool:
        """Whether the build should wait."""
        return self._pause.is_set()
