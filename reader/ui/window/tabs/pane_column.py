"""One pane of the window: its tabs above, and beneath them the text, or the page that stands in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from reader.ui.pane.layout.typesetter import MarkdownTypesetter
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession
from reader.ui.window.pane_binding import PaneBinding

if TYPE_CHECKING:
    from reader.ui.annotating.pane_annotations import PaneAnnotations
    from reader.ui.dictionary.word_lookup import WordLookup
    from reader.ui.linking.link_service import LinkService
    from reader.ui.window.placeholder_pages import PlaceholderPage
    from reader.ui.window.tabs.tab_bar import TabBar


NARROW = 760  # pixels: with less than this two panes stand above each other


class PaneColumn(QWidget):
    """Shows what is open in `own`. `marker`, `lookup` and `links` come after the first paint."""

    marker: PaneAnnotations | None = None
    lookup: WordLookup | None = None
    links: LinkService | None = None

    left = Signal()  # it goes, with all that runs for it

    def __init__(self, session: Session, own: PaneSession) -> None:
        super().__init__()
        self._session = session
        self.own = own
        self.pane = ReadingPane(MarkdownTypesetter(), self)
        self.binding = PaneBinding(session, own, self.pane)
        self._page: PlaceholderPage | None = None
        self.middle = QStackedWidget()
        self.middle.addWidget(self.pane)
        self.tab_bar: TabBar | None = None  # made when there is something to choose
        self.closers: list[Callable[[], bool]] = []  # each closes what lies over the text; whether it did
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.middle, 1)
        self.middle.currentChanged.connect(self._aim_keyboard)
        self._aim_keyboard()
        self.binding.presenting.connect(self._show_pane)

    @property
    def page(self) -> PlaceholderPage:
        """The page that stands in the place of an article, made when it is first needed."""
        if self._page is None:
            from reader.ui.window.placeholder_pages import PlaceholderPage

            self._page = PlaceholderPage(self._session.theming)
            self.middle.addWidget(self._page)
        return self._page

    @property
    def shows_text(self) -> bool:
        """Whether an article stands here, and no page in its place."""
        return self.middle.currentWidget() is self.pane

    def take_keyboard(self) -> None:
        """Put the keyboard into the text, or the page that stands in its place."""
        shown = self.middle.currentWidget()
        if self._page is not None and shown is self._page:
            self._page.take_focus()
        elif shown is not None:
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def holds_keyboard(self) -> bool:
        """Whether the keyboard is here."""
        focused: QWidget | None = self.window().focusWidget()  # None before anything had it
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def make_bar(self) -> TabBar:
        """Return the bar of the tabs, made if there is none yet."""
        if self.tab_bar is None:
            from reader.ui.window.tabs.tab_bar import TabBar

            self.tab_bar = TabBar(self._session.theming, self)
            self._column.insertWidget(0, self.tab_bar)
        return self.tab_bar

    def shut_down(self) -> None:
        """End what runs in the background. Before it goes."""
        self.left.emit()
        self.pane.shut_down()

    def _aim_keyboard(self) -> None:
        """Let the text take the keyboard for this while it is seen: hidden, it ends the way of Tab."""
        self.setFocusProxy(self.pane if self.shows_text else None)  # type: ignore[arg-type] # Qt takes None

    def _show_pane(self) -> None:
        self.middle.setCurrentWidget(self.pane)
