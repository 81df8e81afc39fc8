"""Events of something that is dragged over a widget, made by hand: offscreen nothing is dragged."""

from __future__ import annotations

import warnings
from typing import Any

from PySide6.QtCore import QPointF


def drag_event(kind: type, at: QPointF, *rest: Any) -> Any:
    """Return a `QDragEnterEvent` or `QDragMoveEvent` at `at`, with the `rest` of its arguments."""
    with warnings.catch_warnings():  # Qt 6.12 wants a QPointF here, which 6.11 does not take
        warnings.simplefilter("ignore", DeprecationWarning)
        return kind(at.toPoint(), *rest)
