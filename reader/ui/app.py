"""Opens the window: makes each thing once, and hands it on."""

from __future__ import annotations

from pathlib import Path


def open_window(target: Path | None = None, *, quit_after_first_paint: bool = False) -> int:
    """Open the window on `target`, an article or a library; return the exit status when it is closed."""
    raise NotImplementedError(target, quit_after_first_paint)
