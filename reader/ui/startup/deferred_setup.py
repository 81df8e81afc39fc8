"""What the window gets once the first article is painted: the panels, search, annotations.

None of it is needed to read the first line, and together it costs more than
all the rest. First come the panels beside the text, whose room is kept for
them (`reader.ui.window.docking`): a few of their modules are imported in each
turn of the event loop, since a thread and the main one would hand Python to one
another meanwhile. What works behind them is imported on a thread while the
person already reads, and made on the main thread, one step in each turn.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from reader.ui.base.qt_preload import REST, name_classes
from reader.ui.base.tasks import Tasks
from reader.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.lists.shelf_service import ShelfService
    from reader.ui.session.reading_service import ReadingService
    from reader.ui.window.tabs.pane_column import PaneColumn

# What the panels beside the text need, from the bottom up, so that each brings few others: one in each turn.
PANEL_MODULES = (
    "reader.catalogue.reading_log",
    "reader.catalogue.entries",
    "reader.catalogue.article_list",
    "reader.catalogue.shelves.browsing",
    "reader.ui.models.article_arrangement",
    "reader.ui.models.article_list_model",
    "reader.ui.session.library_listing",
    "reader.ui.parts.articles.arranging_menu",
    "reader.ui.parts.articles.article_view",
    "reader.ui.parts.articles.library_tree",
    "reader.ui.session.lists.library_browser",
    "reader.ui.models.contents_model",
    "reader.ui.models.tree_growth",
    "reader.ui.parts.entry_tree",
    "reader.ui.parts.filter_box",
    "reader.ui.panels",
)
FIRST_PANELS = 2  # of `reader.ui.panels.FIRST`, which is not imported before it is needed
PATIENCE = 400  # milliseconds
PAINTED = 60  # milliseconds: what the first picture of the panels takes, from their docking
MOST_WAITS = 10  # of so long, for the list of articles


class DeferredSetup(QObject):
    """Completes one window, in small steps. Makes its `search` and its `annotations`."""

    search: SearchService
    annotations: AnnotationService
    reading: ReadingService
    shelves: ShelfService

    def __init__(self, window: MainWindow, *, searching: Tasks | None) -> None:
        """Let `searching` work for the search; None: threads of its own."""
        super().__init__(window)
        self._window = window
        self._pane = window.pane
        self._searching = searching
        self._is_begun = self._is_taking = False
        self._allowed = 0  # steps whose modules are there
        self._waits = 0  # for the list
        self._steps: list[Callable[[], None]] = [
            *(partial(_import, name) for name in PANEL_MODULES),
            *(partial(self._add_first_panel, place) for place in range(FIRST_PANELS)),
            *(partial(self._make_first_panel, place) for place in range(FIRST_PANELS)),
            self._dock_first_panels,
            self._wait_for_paint,
            self._add_services,
            self._add_marks,
            self._add_framework_editing,
            self._add_lookup,
            self._add_aloud,
            self._add_repairs,
            self._add_links,
            self._add_tab_drops,
            self._add_panels,
            self._add_acts,
            self._add_progress,
            self._add_reading,
            self._add_tips,
            self._add_recent_files,
            self._add_less_motion,
            self._add_next_start,
            window.session.libraries.begin_watching,
        ]
        self._pane.pause_idle_work()  # what it would make ready for later would hold up text and panels
        window.first_painted.connect(self.begin)
        window.session.article_opening.connect(self.begin_soon)
        window.page_shown.connect(lambda: QTimer.singleShot(0, self, self.begin))
        window.completion_requested.connect(self.finish)
        window.closed.connect(self.stop)

    def begin(self) -> None:
        """Begin, if that was not done yet; the steps follow when the modules are there."""
        if not self._is_begun:
            self._is_begun = True
            first = self._steps.index(self._add_services)  # of those that wait until the panels are painted
            QTimer.singleShot(0, self, partial(self._take, first))

    def _wait_for_paint(self) -> None:
        """Let text, tree and list be painted, before a thread imports for whatever is behind them."""
        self._pane.resume_idle_work()
        QTimer.singleShot(PAINTED, self, self._go_on_behind)

    def _go_on_behind(self) -> None:
        session = self._window.session
        is_listing = not (session.cataloguing.is_idle and session.sieving.is_idle)
        if is_listing and self._waits < MOST_WAITS:  # one thread less beside it
            self._waits += 1
            QTimer.singleShot(PAINTED, self, self._go_on_behind)
        elif self._steps:  # not closed, nor finished at once, meanwhile
            name_classes(REST)
            self._window.session.tasks.run(_import_rest, lambda _none: self._take(len(self._steps)))

    def begin_soon(self) -> None:
        """Begin even if no article is painted for a while: its disk may be slow."""
        QTimer.singleShot(PATIENCE, self, self.begin)

    def finish(self) -> None:
        """Take all the steps that are left, now."""
        self._is_begun = True
        while self._steps:
            self._step()

    def stop(self) -> None:
        """Take no more steps: the window closes."""
        self._is_begun = True
        self._steps = []

    def _take(self, steps: int) -> None:
        """Take `steps`, or as many as are left, one in each turn of the event loop."""
        self._allowed += steps
        if not self._is_taking:
            self._is_taking = True
            self._next()

    def _next(self) -> None:
        if self._steps and self._allowed:
            self._allowed -= 1
            self._step()
            QTimer.singleShot(0, self, self._next)
        else:
            self._is_taking = False

    def _step(self) -> None:
        self._steps.pop(0)()
        if not self._steps:
            linecache.clearcache()  # what the steps themselves have imported, see `_import`
            self._window.note_completed()

    # ---- the steps

    def _add_first_panel(self, place: int) -> None:
        from reader.ui.panels import FIRST

        window = self._window
        window.add_panel(FIRST[place](window.session, window))

    def _make_first_panel(self, place: int) -> None:
        list(self._window.panels.values())[place].make()

    def _dock_first_panels(self) -> None:
        self._window.docking.dock_first(list(self._window.panels.values()))

    def _add_services(self) -> None:
        from reader.ui.annotating.service.annotation_service import AnnotationService
        from reader.ui.search.search_service import SearchService
        from reader.ui.session.reading_service import ReadingService

        session = self._window.session
        annotations = self.annotations = AnnotationService(session, session.libraries.writing)
        self.search = SearchService(session, self._searching, lambda: annotations.store)
        annotations.annotations_changed.connect(self.search.note_annotations)
        self.reading = ReadingService(session, session.cataloguing, lambda: annotations.store)
        self._window.take_services(self.search, annotations, self.reading)

    def _add_marks(self) -> None:
        from reader.ui.annotating.pane_annotations import PaneAnnotations
        from reader.ui.window.action_table import add_later_actions

        window, annotations = self._window, self.annotations

        def equip(column: PaneColumn) -> None:
            column.marker = PaneAnnotations(window.session, annotations, column.pane, column.own)
            column.closers.append(column.marker.close_card)

        window.equip_panes(equip)
        add_later_actions(window, self.search, annotations, self.reading)

    def _add_framework_editing(self) -> None:
        from reader.ui.panels.framework_panel import FrameworkPanel
        from reader.ui.window.action_table import framework_rows

        panel = self._window.findChild(FrameworkPanel)
        if panel is not None and panel.editing is not None:
            self._window.session.actions.add(*framework_rows(panel.editing))

    def _add_lookup(self) -> None:
        from reader.ui.dictionary.word_lookup import WordLookup
        from reader.ui.window.action_table import lookup_rows

        window, tasks = self._window, self._searching

        def equip(column: PaneColumn) -> None:
            lookup = column.lookup = WordLookup(window.session, column.pane, tasks)
            column.closers.append(lookup.close_card)
            if column.marker is not None:
                lookup.card_opened.connect(column.marker.hide_bar)
            column.left.connect(lookup.shut_down)

        def lookup() -> WordLookup:
            assert window.split.active.lookup is not None  # `equip` has just given each pane one
            return window.split.active.lookup

        window.equip_panes(equip)
        window.session.actions.add(*lookup_rows(lookup))

    def _add_aloud(self) -> None:
        from reader.ui.aloud.reading_aloud import ReadingAloud
        from reader.ui.window.action_table import aloud_rows

        window = self._window
        made: dict[PaneColumn, ReadingAloud] = {}

        def equip(column: PaneColumn) -> None:
            one = ReadingAloud(window.session, column.pane, own=column.own)
            made[column] = one
            column.closers.append(one.stop)
            column.left.connect(one.shut_down)
            column.left.connect(lambda: made.pop(column, None))

        def aloud() -> ReadingAloud:
            return next((one for one in made.values() if one.is_on), made[window.split.active])

        window.equip_panes(equip)
        window.session.actions.add(*aloud_rows(aloud))

    def _add_repairs(self) -> None:
        from reader.ui.annotating.link_repairing import LinkRepairing

        window, annotations = self._window, self.annotations

        def equip(column: PaneColumn) -> None:
            LinkRepairing(window.session, annotations, column.pane, column.own)

        window.equip_panes(equip)

    def _add_links(self) -> None:
        from reader.ui.linking.link_service import LinkService

        session = self._window.session

        def equip(column: PaneColumn) -> None:
            column.links = LinkService(session, column.pane, column.own)

        self._window.equip_panes(equip)

    def _add_tab_drops(self) -> None:
        from reader.ui.window.tabs.tab_dragging import TabDrops

        session = self._window.session

        def equip(column: PaneColumn) -> None:
            TabDrops(session, column)

        self._window.equip_panes(equip)

    def _add_panels(self) -> None:
        from reader.ui.panels import make_later

        window = self._window
        panels = make_later(window.session, self.search, self.annotations, window)
        for panel in panels:
            window.add_panel(panel)
        for panel in panels:
            window.docking.dock(panel, panel.area, shown=panel.shown_at_first)
        window.docking.finish(panels)

    def _add_acts(self) -> None:
        from reader.ui.panels.articles_panel import ArticlesPanel
        from reader.ui.session.lists.article_acts import ArticleActs
        from reader.ui.session.lists.shelf_service import ShelfService
        from reader.ui.session.lists.trashing import Trashing
        from reader.ui.window.action_table import add_article_actions
        from reader.ui.window.page_export import PageExport

        window, annotations = self._window, self.annotations
        writing = window.session.libraries.writing
        shelves = self.shelves = ShelfService(window.session, writing, annotations.push)
        window.take_shelves(shelves)
        export = PageExport(window.session, annotations, window).export
        trashing = Trashing(window.session, annotations.push)
        acts = ArticleActs(window.session, window, self.reading, shelves, export, trashing)
        for panel in window.panels.values():
            panel.take_acts(acts)
        articles = window.panels["articles"]
        assert isinstance(articles, ArticlesPanel)
        self.search.take_facts(lambda: articles.facts)
        articles.facts_changed.connect(self.search.note_facts)
        shelves.changed.connect(self.search.note_annotations)  # after the panel has taken them
        add_article_actions(window, acts)

    def _add_progress(self) -> None:
        from reader.ui.search.indexing_progress import IndexProgress

        progress = IndexProgress(self.search.indexing, self._window.session.theming)
        progress.setMaximumWidth(320)
        self._window.statusBar().insertPermanentWidget(1, progress)

    def _add_reading(self) -> None:
        from reader.ui.window.bars.time_left import TimeLeft
        from reader.ui.window.reading_tracker import ReadingTracker

        window = self._window
        tracker = ReadingTracker(window.session, self.reading, window.pane)
        window.pane_activated.connect(tracker.watch)
        window.closed.connect(tracker.write)
        window.statusBar().insertPermanentWidget(1, TimeLeft(window.session, self.reading))

    def _add_tips(self) -> None:
        from reader.ui.window.welcome.tips import Tips

        Tips(self._window, self.search, self.annotations)

    def _add_recent_files(self) -> None:
        from reader.ui.window.exchange.system_recent import SystemRecent

        SystemRecent(self._window.session)

    def _add_less_motion(self) -> None:
        from reader.ui.window.exchange.less_motion import LessMotion

        LessMotion(self._window, self._window.split, self._window.session)

    def _add_next_start(self) -> None:
        from reader.ui.startup.next_start import NextStart

        NextStart(self._window.session, self._window)


def _import(*modules: str) -> None:
    """Import `modules`. On any thread; who asks for one of them meanwhile just waits.

    PySide has Python read the source of each; that would be kept for tracebacks, 7 MB in all.
    """
    for module in modules:
        import_module(module)
        linecache.clearcache()


def _import_rest() -> None:
    """Import what the other steps need."""
    _import(
        "reader.articles.reading",
        "reader.articles.markdown.rendering",
        "reader.catalogue.watching.folder_changes",
        "reader.ui.annotating.framework_editing",
        "reader.ui.annotating.link_repairing",
        "reader.ui.linking.link_service",
        "reader.ui.annotating.unlinked_nodes",
        "reader.ui.annotating.pane_annotations",
        "reader.ui.annotating.service.annotation_service",
        "reader.ui.aloud.reading_aloud",
        "reader.ui.dictionary.word_lookup",
        "reader.ui.panels.connections_panel",
        "reader.ui.panels.notes_panel",
        "reader.ui.panels.problems_panel",
        "reader.ui.panels.search_panel",
        "reader.ui.search.indexing_progress",
        "reader.ui.search.search_service",
        "reader.ui.session.library_progress",
        "reader.ui.startup.next_start",
        "reader.ui.session.lists.article_acts",
        "reader.ui.session.lists.shelf_service",
        "reader.ui.window.page_export",
        "reader.ui.session.reading_service",
        "reader.ui.window.reading_tracker",
        "reader.ui.window.bars.time_left",
        "reader.ui.window.tabs.tab_dragging",
        "reader.ui.window.export_dialogs",
        "reader.ui.window.exchange.less_motion",
        "reader.ui.window.exchange.system_recent",
        "reader.ui.window.welcome.tips",
    )
