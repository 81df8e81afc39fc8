"""The files of a person's own in a folder, and what is wrong with each; read when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour, glyph

_ICON = 16  # pixels


class FileNotes(QWidget):
    """Names the files of a folder: those that are used in one line, each broken one with its sentence."""

    def __init__(
        self,
        none: str,
        read: Callable[[], tuple[Sequence[str], Sequence[str]]],
        folder: Path,
        theming: Theming,
        *buttons: QPushButton,
    ) -> None:
        """`read` returns the names of those in use, and a sentence for each that is not; `none`: of none."""
        super().__init__()
        self._none, self._read, self._folder, self._theming = none, read, folder, theming
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._lines: list[QWidget] = []
        self.open_button = QPushButton(_("Open the folder"))
        self.open_button.setAccessibleDescription(str(folder))
        self.open_button.clicked.connect(self._open)
        row = QHBoxLayout()
        for button in (self.open_button, *buttons):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self._column.addLayout(row)

    @property
    def sentences(self) -> list[str]:
        """What is said now."""
        return [label.text() for line in self._lines for label in line.findChildren(QLabel) if label.text()]

    def look_again(self) -> None:
        """Read the folder again, and say what is in it now."""
        used, broken = self._read()
        while self._lines:
            line = self._lines.pop()
            self._column.removeWidget(line)
            line.deleteLater()
        names = ", ".join(used) or (self._none if not broken else "")
        if names:
            self._say(names, is_wrong=False)
        for sentence in broken:
            self._say(sentence, is_wrong=True)

    def showEvent(self, event: QShowEvent) -> None:
        self.look_again()
        super().showEvent(event)

    def _say(self, words: str, *, is_wrong: bool) -> None:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        label = QLabel(words, wordWrap=True)
        label.setProperty("quiet", not is_wrong)
        if is_wrong:
            sign = QLabel()
            tint = colour(self._theming.theme, "warning")
            sign.setPixmap(glyph("warning", tint, _ICON, self.devicePixelRatioF()))
            row.addWidget(sign)
        row.addWidget(label, 1)
        self._column.insertWidget(len(self._lines), line)
        self._lines.append(line)
        line.show()

    def _open(self) -> None:
        """Show the folder in the system's own file manager, made if it is not there."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._say(
                _("The folder {folder} cannot be made ({reason}).").format(
                    folder=self._folder, reason=error.strerror or error
                ),
                is_wrong=True,
            )
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._say(_("It is here: {folder}").format(folder=self._folder), is_wrong=False)
