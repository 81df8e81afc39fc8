"""The framework panel: the author's own tree, or the text's outline, to read by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from reader.articles.digest.contents import Contents, outline_contents
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.reading_progress import Progress, ReadState
from reader.i18n import gettext as _
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.base.opening_way import Way
from reader.ui.models.contents_model import ContentsModel
from reader.ui.models.tree_growth import Tree, TreeGrowth
from reader.ui.panels.panel import Panel
from reader.ui.parts.choice_switch import ChoiceSwitch
from reader.ui.parts.entry_tree import EntryTree
from reader.ui.parts.filter_box import FilterBox

if TYPE_CHECKING:
    from reader.ui.annotating.framework_editing import FrameworkEditing
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.reading_service import ReadingService

FRAMEWORK, OUTLINE = "framework", "outline"


class ShownTree(NamedTuple):
    """What the panel shows: the `tree` of kind FRAMEWORK or OUTLINE, filtered by `words` ("": all of it)."""

    article: Article
    kind: str
    tree: Tree
    words: str


class FrameworkPanel(Panel):
    """Shows the tree of the open article; a click goes to the passage, reading moves the mark."""

    panel_id = "framework"
    shortcut = "Alt+2"
    glyph = "framework"

    _annotations: AnnotationService | None = None  # until the first article is painted
    _reading: ReadingService | None = None
    editing: FrameworkEditing | None = None

    @classmethod
    def heading(cls) -> str:
        return _("Framework")

    def build(self) -> QWidget:
        session = self.session
        self._growing = TreeGrowth(session.reading)
        self._shown: ShownTree | None = None
        self._words = ""  # in the filter
        self._hits: dict[str, int] = {}
        self._notes: dict[str, int] = {}
        self._states: Mapping[str, ReadState] = {}
        self.switch = ChoiceSwitch({FRAMEWORK: _("Framework"), OUTLINE: _("Outline")})
        self.filter = FilterBox(_("Filter the tree"), session.theming)
        self.tree = EntryTree(session.theming)
        self.tree.setAccessibleName(_("Framework"))
        self.empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self.empty.setProperty("quiet", True)
        self.empty.setContentsMargins(14, 10, 14, 10)
        self._tree_kind = FRAMEWORK
        self._followed = ""  # the id of the entry that was marked last
        self._sought = ""  # the id of a node that waits for its tree
        self._add_tools()
        self.switch.chosen.connect(self._choose_tree)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self.tree.setFocus)
        self.tree.entry_chosen.connect(self._go)
        self.tree.folds_changed.connect(self._keep_folds)
        self.tree.menu_requested.connect(self._offer)
        session.article_opened.connect(self._take)
        session.article_changed.connect(self._take)
        session.article_failed.connect(self._show_nothing)
        session.article_closed.connect(self._show_nothing)
        session.place_changed.connect(self._scrolled)
        session.node_requested.connect(self._seek)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(10, 2, 10, 0)
        head.setSpacing(6)
        head.addWidget(self.switch)
        head.addWidget(self.filter)
        self._head = head
        column.addLayout(head)
        column.addWidget(self.empty)
        inset = QHBoxLayout()
        inset.setContentsMargins(6, 0, 0, 0)
        inset.addWidget(self.tree)
        column.addLayout(inset, 1)
        self._show_nothing()
        if session.article is not None:
            self._take(session.article)
        return body

    def take_services(
        self, search: SearchService, annotations: AnnotationService, reading: ReadingService
    ) -> None:
        self._annotations, self._reading = annotations, reading
        reading.progress_changed.connect(self.show_progress)
        search.node_hits_changed.connect(self.show_hits)
        annotations.node_notes_changed.connect(self.show_notes)
        # In a further window all has been read before, and may have been told before this is heard.
        self.show_notes(annotations.node_notes)
        if reading.progress is not None:
            self.show_progress(reading.progress)
        from reader.ui.annotating.framework_editing import FrameworkEditing  # not before the first paint

        self.editing = FrameworkEditing(self.session, annotations, self.tree)
        self.editing.point_wanted.connect(self._await_point)
        self._head.addWidget(self.editing)

    def take_focus(self) -> None:
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- what is shown

    def _take(self, article: Article) -> None:
        """Show the tree of `article`, whole."""
        if self._shown is not None and self._shown.article.path != article.path:
            self._states = {}
        self._words = ""
        self.filter.clear()
        self._grow(article, None)

    def _grow(self, article: Article, tree: Tree | None) -> None:
        """Have the tree made, unless it is `tree`, and its model; then show it."""
        contents, words, kind = self.session.contents, self._words, self._kind(article)
        outlined = kind == OUTLINE and not article.framework.derived

        def work() -> tuple[ShownTree, ContentsModel, frozenset[str]]:
            whole = tree or Tree(outline_contents(article) if outlined else contents)
            whole.make_ready()
            closed = frozenset() if words else whole.closed_at_first
            return ShownTree(article, kind, whole, words), whole.model(words), closed

        self._growing.ask(len(contents.by_id), work, self._show)

    def _show(self, made: tuple[ShownTree, ContentsModel, frozenset[str]]) -> None:
        gone = self._shown
        self._shown, model, closed = made
        QTimer.singleShot(
            0, self, partial(_let_go, gone)
        )  # 24,000 entries take 10 ms to end: a turn of their own
        article, kind = self._shown.article, self._shown.kind
        derived = article.framework.derived
        self.switch.buttons[FRAMEWORK].setEnabled(not derived)
        self.switch.buttons[FRAMEWORK].setToolTip(
            _("This article draws no framework; the tree is made from its headings.") if derived else ""
        )
        self.switch.show_choice(kind)
        self._show_model(model)
        if not self._shown.words:
            folds = self.session.remembered.folds(article.path, kind)
            closed = closed if folds is None else folds
        self.tree.close_only(closed)
        self.empty.setText(_("This article shows no headings, and draws no framework."))
        self._set_empty(not self._shown.tree.contents.entries)
        self._follow(self.session.place)
        self._show_sought()
        if self.editing is not None:
            self.editing.name_new_point()

    def _show_nothing(self) -> None:
        self._growing.stop()
        self._shown = None
        self._hits, self._notes = {}, {}
        self._show_model(ContentsModel(Contents(())))
        self.empty.setText(_("Open an article, and its framework stands here."))
        self._set_empty(True)

    def _show_model(self, model: ContentsModel) -> None:
        model.set_hits(self._hits)
        model.set_notes(self._notes)
        model.set_states(self._states)
        self._model = model
        self.tree.painter.has_both = model.has_both
        shown = self._shown
        self.tree.labels = (lambda: shown.tree.labels) if shown is not None else None
        self.tree.show_model(model)

    def _set_empty(self, is_empty: bool) -> None:
        self.empty.setVisible(is_empty)
        self.filter.setVisible(not is_empty)
        self.tree.setVisible(not is_empty)
        self.switch.setVisible(not is_empty)

    def _choose_tree(self, kind: str) -> None:
        self._tree_kind = kind
        if self.session.article is not None:
            self._take(self.session.article)

    def _filter(self, words: str) -> None:
        if words != self._words:
            self._words = words
            if (shown := self._current()) is not None:
                self._grow(shown.article, shown.tree)

    def show_hits(self, counts: dict[str, int]) -> None:
        """Show how many hits each node's own text has, by the node's id."""
        self._hits = counts
        self._model.set_hits(counts)

    def show_notes(self, counts: dict[str, int]) -> None:
        """Show how many annotations are in and on each node, by the node's id."""
        self._notes = counts
        self._model.set_notes(counts)

    def show_progress(self, progress: Progress) -> None:
        """Show how far each node of the open article has been read."""
        self._states = progress.states
        self._model.set_states(progress.states)

    def _current(self) -> ShownTree | None:
        """Return what is shown, unless it is the tree of another article than the open one."""
        shown = self._shown
        return shown if shown is not None and shown.article is self.session.article else None

    # ---- moving

    def _go(self, entry_id: str) -> None:
        if self._current() is None:
            return
        entry = self._model.contents.by_id[entry_id]
        if entry.is_node:  # to a heading outside the framework one goes to link a node to it
            self.session.choose_node(entry_id)
        if entry.span is not None:
            self.session.jump_to(entry.span)
            return
        words = _("“{label}” leads nowhere yet. Drag it onto the passage that it stands for.")
        self.session.tell(words.format(label=entry.shown))

    def _seek(self, node_id: str) -> None:
        """Show a node of the framework, whichever tree is shown now, and put the keyboard on it."""
        self.session.ask_for_panel(self.panel_id)
        self._sought = node_id
        shown = self._current()
        if shown is not None and shown.kind == FRAMEWORK and not shown.words:
            self._show_sought()
            return
        self._words = ""
        self.filter.clear()
        self._choose_tree(FRAMEWORK)

    def _await_point(self, node_id: str) -> None:
        """Put the keyboard on a point as soon as the tree that has it is there."""
        self._sought = node_id

    def _show_sought(self) -> None:
        node_id, self._sought = self._sought, ""
        index = self._model.index_of(node_id)
        if node_id and index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
            self.take_focus()

    def _offer(self, entry_id: str, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Go there"), partial(self._go, entry_id))
        entry = self.session.contents.by_id.get(entry_id)
        if entry is not None and entry.span is not None:
            for words, way in (
                (_("Open in a new ta&b"), Way.BEHIND),
                (_("Open bes&ide"), Way.BESIDE),
                (_("Open in a new &window"), Way.WINDOW),
            ):
                menu.addAction(words, partial(self._open, entry.span, way))
        menu.addAction(_("Copy a link to this point"), partial(self._copy_link, entry_id))
        menu.addSeparator()
        if self._annotations is not None:
            from reader.ui.annotating.link_repairing import fill_node_menu  # not before the first paint

            fill_node_menu(self.session, self._annotations, menu, entry_id)
        if self.editing is not None:
            self.editing.fill_menu(menu)
        if self._reading is not None and self.session.node(entry_id) is not None:
            menu.addSeparator()
            menu.addAction(_("Mark as read"), partial(self._mark_read, entry_id, True))
            menu.addAction(_("Mark as unread"), partial(self._mark_read, entry_id, False))
        give_mnemonics(menu)
        shown = self._current()
        if shown is not None and shown.article.framework.derived:
            menu.addSeparator()
            menu.addAction(self.session.actions["view.outline_leads"])
        menu.popup(point)

    def _open(self, passage: Span, way: Way) -> None:
        """Open a passage of the open article elsewhere."""
        if (article := self.session.article) is not None:
            self.session.open_article(article.path, passage, way)

    def _copy_link(self, entry_id: str) -> None:
        from reader.ui.session.link_copying import copy_link_to_point  # when it is asked for

        copy_link_to_point(self.session, entry_id)

    def _mark_read(self, node_id: str, is_read: bool) -> None:
        """Let a node and all below it count as read, or not."""
        node = self.session.node(node_id)
        if self._reading is not None and node is not None:
            self._reading.mark((one.node_id for one in node.walk()), is_read=is_read)

    def _follow(self, position: int, *, anew: bool = True) -> None:
        shown = self._current()
        entry_id = shown.tree.contents.at(position) if shown is not None else ""
        if shown is not None and (anew or entry_id != self._followed):
            self._followed = entry_id
            self.tree.show_reading(self._model.index_of(entry_id))

    def _scrolled(self, position: int) -> None:
        self._follow(position, anew=False)

    # ---- folds

    def _keep_folds(self) -> None:
        shown = self._shown
        if shown is not None and not shown.words:
            self.session.remembered.keep_folds(shown.article.path, shown.kind, self.tree.closed())

    def _kind(self, article: Article) -> str:
        return OUTLINE if article.framework.derived else self._tree_kind

    def _add_tools(self) -> None:
        self.session.tree_level_requested.connect(self.tree.open_to_level)
        for name in ("view.expand", "view.collapse"):
            action = self.session.actions[name]
            button = self.title.add_tool(str(action.property("glyph")), action.toolTip())
            button.clicked.connect(action.trigger)


def _let_go(_gone: ShownTree | None) -> None:
    """Do nothing: who calls this holds `_gone` until then."""
