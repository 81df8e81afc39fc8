"""The session: what is open now, the acts that open and move, and the signals that say what has changed.

Panels hold the session and never each other. They ask by calling a method
here; they learn by listening to a signal, which only the session emits. A
signal named in the past tense reports something that has happened; one that
ends in `_requested` asks for it, and no signal asks a question. Signals carry
frozen values, positions are code points of the canonical text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import QObject, QTimer, Signal

from reader import paths
from reader.articles.digest.contents import Contents
from reader.articles.link_safety import article_name
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
from reader.ui.session.first_article import is_taken_out
from reader.ui.session.link_following import Place, name_in, open_on_the_web, place_in, target_of
from reader.ui.session.navigation_history import NavigationHistory, Stop
from reader.ui.session.open_article import OpenArticle
from reader.ui.session.tree_building import TreeBuilder
from reader.ui.session.watching.library_watch import LibraryPresence, LibraryWatch
from reader.ui.session.window_memory import WindowMemory

WAIT = 2_000  # milliseconds between looks for a library that is awaited: mounting a disk tells nobody

Where = Callable[[Path], tuple[int, float] | None]


class Session(QObject):
    """The open library, the open article, and the reader's place in it."""

    library_opened = Signal(Library)
    library_changed = Signal(Library)  # files came, went or were renamed
    library_listed = Signal(Library)  # the catalogue holds all of it, for the first time since it opened
    library_failed = Signal(Path, str)  # with the sentence to show
    library_lost = Signal(Library)  # its folder is not there now; all that is open stays
    library_returned = Signal(Library)
    library_awaited = Signal(Path)  # the one to open at the start is not there; another is open meanwhile
    library_back = Signal(Path)  # what was awaited is there now
    library_named = Signal(Path)  # the library in this folder is called otherwise now, or off the list
    library_moved = Signal(Library, Library)  # its folder is now the second's: that is opened next
    article_expected = Signal(Article)  # it, or its beginning, has been read: it may be opened next
    article_opening = Signal(Path)
    article_sketched = Signal(Article)  # the beginning of a long article, to look at until it is opened
    article_opened = Signal(Article)
    article_changed = Signal(Article)  # the same article, its file or its links edited: the place is kept
    article_closed = Signal()  # nothing is open now
    article_failed = Signal(Path, str)  # with the sentence to show in its place
    article_outdated = Signal(Path, str)  # its file cannot be read now, and why; what was read stays on show
    article_lost = Signal(Path)  # the same: its file is not there any more
    article_moved = Signal(Path, Path)  # its file is now the second: that is opened next
    place_changed = Signal(int)  # the person now reads at this position
    node_changed = Signal(str)  # the id of the entry (`reader.articles.digest.contents`) being read, or ""
    selection_changed = Signal(Span)  # empty: nothing is selected
    jump_requested = Signal(Span)  # bring this to the top of the pane, and mark it for a moment
    return_requested = Signal(int, object)  # bring this position back to its y, or (None) to the top
    link_requested = Signal(str)  # follow this link of the open article: no file beside it has that name
    history_changed = Signal()
    status_changed = Signal(str)  # one quiet sentence for the status bar; "" clears it
    tree_level_requested = Signal(int)  # open the tree down to this level; 0: all of it
    node_requested = Signal(str)  # show the node with this id in the tree, and put the keyboard there
    library_requested = Signal(Path)  # open the library in this folder, where it was left
    panel_requested = Signal(str)  # show the panel with this id and put the keyboard there

    def __init__(
        self,
        tasks: Tasks,
        settings: Settings | None = None,
        theming: Theming | None = None,
        *,
        opened: OpenArticle | None = None,
        reading: Tasks | None = None,
        cataloguing: Tasks | None = None,
        sieving: Tasks | None = None,
        checking: Tasks | None = None,
        wholes: Tasks | None = None,
        remembered: WindowMemory | None = None,
    ) -> None:
        """`tasks` is for long work; the others for articles (`wholes`: long ones), folders and lists."""
        super().__init__()
        self.tasks = tasks
        self.settings = settings or Settings()
        self.theming = theming or Theming(self.settings)
        self.actions = Actions(self.settings.get("keys"))
        self.settings.on_change(self._setting_changed)
        self.remembered = remembered or WindowMemory()
        self.library: Library | None = None
        self.history = NavigationHistory()
        self.reading = reading or tasks
        self._wholes = wholes or self.reading
        self.cataloguing = cataloguing or tasks
        self.sieving = sieving or tasks
        self.checking = checking or tasks
        self.opened = opened or OpenArticle(TreeBuilder(self.settings))
        self.trees = self.opened.trees
        self.reader = ArticleReader(self.reading, self, self._wholes, self.trees.make)
        self.watching = LibraryWatch(self)
        self.presence = LibraryPresence(self)
        self.watching.folder_changed.connect(self.presence.look)
        self.presence.lost.connect(self._lose_library)
        self.presence.returned.connect(self._regain_library)
        self.presence.moved.connect(self._follow_library)
        self._looking = QTimer(self, interval=WAIT)
        self.reader.changed.connect(self._read_again)
        self.reader.gone.connect(self._lose_article)
        self.reader.expected.connect(self.article_expected)
        self._where: Where = lambda _path: None

    # ---- what is open

    @property
    def article(self) -> Article | None:
        """The open article, with the links that the person has repaired."""
        return self.opened.article

    @property
    def contents(self) -> Contents:
        """The tree of the open article."""
        return self.opened.contents

    @property
    def place(self) -> int:
        """The position that is read now."""
        return self.opened.place

    @property
    def current_node(self) -> str:
        """The id of the entry of `contents` that is read now; "" before the first."""
        return self.opened.node

    @property
    def chosen_node(self) -> str:
        """The id of the entry that was last chosen in the tree of the open article, or ""."""
        return self.opened.chosen

    @property
    def selection(self) -> Span:
        """What is selected; an empty span where nothing is."""
        return self.opened.selection

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
            self.presence.watch(library.folder, held_something=is_taken_out(library))
            self.watching.watch(library)
            self.remembered.library_opened(library.folder)
            self.library_opened.emit(library)
            if self.presence.is_lost:
                self.library_lost.emit(library)
        return True

    def await_library(self, folder: Path) -> None:
        """Tell that the library in `folder` is not there, and later that it is. Looks every two seconds."""
        self._looking.timeout.connect(partial(self._look_for, folder))
        self._looking.start()
        self.library_awaited.emit(folder)

    def name_of_library(self, folder: Path) -> str:
        """Return what the library in `folder` is called: as the person calls it, or as its folder."""
        return (
            _("Starter library")
            if folder == paths.starter_library()
            else self.remembered.library_name(folder)
        )

    def name_library(self, folder: Path, name: str) -> None:
        """Call the library in `folder` `name`, in this program alone; "" as its folder."""
        self.remembered.name_library(folder, name)
        self.library_named.emit(folder)

    def forget_library(self, folder: Path) -> None:
        """Take the library in `folder` off the list; nothing of it is deleted."""
        self.remembered.forget_library(folder)
        self.library_named.emit(folder)

    def note_library_changed(self) -> None:
        """Tell that files of the library came, went or were renamed. Called by whoever watches it."""
        self.reader.look_again()
        if self.library is not None:
            self.library_changed.emit(self.library)

    def note_library_listed(self) -> None:
        """Tell that the catalogue holds the whole library now. Called by whoever lists it."""
        if self.library is not None:
            self.library_listed.emit(self.library)

    # ---- the article

    def open_article(self, path: Path, place: Place = None) -> None:
        """Open the article (and its library) where it was left; a span or "#name" is jumped to and marked."""
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
        if self.library is None or not path.is_relative_to(self.library.folder):
            self.open_library(folder_for(path))
        before = self.here()

        def arrive(article: Article) -> None:
            there = place_in(article, place)
            stop = Stop(path, there.start) if isinstance(there, Span) else there or Stop(path, 0)
            self.history.jump(before, stop)
            self._show(article, there)
            self._tell_missing(article, place)

        self._read(path, arrive, sketch=place is None)

    def expect_article(self, path: Path) -> None:
        """Read the article at `path` ahead: the person may open it next. Nothing is shown."""
        if absolute(path) not in (self.opened.awaited, self.article and self.article.path):
            self.reader.expect(absolute(path), self.remembered.line(absolute(path))[0])

    def close_article(self) -> None:
        """Leave the article; the pane shows the library's own page."""
        self.reader.stop()
        self.opened.close()
        self.article_closed.emit()

    def shut_down(self) -> None:
        """Let no answer come any more. The window calls this when it closes."""
        self.reader.stop()
        self.watching.stop()
        self._looking.stop()
        self.presence.stop()
        for tasks in (self.reading, self._wholes, self.cataloguing, self.sieving, self.checking, self.tasks):
            tasks.shut_down()
        self.remembered.save()

    def use_links(self, article: Article) -> None:
        """Take `article`, the open one with its links or framework the person's, in place of the open one."""
        self.opened.repair(article)
        self._tell_changed(article)

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

    def go_to_beginning(self) -> None:
        """Return to the top of the open article: that is no jump."""
        self.return_requested.emit(0, None)

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
        elif target is None and article_name(href):
            self.link_requested.emit(href)
        elif target is None or not open_on_the_web(target):
            words = _("This link leads to nothing that can be opened: {href}").format(href=href)
            self.tell(words)

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
            self.node_changed.emit(self.current_node)

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
        return Stop(path, *(self._where(path) or self.remembered.place(path) or (self.place,)))

    def set_selection(self, span: Span) -> None:
        """Note what the person has selected. Called by the pane."""
        self.opened.selection = span
        self.selection_changed.emit(span)

    # ---- saying

    def tell(self, sentence: str) -> None:
        """Show one quiet sentence in the status bar; "" clears it."""
        self.status_changed.emit(sentence)

    def ask_for_panel(self, panel_id: str) -> None:
        """Have the panel with this id shown, and the keyboard put there."""
        self.panel_requested.emit(panel_id)

    def ask_for_library(self, folder: Path) -> None:
        """Have the library in `folder` opened, with the article that was open in it last."""
        self.library_requested.emit(folder)

    def choose_node(self, entry_id: str) -> None:
        """Note which entry of the tree the person has chosen. Called by the tree."""
        self.opened.chosen = entry_id

    def ask_for_node(self, node_id: str) -> None:
        """Choose a node of the framework and have it shown in its tree, and the keyboard put there."""
        self.choose_node(node_id)
        self.node_requested.emit(node_id)

    def ask_for_tree_level(self, level: int) -> None:
        """Have the tree of the framework opened down to `level`, or with 0 to its end."""
        self.tree_level_requested.emit(level)

    # ---- within

    def _tell_missing(self, article: Article, place: Place) -> None:
        if isinstance(place, str) and place_in(article, place) is None:
            words = _("“{title}” has no section called “{name}”.")
            self.tell(words.format(title=article.title, name=unquote(place).lstrip("#")))

    def _setting_changed(self, name: str) -> None:
        if name == "keys":
            self.actions.use_keys(self.settings.get("keys"))

    def _read(self, path: Path, done: Callable[[Article], None], *, sketch: bool = False) -> None:
        self.article_opening.emit(path)
        self.opened.expect(path)
        sketched = self._sketch if sketch else None
        self.reader.read(path, done, partial(self._fail, path), sketched, self.remembered.line(path)[0])

    def _sketch(self, article: Article) -> None:
        self.opened.sketch = article
        self.article_sketched.emit(article)

    def _fail(self, path: Path, sentence: str) -> None:
        self.opened.close()
        self.article_failed.emit(path, sentence)

    def _show(self, article: Article, place: Span | Stop | None) -> None:
        self.opened.open(article, place)
        self.article_opened.emit(article)
        self.opened.sketch = None  # whoever showed it shows the whole now
        if self.library is not None:
            self.remembered.opened(self.library.folder, article.path, article.title)
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

    # ---- what goes away

    def _look_for(self, folder: Path) -> None:
        is_open = self.library is not None and self.library.folder == folder
        if is_open or (paths.is_folder(folder) and not is_taken_out(Library(folder))):
            self._looking.stop()
            self.library_back.emit(folder)

    def _lose_library(self) -> None:
        if self.library is not None:
            self.library_lost.emit(self.library)

    def _regain_library(self) -> None:
        if self.library is not None:
            self.library_returned.emit(self.library)

    def _follow_library(self, folder: Path) -> None:
        """Open the library at its new place, and in it the article that was open, where it was read."""
        library, article, here = self.library, self.article, self.here()
        if library is None:
            return
        self.remembered.rename(library.folder, folder)
        self.library_moved.emit(library, Library(folder))
        self.open_library(folder)
        if article is not None and article.path.is_relative_to(library.folder):
            self._read_at(folder / article.path.relative_to(library.folder), here)

    def _lose_article(self, path: Path, state: tuple[int, int]) -> None:
        """Tell that the open article's file is gone, and look for it among the others, in the background."""
        article, library = self.opened.as_read, self.library
        if article is None or path != article.path or library is None:
            return
        self.presence.look()  # it may be the whole library that is gone
        if self.presence.is_lost or self.library is not library:
            return
        self.article_lost.emit(path)

        def work() -> Path | None:
            from reader.annotations.anchoring.moved_articles import moved_to

            return moved_to(library, article, state)

        def arrive(found: Path | None) -> None:
            is_open = self.opened.as_read is not None and self.opened.as_read.path == path
            if found is not None and is_open and not path.exists():
                here = self.here()
                self.remembered.rename(path, found)
                self.article_moved.emit(path, found)
                self._read_at(found, here)

        self.cataloguing.run(work, arrive)

    def _read_at(self, path: Path, here: Stop | None) -> None:
        """Read the article at `path`, which was open under another name, and show the place `here` in it."""
        stop = Stop(path, here.position, here.y) if here is not None else None
        self._read(path, lambda article: self._show(article, stop))

    def _change(self, article: Article) -> None:
        self.opened.change(article)
        self._tell_changed(article)

    def _tell_changed(self, article: Article) -> None:
        self.article_changed.emit(article)
        self.set_place(self.place)

    def _travel(self, stop: Stop | None) -> None:
        if stop is None:
            return
        self.history_changed.emit()
        if self.article is not None and stop.path == self.article.path:
            self.return_requested.emit(stop.position, stop.y)
        else:
            self._read(stop.path, lambda article: self._show(article, stop))
