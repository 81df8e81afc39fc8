"""About: the version, where things are kept, the licences of all that is shipped, and the doctor."""

from __future__ import annotations

import platform
import sys

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader import __version__
from reader.i18n import gettext as _
from reader.ui.base.theming import program_icon
from reader.ui.dialogs.about.doctor_page import DoctorPage
from reader.ui.dialogs.about.licences_page import LicencesPage
from reader.ui.dialogs.about.places_page import PlacesPage
from reader.ui.session.session import Session

PICTURE = 64  # pixels


class AboutDialog(QDialog):
    """Three pages below the name. What takes time is looked up when its page is first shown."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Gangmu"))
        self.places = PlacesPage(session)
        self.licences = LicencesPage(session.cataloguing)
        self.doctor = DoctorPage(session)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        for page, words in (
            (self.places, _("Where things are")),
            (self.licences, _("Licences")),
            (self.doctor, _("Doctor")),
        ):
            self.pages.addTab(page, words)
        self.pages.currentChanged.connect(self._show_page)
        buttons = QDialogButtonBox()
        self.copy_button = QPushButton(_("Copy for a report"))
        self.copy_button.setToolTip(_("Copy version, places and what the doctor found"))
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addLayout(self._head())
        column.addWidget(self.pages, 1)
        column.addWidget(buttons)
        self.resize(660, 500)

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(program_icon().pixmap(PICTURE, PICTURE))
        name = QLabel(f"Gangmu 纲目 {__version__}")
        name.setProperty("heading", True)
        sentence = QLabel(
            _("An offline reader that opens every article by its author's own framework. MIT licence."),
            wordWrap=True,
        )
        made_with = QLabel(" · ".join(_made_with()))
        made_with.setProperty("quiet", True)
        made_with.setWordWrap(True)
        made_with.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (name, sentence, made_with):
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _show_page(self, _place: int) -> None:
        page = self.pages.currentWidget()
        if isinstance(page, LicencesPage | DoctorPage):
            page.look()

    def _copy(self) -> None:
        parts = (f"Gangmu {__version__}", *_made_with(), "", *self.places.told(), "", *self.doctor.told())
        QGuiApplication.clipboard().setText("\n".join(parts).strip() + "\n")
        self.copy_button.setText(_("Copied"))


def _made_with() -> tuple[str, ...]:
    frozen = (_("one program"),) if getattr(sys, "frozen", False) else ()
    return (
        f"Python {platform.python_version()}",
        f"Qt {qVersion()}",
        f"PySide6 {pyside_version}",
        platform.platform(terse=True),
        *frozen,
    )
