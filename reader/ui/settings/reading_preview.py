"""A few lines set as the settings ask for, with the reading pane itself: what is seen is what one gets.

The pane is made a turn after the rest is shown: it takes half as long as all else on a page.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QShowEvent
from PySide6.QtWidgets import QWidget

from reader.articles.reading import parse_article
from reader.i18n import language
from reader.settings import Settings
from reader.ui.base.theme_colours import colour
from reader.ui.base.theming import Theming
from reader.ui.pane.style_settings import STYLE_SETTINGS, style_of
from reader.ui.pane.view import ReadingPane

SAMPLE = """善张网者引其纲，不一一摄万目而后得；引其纲，而鱼已囊矣。

Who spreads a net well **draws its headrope**: *Han Feizi*, chapter 35. “纲”与“目”之间，隔着*三百*个网眼、`42` 行代码和[一条链接](#a)。

> 提纲而众目张，振领而群毛理。
"""  # noqa: E501 - a paragraph

_SIMPLIFIED, _TRADITIONAL = "张网纲摄万后鱼与间着个码条链接众领“”", "張網綱攝萬後魚與間著個碼條連結眾領「」"
IN_TAIWAN = str.maketrans({**dict(zip(_SIMPLIFIED, _TRADITIONAL, strict=True)), "代": "程式"})  # 程式碼
FADE = 30  # pixels


class Fade(QWidget):
    """Lets the last line fade where it does not fit whole: cut in its middle it would look like a fault."""

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self._theming = theming
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: object) -> None:
        background = colour(self._theming.theme, "background")
        clear = QColor(background)
        clear.setAlpha(0)
        gradient = QLinearGradient(0, 0, 0, self.height())
        gradient.setColorAt(0, clear)
        gradient.setColorAt(0.9, background)
        QPainter(self).fillRect(self.rect(), gradient)


class ReadingPreview(QWidget):
    """Shows the sample, and follows settings and theme until `shut_down`."""

    def __init__(self, settings: Settings, theming: Theming) -> None:
        super().__init__()
        self._settings = settings
        self._theming = theming
        self._is_shut = False
        self._fade = Fade(theming, self)
        settings.on_change(self._setting_changed)

    @cached_property
    def pane(self) -> ReadingPane:
        """The pane, with the sample in it; made when it is first asked for."""
        pane = ReadingPane(parent=self)
        pane.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pane.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        pane.aids.show_heading(False)
        pane.set_theme(self._theming.theme)
        pane.set_style(style_of(self._settings))
        pane.setGeometry(self.rect())
        sample = SAMPLE.translate(IN_TAIWAN) if language() == "zh_TW" else SAMPLE
        pane.show_article(parse_article(sample, Path("preview.md")))
        self._theming.theme_changed.connect(pane.set_theme)
        pane.show()
        self._fade.raise_()
        return pane

    def shut_down(self) -> None:
        """Follow nothing any more."""
        self._is_shut = True
        self._settings.forget(self._setting_changed)
        if self._has_pane:
            self._theming.theme_changed.disconnect(self.pane.set_theme)
            self.pane.shut_down()

    @property
    def _has_pane(self) -> bool:
        return "pane" in self.__dict__

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if not self._is_shut:
            self.pane.show()

    def resizeEvent(self, event: object) -> None:
        if self._has_pane:
            self.pane.setGeometry(self.rect())
        self._fade.setGeometry(0, self.height() - FADE, self.width(), FADE)

    def _setting_changed(self, name: str) -> None:
        if (
            self._has_pane
            and name in STYLE_SETTINGS
            and (style := style_of(self._settings)) != self.pane.style_now
        ):
            self.pane.set_style(style)
