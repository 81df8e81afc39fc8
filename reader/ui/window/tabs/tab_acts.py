"""What a person does with tabs and panes: close, open again, walk, move. Keys: see the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal

from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession
from reader.ui.session.tabs.tab_list import Tab

MOST_CLOSED = 30  # tabs that can be opened again


class TabActs(QObject):
    """The acts on the tabs of one session."""

    last_closed = Signal()  # the only tab of the only pane is to be closed: the window with it

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._closed: list[tuple[Tab, int]] = []  # with the index it had, the last one last

    @property
    def can_reopen(self) -> bool:
        """Whether a tab was closed, of this library, that can be opened again."""
        return self._reopenable() is not None

    def select(self, own: PaneSession, index: int) -> None:
        """Bring a tab to the front, and its pane with it."""
        self._session.activate(own)
        own.select(index)

    def close(self, own: PaneSession, index: int) -> None:
        """Close a tab. With the last of two panes its pane goes; with the last of all, the window."""
        if index == own.current:
            own.leave()
        if len(own.tabs) > 1:
            self._note_closed(own.tabs[index], index)  # first: whether there is one to be opened is asked now
            own.remove_tab(index)
        elif len(self._session.panes) > 1:
            self._note_closed(own.tab, index)
            self._session.remove_pane(own)
        else:
            self.last_closed.emit()

    def close_current(self) -> None:
        """Close the tab in front."""
        self.close(self._session.active, self._session.active.current)

    def close_others(self, own: PaneSession, index: int) -> None:
        """Close all tabs of a pane but one."""
        self.close_behind(own, index)
        for at in reversed(range(index)):
            self.close(own, at)

    def close_behind(self, own: PaneSession, index: int) -> None:
        """Close the tabs of a pane to the right of one."""
        if own.current > index:
            own.select(index)  # first, so that no other is read on the way
        for at in reversed(range(index + 1, len(own.tabs))):
            self.close(own, at)

    def reopen(self) -> None:
        """Open again the tab that was closed last, where it was."""
        at = self._reopenable()
        if at is None:
            self._session.tell(_("No tab was closed that could be opened again."))
            return
        tab, index = self._closed.pop(at)
        own = self._session.active
        own.select(own.add_tab(tab, min(index, len(own.tabs))))

    def step(self, by: int) -> None:
        """Go to the next tab (1) or the one before (-1), round and round."""
        own = self._session.active
        own.select((own.current + by) % len(own.tabs))

    def pick(self, number: int) -> None:
        """Go to the tab of this number, from 1; 9 is the last."""
        own = self._session.active
        index = len(own.tabs) - 1 if number == 9 else number - 1
        if index < len(own.tabs):
            own.select(index)

    def has(self, number: int) -> bool:
        """Whether there is a tab of this number, and another one."""
        count = len(self._session.active.tabs)
        return count > 1 and (number == 9 or number <= count)

    def name_of(self, number: int) -> str:
        """Return what the tab of this number is called, or what the number stands for."""
        tabs = self._session.active.tabs
        if number == 9:
            return _("Last tab")
        return tabs[number - 1].name if number <= len(tabs) > 1 else _("Tab {number}").format(number=number)

    def shift(self, by: int) -> None:
        """Move the tab in front by one place, to the right (1) or the left (-1)."""
        own = self._session.active
        if 0 <= own.current + by < len(own.tabs):
            own.move_tab(own.current, own.current + by)

    def duplicate(self, own: PaneSession, index: int) -> None:
        """Open the same place in another tab, in front."""
        if index == own.current:
            own.leave()
        own.select(own.add_tab(own.tabs[index].copy(), index + 1))

    def duplicate_current(self) -> None:
        """Open what is read now in another tab."""
        self.duplicate(self._session.active, self._session.active.current)

    def split(self) -> None:
        """Open what is read now beside, too: two places of one article can then be read together."""
        own = self._session.active
        own.leave()
        self._put_beside(own.tab.copy())

    def move_beside(self, own: PaneSession, index: int) -> None:
        """Move a tab to the other pane."""
        if index == own.current:
            own.leave()
        tab = own.tabs[index]
        if len(own.tabs) > 1:
            own.remove_tab(index)
            self._session.activate(own)
            self._put_beside(tab)
        elif len(self._session.panes) > 1:  # its only one: the pane goes
            self._session.remove_pane(own)
            self._put_into(self._session.active, tab)

    def move_current_beside(self) -> None:
        """Move the tab in front to the other pane."""
        self.move_beside(self._session.active, self._session.active.current)

    def take_away(self, own: PaneSession, index: int) -> Tab:
        """Take a tab out of its pane, to be put elsewhere; with the last of two panes its pane goes."""
        if index == own.current:
            own.leave()
        tab = own.tabs[index]
        if len(own.tabs) > 1:
            own.remove_tab(index)
        elif len(self._session.panes) > 1:
            self._session.remove_pane(own)
        else:
            tab = tab.copy()  # the only one of all stays
        return tab

    def move_to_window(self, own: PaneSession, index: int, at: QPoint | None = None) -> None:
        """Move a tab to a window of its own, at a place of the screen or where there is room."""
        if len(own.tabs) > 1 or len(self._session.panes) > 1:
            self._session.ask_for_window(self.take_away(own, index), at)

    def is_of_library(self, library: Library | None) -> bool:
        """Whether these tabs are of `library`: a tab stays in its own."""
        return library is not None and self._session.shared_with(library)

    def move_into(
        self, own: PaneSession, index: int, session: Session, pane: PaneSession, at: int | None
    ) -> None:
        """Move a tab to the pane `pane` of `session`, this window's or another's: to index `at`, or the end.

        With its only tab, the window that it came from closes.
        """
        if pane is own:
            if at is not None and at - (at > index) != index:
                own.move_tab(index, at - (at > index))
            return
        is_last = len(own.tabs) == 1 and len(self._session.panes) == 1
        tab = self.take_away(own, index)
        session.activate(pane)
        pane.select(pane.add_tab(tab, len(pane.tabs) if at is None else at))
        if is_last:
            self.last_closed.emit()

    def move_to_half(self, own: PaneSession, index: int, session: Session, *, first: bool) -> None:
        """Move a tab to a second pane of `session`, the `first` (the left or upper) or the second one."""
        is_last = len(own.tabs) == 1 and len(self._session.panes) == 1
        if is_last and session is self._session:
            return
        tab = self.take_away(own, index)
        pane = session.add_pane(first=first)
        session.activate(pane)
        pane.take_only(tab)
        if is_last:
            self.last_closed.emit()

    def move_current_to_window(self) -> None:
        """Move the tab in front to a window of its own."""
        self.move_to_window(self._session.active, self._session.active.current)

    def go_to_other_pane(self) -> None:
        """Let the other pane be the active one."""
        if (other := self._session.other_pane()) is not None:
            self._session.activate(other)

    def join(self) -> None:
        """Have one pane again, with the tabs of both."""
        other = self._session.other_pane()
        if other is None:
            return
        own = self._session.active
        other.leave()
        tabs = other.tabs
        self._session.remove_pane(other)
        for tab in tabs:
            own.add_tab(tab, len(own.tabs))

    # ---- within

    def _put_beside(self, tab: Tab) -> None:
        had_other = len(self._session.panes) > 1
        other = self._session.other_pane() or self._session.add_pane()
        self._session.activate(other)
        if had_other:
            self._put_into(other, tab)
        else:
            other.take_only(tab)

    def _put_into(self, own: PaneSession, tab: Tab) -> None:
        own.select(own.add_tab(tab))

    def _note_closed(self, tab: Tab, index: int) -> None:
        if tab.path is not None:
            self._closed.append((tab, index))
            del self._closed[:-MOST_CLOSED]

    def _reopenable(self) -> int | None:
        library = self._session.library
        of_library = (
            at
            for at in reversed(range(len(self._closed)))
            if library is not None
            and (path := self._closed[at][0].path) is not None
            and path.is_relative_to(library.folder)
        )
        return next(of_library, None)
