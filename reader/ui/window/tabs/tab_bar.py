"""The tabs above a pane. One tab alone has no bar: there is nothing to choose."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu, QTabBar, QToolButton, QWidget

from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, spaced

if TYPE_CHECKING:
    from reader.ui.session.tabs.pane_session import PaneSession

WIDEST, NARROWEST = 220, 90  # pixels of a tab
OUT = 16  # pixels beyond the bar from which a tab is pulled out of it


class TabBar(QTabBar):
    """Shows the tabs of one pane. What a person does with them it tells; nothing is done here."""

    chosen = Signal(int)
    moved = Signal(int, int)
    close_requested = Signal(int)
    menu_requested = Signal(QMenu, int)  # add your entries for the tab of this index
    pulled_out = Signal(int)  # the person drags the tab of this index out of the bar

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._is_syncing = False
        self._pressed = -1  # the tab on which the middle button went down
        self._held = -1  # the same of the left one, until it is up or the tab is pulled out
        self.setObjectName("tab_bar")
        self.setAccessibleName(_("Tabs"))
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setUsesScrollButtons(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.currentChanged.connect(self._tell_chosen)
        self.tabMoved.connect(self._tell_moved)
        theming.theme_changed.connect(self._dress)

    def show_tabs(self, own: PaneSession) -> None:
        """Show the tabs of `own`, and which is in front."""
        self._is_syncing = True
        while self.count() > len(own.tabs):
            self.removeTab(self.count() - 1)
        for at, tab in enumerate(own.tabs):
            if at == self.count():
                self.addTab("")
                self._add_button(at)
            name = self._theming.shown(tab.name) or _("Nothing open")
            shown = spaced(name).replace("&", "&&")
            if self.tabText(at) != shown:
                self.setTabText(at, shown)
                button = self.tabButton(at, QTabBar.ButtonPosition.RightSide)
                button.setAccessibleName(_("Close “{title}”").format(title=name))
            self.setTabToolTip(at, name if tab.path is None else f"{name}\n{tab.path}")
        self.setCurrentIndex(own.current)
        self._is_syncing = False

    # ---- Qt

    def tabSizeHint(self, index: int) -> QSize:
        """Give every tab its share of the bar, within limits: titles are long, and all are to be reached."""
        size = super().tabSizeHint(index)
        share = self.width() // max(1, self.count())
        return QSize(min(max(size.width(), NARROWEST), max(NARROWEST, min(WIDEST, share))), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        return QSize(NARROWEST, super().minimumTabSizeHint(index).height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pressed = self.tabAt(event.position().toPoint())
        else:
            self._held = self.tabAt(event.position().toPoint())
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let a tab be moved within the bar, and be pulled out of it."""
        at = event.position().toPoint()
        by_left = event.buttons() == Qt.MouseButton.LeftButton
        if by_left and self._held >= 0 and not self.rect().adjusted(-OUT, -OUT, OUT, OUT).contains(at):
            self._held = -1
            last = QPointF(self.tabRect(self.currentIndex()).center())
            left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
            released = QEvent.Type.MouseButtonRelease  # to Qt it has been let go of where it stands now
            super().mouseReleaseEvent(QMouseEvent(released, last, last, left, none, event.modifiers()))
            self.pulled_out.emit(self.currentIndex())
        elif not by_left or self._held >= 0:
            super().mouseMoveEvent(event)

    def gap_at(self, point: QPoint) -> int:
        """Return the index that a tab dropped at `point` of the bar would have."""
        return next(
            (at for at in range(self.count()) if point.x() < self.tabRect(at).center().x()), self.count()
        )

    def line_of_gap(self, index: int, width: int) -> QRect:
        """Return where a line of this width stands before the tab of `index`, or behind the last."""
        is_last = index == self.count()
        edge = self.tabRect(index - 1).right() if is_last else self.tabRect(index).left()
        return QRect(max(0, edge - width // 2), 0, width, self.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.MiddleButton:
            at, pressed, self._pressed = self.tabAt(event.position().toPoint()), self._pressed, -1
            if at >= 0 and at == pressed:
                self.close_requested.emit(at)
        else:
            super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a wheel that rests on the bar must not read one article after the other

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.currentIndex() if by_key else self.tabAt(event.pos())
        if at < 0:
            return
        from reader.ui.base.mnemonics import give_mnemonics  # when a menu is opened

        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_requested.emit(menu, at)
        give_mnemonics(menu)
        spot = self.mapToGlobal(self.tabRect(at).bottomLeft()) if by_key else event.globalPos()
        menu.popup(spot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.setAccessibleName(_("Tabs"))

    # ---- within

    def _add_button(self, at: int) -> None:
        button = QToolButton(self)
        button.setProperty("tab_close", True)
        button.setIcon(self._theming.icon("close", "panel_quiet"))
        button.setIconSize(QSize(14, 14))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key that closes is the same everywhere
        button.setToolTip(_("Close this tab"))
        button.clicked.connect(partial(self._close_by, button))
        self.setTabButton(at, QTabBar.ButtonPosition.RightSide, button)

    def _close_by(self, button: QToolButton, _checked: bool = False) -> None:
        side = QTabBar.ButtonPosition.RightSide
        at = next(at for at in range(self.count()) if self.tabButton(at, side) is button)
        self.close_requested.emit(at)

    def _tell_chosen(self, index: int) -> None:
        if not self._is_syncing and index >= 0:
            self.chosen.emit(index)

    def _tell_moved(self, before: int, after: int) -> None:
        if not self._is_syncing:
            self.moved.emit(before, after)

    def _dress(self) -> None:
        for at in range(self.count()):
            button = self.tabButton(at, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                button.setIcon(self._theming.icon("close", "panel_quiet"))
