"""The panel of connections: what links to the open article, mentions it, and is related to it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from reader.i18n import figure
from reader.i18n import gettext as _
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.base.opening_way import Way, way_of
from reader.ui.base.row_clicks import RowClicks
from reader.ui.linking.connection_delegate import ConnectionDelegate
from reader.ui.linking.connections import Connection, Connections, Kind
from reader.ui.models.connections_model import ConnectionsModel, Heading, Remark, Row, Shown
from reader.ui.panels.panel import Panel
from reader.ui.search.search_service import SearchService
from reader.ui.session.link_copying import copy_links, link_in_library
from reader.ui.session.session import Session


class ConnectionsPanel(Panel):
    """Lists connections; each row opens at its passage. Works only while it is in sight."""

    panel_id = "connections"
    shortcut = "Alt+5"
    glyph = "link"
    area = Qt.DockWidgetArea.RightDockWidgetArea
    shown_at_first = False

    @classmethod
    def heading(cls) -> str:
        return _("Connections")

    def __init__(self, session: Session, search: SearchService, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._search = search

    def build(self) -> QWidget:
        self.connections = Connections(self.session, self._search)
        self.model = ConnectionsModel()
        self.list = ConnectionsView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ConnectionDelegate(self.session.theming))
        self.list.setAccessibleName(_("Connections"))
        self.list.chosen.connect(self._open)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.connections.changed.connect(self._show)
        self.session.theming.theme_changed.connect(self.list.viewport().update)
        self._show()
        return self.list

    def take_focus(self) -> None:
        if self.widget() is not None:
            self.list.enter(self.model.first())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.connections.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.widget() is not None:
            self.connections.rest()

    # ---- showing

    def _show(self) -> None:
        value = self._value(self.list.currentIndex())
        place = self.list.verticalScrollBar().value()
        if self.model.show(list(self._rows())):
            if (index := self.model.find(value)).isValid():
                self.list.setCurrentIndex(index)
            self.list.verticalScrollBar().setValue(place)

    def _rows(self) -> list[Row]:
        if self.session.article is None:
            return [Remark(_("Open an article to see what links to it and what is related to it."))]
        titles = {
            Kind.BACKLINK: (_("Linked from"), _("No other article links here.")),
            Kind.MENTION: (_("Mentioned in"), _("No other article says its title without a link.")),
            Kind.RELATED: (_("Related articles"), _("No other article shares its telling words.")),
            Kind.ALIKE: (_("Like the passage being read"), _("No other passage is like this one.")),
        }
        rows: list[Row] = []
        for kind, (title, nothing) in titles.items():
            found = self.connections.found.get(kind)
            rows.append(Heading(title, figure(len(found)) if found else ""))
            if found is None or (not found and self.connections.is_indexing and kind is not Kind.BACKLINK):
                rows.append(Remark(_("Looking…")))
            elif not found:
                rows.append(Remark(nothing))
            else:
                rows += [Shown(one.title, one.place, one.text, one.matches, one.why, one) for one in found]
        if self.connections.is_indexing:
            rows.append(Remark(_("The library is still being read for the search: there may be more.")))
        return rows

    # ---- acting

    def _value(self, index: QModelIndex) -> Connection | None:
        row = self.model.row(index)
        return row.value if isinstance(row, Shown) and isinstance(row.value, Connection) else None

    def _open(self, index: QModelIndex, way: Way = Way.HERE) -> None:
        library = self.session.library
        if (one := self._value(index)) is not None and library is not None:
            self.session.open_article(library.folder / one.name, one.span, way)

    def _show_menu(self, point: QPoint) -> None:
        index = self.list.indexAt(point)
        one = self._value(index)
        if one is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("&Open"), partial(self._open, index))
        menu.addAction(_("Open in a new ta&b"), partial(self._open, index, Way.BEHIND))
        menu.addAction(_("Open bes&ide"), partial(self._open, index, Way.BESIDE))
        menu.addAction(_("Open in a new &window"), partial(self._open, index, Way.WINDOW))
        link = link_in_library(self.session, one.name)
        menu.addAction(_("Copy a li&nk to the article"), partial(copy_links, self.session, link))
        if one.kind in (Kind.MENTION, Kind.RELATED, Kind.ALIKE):
            menu.addAction(_("More like this passage"), partial(self._search.ask_alike, one.text))
        give_mnemonics(menu)
        menu.popup(self.list.viewport().mapToGlobal(point))


class ConnectionsView(QListView):
    """A list in which Enter and a click open the passage."""

    chosen = Signal(QModelIndex, Way)

    def __init__(self) -> None:
        super().__init__()
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        RowClicks(self).clicked.connect(self.chosen)

    def enter(self, first: QModelIndex) -> None:
        """Take the keyboard, at `first` if no row is current."""
        if not self.currentIndex().isValid() and first.isValid():
            self.setCurrentIndex(first)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.currentIndex(), way_of(event.modifiers()))
        else:
            super().keyPressEvent(event)
