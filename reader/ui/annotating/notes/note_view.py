"""A note as it reads, while nobody edits it.

It loads nothing. A click on a link opens it, where it leads to the web; any
other click edits the note.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser

from reader.articles.link_safety import safe_address
from reader.i18n import gettext as _
from reader.ui.annotating.notes.note_html import note_html
from reader.ui.base.theming import Theming, colour
from reader.ui.session.link_following import open_on_the_web

_PICTURE = QTextDocument.ResourceType.ImageResource.value


class NoteView(QTextBrowser):
    """Shows a note; a click, Enter or F2 asks for editing it."""

    edit_requested = Signal()

    def __init__(self, theming: Theming) -> None:
        super().__init__()
        self._theming = theming
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName(_("Note"))
        self.setToolTip(_("Click to edit"))
        self.document().setDocumentMargin(2)
        self.anchorClicked.connect(_open)

    def show_note(self, note: str) -> None:
        """Show `note`, rendered."""
        theme = self._theming.theme
        self.setHtml(note_html(note, colour(theme, "link").name(), colour(theme, "panel_quiet").name()))

    def height_for(self, width: int) -> int:
        """Return how high it is, in pixels, without scrolling."""
        self.document().setTextWidth(width)
        return round(self.document().size().height()) + 4

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        # Where nothing is given, Qt reads the file itself: so an empty picture, and an empty text.
        return QImage(1, 1, QImage.Format.Format_Mono) if kind == _PICTURE else QByteArray(b" ")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_on_link = self.textCursor().hasSelection()  # Tab goes from link to link, and selects them
        if event.key() == Qt.Key.Key_F2 or (is_enter and not is_on_link):
            self.edit_requested.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        event.accept()
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and not self.anchorAt(event.position().toPoint()) and not self.textCursor().hasSelection():
            self.edit_requested.emit()


def _open(address: QUrl) -> None:
    if safe := safe_address(address.toString()):
        open_on_the_web(safe)
