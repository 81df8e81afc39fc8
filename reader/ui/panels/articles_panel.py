"""The articles panel: what the library holds, to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.articles.model import Article
from reader.catalogue.article_list import Choice, Facts, ListedArticle, Stage, listed, stage_in
from reader.catalogue.library import Library
from reader.catalogue.shelves.browsing import query_of
from reader.errors import ReaderError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.base.opening_way import Way
from reader.ui.models.article_arrangement import Arrangement, arranged
from reader.ui.models.article_list_model import ArticleRole, ArticlesModel
from reader.ui.models.article_sieving import Rows
from reader.ui.panels.panel import Panel
from reader.ui.parts.articles.arranging_menu import ArrangingMenu
from reader.ui.parts.articles.article_view import ArticleView
from reader.ui.parts.filter_box import FilterBox
from reader.ui.session.library_listing import LibraryLook, ListedFolder, Listing
from reader.ui.session.lists.article_sieve import ArticleSieve, Sieved
from reader.ui.session.lists.library_browser import LibraryBrowser

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.library_progress import LibraryProgress
    from reader.ui.session.lists.article_acts import ArticleActs
    from reader.ui.session.lists.shelf_service import ShelfService
    from reader.ui.session.reading_service import ReadingService


CALM = 500  # milliseconds without news of what was read or noted, after which the tree is counted anew


class ArticlesPanel(Panel):
    """Lists the open library's articles; the folder is looked at in the background, again when it changes."""

    panel_id = "articles"
    shortcut = "Alt+1"
    glyph = "articles"

    facts_changed = Signal()  # `facts` are others

    # Sent by the thread that looks: a `Listing` of what is known by now; the number of the look, and how
    # many articles were looked at.
    _grown = Signal(object)
    _counted = Signal(int, int)

    @classmethod
    def heading(cls) -> str:
        return _("Articles")

    def build(self) -> QWidget:
        session = self.session
        self._catalogue: ListedFolder | None = None
        self._asked = 0
        self._is_listed = False  # this library's articles stand in the list
        self._is_stirred = False  # something happened in its folders since they were last listed
        self._is_looking = self._is_stirred_again = False
        self._looked_at: int | None = None  # how many articles were read, while the library is first read
        self._arrangement = self._shown = Arrangement()
        self._is_arranged = False  # the person asked for another order: the current row is brought into sight
        self._notes: tuple[str, ...] = ()  # on what was typed
        self._facts = Facts()
        self._search: SearchService | None = None
        self._acts: ArticleActs | None = None
        self._shelves: ShelfService | None = None
        self._progress: LibraryProgress | None = None
        self._annotations: AnnotationService | None = None
        self.model = ArticlesModel(self)
        self.filter = FilterBox(_("Filter articles"), session.theming)
        self.filter.setToolTip(
            _("Words, pinyin or initials; or as in the search: tag:AI is:unread folder:economy length:>3000")
        )
        self.arranging = ArrangingMenu(session.settings, session.theming, self)
        self.list = ArticleView(self.model, session.theming)
        self.list.setAccessibleName(_("Articles"))
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("quiet", True)
        self.note.setContentsMargins(14, 4, 14, 4)
        self._reading: ReadingService | None = None
        self._sieve = ArticleSieve(session.sieving, self)
        self._listen()
        body = QWidget()
        self.browser = LibraryBrowser(session, self)
        self.browser.chosen.connect(self._choose)
        self.browser.count = self._count_shelf
        self._stages: dict[str, Stage] = {}  # as the tree has counted them
        self._news = QTimer(self, singleShot=True, interval=CALM)
        self._news.timeout.connect(self._browse)
        self.browser.tree.left.connect(self.list.enter)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(10, 2, 10, 0)
        head.setSpacing(4)
        self.tree_button = QToolButton(autoRaise=True)
        self.tree_button.setCheckable(True)
        self.tree_button.toggled.connect(self.show_tree)
        head.addWidget(self.tree_button)
        head.addWidget(self.filter, 1)
        head.addWidget(self.arranging.button)
        column.addLayout(head)
        column.addWidget(self.browser.bar)
        column.addWidget(self._build_parts(), 1)
        self.note.hide()
        self._dress()
        session.theming.theme_changed.connect(self._dress)
        if session.library is not None:
            self._use(session.library)
        return body

    def _build_parts(self) -> QSplitter:
        """Return the tree above the list, with the note below it."""
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addStretch(0)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.browser.tree)
        parts.addWidget(below)
        parts.setStretchFactor(0, 2)
        parts.setStretchFactor(1, 3)
        parts.setSizes([220, 380])
        self.tree_button.setChecked(bool(self.session.settings.get("articles_tree")))
        self.browser.show_tree(self.tree_button.isChecked())
        return parts

    def show_tree(self, on: bool) -> None:
        """Show the tree of shelves, folders and tags above the list, or the list alone."""
        self.session.settings.set("articles_tree", on)
        self.tree_button.setChecked(on)
        self.browser.show_tree(on)

    def _dress(self) -> None:
        tip = self.session.actions.with_key(_("Shelves, folders and tags"), "view.articles_tree")
        self.tree_button.setToolTip(tip)
        self.tree_button.setAccessibleName(_("Shelves, folders and tags"))
        self.tree_button.setIcon(self.session.theming.icon("tree", "panel_quiet"))

    def _listen(self) -> None:
        session = self.session
        self._grown.connect(self._grow)
        self._counted.connect(self._count)
        self.filter.approached.connect(self._prepare)
        self.filter.textChanged.connect(self._choose)
        self._sieve.sieved.connect(self._take_rows)
        self._sieve.spelled.connect(self._choose_spelled)
        self.filter.left.connect(self.list.enter)
        self.arranging.order_changed.connect(self._arrange)
        self.arranging.stage_changed.connect(self._choose)
        self.list.expected.connect(self._expect)
        self.list.title_typed.connect(self._seek)
        self.list.menu_requested.connect(self._show_menu)
        self.list.opened.connect(self._open)
        self.list.removal_requested.connect(self._remove)
        self.list.step_requested.connect(self._step)
        self.list.moved_before.connect(self._move)
        self.arranging.shelf_requested.connect(self._save_shelf)
        session.library_opened.connect(self._use)
        session.article_opened.connect(self._mark)
        session.article_changed.connect(self._mark)
        session.article_failed.connect(lambda path, _sentence: self._mark_path(path))
        session.article_closed.connect(lambda: self.model.mark_open(""))
        session.library_lost.connect(self._say)
        session.library_returned.connect(self._stir)
        session.files_stirred.connect(self._stir)

    @property
    def facts(self) -> Facts:
        """What the person did with the articles of the open library."""
        return self._facts

    def take_focus(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def take_services(
        self, search: SearchService, annotations: AnnotationService, reading: ReadingService
    ) -> None:
        from reader.ui.session.library_progress import LibraryProgress

        self._search, self._annotations = search, annotations
        self._progress = LibraryProgress(self.session, reading)
        self._progress.changed.connect(self._take_progress)
        self._progress.settled.connect(self._rearrange)
        annotations.annotations_changed.connect(self._count_notes)
        self._reading = reading
        self._take_progress()
        self._count_notes()

    # ---- the library

    def _use(self, library: Library) -> None:
        if (shared := self.session.shared) is not None:
            self._catalogue = shared.part(ListedFolder, lambda: ListedFolder(shared))
        self._is_listed = self._is_stirred = False
        self._looked_at = None
        self._facts = Facts()
        self.browser.tree.choose_none()
        self.filter.clear()
        self._tell_facts()
        self._arrangement = Arrangement()
        self.model.show(library.folder, self._arrangement, Rows())  # at once: a look may take a while
        self._choose()
        self._say()
        self._look()

    def _stir(self) -> None:
        """Look again, once the look that is being taken has ended: in a storm none would ever end."""
        self._is_stirred = True
        if self._is_looking:
            self._is_stirred_again = True
        else:
            self._look()

    def _look(self) -> None:
        catalogue, library = self._catalogue, self.session.library
        is_lost = self.session.presence.is_lost
        if catalogue is None or library is None or (is_lost and self._is_listed):
            return  # what is lost stays in the list, and in the catalogue, until it is there again
        self._asked += 1
        self._is_looking, self._is_stirred_again = True, False
        number, tasks, is_first = self._asked, self.session.cataloguing, not self._is_listed
        look = LibraryLook(
            number,
            library,
            catalogue,
            self.arranging.order(),
            self._facts,
            self._arrangement,
            lambda: number != self._asked or tasks.is_shut,
            self._grown.emit,
            self._counted.emit,
        )

        def work() -> Listing | None:
            return look.take_known() if is_lost else look.take(is_first=is_first)

        def done(listing: Listing | None) -> None:
            if number != self._asked:
                return
            self._is_looking = False
            if listing is not None:
                self._show(listing)
            else:
                self.session.presence.look()  # its folder may not be there: whoever cares is told
            if self._is_stirred_again:
                self._stir()

        def failed(error: BaseException) -> None:
            if isinstance(error, ReaderError):
                done(None)
            elif number == self._asked:
                self._is_looking = False

        tasks.run(work, done, failed)

    def _grow(self, listing: Listing) -> None:
        """Show what is known by now of a library that is being read."""
        if listing.number == self._asked:
            self._take(listing)

    def _count(self, number: int, looked_at: int) -> None:
        if number == self._asked:
            self._looked_at = looked_at
            self._say()

    def _show(self, listing: Listing) -> None:
        is_first = not self._is_listed
        self._is_listed, self._looked_at = True, None
        is_other = self._take(listing)
        self._know()
        # The first listing is no news: whoever cares looked at the folders when the library was opened.
        if is_other and (not is_first or self._is_stirred):
            self.session.note_library_changed()
        elif is_first:
            self.session.note_library_listed()
        self._is_stirred = False

    def _take(self, listing: Listing) -> bool:
        """Show a listing; return whether any article is another."""
        arrangement = listing.arrangement
        is_other = arrangement.words != self._arrangement.words
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._choose()
            self._browse()
        self._say()
        return is_other

    def _take_rows(self, sieved: Sieved) -> None:
        """Show the rows that were chosen, the list staying where it is; a current row in sight stays so."""
        library = self.session.library
        if library is None:
            return
        name, bar = self.model.name_at(self.list.currentIndex()), self.list.verticalScrollBar()
        before = bar.value() if sieved.arrangement is not self._shown else -1
        was_in_sight = self._is_in_sight(self.list.currentIndex())
        chosen = [self.model.name_at(index) for index in self.list.chosen()]
        self._shown, self._notes = sieved.arrangement, sieved.rows.notes
        self.model.show(library.folder, sieved.arrangement, sieved.rows)
        self.list.doItemsLayout()
        self.list.go_to(self.model.index_of(name))
        if len(chosen) > 1:
            self.list.choose(chosen)
        if before >= 0:
            bar.setValue(before)
        self._mark(self.session.article)
        if before < 0 or self._is_arranged or was_in_sight:
            self._bring_into_sight(self.list.currentIndex())
        self._is_arranged = False
        self.list.has_own_order = self.browser.has_own_order
        self._say()

    def _mark(self, article: Article | None) -> None:
        if article is not None:
            self._mark_path(article.path)

    def _mark_path(self, path: Path) -> None:
        """Mark the article at `path`, that is shown, or that the page in its place is about."""
        library = self.session.library
        if library is None:
            return
        name = library.relative_name(path)
        self.model.mark_open(name)
        index = self.model.index_of(name)
        if index.isValid() and not self.list.hasFocus() and index != self.list.currentIndex():
            self.list.go_to(index)
            self._bring_into_sight(index)

    def _is_in_sight(self, index: QModelIndex) -> bool:
        return self.list.viewport().rect().contains(self.list.visualRect(index))

    def _bring_into_sight(self, index: QModelIndex) -> None:
        if not self._is_in_sight(index):
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # ---- what the person did with the articles

    def _take_progress(self) -> None:
        progress, reading = self._progress, self._reading
        if progress is not None and reading is not None:
            self._facts = self._facts._replace(
                shares=dict(progress.shares),
                last_read=dict(progress.last_read),
                speed=reading.speed,
            )
            self._tell_facts()
            touched = {*self._facts.shares, *self._facts.last_read}
            stages = {name: stage_in(self._facts, name) for name in touched}
            if stages != self._stages:
                self._stages = stages
                self._news.start()

    def _count_notes(self) -> None:
        store = self._annotations.store if self._annotations is not None else None
        if store is None:
            return

        def work() -> dict[str, int]:
            from reader.annotations.model import STRUCTURE

            kept = (one.annotation for one in store.kept())
            return dict(Counter(one.target.source for one in kept if one.kind not in STRUCTURE))

        def done(notes: dict[str, int]) -> None:
            if store.library == self.session.library and notes != self._facts.notes:
                self._facts = self._facts._replace(notes=notes)
                self._tell_facts()
                self._news.start()

        self.session.cataloguing.run(work, done)

    # ---- the list

    def _arrange(self) -> None:
        """Bring what is listed into the order that is wanted now."""
        library, entries, number = self.session.library, self._arrangement.entries, self._asked
        if library is None:
            return
        if not self._is_listed:
            self._look()  # goes on where it was
            return
        before, order, facts = self._arrangement, self.arranging.order(), self._facts

        def done(arrangement: Arrangement) -> None:
            if number == self._asked:
                self._is_arranged = True
                self._take(Listing(number, library, arrangement))

        self.session.cataloguing.run(partial(arranged, entries, before, order, facts), done)

    def _rearrange(self) -> None:
        """Follow what was reckoned of all articles. While one is read, its row stays where it is."""
        if self.arranging.order().sort in ("progress", "read"):
            self._arrange()
        if self._choice() != Choice():
            self._choose()

    def _choice(self) -> Choice:
        """Return what of the list is to be shown."""
        chosen = self.browser.choice()
        return chosen._replace(text=self.filter.text().strip(), stage=self.arranging.stage)

    def _choose(self) -> None:
        """Have the rows chosen anew."""
        collect = self._search.user_data() if self._search is not None else None
        self._sieve.ask(self._arrangement, self._choice(), self._facts, collect)

    def _prepare(self) -> None:
        if self._is_listed:
            self._sieve.prepare(self._arrangement)

    def _choose_spelled(self) -> None:
        """Now that all titles are spelled, find by their pinyin what was typed meanwhile."""
        if self.filter.text():
            self._choose()

    def _seek(self, typed: str) -> None:
        """Go to the next title with what is typed; while one goes on typing, the current one may be it."""
        row = max(0, self.list.currentIndex().row() + (len(typed) == 1))
        names = [*self.model.names[row:], *self.model.names[:row]]

        def found(name: str) -> None:
            index = self.model.index_of(name)
            if index.isValid():
                self.list.go_to(index)

        self._sieve.seek(self._arrangement, typed, names, found)

    def _say(self) -> None:
        shown, total = self.model.shown, self.model.total
        words = ""
        if self.session.presence.is_lost:
            words = _("This library is offline: its folder is not there now.")
        elif self._looked_at is not None:
            words = ngettext("Reading {count} article…", "Reading {count} articles…", self._looked_at).format(
                count=figure(self._looked_at)
            )
        elif not total and not self._is_listed:
            words = _("Looking through the folder…")
        elif not total:
            words = _(
                "No articles here yet. Put Markdown or text files into the folder, or open another one."
            )
        elif self._notes and self.filter.text():
            words = " ".join(self._notes)
        elif not shown and not self.filter.text() and self.browser.words:
            words = _("There is nothing here yet.")
        elif not shown and not self.filter.text():
            words = _("No article is like that. Choose “All” in the menu beside the filter.")
        elif not shown:
            words = _("No article has these words in its title, category or tags.")
        elif shown < total:
            words = ngettext("{shown} of {total} article", "{shown} of {total} articles", total).format(
                shown=figure(shown), total=figure(total)
            )
        self.list.setVisible(bool(shown))
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _expect(self, index: QModelIndex) -> None:
        self.session.expect_article(index.data(ArticleRole.PATH))

    def take_acts(self, acts: ArticleActs) -> None:
        """Take what can be done with articles, and with tags and shelves."""
        self._acts = acts
        acts.look_up_by(self.listed, self._tags)
        if (shelves := acts.shelves) is not None:
            self._shelves = shelves
            self.browser.take_shelves(shelves)
            shelves.changed.connect(self._take_shelves)
            self._know()
            self._take_shelves()

    @property
    def acts(self) -> ArticleActs:
        """What can be done with articles; its module is needed for no first picture."""
        if self._acts is None:  # somebody is quick: marks and tags come a moment later
            from reader.ui.session.lists.article_acts import ArticleActs

            self._acts = ArticleActs(self.session, self)
        return self._acts

    def listed(self, name: str) -> ListedArticle | None:
        """Return what is known of an article of the library, shown or not."""
        words = self._arrangement.words.get(name)
        return listed(words.entry, self._facts) if words is not None else None

    def chosen(self) -> list[ListedArticle]:
        """Return the articles that are chosen in the list."""
        return [index.data(ArticleRole.LISTED) for index in self.list.chosen()]

    def _tags(self) -> list[str]:
        return sorted({tag for entry in self._arrangement.entries for tag in entry.tags})

    def _know(self) -> None:
        if self._shelves is not None and self._is_listed:
            self._shelves.know({entry.name: entry.digest for entry in self._arrangement.entries})

    def _take_shelves(self) -> None:
        if self._shelves is None:
            return
        shelved = self._shelves.shelved
        queue = {name: place for place, name in enumerate(shelved.queue)}
        self._facts = self._facts._replace(tags=shelved.tags, favourites=shelved.favourites, queue=queue)
        self._tell_facts()
        self._browse()
        if self._choice() != Choice():
            self._choose()

    def _tell_facts(self) -> None:
        self.model.take_facts(self._facts)
        self.facts_changed.emit()

    def _browse(self) -> None:
        self.browser.show(self._arrangement.entries, self._facts)

    def _count_shelf(self, query: str, done: Callable[[int], None]) -> None:
        collect = self._search.user_data() if self._search is not None else None
        self._sieve.count(self._arrangement, query, self._facts, done, collect)

    def _save_shelf(self) -> None:
        self.browser.ask_for_shelf(query_of(self._choice()))

    def _remove(self) -> None:
        """Take the chosen articles off the reading list where that is shown; else ask for the trash."""
        chosen = self.chosen()
        if chosen and self.browser.has_own_order:
            self.acts.toggle_queued(chosen)
        elif chosen and all(self.acts.may_go(one) for one in chosen):
            self.acts.ask_to_trash(chosen)

    def _step(self, by: int) -> None:
        if self._shelves is not None:
            self._shelves.step_queued(self.model.name_at(self.list.currentIndex()), by)

    def _move(self, names: list[str], before: str) -> None:
        if self._shelves is not None:
            self._shelves.move_queued(names, before or None)

    def _show_menu(self, point: QPoint) -> None:
        self.acts.show_menu(self.chosen(), point)

    def _open(self, index: QModelIndex, way: Way) -> None:
        if self.model.name_at(index):
            self.session.open_article(index.data(ArticleRole.PATH), way=way)
