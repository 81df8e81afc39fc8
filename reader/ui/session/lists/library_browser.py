"""Browsing a library by shelves, folders and tags: the tree, what is chosen, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from reader.catalogue.article_list import Choice, Facts
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.shelves.browsing import FAVOURITES, QUEUE, Branch, BranchKind, branches_of, chosen_by
from reader.i18n import gettext as _
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.parts.articles.library_tree import LibraryTree
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QInputDialog

    from reader.ui.session.lists.shelf_service import ShelfService


class LibraryBrowser(QObject):
    """The tree of one list of articles. `chosen` tells that the list is to be narrowed otherwise."""

    chosen = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._shelves: ShelfService | None = None
        self._asked = 0
        self._counts: dict[str, int] = {}  # of saved filters, by their queries, as they were counted last
        self.count: Callable[[str, Callable[[int], None]], object] = lambda _query, _done: None
        self.words = ""  # by what the list is narrowed
        self.is_shown = True
        self._waiting: tuple[tuple[CatalogueEntry, ...], Facts] | None = None  # to be shown with the tree
        self.tree = LibraryTree(session.theming)
        self.bar = ChosenBar(session)
        self.bar.hide()
        self.tree.chosen.connect(self._tell)
        self.tree.menu_requested.connect(self._show_menu)
        self.tree.deletion_requested.connect(self._delete)
        self.tree.step_requested.connect(self._step)
        self.tree.dropped.connect(self._drop)
        self.bar.left.connect(self.tree.choose_none)

    def take_shelves(self, shelves: ShelfService) -> None:
        """Take what keeps tags and shelves: from now on they can be changed."""
        self._shelves = shelves

    def show_tree(self, on: bool) -> None:
        """Show the tree, or hide it; hidden, a line says what is chosen in it."""
        self.is_shown = on
        self.tree.setVisible(on)
        self._show_words()
        if on and self._waiting is not None:
            self.show(*self._waiting)

    def show(self, entries: tuple[CatalogueEntry, ...], facts: Facts) -> None:
        """Show what `entries` can be browsed by, counted in the background."""
        self._waiting = None if self.is_shown else (entries, facts)
        if not self.is_shown:
            return  # counting takes a while, and nobody looks
        self._asked += 1
        number = self._asked
        shelves = self._shelves.shelved.shelves if self._shelves is not None else ()

        def done(branches: tuple[Branch, ...]) -> None:
            if number == self._asked:
                self._show_counted(branches)
                for shelf in shelves:
                    self.count(shelf.query, partial(counted, branches, shelf.query))

        def counted(branches: tuple[Branch, ...], query: str, count: int) -> None:
            if number == self._asked:
                self._counts[query] = count
                self._show_counted(branches)

        self._session.sieving.run(partial(branches_of, entries, facts, shelves), done)

    def choice(self) -> Choice:
        """Return what is chosen in the tree."""
        return chosen_by(self.tree.selected())

    @property
    def has_own_order(self) -> bool:
        """Whether the reading list alone is chosen: its order is the person's own."""
        return [(one.kind, one.key) for one in self.tree.selected()] == [(BranchKind.SHELF, QUEUE)]

    def ask_for_shelf(self, query: str) -> QInputDialog | None:
        """Ask how a shelf of what `query` finds is to be called; return the open dialog."""
        shelves = self._shelves
        if shelves is None or not query:
            return None
        words = _("Name of the shelf that holds {query}:").format(query=query)
        return self._ask(_("New shelf"), words, "", lambda name: shelves.add_shelf(name, query))

    # ---- within

    def _show_counted(self, branches: tuple[Branch, ...]) -> None:
        """Show `branches`, saved filters with as many articles as they are known to hold."""
        self.tree.show_branches(
            tuple(
                replace(one, count=self._counts.get(one.key)) if one.kind is BranchKind.OWN_SHELF else one
                for one in branches
            )
        )

    def _tell(self) -> None:
        names = [one.text for one in self.tree.selected() if one.kind is not BranchKind.ALL]
        self.words = "  ·  ".join(names)
        self._show_words()
        self.chosen.emit()

    def _show_words(self) -> None:
        self.bar.say("" if self.is_shown else self.words)

    def _show_menu(self, branch: Branch, point: QPoint) -> None:
        menu = self.menu(branch)
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(point)

    def menu(self, branch: Branch) -> QMenu | None:
        """Return what can be done with a branch; None where that is nothing."""
        shelves, menu = self._shelves, QMenu(self.tree)

        def add(words: str, call: Callable[[], object]) -> None:
            menu.addAction(words).triggered.connect(lambda _checked: call())

        if shelves is not None and branch.kind is BranchKind.OWN_SHELF:
            add(_("Rename…"), partial(self._rename, branch))
            add(_("Change what it holds…"), partial(self._change_query, branch))
            add(_("Move up"), partial(self._step, branch, -1))
            add(_("Move down"), partial(self._step, branch, 1))
            menu.addSeparator()
            add(_("Delete the shelf"), partial(self._delete, branch))
        elif shelves is not None and branch.kind is BranchKind.TAG and branch.is_own:
            add(_("Rename…"), partial(self._rename, branch))
            add(_("Take the tag from all articles"), partial(self._delete, branch))
        else:
            menu.deleteLater()
            return None
        give_mnemonics(menu)
        return menu

    def _rename(self, branch: Branch) -> None:
        title = _("Rename the shelf") if branch.item is not None else _("Rename the tag")
        self._ask(title, _("New name:"), branch.text, partial(self._take_name, branch))

    def _take_name(self, branch: Branch, name: str) -> None:
        if self._shelves is None:
            return
        if branch.item is not None:
            self._shelves.change_shelf(branch.item, name, branch.item.query)
        else:
            self._shelves.rename_tag(branch.key, name)

    def _change_query(self, branch: Branch) -> None:
        shelves, item = self._shelves, branch.item
        if shelves is not None and item is not None:
            words = _("What the shelf holds, as one writes it in the filter:")
            self._ask(
                _("Change the shelf"), words, item.query, partial(shelves.change_shelf, item, item.text)
            )

    def _delete(self, branch: Branch) -> None:
        if self._shelves is None:
            return
        if branch.item is not None:
            self._shelves.delete_shelf(branch.item)
        elif branch.kind is BranchKind.TAG and branch.is_own:
            self._shelves.delete_tag(branch.key)
        elif branch.kind is BranchKind.TAG:
            self._session.tell(_("This tag stands in the articles themselves, which are not changed here."))

    def _step(self, branch: Branch, by: int) -> None:
        if self._shelves is not None and branch.item is not None:
            self._shelves.step_shelf(branch.item, by)

    def _drop(self, branch: Branch, names: list[str]) -> None:
        if self._shelves is None:
            return
        if branch.kind is BranchKind.TAG:
            self._shelves.change_tags(names, [branch.key])
        elif branch.key == FAVOURITES:
            self._shelves.set_favourite(names, on=True)
        elif branch.key == QUEUE:
            self._shelves.set_queued(names, on=True)

    def _ask(self, title: str, words: str, text: str, done: Callable[[str], object]) -> QInputDialog:
        from PySide6.QtWidgets import QInputDialog  # the list waits for no dialog

        dialog = QInputDialog(self.tree.window())
        dialog.setWindowTitle(title)
        dialog.setLabelText(words)
        dialog.setTextValue(text)
        dialog.textValueSelected.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        for line in dialog.findChildren(QLineEdit):
            line.selectAll()
        return dialog


class ChosenBar(QWidget):
    """Says by what the list is narrowed while the tree is hidden, with a button that ends it."""

    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QToolButton(autoRaise=True)
        tip = _("Show all articles again")
        self._button.setToolTip(tip)
        self._button.setAccessibleName(tip)
        self._button.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 8, 0)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        session.theming.theme_changed.connect(self._dress)
        self._dress()

    def text(self) -> str:
        """Return what it says."""
        return self._label.text()

    def say(self, words: str) -> None:
        """Say `words`; with "" it is hidden."""
        self._label.setText(words)
        self._label.setToolTip(words)
        self.setVisible(bool(words))

    def _dress(self) -> None:
        self._button.setIcon(self._session.theming.icon("close", "panel_quiet"))
