"""What is painted behind the words and over them: the shapes that the view asks for."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from PySide6.QtGui import QPainter

from reader.theme import Theme
from reader.ui.pane.laid import Laid


class Placed(NamedTuple):
    """A piece in sight, and the y of its top edge in the viewport."""

    laid: Laid
    y: float


class Layer(Protocol):
    """Something painted behind the words of a piece."""

    def paint(self, painter: QPainter, laid: Laid, theme: Theme) -> None:
        """Paint what lies behind `laid`, in the section's coordinates."""
        ...


class Overlay(Protocol):
    """Something painted over the viewport when all pieces are there."""

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint, in the viewport's coordinates."""
        ...
