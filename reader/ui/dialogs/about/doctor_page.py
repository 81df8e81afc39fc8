"""The doctor in the window: what this machine has and lacks, looked at on a thread."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from reader import paths
from reader.catalogue.library import Library
from reader.doctor.checks import Finding, examine
from reader.i18n import figure, labelled, ngettext
from reader.i18n import gettext as _
from reader.ui.session.session import Session


class DoctorPage(QWidget):
    """The findings, those that are not well first."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._findings: tuple[Finding, ...] = ()
        self._is_asked = False
        self.summary = QLabel(wordWrap=True)
        self.list = QListWidget()
        self.list.setAccessibleName(_("What was looked at"))
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.again = QPushButton(_("Look again"))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self._look)
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 14, 4, 4)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    def look(self) -> None:
        """Look, if that was not done yet."""
        if not self._is_asked:
            self._look()

    def told(self) -> tuple[str, ...]:
        """Return a line for each finding; none before it was looked."""
        return tuple(_line(each) for each in self._findings)

    def _look(self) -> None:
        self._is_asked = True
        self.summary.setText(_("Looking…"))
        self.again.setEnabled(False)
        library = self._session.library or Library(paths.starter_library())
        self._session.cataloguing.run(lambda: tuple(examine(library)), self._take)

    def _take(self, findings: tuple[Finding, ...]) -> None:
        if not isValid(self):
            return  # closed meanwhile
        self._findings = tuple(sorted(findings, key=lambda each: each.is_well))
        wrong = sum(each.is_wrong for each in findings)
        told = ngettext("{count} thing is to be mended.", "{count} things are to be mended.", wrong)
        self.summary.setText(told.format(count=figure(wrong)) if wrong else _("All is well."))
        self.again.setEnabled(True)
        self.list.clear()
        for each in self._findings:
            item = QListWidgetItem(_line(each))
            item.setToolTip(each.detail)
            self.list.addItem(item)
        self.list.setCurrentRow(0)


def _line(finding: Finding) -> str:
    return f"{finding.mark} {labelled(finding.name, finding.detail)}"
