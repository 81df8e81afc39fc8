"""The window that shows faults of ours (`reader.ui.base.error_report`), one below the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader.i18n import gettext as _
from reader.log import log_file
from reader.ui.base.error_report import Fault


class FaultDialog(QDialog):
    """Shows faults without taking the keyboard: whoever is typing goes on. It can be shown again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("A fault in Gangmu"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        advice = QLabel(
            _(
                "You can go on. If it happens again, copy this report for whoever is to mend it; "
                "the log on this computer has it too."
            )
        )
        advice.setWordWrap(True)
        advice.setProperty("quiet", True)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.report.setAccessibleName(_("Report"))
        buttons = QDialogButtonBox()
        self.copy_button = QPushButton(_("Copy"))
        self.log_button = QPushButton(_("Open the log"))
        self.close_button = QPushButton(_("Close"))
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.log_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.close_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.copy_button.clicked.connect(self._copy)
        self.log_button.clicked.connect(self._open_log)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.sentence, advice, self.report, buttons):
            column.addWidget(widget)
        self.resize(640, 420)

    def show_fault(self, fault: Fault) -> None:
        """Show `fault`, below those that have not been put away yet."""
        before = self.report.toPlainText() + "\n\n" if self.isVisible() else ""
        self.sentence.setText(fault.sentence)
        self.report.setPlainText(before + fault.report)
        self.report.moveCursor(QTextCursor.MoveOperation.End if before else QTextCursor.MoveOperation.Start)
        self.copy_button.setText(_("Copy"))
        self.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy_button.setText(_("Copied"))

    def _open_log(self) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file()))):
            self.sentence.setText(_("The log is {path}.").format(path=log_file()))
