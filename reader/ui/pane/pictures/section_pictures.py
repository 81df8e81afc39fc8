"""What a section shows besides text: images and formulas, made in the background, each once.

The typesetter asks for a picture by its key. What is there is given at once;
what is not is begun, and `arrived` says when it is: then the sections that
wait for that key are set again.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QImage, QPainter

from reader.ui.base.qt_preload import PICTURES, name_classes
from reader.ui.base.tasks import Tasks

MOST_KEPT = 96 * 2**20  # bytes of pixels


class PictureKey(NamedTuple):
    """What decides how a picture looks. `size`: the width an image may have, or of a formula's text.

    `family` is the font of Chinese in a formula, where there is any.
    """

    source: str
    size: int
    formula: bool = False
    display: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture as it is painted: pixels, measures, and whether it takes the colour of the text."""

    image: QImage
    width: float
    ascent: float
    descent: float = 0.0
    mask: bool = False
    tints: dict[str, QImage] = field(default_factory=dict, repr=False)

    def tinted(self, colour: QColor) -> QImage:
        """Return the mask in `colour`; the last one is kept."""
        if colour.name() not in self.tints:
            image = QImage(self.image)
            tint = QPainter(image)
            tint.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            tint.fillRect(image.rect(), colour)
            tint.end()
            self.tints.clear()
            self.tints[colour.name()] = image
        return self.tints[colour.name()]

    def paint(self, painter: QPainter, at: QPointF, colour: QColor) -> None:
        """Paint it with its baseline's left end at `at`."""
        target = QRectF(at.x(), at.y() - self.ascent, self.width, self.ascent + self.descent)
        image = self.tinted(colour) if self.mask else self.image
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, image, QRectF(image.rect()))


class NotShown(NamedTuple):
    """Why a picture is not shown: a sentence, or nothing where the source is shown in its place."""

    why: str = ""


class Pictures(QObject):
    """The pictures of one article."""

    arrived = Signal(object)  # PictureKey

    def __init__(self, tasks: Tasks | None, folder: Path | None, ratio: float = 2.0) -> None:
        super().__init__()
        self._tasks = tasks
        self._folder = folder
        self._ratio = ratio
        self._kept: OrderedDict[PictureKey, Shown | NotShown] = OrderedDict()
        self._begun: set[PictureKey] = set()

    def get(self, key: PictureKey) -> Shown | NotShown | None:
        """Return the picture of `key`; None while it is being made."""
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        if key not in self._begun and self._tasks is not None:
            self._begun.add(key)
            name_classes(PICTURES)  # here, and not on the thread
            self._tasks.run(
                lambda: self.make(key),
                lambda made: self._keep(key, made),
                lambda error: self._keep(key, NotShown(str(error))),
            )
            return self._kept.get(key)
        return None

    def make(self, key: PictureKey) -> Shown | NotShown:
        """Make the picture of `key` now. Runs in the background; never raises for what an article holds."""
        return self._formula(key) if key.formula else self._image(key)

    # What reads and draws them is imported by the first article that has any.

    def _formula(self, key: PictureKey) -> Shown | NotShown:
        from reader.articles.pictures.formula_svg import FormulaError
        from reader.ui.pane.pictures.formula_masks import set_formula

        try:
            made = set_formula(key.source, key.display, key.size, self._ratio, key.family)
        except FormulaError:
            return NotShown()
        return Shown(made.mask, made.width, made.ascent, made.descent, mask=True)

    def _image(self, key: PictureKey) -> Shown | NotShown:
        from reader.articles.pictures.image_paths import ImageError
        from reader.ui.pane.pictures.image_loading import load_image

        try:
            if self._folder is None:
                return NotShown()
            image = load_image(self._folder, key.source, key.size, self._ratio)
        except ImageError as refusal:
            return NotShown(str(refusal))
        size = image.deviceIndependentSize()
        return Shown(image, size.width(), size.height())

    def _keep(self, key: PictureKey, made: Shown | NotShown) -> None:
        self._begun.discard(key)
        self._kept[key] = made
        bytes_kept = sum(each.image.sizeInBytes() for each in self._kept.values() if isinstance(each, Shown))
        while bytes_kept > MOST_KEPT and len(self._kept) > 1:
            _old, dropped = self._kept.popitem(last=False)
            bytes_kept -= dropped.image.sizeInBytes() if isinstance(dropped, Shown) else 0
        self.arrived.emit(key)


class FinishedPictures(Pictures):
    """Makes every picture when it is asked for: for printing, where nothing may be missing."""

    def __init__(self, folder: Path | None, ratio: float = 2.0) -> None:
        super().__init__(None, folder, ratio)

    def get(self, key: PictureKey) -> Shown | NotShown | None:
        """Return the picture of `key`, made now if it was not."""
        if key not in self._kept:
            self._keep(key, self.make(key))
        return self._kept[key]
