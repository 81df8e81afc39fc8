"""The main window: the reading pane in the middle, the panels around it, and nothing decided here.

It is made of parts that each know their own work; this module only puts them
in their places.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from reader import paths
from reader.articles.model import Article
from reader.ui.annotating.acting import add_annotation_actions
from reader.ui.annotating.leaving import may_leave
from reader.ui.annotating.marker import Marker
from reader.ui.menus import Menus
from reader.ui.pane.view import ReadingPane
from reader.ui.panels import PANELS
from reader.ui.panels.base import Panel
from reader.ui.reading import Reading
from reader.ui.session import Session
from reader.ui.window_actions import add_window_actions


class MainWindow(QMainWindow):
    """The window on one session."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.pane = ReadingPane(parent=self)
        self.reading = Reading(session, self.pane)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.pane)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.middle)
        self.setCentralWidget(centre)
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.panels = {kind.panel_id: self._dock(kind(session, self)) for kind in PANELS}
        self.menus = Menus(self, session.actions, session.theming)
        add_window_actions(self)
        self.marker = Marker(session, self.pane)
        add_annotation_actions(session, self.marker)
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self._lay_out()
        session.article_opened.connect(self._name)
        session.article_changed.connect(self._name)
        session.panel_requested.connect(self.show_panel)
        self._name()

    def show_panel(self, panel_id: str) -> None:
        """Show a panel, and put the keyboard into it."""
        panel = self.panels[panel_id]
        panel.show()
        panel.raise_()
        panel.take_focus()

    def open_target(self, target: Path | None) -> None:
        """Open an article or a library; by default the library of last time, or the starter library."""
        if target is not None and not target.is_dir():
            self.session.open_article(target)
            return
        last = str(self.session.settings.get("last_library"))
        folder = target or (Path(last) if last and Path(last).is_dir() else paths.starter_library())
        if self.session.open_library(folder) and self.session.library is not None:
            first = next(self.session.library.article_paths(), None)
            if first is not None:
                self.session.open_article(first)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not may_leave(self.session, self):
            event.ignore()
            return
        self.pane.shut_down()
        self.session.shut_down()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        """Give the panels the sizes that they have before the person changes them."""
        left = [panel for panel in self.panels.values() if panel.area is Qt.DockWidgetArea.LeftDockWidgetArea]
        right = [
            panel for panel in self.panels.values() if panel.area is Qt.DockWidgetArea.RightDockWidgetArea
        ]
        self.resizeDocks(left, [290] * len(left), Qt.Orientation.Horizontal)
        self.resizeDocks(right, [320] * len(right), Qt.Orientation.Horizontal)
        shares = {"articles": 280, "framework": 520}
        self.resizeDocks(left, [shares.get(panel.panel_id, 300) for panel in left], Qt.Orientation.Vertical)

    def _dock(self, panel: Panel) -> Panel:
        self.addDockWidget(panel.area, panel)
        panel.setVisible(panel.shown_at_first)
        toggle = panel.toggleViewAction()
        self.session.actions.adopt(f"panels.{panel.panel_id}", toggle)
        return panel

    def _name(self, article: Article | None = None) -> None:
        self.setWindowTitle(f"{article.title} — Gangmu" if article else "Gangmu 纲目")
