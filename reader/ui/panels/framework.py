"""The framework panel: the author's own tree, or the text's outline, to read by."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, QSortFilterProxyModel, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from reader.articles.contents import Contents, Entry, outline_contents
from reader.articles.folding import fold
from reader.articles.model import Article
from reader.i18n import gettext as _
from reader.ui.models.contents import ContentsModel, Index, Role
from reader.ui.panels.base import Panel
from reader.ui.parts.entry_tree import EntryTree
from reader.ui.parts.filter_box import FilterBox
from reader.ui.parts.switch import Switch

FRAMEWORK, OUTLINE = "framework", "outline"
MANY = 80  # entries: a longer tree opens to its second level at first
LONG = 300  # entries: a longer tree is shown in a turn of the event loop of its own, after the text
LEVELS = 4


class FrameworkPanel(Panel):
    """Shows the tree of the open article; a click goes to the passage, reading moves the mark."""

    panel_id = "framework"
    shortcut = "Alt+2"
    glyph = "framework"

    @classmethod
    def heading(cls) -> str:
        return _("Framework")

    def build(self) -> QWidget:
        session = self.session
        self._contents = Contents(())
        self._model = ContentsModel(self)
        self._shown = FilteredContents(self)
        self._shown.setSourceModel(self._model)
        self.switch = Switch({FRAMEWORK: _("Framework"), OUTLINE: _("Outline")})
        self.filter = FilterBox(_("Filter the tree"), session.theming)
        self.tree = EntryTree(session.theming)
        self.tree.setModel(self._shown)
        self.tree.setAccessibleName(_("Framework"))
        self.empty = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignTop)
        self.empty.setProperty("quiet", True)
        self.empty.setContentsMargins(14, 10, 14, 10)
        self._tree_kind = FRAMEWORK
        self._followed = ""  # the id of the entry that was marked last
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
        session.place_changed.connect(self._scrolled)
        session.node_hits_changed.connect(self._model.set_hits)
        session.node_notes_changed.connect(self._model.set_notes)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(10, 2, 10, 0)
        head.setSpacing(6)
        head.addWidget(self.switch)
        head.addWidget(self.filter)
        column.addLayout(head)
        column.addWidget(self.empty)
        inset = QHBoxLayout()
        inset.setContentsMargins(6, 0, 0, 0)
        inset.addWidget(self.tree)
        column.addLayout(inset, 1)
        if session.article is None:
            self._show_nothing()
        else:
            self._show(session.article)
        return body

    def take_focus(self) -> None:
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- what is shown

    def _take(self, article: Article) -> None:
        """Show the tree of `article`; a long one in a turn of its own."""
        if len(self.session.contents.by_id) <= LONG:
            self._show(article)
        else:
            QTimer.singleShot(0, self, partial(self._show_later, article))

    def _show_later(self, article: Article) -> None:
        if article is self.session.article:
            self._show(article)

    def _show(self, article: Article) -> None:
        derived = article.framework.derived
        self.switch.buttons[FRAMEWORK].setEnabled(not derived)
        self.switch.buttons[FRAMEWORK].setToolTip(
            _("This article draws no framework; the tree is made from its headings.") if derived else ""
        )
        kind = OUTLINE if derived else self._tree_kind
        self.switch.show_choice(kind)
        outlined = kind == OUTLINE and not derived
        self._contents = outline_contents(article) if outlined else self.session.contents
        self.filter.clear()
        self._model.show(self._contents)
        entries = list(self._contents.walk())
        self.tree.painter.has_both = len({entry.is_node for entry in entries}) == 2
        folds = self.session.remembered.folds(article.path, kind)
        if folds is not None:
            self.tree.close_only(folds)
        else:
            self.tree.close_only(self._at_first(entries))
        self.empty.setText(_("This article shows no headings, and draws no framework."))
        self._set_empty(not entries)
        self._follow(self.session.place)

    def _show_nothing(self) -> None:
        self._contents = Contents(())
        self._model.show(self._contents)
        self.empty.setText(_("Open an article, and its framework stands here."))
        self._set_empty(True)

    def _set_empty(self, is_empty: bool) -> None:
        self.empty.setVisible(is_empty)
        self.filter.setVisible(not is_empty)
        self.tree.setVisible(not is_empty)
        self.switch.setVisible(not is_empty)

    def _at_first(self, entries: list[Entry]) -> set[str]:
        if len(entries) <= MANY:
            return set()
        return {
            entry.entry_id for first in self._contents.entries for entry in first.children if entry.children
        }

    def _choose_tree(self, kind: str) -> None:
        self._tree_kind = kind
        if self.session.article is not None:
            self._show(self.session.article)

    def _filter(self, words: str) -> None:
        if not words and self._shown.words and self.session.article is not None:
            self._shown.set_words("")
            kept = self.session.remembered.folds(self.session.article.path, self._kind())
            self.tree.close_only(kept or ())
        elif words:
            self._shown.set_words(words)
            self.tree.close_only(())
        self._follow(self.session.place)

    # ---- moving

    def _go(self, entry_id: str) -> None:
        entry = self._contents.by_id[entry_id]
        if entry.span is not None:
            self.session.jump_to(entry.span)
            return
        words = _("“{label}” leads nowhere yet. Drag it onto the passage that it stands for.")
        self.session.status_changed.emit(words.format(label=entry.label))

    def _offer(self, entry_id: str, point: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Go there"), partial(self._go, entry_id))
        menu.addSeparator()
        from reader.ui.repairing import fill_node_menu  # with the annotations, after the first paint

        fill_node_menu(self.session, menu, entry_id)
        menu.popup(point)

    def _follow(self, position: int, *, anew: bool = True) -> None:
        entry_id = self._contents.at(position)
        if anew or entry_id != self._followed:
            self._followed = entry_id
            self.tree.show_reading(self._shown.mapFromSource(self._model.index_of(entry_id)))

    def _scrolled(self, position: int) -> None:
        self._follow(position, anew=False)

    # ---- folds

    def _keep_folds(self) -> None:
        if self.session.article is not None and not self._shown.words:
            self.session.remembered.keep_folds(self.session.article.path, self._kind(), self.tree.closed())

    def _kind(self) -> str:
        article = self.session.article
        return OUTLINE if article is not None and article.framework.derived else self._tree_kind

    def _add_tools(self) -> None:
        add = self.session.actions.add
        tools = (
            ("view.expand", _("&Expand all"), 0, "Alt+Shift+Right", "expand", _("Open the whole tree")),
            (
                "view.collapse",
                _("&Collapse all"),
                1,
                "Alt+Shift+Left",
                "collapse",
                _("Close the whole tree"),
            ),
        )
        for name, text, level, keys, glyph, tip in tools:
            action = add(
                name,
                text,
                partial(self.tree.open_to_level, level),
                tip=tip,
                shortcut=keys,
                icon=glyph,
                group=2,
            )
            button = self.title.add_tool(glyph, action.toolTip())
            button.clicked.connect(action.trigger)
        for level in range(2, LEVELS + 1):
            add(
                f"view.level_{level}",
                _("To level {level}").format(level=level),
                partial(self.tree.open_to_level, level),
                tip=_("Open the tree down to level {level}").format(level=level),
                shortcut=f"Alt+Shift+{level}",
                group=2,
            )


class FilteredContents(QSortFilterProxyModel):
    """The entries that hold some words, with all above and all below them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted: list[str] = []
        self.words = ""
        self.setRecursiveFilteringEnabled(True)
        self.setAutoAcceptChildRows(True)

    def set_words(self, words: str) -> None:
        """Keep the entries that hold all of `words`; width, case and Traditional characters fold."""
        self.beginResetModel()
        self.words = words
        self._wanted = fold(words).split()
        self.endResetModel()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        if not self.words:
            return True
        label = fold(self.sourceModel().index(row, 0, parent).data(Role.ENTRY).label)
        return all(word in label for word in self._wanted)
