"""The session: what is open now, and the signals that say it has changed.

Panels hold the session and never each other. They ask by calling a method
here; they learn by listening to a signal. A signal named in the past tense
reports something that has happened; one that ends in `_requested` asks for it.
Signals carry frozen values, positions are code points of the canonical text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal

from reader.articles.digest.contents import Contents
from reader.articles.model import Article, Link, Node
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library, absolute, folder_for, open_library
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.base.actions import Actions
from reader.ui.base.tasks import Tasks
from reader.ui.base.theming import Theming
from reader.ui.session.article_reader import ArticleReader
from reader.ui.session.link_following import name_in, open_on_the_web, place_in, target_of
from reader.ui.session.navigation_history import History, Stop
from reader.ui.session.services import Services
from reader.ui.session.tree_building import Trees
from reader.ui.session.window_memory import Remembered
from reader.ui.startup.reading_process import Beforehand


class Session(Services):
    """The open library, the open article, and the reader's place in it."""

    library_opened = Signal(Library)
    library_changed = Signal(Library)  # files came, went or were renamed
    library_failed = Signal(Path, str)  # with the sentence to show
    articles_in_sight = Signal(object)  # Sequence[Path]: what the list shows, at rest; the likeliest first
    article_expected = Signal(Article)  # it, or its beginning, has been read: it may be opened next
    article_opening = Signal(Path)
    article_sketched = Signal(Article)  # the beginning of a long article, to look at until it is opened
    article_opened = Signal(Article)
    article_changed = Signal(Article)  # the same article, its file or its links edited: the place is kept
    article_closed = Signal()  # nothing is open now
    article_failed = Signal(Path, str)  # with the sentence to show in its place
    place_changed = Signal(int)  # the person now reads at this position
    node_changed = Signal(str)  # the id of the entry (`reader.articles.digest.contents`) being read, or ""
    selection_changed = Signal(Span)  # empty: nothing is selected
    jump_requested = Signal(Span)  # bring this to the top of the pane, and mark it for a moment
    return_requested = Signal(int, object)  # bring this position back to its y, or (None) to the top
    keep_requested = Signal()  # write down in `remembered` where the article stands in the pane
    history_changed = Signal()
    # What panels give to the pane and to the tree:
    hits_changed = Signal(object)  # tuple[Span, ...] to light in the open article
    highlights_changed = Signal(str, object)  # a layer's name, and its marks, for the pane's `set_highlights`
    node_hits_changed = Signal(object)  # dict[str, int]: hits in each node's own text
    node_notes_changed = Signal(object)  # dict[str, int]: annotations in and on each node
    status_changed = Signal(str)  # one quiet sentence for the status bar; "" clears it
    panel_requested = Signal(str)  # show the panel with this id and put the keyboard there

    def __init__(
        self,
        tasks: Tasks,
        settings: Settings | None = None,
        theming: Theming | None = None,
        reading: Tasks | None = None,
        writing: Tasks | None = None,
        cataloguing: Tasks | None = None,
        wholes: Tasks | None = None,
        remembered: Remembered | None = None,
        beforehand: Beforehand | None = None,  # the process that reads the first article, if there is one
    ) -> None:
        """`tasks` is for long work; the others for articles (`wholes`: long ones), notes and folders."""
        super().__init__()
        self.tasks = tasks
        self.settings = settings or Settings()
        self.theming = theming or Theming(self.settings)
        self.actions = Actions()
        self.remembered = remembered or Remembered()
        self.library: Library | None = None
        self.article: Article | None = None
        self.contents = Contents(())
        self.place, self.current_node, self.selection = 0, "", Span(0, 0)
        self.destination: Span | Stop | None = None  # where the article that is being opened is to open
        self.history = History()
        self.reading = reading or tasks
        self._wholes = wholes or self.reading
        self.cataloguing = cataloguing or tasks
        self.beforehand = beforehand
        self.trees = Trees(self.settings)
        self.reader = ArticleReader(self.reading, self, self._wholes, beforehand, self.trees.make)
        self.reader.changed.connect(self._read_again)
        self.reader.expected.connect(self.article_expected)
        self._awaited: Path | None = None  # the article that is being read, to be opened
        self._writing = writing or tasks
        self._searching = None if reading else tasks

    # ---- the library

    def open_library(self, folder: Path) -> bool:
        """Open the library in `folder`; return whether it is open now. A failure is told by signal."""
        try:
            library = open_library(absolute(folder))
        except ReaderError as error:
            self.library_failed.emit(folder, str(error))
            return False
        if library != self.library:
            self.library = library
            self.remembered.library_opened(library.folder)
            self.library_opened.emit(library)
        return True

    # ---- the article

    def open_article(self, path: Path, place: Span | Stop | int | str | None = None) -> None:
        """Open the article (and its library) where it was left; a span or "#name" is jumped to and marked."""
        path = absolute(path)
        if path == self._awaited and place is None:
            return
        if self._awaited is None and self.article is not None and path == self.article.path:
            if isinstance(here := place_in(self.article, place), Span):
                self.jump_to(here)
            elif here is not None:
                self.return_requested.emit(here.position, here.y)
            return
        if self.library is None or not path.is_relative_to(self.library.folder):
            self.open_library(folder_for(path))
        before = self.here()

        def arrive(article: Article) -> None:
            there = place_in(article, place)
            stop = Stop(path, there.start) if isinstance(there, Span) else there or Stop(path, 0)
            self.history.jump(before, stop)
            self._show(article, there)

        self._read(path, arrive, sketch=place is None)

    def expect_article(self, path: Path) -> None:
        """Read the article at `path` ahead: the person may open it next. Nothing is shown."""
        if absolute(path) not in (self._awaited, self.article and self.article.path):
            self.reader.expect(absolute(path), self.remembered.line(absolute(path))[0])

    def close_article(self) -> None:
        """Leave the article; the pane shows the library's own page."""
        self.reader.stop()
        self._awaited = self.article = None
        self.contents = Contents(())
        self._forget_place()
        self.article_closed.emit()

    def leave_hits(self) -> bool:
        """Return to where the person was before the first hit was opened; return if there is such a place."""
        return "search" in self.__dict__ and self.search.go_home()

    def shut_down(self) -> None:
        """Let no answer come any more. The window calls this when it closes."""
        self.reader.stop()
        if "search" in self.__dict__:
            self.search.shut_down()
        for tasks in (self.reading, self._wholes, self.cataloguing, self._writing, self.tasks):
            tasks.shut_down()
        self.remembered.save()

    def use_links(self, article: Article) -> None:
        """Take `article`, the open one with its links (or its file) changed, in place of the open one."""
        self.article = article
        self.contents = self.trees.of(article)
        self.article_changed.emit(article)
        self.set_place(self.place)

    def hidden_lines(self, article: Article) -> frozenset[int]:
        """Return the lines of `article` that the pane leaves out, as the person wishes."""
        return self.trees.hidden_lines(article)

    def node(self, node_id: str) -> Node | None:
        """Return the node of the open article's framework, or None."""
        if self.article is None:
            return None
        return next((node for node in self.article.framework.walk() if node.node_id == node_id), None)

    def link(self, node_id: str) -> Link | None:
        """Return the link of a node of the open article, or None."""
        return self.article.links.get(node_id) if self.article is not None else None

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

    def jump_to_node(self, entry_id: str) -> bool:
        """Jump to the passage of an entry of `contents`; return whether it has one."""
        if (entry := self.contents.by_id.get(entry_id)) is None or entry.span is None:
            return False
        self.jump_to(entry.span)
        return True

    def jump_to_next_node(self, by: int = 1) -> None:
        """Jump to the start of the next (1) or the previous (-1) passage in the text."""
        seek = self.contents.next_in_text if by > 0 else self.contents.previous_in_text
        if (entry := seek(self.place)) is not None and entry.span is not None:
            self.jump_to(entry.span)

    def follow(self, href: str) -> None:
        """Follow a link in the open article: to another article, or to the person's browser."""
        library = self.library.folder if self.library is not None else None
        target = target_of(href, self.article.path, library) if self.article is not None else None
        if isinstance(target, Path):
            self.open_article(target, name_in(href))
        elif target is None or not open_on_the_web(target):
            words = _("This link leads to nothing that can be opened: {href}").format(href=href)
            self.status_changed.emit(words)

    def go_back(self) -> None:
        """Return to where the last jump was made from."""
        self._travel(self.history.back(self.here()))

    def go_forward(self) -> None:
        """Undo going back."""
        self._travel(self.history.forward(self.here()))

    def set_place(self, position: int) -> None:
        """Note that the person now reads at `position`. Called by the pane at each step of scrolling."""
        if self._awaited is not None:
            return  # it is a place in a sketch
        if position != self.place:
            self.place = position
            self.place_changed.emit(position)
        if (node := self.contents.at(position)) != self.current_node:
            self.current_node = node
            self.node_changed.emit(node)

    def here(self) -> Stop | None:
        """Return where the person is, as exactly as the pane knows; None where nothing is open."""
        if self.article is None:
            return None
        self.keep_requested.emit()
        return Stop(self.article.path, *(self.remembered.place(self.article.path) or (self.place,)))

    def set_selection(self, span: Span) -> None:
        """Note what the person has selected. Called by the pane."""
        self.selection = span
        self.selection_changed.emit(span)

    def _read(self, path: Path, done: Callable[[Article], None], *, sketch: bool = False) -> None:
        self.article_opening.emit(path)
        self._awaited = path
        sketched = self.article_sketched.emit if sketch else None
        self.reader.read(path, done, partial(self._fail, path), sketched, self.remembered.line(path)[0])

    def _fail(self, path: Path, sentence: str) -> None:
        self.article = self._awaited = None
        self.contents = Contents(())
        self.article_failed.emit(path, sentence)

    def _show(self, article: Article, place: Span | Stop | None) -> None:
        self.article, self.destination, self._awaited = article, place, None
        self.contents = self.trees.of(article)
        self._forget_place()
        self.article_opened.emit(article)
        if self.library is not None:
            self.remembered.opened(self.library.folder, article.path)
        self.history_changed.emit()
        if isinstance(place, Span):
            self.jump_requested.emit(place)
        elif place is not None:
            self.return_requested.emit(place.position, place.y)

    def _read_again(self, path: Path) -> None:
        if self._awaited not in (None, path):
            return  # another article is on the way in its place
        if self.article is None or path != self.article.path:
            self._read(path, lambda article: self._show(article, None))
        else:  # what is shown stays where the file cannot be read any more
            self.article_opening.emit(path)
            self.reader.read(path, self.use_links, self.status_changed.emit)

    def _forget_place(self) -> None:
        self.place, self.current_node, self.selection = 0, "", Span(0, 0)

    def _travel(self, stop: Stop | None) -> None:
        if stop is None:
            return
        self.history_changed.emit()
        if self.article is not None and stop.path == self.article.path:
            self.return_requested.emit(stop.position, stop.y)
        else:
            self._read(stop.path, lambda article: self._show(article, stop))
