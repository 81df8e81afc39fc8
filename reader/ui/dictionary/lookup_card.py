"""The card that shows what the dictionaries say of a word; where there are none, it says what to do."""

from __future__ import annotations

import html
from itertools import groupby
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.dictionaries.model import Answer
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour

WIDTH = 320
_HIGHEST = 340  # of what is said, in pixels
_PICTURE = QTextDocument.ResourceType.ImageResource.value


class LookupCard(QFrame):
    """Shows one answer at a time. It takes the keyboard, so that one can read on with the arrow keys."""

    closed = Signal()
    folder_wanted = Signal()  # the person wants to see the folder of the dictionaries

    def __init__(self, theming: Theming, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("lookup_card")
        self.setFixedWidth(WIDTH)
        self._theming = theming
        self._answer: Answer | None = None
        self.word = QLabel()
        self.word.setObjectName("looked_up")
        self.word.setTextFormat(Qt.TextFormat.PlainText)
        self.word.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._close = QToolButton(self, autoRaise=True)
        self._close.setToolTip(_("Close (Esc)"))
        self._close.setAccessibleName(self._close.toolTip())
        self._close.clicked.connect(self.close_card)
        self.said = _SafeBrowser(self)
        self.said.setAccessibleName(_("What the dictionaries say"))
        self.said.installEventFilter(self)
        self.folder_button = QPushButton(_("Open the folder of the dictionaries"))
        self.folder_button.clicked.connect(self.folder_wanted)
        self.folder_button.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 8, 12)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.word, 1)
        top.addWidget(self._close)
        column.addLayout(top)
        column.addWidget(self.said)
        column.addWidget(self.folder_button, 0, Qt.AlignmentFlag.AlignLeft)
        theming.theme_changed.connect(self._dress)
        self._dress()
        self.hide()

    def wait_for(self, word: str) -> None:
        """Show that `word` is being looked up."""
        self._answer = None
        self.word.setText(word)
        said = html.escape(_("Looking it up …"))
        self._show_html(f'<p class="quiet">{said}</p>', with_folder=False)

    def show_answer(self, answer: Answer, folder: Path) -> None:
        """Show `answer`; `folder` is named where it holds no dictionary."""
        self._answer = answer
        self.word.setText(answer.found or answer.word)
        self.word.setToolTip(self.word.text())
        self._show_html(answer_html(answer, folder), with_folder=not answer.dictionaries)
        self.said.verticalScrollBar().setValue(0)

    def close_card(self) -> None:
        """Put the card away."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_press = event.type() is QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Cancel):
            self.close_card()
            return True
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        theme = self._theming.theme
        self._close.setIcon(self._theming.icon("close", "panel_quiet"))
        quiet, accent = colour(theme, "panel_quiet").name(), colour(theme, "link").name()
        self.said.document().setDefaultStyleSheet(
            f"p {{ margin: 0 0 6px 0; line-height: 135%; }} .quiet {{ color: {quiet}; margin-top: 6px; }}"
            f" .head {{ color: {accent}; font-weight: 600; }}"
        )
        if not self.said.document().isEmpty():
            self.said.setHtml(self.said.property("shown"))

    def _show_html(self, shown: str, *, with_folder: bool) -> None:
        self.said.setProperty("shown", shown)
        self.said.setHtml(shown)
        self.folder_button.setVisible(with_folder)
        margins = self.contentsMargins()
        self.said.document().setTextWidth(WIDTH - 36 - margins.left() - margins.right())
        self.said.setFixedHeight(min(round(self.said.document().size().height()) + 4, _HIGHEST))
        self.adjustSize()


class _SafeBrowser(QTextBrowser):
    """Shows HTML and loads nothing, whatever it asks for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        # Where nothing is given, Qt reads the file itself: so an empty picture, and an empty text.
        return QImage(1, 1, QImage.Format.Format_Mono) if kind == _PICTURE else QByteArray(b" ")


def answer_html(answer: Answer, folder: Path) -> str:
    """Return what the card says: each dictionary's name with its entries, or why there are none."""
    parts = []
    for dictionary, entries in groupby(answer.entries, key=lambda entry: entry.dictionary):
        parts.append(f'<p class="quiet">{html.escape(dictionary)}</p>')
        for entry in entries:
            parts.append(f'<p><span class="head">{html.escape(entry.headword)}</span><br>{entry.html}</p>')
    if not answer.dictionaries:
        words = _("There is no dictionary yet. Put StarDict or MDX files into {folder}, then look again.")
        parts.append(f"<p>{html.escape(words.format(folder=folder))}</p>")
    elif not answer.entries:
        words = ngettext(
            "Your dictionary has nothing about this.",
            "Your {count} dictionaries have nothing about this.",
            answer.dictionaries,
        )
        parts.append(f"<p>{html.escape(words.format(count=figure(answer.dictionaries)))}</p>")
    parts += [f'<p class="quiet">{html.escape(problem)}</p>' for problem in answer.problems]
    return "".join(parts)
