"""What the pane's menu offers about annotations, and about the framework's links."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from reader.articles.model import Match, Node
from reader.articles.shortening import shortened
from reader.i18n import figure
from reader.i18n import gettext as _
from reader.ui.annotating.service.act_sentences import short
from reader.ui.annotating.service.annotation_marks import NOTE
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session

MOST_POINTS = 100  # that a menu offers


class MarkActs(Protocol):
    """What can be done with the selection, or with the mark that is chosen."""

    def choose(self, annotation_id: str) -> None:
        """Choose the mark of this annotation."""

    def highlight(self) -> None:
        """Highlight the selection."""

    def write_note(self) -> None:
        """Open the card of the chosen mark, or of a new one on the selection."""

    def delete(self) -> None:
        """Put the chosen mark into the trash."""

    def copy_link(self) -> None:
        """Copy the address that leads to the chosen mark."""

    def node_at(self, position: int) -> Node | None:
        """Return the point of the framework at `position`."""

    def note_on_node(self, position: int | None = None) -> None:
        """Write a note on the point of the framework at `position`."""


class PaneMenu(QObject):
    """Adds entries to the menu that the pane opens at a place in the text."""

    def __init__(
        self, session: Session, annotations: AnnotationService, pane: ReadingPane, acts: MarkActs
    ) -> None:
        super().__init__(pane)
        self._session = session
        self._annotations = annotations
        self._pane = pane
        self._acts = acts
        pane.context_menu_requested.connect(self._fill)

    def link_here(self, node: Node, position: int) -> None:
        """Keep that `node` stands for the passage at `position`: the person says so."""
        from reader.annotations.link_repairs import link_to

        article, library = self._session.article, self._session.library
        if article is not None and library is not None:
            self._annotations.repair(link_to(article, node, position, library.relative_name(article.path)))

    def _fill(self, menu: QMenu, position: int) -> None:
        first = menu.actions()[0] if menu.actions() else None
        mark = self._pane.mark_layers.at(position)
        selected = self._pane.selection()
        entries: list[tuple[str, Callable[[], object]]] = [
            (_("Bookmark this line"), partial(self._annotations.bookmark, position))
        ]
        if (node := self._acts.node_at(position)) is not None:
            words = _("Write a note on “{label}”").format(label=short(node.label).replace("&", "&&"))
            entries.append((words, partial(self._acts.note_on_node, position)))
            words = _("Copy a link to “{label}”").format(label=short(node.label).replace("&", "&&"))
            entries.append((words, partial(_copy_link, self._session, node.node_id)))
        if selected.end > selected.start:
            entries[:0] = [(_("Highlight"), self._acts.highlight), (_("Write a note"), self._acts.write_note)]
        elif mark is not None and self._annotations.find(mark.mark_id.removesuffix(NOTE)):
            self._acts.choose(mark.mark_id.removesuffix(NOTE))
            entries[:0] = [
                (_("Edit the note"), self._acts.write_note),
                (_("Copy a link to the annotation"), self._acts.copy_link),
                (_("Delete the annotation"), self._acts.delete),
            ]
        for text, act in entries:
            action = menu.addAction(text)
            action.triggered.connect(partial(_run, act))
            if first is not None:
                menu.insertAction(first, action)
        if first is not None:
            menu.insertSeparator(first)
        self._add_links(menu, position)

    def _add_links(self, menu: QMenu, position: int) -> None:
        """Offer to link a point of the framework here: those that lead nowhere of their own come first."""
        article = self._session.article
        if article is None or article.framework.derived:
            return
        nodes = sorted(article.framework.walk(), key=lambda node: not _is_lost(self._session, node))
        lost = sum(_is_lost(self._session, node) for node in nodes[:MOST_POINTS])
        submenu = menu.addMenu(_("Link a point here"))
        for n, node in enumerate(nodes[:MOST_POINTS]):
            if n == lost > 0:
                submenu.addSeparator()
            action = submenu.addAction(shortened(" › ".join(node.path)).replace("&", "&&"))
            action.triggered.connect(partial(_run, partial(self.link_here, node, position)))
        if len(nodes) > MOST_POINTS:
            submenu.addSeparator()
            words = _("All {count} of them, in the tree").format(count=figure(len(nodes)))
            submenu.addAction(words, lambda: self._session.actions["go.panel_framework"].trigger())


def _is_lost(session: Session, node: Node) -> bool:
    link = session.link(node.node_id)
    return link is None or link.match in (Match.NONE, Match.PARENT)


def _copy_link(session: Session, node_id: str) -> None:
    from reader.ui.session.link_copying import copy_link_to_point

    copy_link_to_point(session, node_id)


def _run(act: Callable[[], object], _checked: bool = False) -> None:
    act()
