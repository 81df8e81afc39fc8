"""The type at hand: size, column, lines, typeface and theme, set while one looks at the text beside them.

A window of Qt's kind *popup*: a click elsewhere or Escape closes it, and the
keyboard is where it was. All of it stands in the settings too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSlider,
    QWidget,
)

from reader.i18n import gettext as _
from reader.i18n import pgettext
from reader.settings import SETTINGS, Settings
from reader.ui.parts.choice_switch import ChoiceSwitch
from reader.ui.parts.theme_choice import ThemeChoice

WIDTH = 340


class TypePopover(QFrame):
    """Sets the type of the text; everything takes effect at once."""

    def __init__(
        self, settings: Settings, size: float, set_size: Callable[[int], None], parent: QWidget
    ) -> None:
        """Begin at `size`, in which the text stands now; `set_size` sets all articles."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("type_popover")
        self.setAccessibleName(_("Type at hand"))
        self.setFixedWidth(WIDTH)
        self._settings = settings
        self._form = QFormLayout(self)
        self._form.setContentsMargins(16, 14, 16, 14)
        self._form.setVerticalSpacing(12)
        self._form.setHorizontalSpacing(14)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.size_slider = self._add_slider(_("Size"), "font_size", size, lambda value: set_size(int(value)))
        self.measure_slider = self._add_slider(
            _("Column"), "measure", settings.get("measure"), lambda value: self._set("measure", int(value))
        )
        self.lines_slider = self._add_slider(
            _("Lines"), "line_height", settings.get("line_height"), partial(self._set, "line_height")
        )
        self.typeface = ChoiceSwitch(
            {"serif": pgettext("type", "Serif"), "sans": pgettext("type", "Sans serif")}
        )
        self.typeface.show_choice(settings.get("font_family"))
        self.typeface.chosen.connect(partial(self._set, "font_family"))
        self._form.addRow(_("Typeface"), self.typeface)
        choice = ThemeChoice(str(settings.get("theme")))
        choice.chosen.connect(partial(self._set, "theme"))
        self.themes = choice.buttons
        self._form.addRow(_("Theme"), choice)

    def open_at(self, corner: QPoint, room: QRect) -> None:
        """Open with the right upper corner at `corner` of the screen, or where `room` of it allows."""
        self.adjustSize()
        x = min(max(corner.x() - self.width(), room.left()), room.right() - self.width())
        y = min(max(corner.y(), room.top()), room.bottom() - self.height())
        self.move(x, y)
        self.show()
        self.size_slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    # ---- within

    def _set(self, name: str, value: object) -> None:
        self._settings.set(name, value)

    def _add_slider(self, words: str, name: str, value: float, change: Callable[[float], None]) -> QSlider:
        """Add a row for a setting that is a number. The slider counts its steps."""
        setting = next(one for one in SETTINGS if one.name == name)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, round((setting.most - setting.least) / setting.step))
        slider.setPageStep(4)
        slider.setValue(round((value - setting.least) / setting.step))
        slider.setAccessibleName(words)
        said = QLabel()
        said.setProperty("quiet", True)
        said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        said.setMinimumWidth(said.fontMetrics().horizontalAdvance("0.000"))

        def show(step: int) -> float:
            number = round(setting.least + step * setting.step, 2)
            said.setText(f"{number:g}")
            slider.setAccessibleDescription(f"{number:g}")
            return number

        show(slider.value())
        slider.valueChanged.connect(lambda step: change(show(step)))
        row = QHBoxLayout()
        row.addWidget(slider, 1)
        row.addWidget(said)
        label = QLabel(words)
        label.setBuddy(slider)
        self._form.addRow(label, row)
        return slider
