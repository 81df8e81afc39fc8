"""What is open in one pane: its tabs, the article of the one in front, and the reader's place in it.

A window has one pane, or two beside each other. The session (`reader.ui.session.session`) makes them,
follows the one that is active, and says with its own signals what this one says: panels listen there.
Who shows this pane listens here. Signals carry frozen values, positions are code points of the canonical
text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from PySide6.QtCore import QObject, Signal

from reader import paths
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library, absolute
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.session.article_reader import ArticleReader
from reader.ui.session.link_following import place_in
from reader.ui.session.navigation_history import NavigationHistory, Stop
from reader.ui.session.open_article import OpenArticle
from reader.ui.session.tabs.tab_list import Destination, Kept, KeptPane, Tab
from reader.ui.session.watching.library_watch import LibraryPresence
from reader.ui.session.window_memory import WindowMemory

Where = Callable[[Path], tuple[int, float] | None]


class Home(Protocol):
    """What a pane needs of the session that it belongs to."""

    remembered: WindowMemory
    library: Library | None
    cataloguing: Tasks
    reading: Tasks
    active: PaneSession

    @property
    def presence(self) -> LibraryPresence:
        """Whether the library's folder is there."""

    def tell(self, sentence: str) -> None:
        """Show one quiet sentence in the status bar."""


class PaneSession(QObject):
    """The tabs of one pane, and what is open in the one in front."""

    tabs_changed = Signal()  # others, in another order, by another name, or another one is in front
    article_expected = Signal(Article)
    article_opening = Signal(Path)
    article_sketched = Signal(Article)
    article_opened = Signal(Article)
    article_changed = Signal(Article)
    article_closed = Signal()
    article_failed = Signal(Path, str)
    article_outdated = Signal(Path, str)
    article_lost = Signal(Path)
    article_moved = Signal(Path, Path)
    place_changed = Signal(int)
    node_changed = Signal(str)
    selection_changed = Signal(Span)
    jump_requested = Signal(Span)
    return_requested = Signal(int, object)
    history_changed = Signal()

    def __init__(
        self, session: Home, opened: OpenArticle, reader: ArticleReader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.opened = opened
        self.reader = reader
        self.tabs: list[Tab] = [Tab()]
        self.current = 0  # of `tabs`: the one in front
        self.is_fresh = False  # the tabs are those that were kept, and none was shown yet
        self._where: Where = lambda _path: None
        self._relinked = 0  # how often the open article came with other links
        self._sought: tuple[Path, str] | None = None  # the open article's "#…" that nothing is called yet
        reader.changed.connect(self._read_again)
        reader.gone.connect(self._lose_article)
        reader.expected.connect(self._name_tabs)
        reader.expected.connect(self.article_expected)

    # ---- what is open

    @property
    def article(self) -> Article | None:
        """The open article, with the links that the person has repaired."""
        return self.opened.article

    @property
    def tab(self) -> Tab:
        """The tab in front."""
        return self.tabs[self.current]

    @property
    def history(self) -> NavigationHistory:
        """The way back of the tab in front."""
        return self.tab.history

    @property
    def is_active(self) -> bool:
        """Whether this is the pane that the panels follow."""
        return self._session.active is self

    def measure_by(self, where: Where) -> None:
        """Let `where` say at which position of the article at a path its line stands, and at which y.

        It returns None where that article is not in sight. The pane knows it, and keeps it.
        """
        self._where = where

    def here(self) -> Stop | None:
        """Return where the person is, as exactly as the pane knows; None where nothing is open."""
        if self.article is None:
            return None
        path = self.article.path
        remembered = self._session.remembered.place(path)
        return Stop(path, *(self._where(path) or remembered or (self.opened.place,)))

    # ---- the article

    def open(self, path: Path, place: Destination = None) -> None:
        """Open the article in the tab in front, where it was left; a span or "#name" is jumped to."""
        path = absolute(path)
        if path == self.opened.awaited and place is None:
            return
        if self.opened.awaited is None and self.article is not None and path == self.article.path:
            if isinstance(here := place_in(self.article, place), Span):
                self.jump_to(here)
            elif here is not None:
                self.return_requested.emit(here.position, here.y)
            self._tell_missing(self.article, place)
            return
        is_here = self.article is not None and self.article.path == self.tab.path
        before, history = self.here() if is_here else None, self.history

        def arrive(article: Article) -> None:
            there = place_in(article, place)
            stop = Stop(path, there.start) if isinstance(there, Span) else there or Stop(path, 0)
            history.jump(before, stop)
            self._show(article, there)
            self._tell_missing(article, place)

        self._call_tab(path)
        self._read(path, arrive, sketch=place is None)

    def open_among(self, path: Path, place: Destination = None) -> None:
        """Open the article in the tab that has it, or in a new one, and bring that to the front."""
        path = absolute(path)
        found = next((at for at in self._from_front() if self.tabs[at].path == path), None)
        if found is None and self.tab.path is None:
            self.open(path, place)
        elif found is None:
            self.select(self.add_tab(Tab(path, destination=place)))
        elif place is None or self.current != found:
            self.tabs[found].destination = place
            self.select(found)
        else:
            self.open(path, place)

    def expect(self, path: Path) -> None:
        """Read the article at `path` ahead: the person may open it next. Nothing is shown."""
        path = absolute(path)
        if path not in (self.opened.awaited, self.article and self.article.path):
            self.reader.expect(path, self._session.remembered.line(path)[0])

    def close_article(self) -> None:
        """Leave the article; the pane shows the library's own page."""
        if self.tab.path is not None:
            self.tab.path, self.tab.title, self.tab.kept = None, "", None
            self.tabs_changed.emit()
        self.reader.stop()
        self.opened.close()
        self.article_closed.emit()

    def use_links(self, article: Article) -> None:
        """Take `article`, the open one with its links repaired, in place of the open one.

        The tree of a long one is made on the thread first.
        """
        opened, as_read = self.opened, self.opened.as_read
        self._relinked += 1
        asked = self._relinked
        if opened.trees.has(article) or not opened.trees.is_long(article):
            self._take_links(article)
            return

        def make() -> None:
            if asked == self._relinked:
                opened.trees.make(article)

        def take(_made: None) -> None:
            if asked != self._relinked or opened.as_read is not as_read:
                return  # it came with others since
            if opened.trees.has(article):
                self._take_links(article)
            else:
                self.use_links(article)  # what is left out of it was changed meanwhile

        self._session.reading.run(make, take)

    def _take_links(self, article: Article) -> None:
        self.opened.repair(article)
        self._tell_changed(article)
        if self._sought is not None and self._sought[0] == article.path:
            place = place_in(article, self._sought[1])
            if isinstance(place, Span):  # a point of the framework that the person has made
                self._sought = None
                self.jump_to(place)
                self._session.tell("")

    def stop(self) -> None:
        """Let no answer come any more."""
        self.reader.stop()

    # ---- the tabs

    def take_tabs(self, kept: KeptPane | None) -> None:
        """Take the tabs that were kept, or one empty one, in place of these. Nothing is read yet."""
        self.tabs, self.current = (list(kept.tabs), kept.current) if kept is not None else ([Tab()], 0)
        self.is_fresh = kept is not None
        self.tabs_changed.emit()
        self.history_changed.emit()

    def take_only(self, tab: Tab) -> None:
        """Take `tab` in place of the empty one of a new pane, and show it."""
        self.tabs, self.current = [tab], 0
        self.tabs_changed.emit()
        self.show_current()

    def add_tab(self, tab: Tab, at: int | None = None) -> int:
        """Put `tab` behind the one in front, or at index `at`; return its index. It waits to be shown."""
        at = self.current + 1 if at is None else at
        self.tabs.insert(at, tab)
        if at <= self.current:
            self.current += 1
        if tab.path is not None and not tab.title:
            tab.title = self._session.remembered.known_title(tab.path)
            self.expect(tab.path)
        self.tabs_changed.emit()
        return at

    def select(self, index: int) -> None:
        """Bring a tab to the front, exactly where it was left."""
        if index == self.current:
            if self.is_fresh:
                self.show_current()
            return
        self.leave()
        self.current = index
        self.tabs_changed.emit()
        self.show_current()

    def leave(self) -> None:
        """Note in the tab in front where it is read now."""
        article, here = self.article, self.here()
        if article is None or here is None or self.tab.path != article.path:
            return
        position = min(here.position, len(article.text.text))
        line = article.text.line_at(position)
        column = position - article.text.line_starts[line - 1]
        self.tab.kept = (position, here.y or 0.0, line, column)

    def show_current(self) -> None:
        """Read and show the tab in front: where it was left, or where it is to open."""
        tab = self.tab
        self.history_changed.emit()
        if tab.path is None:
            self.close_article()
            return
        if tab.destination is not None:
            place, tab.destination = tab.destination, None

            def arrive(article: Article) -> None:
                self._begin(article, place_in(article, place))
                self._tell_missing(article, place)

            self._read(tab.path, arrive)
            return
        self._read(tab.path, lambda article: self._begin(article, None), sketch=True, kept=tab.kept)

    def remove_tab(self, index: int) -> Tab:
        """Take a tab away and return it; another comes to the front in its place. Not the only one.

        Where the one in front is read is noted by `leave`, before.
        """
        tab = self.tabs.pop(index)
        was_front = index == self.current
        if index < self.current or self.current == len(self.tabs):
            self.current -= 1
        self.tabs_changed.emit()
        if was_front:
            self.show_current()
        return tab

    def move_tab(self, before: int, after: int) -> None:
        """Move the tab at index `before` to index `after`."""
        front = self.tab
        self.tabs.insert(after, self.tabs.pop(before))
        self.current = self.tabs.index(front)
        self.tabs_changed.emit()

    def rename(self, before: Path, after: Path) -> None:
        """Let tabs go with an article that is now at `after`."""
        for tab in self.tabs:
            if tab.path == before:
                tab.path = after

    # ---- moving about

    def jump_to(self, span: Span) -> None:
        """Bring `span` to the top of the pane and mark it; the way back is remembered."""
        if self.article is not None:
            self.note_jump(span)
            self.jump_requested.emit(span)

    def note_jump(self, span: Span) -> None:
        """Remember the way back of a jump to `span` that the pane makes by itself."""
        if self.article is not None:
            self.history.jump(self.here(), Stop(self.article.path, span.start))
            self.history_changed.emit()

    def go_to_beginning(self) -> None:
        """Return to the top of the open article: that is no jump."""
        self.return_requested.emit(0, None)

    def go_back(self) -> None:
        """Return to where the last jump was made from."""
        self._travel(self.history.back(self.here()))

    def go_forward(self) -> None:
        """Undo going back."""
        self._travel(self.history.forward(self.here()))

    def set_place(self, position: int) -> None:
        """Note that the person now reads at `position`. Called by the pane at each step of scrolling."""
        is_elsewhere, is_other_node = self.opened.move_to(position)
        if is_elsewhere:
            self.place_changed.emit(position)
        if is_other_node:
            self.node_changed.emit(self.opened.node)

    def set_selection(self, span: Span) -> None:
        """Note what the person has selected. Called by the pane."""
        self.opened.selection = span
        self.selection_changed.emit(span)

    def read_at(self, path: Path, here: Stop | None) -> None:
        """Read the article at `path`, which was open under another name, and show the place `here` in it."""
        stop = Stop(path, here.position, here.y) if here is not None else None
        self._call_tab(path)
        self._read(path, lambda article: self._show(article, stop))

    # ---- within

    def _from_front(self) -> list[int]:
        """Return the indices of all tabs, the one in front first."""
        return sorted(range(len(self.tabs)), key=lambda at: at != self.current)

    def _tell_missing(self, article: Article, place: Destination) -> None:
        self._sought = None
        if isinstance(place, str) and place_in(article, place) is None:
            self._sought = (article.path, place)
            words = _("“{title}” has no section called “{name}”.")
            self._session.tell(words.format(title=article.title, name=unquote(place).lstrip("#")))

    def _call_tab(self, path: Path) -> None:
        """Note that the tab in front is now about the article at `path`."""
        tab = self.tab
        if tab.path != path:
            tab.path, tab.title = path, self._session.remembered.known_title(path)
            tab.kept = tab.destination = None
            self.tabs_changed.emit()

    def _name_tabs(self, article: Article) -> None:
        """Call the tabs of `article` by its title."""
        named = [tab for tab in self.tabs if tab.path == article.path and tab.title != article.title]
        for tab in named:
            tab.title = article.title
        if named:
            self.tabs_changed.emit()

    def _read(
        self,
        path: Path,
        done: Callable[[Article], None],
        *,
        sketch: bool = False,
        kept: Kept | None = None,
    ) -> None:
        """Read the article at `path`; with `kept` it is to open there, wherever other tabs have left it."""
        self.is_fresh = False
        self.article_opening.emit(path)
        if kept is not None:
            position, y, line, column = kept
            self._session.remembered.keep_place(path, position, y, (line, column))
        self.opened.expect(path)
        sketched = self._sketch if sketch else None
        line = self._session.remembered.line(path)[0]
        self.reader.read(path, done, partial(self._fail, path), sketched, line)

    def _sketch(self, article: Article) -> None:
        self.opened.sketch = article
        self.article_sketched.emit(article)

    def _fail(self, path: Path, sentence: str) -> None:
        self.opened.close()
        self.article_failed.emit(path, sentence)

    def _begin(self, article: Article, place: Span | Stop | None) -> None:
        """Show the article of a tab that has come to the front; its way back begins here, if it has none."""
        start = place.start if isinstance(place, Span) else place.position if place is not None else 0
        if not self.history.stops:
            self.history.jump(None, Stop(article.path, start))
        self._show(article, place)

    def _show(self, article: Article, place: Span | Stop | None) -> None:
        session = self._session
        self.opened.open(article, place)
        self.article_opened.emit(article)
        self.opened.sketch = None  # whoever showed it shows the whole now
        if session.library is not None:
            session.remembered.opened(session.library.folder, article.path, article.title)
        self._name_tabs(article)
        self.history_changed.emit()
        if isinstance(place, Span):
            self.jump_requested.emit(place)
        elif place is not None:
            self.return_requested.emit(place.position, place.y)

    def _read_again(self, path: Path) -> None:
        if self.opened.awaited not in (None, path):
            return  # another article is on the way in its place
        if self.article is None or path != self.article.path:
            self._read(path, lambda article: self._show(article, None))
        else:  # what is shown stays where the file cannot be read any more
            self.article_opening.emit(path)
            self.reader.read(path, self._change, partial(self.article_outdated.emit, path))

    def _lose_article(self, path: Path, state: tuple[int, int]) -> None:
        """Tell that the open article's file is gone, and look for it among the others, in the background."""
        session = self._session
        article, library = self.opened.as_read, session.library
        if article is None or path != article.path or library is None:
            return
        # It may be the whole library that is gone.
        session.presence.look(lambda: self._seek_article(path, state, article, library))

    def _seek_article(self, path: Path, state: tuple[int, int], article: Article, library: Library) -> None:
        session = self._session
        if session.presence.is_lost or session.library is not library or self.opened.as_read is not article:
            return
        self.article_lost.emit(path)

        def work() -> Path | None:
            from reader.annotations.anchoring.moved_articles import moved_to

            found = moved_to(library, article, state)
            return found if not paths.is_there(path) else None

        def arrive(found: Path | None) -> None:
            is_open = self.opened.as_read is not None and self.opened.as_read.path == path
            if found is not None and is_open:
                here = self.here()
                session.remembered.rename(path, found)
                self.rename(path, found)
                self.article_moved.emit(path, found)
                self.read_at(found, here)

        session.cataloguing.run(work, arrive)

    def _change(self, article: Article) -> None:
        self.opened.change(article)
        self._name_tabs(article)
        self._tell_changed(article)

    def _tell_changed(self, article: Article) -> None:
        self.article_changed.emit(article)
        self.set_place(self.opened.place)

    def _travel(self, stop: Stop | None) -> None:
        if stop is None:
            return
        self.history_changed.emit()
        if self.article is not None and stop.path == self.article.path:
            self.return_requested.emit(stop.position, stop.y)
        else:
            self._call_tab(stop.path)
            self._read(stop.path, lambda article: self._show(article, stop))
