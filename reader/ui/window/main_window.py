"""The main window: the reading pane in the middle, the panels around it, and nothing decided here.

It is made of parts that each know their own work; this module only puts them
in their places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.base.actions import ActionRow
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.window.bars.breadcrumb import ReadingBar
from reader.ui.window.calm import Calm
from reader.ui.window.docking import Docking
from reader.ui.window.menus import Menus
from reader.ui.window.notices.failure_notices import FailureNotices
from reader.ui.window.notices.notice_bar import NoticeBar
from reader.ui.window.notices.status_line import StatusLine
from reader.ui.window.opening import Opening
from reader.ui.window.pane_binding import PaneBinding
from reader.ui.window.tabs.pane_column import PaneColumn
from reader.ui.window.tabs.pane_split import PaneSplit
from reader.ui.window.tabs.tab_acts import TabActs

if TYPE_CHECKING:
    from reader.ui.annotating.pane_annotations import PaneAnnotations
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.panels.panel import Panel
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.lists.shelf_service import ShelfService
    from reader.ui.session.reading_service import ReadingService
    from reader.ui.window.placeholder_pages import PlaceholderPage

SHAPE = "window"


class MainWindow(QMainWindow):
    """The window on one session. `search`, `annotations` and `reading` come after the first paint.

    Whoever makes the window makes them (`reader.ui.startup.deferred_setup`), and hears when they are needed.
    """

    search: SearchService | None = None
    annotations: AnnotationService | None = None
    reading: ReadingService | None = None

    completed = Signal()  # everything is made; told once
    completion_requested = Signal()  # make now what is still missing: somebody needs it
    page_shown = Signal()  # no article will be painted for now
    closed = Signal()
    quit_requested = Signal()  # close all windows
    first_painted = Signal()  # an article, in either pane; told once
    pane_activated = Signal(ReadingPane)
    auto_scroll_changed = Signal(bool)  # in the active pane
    drawing_changed = Signal(bool)  # whether the framework stands in the text too
    leads_changed = Signal(bool)  # whether bold leads stand in the tree of an article without a framework
    pinyin_changed = Signal(bool)  # whether all the Chinese has its pinyin

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.tab_acts = TabActs(session)
        self.split = PaneSplit(session, self.tab_acts)
        self._is_told_apart = False  # from other windows, by the name of the library
        self._number = 0  # among windows with one title; 0 where it is the only one
        self._equips: list[Callable[[PaneColumn], None]] = []
        self.opening = Opening(session, self)
        self.bar = ReadingBar(session)
        self.notices = NoticeBar(session.theming)
        self.notices.left.connect(self._return_keyboard)
        self._failures = FailureNotices(session, self.notices)
        self._build_centre()
        self.setDockOptions(
            QMainWindow.DockOption.AnimatedDocks
            | QMainWindow.DockOption.AllowNestedDocks
            | QMainWindow.DockOption.AllowTabbedDocks
        )
        self.panels: dict[str, Panel] = {}
        self.menus = Menus(self, session.actions, session.theming)
        self._build_bars()
        self.calm = Calm(self, self.bar, lambda: self.docking.is_overlaid)
        self.setAcceptDrops(True)
        self.resize(1280, 800)
        self.restoreGeometry(session.remembered.shape(SHAPE))
        self.is_complete = self.is_painted = False
        self._with_vi_keys: list[PaneColumn] = []
        self._listen()
        self._name()
        session.settings.on_change(self._use_setting)
        self._use_setting("vi_keys")

    def take_services(
        self, search: SearchService, annotations: AnnotationService, reading: ReadingService
    ) -> None:
        """Take what was made, and hand it to the panels that are there already."""
        self.search, self.annotations, self.reading = search, annotations, reading
        self._failures.watch(annotations)
        annotations.acted.connect(partial(self._say_done, "edit.undo"))
        annotations.taken_back.connect(partial(self._say_done, "edit.redo"))
        annotations.history_moved.connect(self.told.forget_done)  # before the act is told
        self._lit: object = None  # the answer whose lights are on
        search.hits_changed.connect(self._light)
        for panel in self.panels.values():
            panel.take_services(search, annotations, reading)

    @property
    def pane(self) -> ReadingPane:
        """The pane that is active."""
        return self.split.active.pane

    @property
    def binding(self) -> PaneBinding:
        """What joins it to the session."""
        return self.split.active.binding

    @property
    def middle(self) -> QStackedWidget:
        """What holds it, and the page that may stand in its place."""
        return self.split.active.middle

    @property
    def page(self) -> PlaceholderPage:
        """That page."""
        return self.split.active.page

    @property
    def marker(self) -> PaneAnnotations | None:
        """What marks its text; None until there are annotations."""
        return self.split.active.marker

    def equip_panes(self, equip: Callable[[PaneColumn], None]) -> None:
        """Do `equip` with each pane that there is, and with each that comes."""
        self._equips.append(equip)
        for column in self.split.columns:
            equip(column)

    def take_shelves(self, shelves: ShelfService) -> None:
        """Take what keeps tags and shelves: what cannot be saved is told, and tried once more at the end."""
        self._failures.watch_shelves(shelves)
        self.closed.connect(shelves.finish)

    def complete(self) -> None:
        """Complete the window now, rather than once the first article is painted."""
        if not self.is_complete:
            self.completion_requested.emit()

    def note_completed(self) -> None:
        """Note that everything is made."""
        self.is_complete = True
        self.completed.emit()
        self.session.show_waiting()  # what stands beside, and was not needed for the first page

    def search_for(self, query: str) -> None:
        """Show the search panel, and ask `query` there."""
        self.show_panel("search")
        if self.search is not None:
            self.search.ask_for(query)

    def show_only_text(self, on: bool) -> None:
        """Hide everything but the text, or bring it back."""
        self._calm_down(self.calm.hide_all, on)

    def fill_screen(self, on: bool) -> None:
        """Fill the screen with the text alone, or have the window as it was."""
        self._calm_down(self.calm.fill_screen, on)

    def _calm_down(self, call: Callable[[bool], None], on: bool) -> None:
        if on and not self.calm.is_on:
            self.complete()  # a panel that came later would stand there alone
            self._keep_shapes()
        call(on)
        self.split.show_bars(not self.calm.is_on)
        if not self.calm.is_on:
            self.docking.fit()
        self.take_keyboard()

    def _leave_calm(self) -> bool:
        was_on = self.calm.leave()
        self.split.show_bars(True)
        self.docking.fit()
        return was_on

    def take_keyboard(self) -> None:
        """Put the keyboard into the text, or the page that stands in its place."""
        self.split.active.take_keyboard()

    def reach_panel(self, panel_id: str) -> None:
        """Show a panel and put the keyboard into it; close it where the keyboard is there already."""
        panel = self._panel_in_use()
        if panel is not None and panel.panel_id == panel_id and panel.isVisible():
            panel.close()
            self.take_keyboard()
        else:
            self.show_panel(panel_id)

    def show_panel(self, panel_id: str) -> None:
        """Show a panel, and put the keyboard into it."""
        if panel_id not in self.panels:
            self.complete()
        panel = self.panels[panel_id]
        panel.show()
        panel.raise_()
        panel.take_focus()

    def _holds_keyboard(self, part: QWidget) -> bool:
        focused: QWidget | None = self.focusWidget()  # None before anything had it
        return focused is not None and part.isAncestorOf(focused)

    def _panel_in_use(self) -> Panel | None:
        """Return the panel in which the keyboard is; None where it is elsewhere."""
        return next((panel for panel in self.panels.values() if self._holds_keyboard(panel)), None)

    def keep(self) -> bool:
        """Put notes, place and shapes on the disk; return whether all notes are there."""
        is_kept = self.annotations is None or self.annotations.finish()
        self.keep_for_next_start()
        return is_kept

    def keep_for_next_start(self) -> None:
        """Keep places, tabs and shapes on the disk."""
        self._keep_shapes()
        self.split.keep()

    def number(self, number: int) -> None:
        """Put a number behind the title, which others have too; 0 for none."""
        if number != self._number:
            self._number = number
            self._name(self.session.article)

    def may_close(self) -> bool:
        """Save what is not saved; where that fails, ask. Return whether the window may close."""
        if self.annotations is None:
            return True
        from reader.ui.annotating.close_guard import may_leave

        return may_leave(self.annotations, self.session.settings, self)

    def quit(self) -> None:
        """Close all windows."""
        self.quit_requested.emit()

    def tell_apart(self, *, on: bool) -> None:
        """Name the library in the title, or no longer: there are several windows."""
        self._is_told_apart = on
        self._name(self.session.article)

    # ---- Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.keep_for_next_start()
        self.hide()  # what runs in the background may take a while to end: nobody need see that
        self.closed.emit()
        if self.reading is not None:
            self.reading.finish()
        self.split.shut_down()
        if self.search is not None:
            self.search.shut_down()
        if self.annotations is not None:
            self.annotations.shut_down()
        self.session.shut_down()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.calm.is_on:  # else a wide screen would bring the panels of a narrow window
            self.docking.fit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name is Qt's
        """Let Tab pass over the tab bar without tabs that Qt keeps out of sight for docked panels."""
        has_moved = super().focusNextPrevChild(next)
        from PySide6.QtWidgets import QTabBar  # a class of the panels: not for the first page

        bar = self.focusWidget()
        is_lost = isinstance(bar, QTabBar) and bar.count() == 0
        return super().focusNextPrevChild(next) if is_lost else has_moved

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape where nothing in the page or a panel wanted it."""
        is_escape = event.key() == Qt.Key.Key_Escape
        if is_escape and self.docking.close_overlay():
            return
        if not is_escape or not self._escape():
            super().keyPressEvent(event)

    def _escape(self) -> bool:
        """Go one step home: to the text, then what lies over it, then from a hit, then all comes back."""
        panel, search = self._panel_in_use(), self.search
        if panel is not None and panel.panel_id == "search" and search is not None and search.go_home():
            return True
        if not self._holds_keyboard(self.split):
            self.take_keyboard()
        elif self.pane.finding.is_open:
            self.pane.finding.bar.close_bar()
        elif not any(close() for close in self.split.active.closers):
            return (search is not None and (search.go_home() or search.put_out())) or self._leave_calm()
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.BackButton:
            self.session.go_back()
        elif event.button() is Qt.MouseButton.ForwardButton:
            self.session.go_forward()
        else:
            super().mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is None and self.opening.dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if files := self.opening.dropped(event.mimeData()):
            event.acceptProposedAction()
            self.opening.take_dropped(files)

    def _keep_shapes(self) -> None:
        if self.calm.is_on:
            return  # kept when it was hidden
        if self.is_complete:
            self.docking.keep()
        self.session.remembered.keep_shape(SHAPE, bytes(self.saveGeometry().data()))

    # ---- building

    def _build_centre(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setSpacing(0)
        self.docking = Docking(self, centre, column, self.session.remembered)
        column.addWidget(self.bar)
        column.addWidget(self.notices)
        column.addWidget(self.split, 1)
        self.setCentralWidget(centre)

    def add_buttons(self) -> None:
        """Add the buttons of the bar, once their actions are there."""
        actions = self.session.actions
        for place, name in enumerate(("go.back", "go.forward")):
            self.bar.add_tool(actions[name], place)
        for name in ("go.previous_node", "go.next_node", "edit.search", "view.type"):
            self.bar.add_tool(actions[name])

    def _build_bars(self) -> None:
        self.told = StatusLine()
        self._where = QLabel()
        self._how_far = QLabel()
        self.statusBar().addWidget(self.told, 1)
        self.statusBar().addPermanentWidget(self._where)
        self.statusBar().addPermanentWidget(self._how_far)
        self.statusBar().setSizeGripEnabled(False)

    def add_panel(self, panel: Panel) -> Panel:
        """Take in a panel with its actions; return it. `docking` gives it its place."""
        self.panels[panel.panel_id] = panel
        panel.left.connect(self.take_keyboard)
        toggle = panel.toggleViewAction()
        toggle.setToolTip(_("Show or hide the panel “{name}”").format(name=panel.windowTitle()))
        actions = self.session.actions
        actions.adopt(f"panels.{panel.panel_id}", toggle)
        reach = ActionRow(
            f"go.panel_{panel.panel_id}",
            _("To the panel “{name}”").format(name=panel.windowTitle()),
            partial(self.reach_panel, panel.panel_id),
            panel.shortcut,
            8,
            tip=_("Show the panel, and put the keyboard there; once more, and it closes"),
        )
        actions.add(reach)
        number = len(self.panels)
        self._name_panel(panel, number)
        actions[reach.name].changed.connect(partial(self._name_panel, panel, number))
        return panel

    def _name_panel(self, panel: Panel, number: int) -> None:
        """Call the panel in its menu by its title, with the key that leads there."""
        key = self.session.actions[f"go.panel_{panel.panel_id}"].shortcut()
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        panel.toggleViewAction().setText(f"&{number} {panel.windowTitle()}" + (f"\t{shown}" if shown else ""))

    def _listen(self) -> None:
        session = self.session
        self.split.column_added.connect(self._take_column)
        self._take_column(self.split.active)
        self.split.column_activated.connect(self._follow_column)
        self.tab_acts.last_closed.connect(self.close)
        session.article_opened.connect(self._show_article)
        session.article_changed.connect(self._name)
        session.article_closed.connect(self._show_no_article)
        session.theming.script_changed.connect(self._show_script)
        session.article_failed.connect(self._show_no_article)
        session.library_opened.connect(self._show_other_library)
        session.library_named.connect(self._show_library_name)
        session.library_failed.connect(self._show_library_failure)
        session.article_opened.connect(self._show_waiting)
        session.panel_requested.connect(self.show_panel)
        session.status_changed.connect(self.told.say)

    def _take_column(self, column: PaneColumn) -> None:
        """Connect a pane that has come."""
        pane, own = column.pane, column.own
        pane.is_first = not self.is_painted
        column.binding.search_requested.connect(self.search_for)
        own.article_failed.connect(partial(self._show_failure, column))
        own.article_closed.connect(partial(self._show_empty, column))
        pane.place_changed.connect(self._show_how_far)
        bar = pane.verticalScrollBar()
        bar.valueChanged.connect(self._show_how_far)
        bar.rangeChanged.connect(self._show_how_far)
        pane.first_painted.connect(self._note_painted)
        pane.motion.auto_scroll_changed.connect(partial(self._tell_auto_scroll, column))
        if self.is_painted:
            self._give_vi_keys(column)
        for equip in self._equips:
            equip(column)

    def _follow_column(self, column: PaneColumn) -> None:
        self.auto_scroll_changed.emit(column.pane.motion.is_auto)
        self._show_how_far()
        self.pane_activated.emit(column.pane)

    def _tell_auto_scroll(self, column: PaneColumn, on: bool) -> None:
        if column is self.split.active:
            self.auto_scroll_changed.emit(on)

    def _note_painted(self) -> None:
        if not self.is_painted:
            self.is_painted = True
            self.first_painted.emit()

    def _show_waiting(self) -> None:
        """After another library was opened: read what stands beside, once what was asked for is there."""
        if self.is_complete and any(pane.is_fresh for pane in self.session.panes):
            QTimer.singleShot(0, self, self.session.show_waiting)

    def _light(self, spans: Sequence[Span], current: int) -> None:
        """Light what was found in the active pane; the other keeps its lights until one asks anew."""
        answer = self.search.answer if self.search is not None else None
        for column in self.split.columns:
            if column is self.split.active:
                column.pane.set_hits(spans, current)
            elif answer is not self._lit or not spans:
                column.pane.set_hits(())
        self._lit = answer

    def _use_setting(self, name: str) -> None:
        if name == "vi_keys":
            for column in self.split.columns:
                self._give_vi_keys(column)
        elif name == "show_drawing":
            self.drawing_changed.emit(self.session.settings.get(name))
        elif name == "outline_leads":
            self.leads_changed.emit(bool(self.session.settings.get(name)))
        elif name == "pinyin":
            self.pinyin_changed.emit(bool(self.session.settings.get(name)))

    def _give_vi_keys(self, column: PaneColumn) -> None:
        settings, pane = self.session.settings, column.pane
        if settings.get("vi_keys") and column not in self._with_vi_keys:
            from reader.ui.pane.input.vi_keys import ViKeys

            is_on = partial(settings.get, "vi_keys")
            ViKeys(pane, pane.keys, pane.finding, self.session.jump_to_next_node, is_on)
            self._with_vi_keys.append(column)

    # ---- telling

    def _say_done(self, action: str, sentence: str) -> None:
        self.told.say_done(sentence, self.session.actions[action])

    def _show_article(self, article: Article) -> None:
        self._name(article)
        self.told.say("")
        self._show_how_far()

    def _show_other_library(self, library: Library) -> None:
        self.told.forget_done()  # it would be undone in the library before
        self._show_library(library)

    def _show_library(self, library: Library) -> None:
        self._where.setText(self.session.name_of_library(library.folder))
        self._where.setToolTip(str(library.folder))
        if self._is_told_apart:
            self._name(self.session.article)

    def _show_library_name(self, folder: Path) -> None:
        if (library := self.session.library) is not None and library.folder == folder:
            self._show_library(library)

    def _show_failure(self, column: PaneColumn, path: Path, sentence: str) -> None:
        heading = _("Cannot read “{name}”").format(name=path.name)
        self._show_page(column, "warning", heading, sentence, "file.open", "file.open_folder")

    def _show_library_failure(self, folder: Path, sentence: str) -> None:
        heading = _("Cannot open “{name}”").format(name=folder.name)
        self._show_page(self.split.active, "folder", heading, sentence, "file.open_folder", "help.starter")

    def _show_empty(self, column: PaneColumn) -> None:
        library = self.session.library
        if library is not None and self.session.presence.is_lost:
            name = self.session.name_of_library(library.folder)
            self._show_page(
                column,
                "library",
                _("The library “{name}” is offline").format(name=name),
                _(
                    "Its folder {folder} is empty now, though it held articles: its disk may not be"
                    " connected. It opens by itself once they are back."
                ).format(folder=library.folder),
                "file.switch_library",
                "help.starter",
            )
        elif library is not None:
            self._show_page(
                column,
                "library",
                _("No articles in “{name}” yet").format(name=self.session.name_of_library(library.folder)),
                _(
                    "Put Markdown or text files into this folder: they appear here at once. "
                    "Or begin with the articles that come with Gangmu."
                ),
                "file.open_folder",
                "help.starter",
            )

    def _show_page(
        self, column: PaneColumn, picture: str, heading: str, sentence: str, *choices: str
    ) -> None:
        actions = [self.session.actions[name] for name in choices]
        page, pane = column.page, column.pane
        page.show_words(picture, heading, sentence, actions)
        is_from_pane = pane.hasFocus() or self.focusWidget() in (None, self, pane)
        column.middle.setCurrentWidget(page)
        if is_from_pane:  # which is out of sight now; from elsewhere the keyboard is not taken
            page.take_focus()
        self.page_shown.emit()
        self._show_no_article()

    def _show_no_article(self) -> None:
        if self.session.article is None:
            self._name()
            self._how_far.clear()

    def _show_how_far(self, *_moved: object) -> None:
        if self.session.article is not None:
            self._how_far.setText(f"{self.pane.reading_position.percent} %")

    def _return_keyboard(self) -> None:
        self.split.active.take_keyboard()

    def _show_script(self) -> None:
        """Paint whatever says words of articles anew: in other characters now, as wide as before."""
        from PySide6.QtWidgets import QAbstractItemView  # as above

        self._name(self.session.article)
        for view in self.findChildren(QAbstractItemView):
            view.viewport().update()

    def _name(self, article: Article | None = None) -> None:
        library, shown = self.session.library, self.session.theming.shown
        parts = [shown(article.title)] if article else []
        if self._is_told_apart and library is not None:
            parts.append(self.session.name_of_library(library.folder))
        self.plain_title = " — ".join([*parts, "Gangmu"]) if parts else "Gangmu 纲目"
        if self._number and parts:
            parts[0] += f" ({self._number})"
        # Qt would put the program's name behind a title that does not end with it.
        self.setWindowTitle(" — ".join([*parts, "Gangmu"]) if parts else "Gangmu 纲目")
