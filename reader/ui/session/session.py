"""The session: what is open now, the acts that open and move, and the signals that say what has changed.

Panels hold the session and never each other. They ask by calling a method
here; they learn by listening to a signal, which only the session emits. A
signal named in the past tense reports something that has happened; one that
ends in `_requested` asks for it, and no signal asks a question. Signals carry
frozen values, positions are code points of the canonical text.

A window may show two panes (`reader.ui.session.tabs.pane_session`). What is said of *the* article is
said of the one in the active pane: when another becomes active, the session tells of its article as of
one that was opened.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer, Signal

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
from reader.ui.base.opening_way import Way
from reader.ui.base.tasks import Tasks
from reader.ui.base.theming import Theming
from reader.ui.session.article_reader import ArticleReader
from reader.ui.session.first_article import is_taken_out
from reader.ui.session.link_following import name_in, open_on_the_web, place_in, target_of
from reader.ui.session.navigation_history import NavigationHistory, Stop
from reader.ui.session.open_article import OpenArticle
from reader.ui.session.open_library import OpenLibraries, OpenLibrary
from reader.ui.session.tabs.pane_session import PaneSession, Where
from reader.ui.session.tabs.tab_list import Destination, Tab, read, written
from reader.ui.session.tree_building import TreeBuilder
from reader.ui.session.watching.library_watch import LibraryPresence
from reader.ui.session.window_memory import WindowMemory

WAIT = 2_000  # milliseconds between looks for a library that is awaited: mounting a disk tells nobody


class Session(QObject):
    """The open library, the panes, and the article and place in the one that is active."""

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
    files_stirred = Signal()  # something happened among the files of the library; perhaps
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
    link_requested = Signal(str, Way)  # follow this link of the open article: no file beside it has that name
    history_changed = Signal()
    status_changed = Signal(str)  # one quiet sentence for the status bar; "" clears it
    tree_level_requested = Signal(int)  # open the tree down to this level; 0: all of it
    node_requested = Signal(str)  # show the node with this id in the tree, and put the keyboard there
    library_requested = Signal(Path)  # open the library in this folder, where it was left
    pane_added = Signal(PaneSession)
    pane_removed = Signal(PaneSession)
    pane_activated = Signal(PaneSession)  # the panels follow this one now; its article is told next
    tabs_changed = Signal()  # of the active pane
    window_requested = Signal(Tab, object)  # in a window of its own, at this QPoint of the screen or None
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
        libraries: OpenLibraries | None = None,
    ) -> None:
        """`tasks` is for long work; the others for articles (`wholes`: long ones), folders and lists.

        `libraries` is what all windows share; without it this one has its own.
        """
        super().__init__()
        self.tasks = tasks
        self.settings = settings or Settings()
        self.theming = theming or Theming(self.settings)
        self.actions = Actions(self.settings.get("keys"), self)
        self.settings.on_change(self._setting_changed)
        self.remembered = remembered or WindowMemory()
        self.library: Library | None = None
        self.reading = reading or tasks
        self._wholes = wholes or self.reading
        self.cataloguing = cataloguing or tasks
        self.sieving = sieving or tasks
        self.checking = checking or tasks
        self._others: dict[str, Tasks] = {}  # by the kind of work, see `tasks_for`
        self.trees = opened.trees if opened is not None else TreeBuilder(self.settings)
        self._owns_libraries = libraries is None
        self.libraries = libraries or OpenLibraries(tasks, self)
        self.shared: OpenLibrary | None = None  # what belongs to the open library
        self._nowhere = LibraryPresence(self)  # while none is open
        self._looking = QTimer(self, interval=WAIT)
        self.panes: list[PaneSession] = []  # the left or upper one first; at most two
        self.active = self._make_pane(opened)
        self._relay(self.active, on=True)

    # ---- the panes

    def add_pane(self, *, first: bool = False) -> PaneSession:
        """Return the second pane, made if there is none yet; `first` puts it before the one there is.

        It is not active yet.
        """
        if len(self.panes) > 1:
            return self.panes[0 if first else 1]
        made = self._make_pane()
        if first:
            self.panes.reverse()
        self.pane_added.emit(made)
        return made

    def shared_with(self, library: Library) -> bool:
        """Whether `library` is the one that is open here."""
        return self.library is not None and self.library.folder.resolve() == library.folder.resolve()

    def other_pane(self) -> PaneSession | None:
        """Return the pane that is not active; None where there is but one."""
        return next((pane for pane in self.panes if pane is not self.active), None)

    def activate(self, pane: PaneSession) -> None:
        """Let `pane` be the one that panels follow, and tell of what is open in it.

        Called for the active one, it only lets whoever listens to the pane itself hear before we do.
        """
        self._relay(self.active, on=False)
        before, self.active = self.active, pane
        self._relay(pane, on=True)
        if before is pane:
            return
        self.pane_activated.emit(pane)
        self.tabs_changed.emit()
        if pane.article is not None:
            self.article_opened.emit(pane.article)
            self.node_changed.emit(self.current_node)
            self.place_changed.emit(self.place)
        else:
            self.article_closed.emit()
        self.selection_changed.emit(self.selection)
        self.history_changed.emit()

    def remove_pane(self, pane: PaneSession) -> None:
        """Take one of two panes away; the other is active then."""
        if len(self.panes) < 2:
            return
        other = next(one for one in self.panes if one is not pane)
        pane.leave()
        self.activate(other)
        self.panes.remove(pane)
        pane.stop()
        self.pane_removed.emit(pane)
        pane.deleteLater()

    def show_waiting(self) -> None:
        """Read what is in front in a pane that has not been read yet, as after the start."""
        for pane in self.panes:
            if pane.is_fresh:
                pane.show_current()

    # ---- what is open

    @property
    def presence(self) -> LibraryPresence:
        """What knows whether the open library's folder is there, and tells when it goes or comes back."""
        return self.shared.presence if self.shared is not None else self._nowhere

    @property
    def opened(self) -> OpenArticle:
        """What is open in the active pane."""
        return self.active.opened

    @property
    def history(self) -> NavigationHistory:
        """The way back in the active pane."""
        return self.active.history

    @property
    def reader(self) -> ArticleReader:
        """What reads the articles of the active pane."""
        return self.active.reader

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
        """Open the library in `folder`, with its tabs; return whether it is open. A failure is told."""
        try:
            library = open_library(absolute(folder))
        except ReaderError as error:
            self.library_failed.emit(folder, str(error))
            return False
        if library != self.library:
            self.keep_tabs()
            before, self.shared, self.library = self.shared, self.libraries.take(library), library
            self._follow(before, on=False)
            self._follow(self.shared, on=True)
            self.remembered.library_opened(library.folder)
            self._take_tabs(library)
            self.library_opened.emit(library)
            if self.shared is not None:
                self.libraries.watch(self.shared)
            if before is not None:  # now that nobody here looks at it any more
                self.libraries.leave(before)
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
        for pane in self.panes:
            pane.reader.look_again()
        if self.library is not None:
            self.library_changed.emit(self.library)

    def note_library_listed(self) -> None:
        """Tell that the catalogue holds the whole library now. Called by whoever lists it."""
        if self.library is not None:
            self.library_listed.emit(self.library)

    def keep_tabs(self) -> None:
        """Note what is open where, for the next time that this library is opened."""
        if self.library is None:
            return
        for pane in self.panes:
            pane.leave()
        panes = [(pane.tabs, pane.current) for pane in self.panes]
        active = self.panes.index(self.active)
        self.remembered.keep_tabs(self.library.folder, written(panes, active, self.library.folder))

    # ---- the article

    def open_article(self, path: Path, place: Destination = None, way: Way = Way.HERE) -> None:
        """Open the article (and its library) where it was left; a span or "#name" is jumped to and marked.

        `way` says in which tab. In a library that was not open yet: in the one it had, or one of its own.
        """
        path = absolute(path)
        if self.library is None or not path.is_relative_to(self.library.folder):
            before = self.library
            self.open_library(folder_for(path))
            if self.library is not before:
                self.active.open_among(path, place)
                return
        if way is Way.BESIDE:
            self.open_beside(path, place)
        elif way is Way.WINDOW:
            self.ask_for_window(Tab(path, destination=place))
        elif way is not Way.HERE:
            at = self.active.add_tab(Tab(path, destination=place))
            if way is Way.TAB:
                self.active.select(at)
            else:
                self.tell(_("“{title}” waits in a tab.").format(title=self.active.tabs[at].name))
        elif self.active.is_fresh:
            self.active.open_among(path, place)
        else:
            self.active.open(path, place)

    def open_beside(self, path: Path, place: Destination = None) -> None:
        """Open the article beside: in a new tab of the other pane, which is active then."""
        had_other = len(self.panes) > 1
        pane = self.other_pane() or self.add_pane()
        tab = Tab(absolute(path), destination=place)
        self.activate(pane)
        if had_other:
            pane.select(pane.add_tab(tab))
        else:
            pane.take_only(tab)

    def expect_article(self, path: Path) -> None:
        """Read the article at `path` ahead: the person may open it next. Nothing is shown."""
        self.active.expect(path)

    def close_article(self) -> None:
        """Leave the article; the pane shows the library's own page."""
        self.active.close_article()

    def tasks_for(self, kind: str) -> Tasks:
        """Return the tasks for one more `kind` of work, which waits for no other; the session ends them.

        Where one thread does everything, as in tests, it does this too.
        """
        if self.cataloguing is self.tasks:
            return self.tasks
        if kind not in self._others:
            self._others[kind] = Tasks()
        return self._others[kind]

    def shut_down(self) -> None:
        """Leave the library and end all threads: no answer comes after this. The closing window calls it."""
        for pane in self.panes:
            pane.stop()
        self._looking.stop()
        if (shared := self.shared) is not None:
            self._follow(shared, on=False)
            self.shared = None
            self.libraries.leave(shared)
        if self._owns_libraries:
            self.libraries.shut_down()
        ours = (self.reading, self._wholes, self.cataloguing, self.sieving, self.checking, self.tasks)
        for tasks in (*ours, *self._others.values()):
            tasks.shut_down()
        self.remembered.save()

    def use_links(self, article: Article) -> None:
        """Take `article`, the open one with its links or framework the person's, in place of the open one."""
        self.active.use_links(article)

    def hidden_lines(self, article: Article) -> frozenset[int]:
        """Return the lines of `article` that the pane leaves out, as the person wishes."""
        return self.trees.hidden_lines(article)

    def node(self, node_id: str) -> Node | None:
        """Return the node of the open article's framework, or None."""
        return self.contents.points.by_id.get(node_id)

    def link(self, node_id: str) -> Link | None:
        """Return the link of a node of the open article, or None."""
        return self.article.links.get(node_id) if self.article is not None else None

    # ---- moving about

    def jump_to(self, span: Span) -> None:
        """Bring `span` to the top of the pane and mark it; the way back is remembered."""
        self.active.jump_to(span)

    def go_to_beginning(self) -> None:
        """Return to the top of the open article: that is no jump."""
        self.active.go_to_beginning()

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

    def follow(self, href: str, way: Way = Way.HERE) -> None:
        """Follow a link in the open article: to another article, or to the person's browser."""
        if self.article is not None and (span := place_in(self.article, href)) is not None:
            self.open_article(self.article.path, span, way)  # within the article
            return
        library = self.library.folder if self.library is not None else None
        target = target_of(href, self.article.path, library) if self.article is not None else None
        if isinstance(target, Path):
            self.open_article(target, name_in(href), way)
        elif target is None and article_name(href):
            self.link_requested.emit(href, way)
        elif target is None or not open_on_the_web(target):
            words = _("This link leads to nothing that can be opened: {href}").format(href=href)
            self.tell(words)

    def go_back(self) -> None:
        """Return to where the last jump was made from."""
        self.active.go_back()

    def go_forward(self) -> None:
        """Undo going back."""
        self.active.go_forward()

    def set_place(self, position: int) -> None:
        """Note that the person now reads at `position`. Called by the pane at each step of scrolling."""
        self.active.set_place(position)

    def measure_by(self, where: Where) -> None:
        """Let `where` measure places in the active pane: see `PaneSession.measure_by`."""
        self.active.measure_by(where)

    def here(self) -> Stop | None:
        """Return where the person is, as exactly as the pane knows; None where nothing is open."""
        return self.active.here()

    def set_selection(self, span: Span) -> None:
        """Note what the person has selected. Called by the pane."""
        self.active.set_selection(span)

    # ---- saying

    def tell(self, sentence: str) -> None:
        """Show one quiet sentence in the status bar; "" clears it."""
        self.status_changed.emit(sentence)

    def ask_for_window(self, tab: Tab, at: QPoint | None = None) -> None:
        """Have `tab` opened in a window of its own, at a place of the screen or where there is room."""
        if tab.path is not None and not tab.title:
            tab.title = self.remembered.known_title(tab.path)
        self.window_requested.emit(tab, at)

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

    def _setting_changed(self, name: str) -> None:
        if name == "keys":
            self.actions.use_keys(self.settings.get("keys"))

    # ---- the panes, within

    def _make_pane(self, opened: OpenArticle | None = None) -> PaneSession:
        reader = ArticleReader(
            self.reading, self, self._wholes, self.trees.make, self.checking, before=self._ask_its_name
        )
        pane = PaneSession(self, opened or OpenArticle(self.trees), reader, self)
        self.panes.append(pane)
        # What goes wrong is told of whichever it is.
        pane.article_outdated.connect(self.article_outdated)
        pane.article_lost.connect(self.article_lost)
        pane.article_moved.connect(self.article_moved)
        return pane

    def _ask_its_name(self, path: Path) -> None:
        """Have the library know what the article at `path` is called there. On a thread."""
        if (library := self.library) is not None:
            library.relative_name(path)

    def _relay(self, pane: PaneSession, *, on: bool) -> None:
        """Say what `pane` says, or no longer."""
        for told, ours in (
            (pane.tabs_changed, self.tabs_changed),
            (pane.article_expected, self.article_expected),
            (pane.article_opening, self.article_opening),
            (pane.article_sketched, self.article_sketched),
            (pane.article_opened, self.article_opened),
            (pane.article_changed, self.article_changed),
            (pane.article_closed, self.article_closed),
            (pane.article_failed, self.article_failed),
            (pane.place_changed, self.place_changed),
            (pane.node_changed, self.node_changed),
            (pane.selection_changed, self.selection_changed),
            (pane.jump_requested, self.jump_requested),
            (pane.return_requested, self.return_requested),
            (pane.history_changed, self.history_changed),
        ):
            if on:
                told.connect(ours)
            else:
                told.disconnect(ours)

    def _take_tabs(self, library: Library) -> None:
        """Have the tabs that were open in `library`. What is in front is read by whoever opens an article."""
        kept, active = read(self.remembered.tabs(library.folder), library.folder)
        if len(kept) < 2 and len(self.panes) > 1:
            self.remove_pane(self.panes[1])
        elif len(kept) > 1:
            self.add_pane()
        for number, pane in enumerate(self.panes):
            pane.take_tabs(kept[number] if number < len(kept) else None)
        self.activate(self.panes[active])

    # ---- what goes away

    def _follow(self, shared: OpenLibrary | None, *, on: bool) -> None:
        """Say what others do in the folder of an open library, or no longer."""
        if shared is None:
            return
        presence = shared.presence
        for told, ours in (
            (shared.watching.articles_changed, self.files_stirred),
            (presence.lost, self._lose_library),
            (presence.returned, self._regain_library),
            (presence.moved, self._follow_library),
        ):
            if on:
                told.connect(ours)
            else:
                told.disconnect(ours)

    def _look_for(self, folder: Path) -> None:
        """Ask on a thread whether the library in `folder` is back: of a mount that died no answer comes."""
        self._looking.stop()

        def take(is_back: bool) -> None:
            if is_back:
                self.library_back.emit(folder)
            else:
                self._looking.start()

        is_open = self.library is not None and self.library.folder == folder
        self.checking.run(
            lambda: is_open or (paths.is_folder(folder) and not is_taken_out(Library(folder))), take
        )

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
        self.keep_tabs()
        self.remembered.rename(library.folder, folder)
        if self.shared is not None:
            self.libraries.note_moved(self.shared, Library(folder))
        self.library_moved.emit(library, Library(folder))
        self.library = None
        self.open_library(folder)
        if article is not None and article.path.is_relative_to(library.folder):
            self.active.read_at(folder / article.path.relative_to(library.folder), here)
