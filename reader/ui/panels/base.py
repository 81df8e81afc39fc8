"""What every panel is: a dock that builds its contents when first shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from reader.ui.session import Session


class Panel(QDockWidget):
    """A dock around one view of the session.

    A subclass names itself and builds its widget. It is given the session and
    nothing else: a panel that wants something asks the session for it.
    """

    panel_id: str
    shortcut: str = ""
    area = Qt.DockWidgetArea.LeftDockWidgetArea
    shown_at_first = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.heading(), parent)
        self.setObjectName(self.panel_id)
        self.toggleViewAction().setShortcut(self.shortcut)
        self.session = session

    @classmethod
    def heading(cls) -> str:
        """Return the panel's title, in the language in use."""
        raise NotImplementedError

    def build(self) -> QWidget:
        """Return the panel's contents. Called once, when it is first shown."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        if self.widget() is None:
            self.setWidget(self.build())
        super().showEvent(event)
