"""Choosing a font by its looks: each family with some of its own letters, Chinese and Latin ones apart."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QPainter, QPalette, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QStyleOptionViewItem

from reader.i18n import gettext as _
from reader.ui.parts.row_ground import is_chosen

_Writing = QFontDatabase.WritingSystem
FONT_SETTINGS = {
    "chinese_font": (_Writing.SimplifiedChinese, _Writing.TraditionalChinese),
    "latin_font": (_Writing.Latin,),
}
SAMPLES = {"chinese_font": "永和九年", "latin_font": "Hamburg"}
HEIGHT, SAMPLE_SIZE, EDGE = 34, 19, 10  # pixels: of a row, of the letters, at both ends
_Index = QModelIndex | QPersistentModelIndex


class FontEditor(QComboBox):
    """Edits the name of a font family; "" is the best available. The list is made when it is asked for."""

    changed = Signal(object)

    def __init__(self, name: str, value: str) -> None:
        super().__init__()
        self._name = name
        self._is_filled = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setItemDelegate(_Samples(SAMPLES[name], self))
        self.view().setMinimumWidth(360)
        self.addItem(_("Best available"), "")
        self.show_value(value)
        self.currentIndexChanged.connect(lambda _row: self.changed.emit(self.currentData()))

    def show_value(self, value: Any) -> None:
        """Show `value`, which is set already."""
        if self.findData(value) < 0:
            self.addItem(value, value)
        self.setCurrentIndex(self.findData(value))

    def fill(self) -> None:
        """Offer every family that this machine has for the letters, once."""
        if self._is_filled:
            return
        self._is_filled = True
        value = self.currentData()
        self.blockSignals(True)
        found = {
            family for writing in FONT_SETTINGS[self._name] for family in QFontDatabase.families(writing)
        }
        for family in sorted(found - {value}, key=str.casefold):
            self.addItem(family, family)
        self.blockSignals(False)

    def showPopup(self) -> None:
        self.fill()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.fill()  # the arrows go through it without a list
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Samples(QStyledItemDelegate):
    """Paints a family's name, and at the right some letters of its own."""

    def __init__(self, sample: str, parent: FontEditor) -> None:
        super().__init__(parent)
        self._sample = sample

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        family = index.data(Qt.ItemDataRole.UserRole)
        if not family:
            return
        painter.save()
        font = QFont(family)
        font.setPixelSize(SAMPLE_SIZE)
        painter.setFont(font)
        role = QPalette.ColorRole.HighlightedText if is_chosen(option) else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        room = option.rect.adjusted(EDGE, 0, -EDGE, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._sample)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), HEIGHT)
