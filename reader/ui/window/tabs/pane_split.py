"""The panes of the window, beside each other, or in a narrow one above each other; and which is active.

A pane becomes active when the keyboard comes into it, by a click or a key. The active one is marked on its
tabs, which are shown where there is more than one tab, or more than one pane.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSplitter, QWidget

from reader.i18n import gettext as _
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession
from reader.ui.window.tabs.pane_column import NARROW, PaneColumn
from reader.ui.window.tabs.tab_acts import TabActs

if TYPE_CHECKING:
    from reader.ui.window.tabs.tab_bar import TabBar

SHAPE = "panes"
HANDLE = 5  # pixels


class PaneSplit(QSplitter):
    """One column, or two."""

    column_added = Signal(PaneColumn)
    column_activated = Signal(PaneColumn)

    def __init__(self, session: Session, acts: TabActs) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("panes")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(HANDLE)
        self._session = session
        self._acts = acts
        self._has_bars = True
        self._is_focused = self._has_ruler = self._is_over = False
        self.columns: list[PaneColumn] = []
        self._add(session.active)
        session.pane_added.connect(self._add)
        session.pane_removed.connect(self._remove)
        session.pane_activated.connect(self._activate)
        session.theming.script_changed.connect(self._show_tabs)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_keyboard)

    @property
    def active(self) -> PaneColumn:
        """The column of the active pane."""
        return self._column_of(self._session.active)

    def show_bars(self, on: bool) -> None:
        """Show the tabs where there are several, or none at all."""
        self._has_bars = on
        self._show_tabs()

    def focus(self, on: bool) -> None:
        """Dim all but the passage that is being read, in each pane."""
        self._is_focused = on
        for column in self.columns:
            column.binding.focus(on)

    def show_ruler(self, on: bool) -> None:
        """Lay a ruler under the line at the pointer, in each pane."""
        self._has_ruler = on
        for column in self.columns:
            column.pane.aids.show_ruler(on)

    def keep(self) -> None:
        """Keep how the panes share the room, and put all places on the disk, the active pane's last."""
        if len(self.columns) > 1:
            self._session.remembered.keep_shape(SHAPE, bytes(self.saveState().data()))
        for column in sorted(self.columns, key=lambda one: one.own.is_active):
            column.binding.keep_place()
        self._session.keep_tabs()
        self.active.binding.save()

    def shut_down(self) -> None:
        """End what runs in the background."""
        self._is_over = True
        for column in self.columns:
            column.shut_down()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    # ---- within

    def _column_of(self, own: PaneSession) -> PaneColumn:
        return next(column for column in self.columns if column.own is own)

    def _add(self, own: PaneSession) -> None:
        column = PaneColumn(self._session, own)
        at = self._session.panes.index(own)
        self.columns.insert(at, column)
        self.insertWidget(at, column)
        own.tabs_changed.connect(self._show_tabs)
        column.binding.focus(self._is_focused)
        column.pane.aids.show_ruler(self._has_ruler)
        if len(self.columns) > 1:
            self._turn()
            if not self.restoreState(self._session.remembered.shape(SHAPE)) or 0 in self.sizes():
                self.setSizes([1 << 16, 1 << 16])  # in equal parts
            self._turn()
            self._show_tabs()
        self.column_added.emit(column)

    def _remove(self, own: PaneSession) -> None:
        column = self._column_of(own)
        self._session.remembered.keep_shape(SHAPE, bytes(self.saveState().data()))
        had_keyboard = column.holds_keyboard()
        self.columns.remove(column)
        column.shut_down()
        column.hide()
        column.setParent(None)
        column.deleteLater()
        self._show_tabs()
        if had_keyboard:
            self.active.take_keyboard()

    def _activate(self, own: PaneSession) -> None:
        column = self._column_of(own)
        if any(one.holds_keyboard() for one in self.columns if one is not column):
            column.take_keyboard()
        self._show_tabs()
        self.column_activated.emit(column)

    def _follow_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let the pane be active in which the keyboard is now."""
        if now is None or len(self.columns) < 2 or self._is_over:
            return
        for column in self.columns:
            if (now is column or column.isAncestorOf(now)) and not column.own.is_active:
                self._session.activate(column.own)
                return

    def _turn(self) -> None:
        """Stand the panes beside each other, or above each other."""
        wanted = Qt.Orientation.Vertical if self.width() < NARROW else Qt.Orientation.Horizontal
        if wanted != self.orientation():
            self.setOrientation(wanted)

    def _show_tabs(self) -> None:
        for column in self.columns:
            is_shown = self._has_bars and (len(self.columns) > 1 or len(column.own.tabs) > 1)
            if is_shown and column.tab_bar is None:
                self._connect_bar(column)
            bar = column.tab_bar
            if bar is None:
                continue
            bar.show_tabs(column.own)
            bar.setVisible(is_shown)
            is_marked = column.own.is_active
            if bar.property("active") != is_marked:
                bar.setProperty("active", is_marked)
                bar.style().polish(bar)
                bar.update()

    def _connect_bar(self, column: PaneColumn) -> None:
        bar, own, acts = column.make_bar(), column.own, self._acts
        bar.chosen.connect(partial(acts.select, own))
        bar.moved.connect(own.move_tab)
        bar.close_requested.connect(partial(acts.close, own))
        bar.menu_requested.connect(partial(self._fill_menu, own))
        bar.pulled_out.connect(partial(self._drag, bar, own))

    def _drag(self, bar: TabBar, own: PaneSession, index: int) -> None:
        from reader.ui.window.tabs.tab_dragging import DraggedTab

        dragged = DraggedTab(bar, self._acts, own, index)
        if (landing := dragged.drag()) is not None:
            QTimer.singleShot(0, self._session, landing)  # the bar, in whose event this is, may go
        dragged.deleteLater()

    def _fill_menu(self, own: PaneSession, menu: QMenu, at: int) -> None:
        acts, actions = self._acts, self._session.actions
        several = len(own.tabs) > 1

        def add(words: str, act: Callable[[], None], *, enabled: bool = True) -> None:
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked: act())
            action.setEnabled(enabled)

        add(_("&Close this tab"), partial(acts.close, own, at))
        add(_("Close the &others"), partial(acts.close_others, own, at), enabled=several)
        is_last = at + 1 == len(own.tabs)
        add(_("Close those to the &right"), partial(acts.close_behind, own, at), enabled=not is_last)
        menu.addAction(actions["tabs.reopen"])
        menu.addSeparator()
        add(_("Open it &twice"), partial(acts.duplicate, own, at))
        is_movable = several or len(self.columns) > 1
        add(_("Move it &beside"), partial(acts.move_beside, own, at), enabled=is_movable)
        add(_("Move it to a new &window"), partial(acts.move_to_window, own, at), enabled=is_movable)
