"""What every panel is: a dock that builds its contents when first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

from reader.i18n import gettext as _
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.lists.article_acts import ArticleActs
    from reader.ui.session.reading_service import ReadingService


class Panel(QDockWidget):
    """A dock around one view of the session.

    A subclass names itself and builds its widget. It is handed the session, and
    by name the services that it needs; one that is made before them is handed
    them by `take_services`. `glyph` names its icon in `resources/icons`;
    `shortcut` shows the panel and puts the keyboard there.
    """

    panel_id: str
    shortcut: str = ""
    glyph: str = ""
    area = Qt.DockWidgetArea.LeftDockWidgetArea
    shown_at_first = True
    gives_way = False  # it is being hidden for the sake of the text that it lies over

    left = Signal()  # it is being closed while the keyboard is in it

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(self.heading(), parent)
        self.setObjectName(self.panel_id)
        self.session = session
        self.title = PanelTitle(self)
        self.setTitleBarWidget(self.title)

    @classmethod
    def heading(cls) -> str:
        """Return the panel's title, in the language in use."""
        raise NotImplementedError

    def build(self) -> QWidget:
        """Return the panel's contents. Called once, when it is first shown."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the keyboard where the panel is used first. Its shortcut and `panel_requested` call this."""
        if (widget := self.widget()) is not None:
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def take_services(
        self, search: SearchService, annotations: AnnotationService, reading: ReadingService
    ) -> None:
        """Take what is made once the first article is painted. Called once, on each of the first panels."""

    def take_acts(self, acts: ArticleActs) -> None:
        """Take what can be done with articles of a list. Called once, on every panel."""

    def give_way(self) -> None:
        """Hide for the sake of the text that it lies over: what it shows there stays."""
        self.gives_way = True
        self.hide()
        self.gives_way = False

    def make(self) -> None:
        """Build the contents, if that was not done yet."""
        if self.widget() is None:
            self.setWidget(self.build())

    def showEvent(self, event: QShowEvent) -> None:
        self.make()
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the keyboard go home, however it is closed: Qt would give it to whatever comes next."""
        focused: QWidget | None = self.window().focusWidget()  # None before anything had it
        if focused is not None and self.isAncestorOf(focused):
            self.left.emit()
        super().closeEvent(event)


class PanelTitle(QWidget):
    """A panel's title: its name, the tools that the panel adds, and a button that closes it.

    Qt's dock moves with this title, since it lets the mouse through.
    """

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self.setObjectName("panel_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._panel = panel
        self._buttons: list[tuple[QToolButton, str]] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 6, 4)
        self._row.setSpacing(2)
        self._row.addWidget(QLabel(panel.windowTitle()))
        self._row.addStretch(1)
        close = self.add_tool("close", _("Close this panel"))
        close.clicked.connect(panel.close)
        panel.session.theming.theme_changed.connect(self._recolour)

    def add_tool(self, glyph: str, tip: str) -> QToolButton:
        """Return a new small button with an icon, before the one that closes the panel."""
        button = QToolButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # each is an action of a menu too, with its key
        button.setIcon(self._panel.session.theming.icon(glyph, "panel_quiet"))
        place = self._row.count() - (1 if self._buttons else 0)
        self._row.insertWidget(place, button)
        self._buttons.append((button, glyph))
        return button

    def _recolour(self) -> None:
        for button, glyph in self._buttons:
            button.setIcon(self._panel.session.theming.icon(glyph, "panel_quiet"))
