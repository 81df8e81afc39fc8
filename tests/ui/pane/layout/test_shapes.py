"""What is painted around the text can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from reader import paths
from reader.theme import themes
from reader.ui.base.theming import colour
from reader.ui.pane.layout.shapes import Bullet
from tests.test_themes import BOX, contrast

THEMES = pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.key)


@THEMES
@pytest.mark.parametrize("side", [8.0, 14.4, 32.0])
@pytest.mark.parametrize("offset", [0.0, 0.25, 0.5, 0.75])
def test_the_box_of_a_task_is_seen_wherever_it_stands(qapp, theme, side, offset):
    """Measured on the pixels: a fine line between two rows of them is fainter than its colour."""
    image, behind = QImage(48, 48, QImage.Format.Format_RGB32), colour(theme, "background")
    image.fill(behind)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    Bullet(QRectF(8 + offset, 8 + offset, side, side), "quiet_text", True, ticked=False).paint(painter, theme)
    painter.end()
    middle = round(8 + side / 2)
    column = [contrast(image.pixelColor(middle, y).name(), behind.name()) for y in range(48)]
    assert min(max(column[:middle]), max(column[middle:])) >= BOX


@THEMES
def test_the_boxes_of_dialogs_are_seen(theme):
    styles = paths.resource("styles/window.qss").read_text(encoding="utf-8")
    rule = styles[styles.index("QCheckBox::indicator {") :].split("}")[0]
    role = rule.split("border: 1px solid @")[1].split(";")[0]
    for behind in ("field", "window", "panel"):
        assert contrast(colour(theme, role).name(), colour(theme, behind).name()) >= BOX
