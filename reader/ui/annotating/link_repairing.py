"""Repairing the framework's links: a node is dragged onto its passage, or said to have no text of its own.

What a repair is, and how it is kept and undone, the annotations know. The
pane's own menu links a node to the place that was clicked
(`reader.ui.annotating.pane_menu`).
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from reader.annotations.link_repairs import link_to, no_text
from reader.articles.model import Node
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.models.contents_model import NODE_MIME
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession

_MOST_WORDS = 30  # code points of a line, in a menu


class LinkRepairing(QObject):
    """Lets nodes be dropped on the pane; the passage under the pointer is lit meanwhile."""

    def __init__(
        self,
        session: Session,
        annotations: AnnotationService,
        pane: ReadingPane,
        own: PaneSession | None = None,
    ) -> None:
        """`own` is what is open in `pane`; by default that of the active one."""
        super().__init__(pane)
        self._session = session
        self._own = own or session.active
        self._annotations = annotations
        self._pane = pane
        pane.viewport().setAcceptDrops(True)
        pane.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.mimeData().hasFormat(NODE_MIME):  # moves and enters too
            if not self._has_same_text():
                event.ignore()  # the node is another article's
                return True
            if isinstance(event, QDragEnterEvent | QDragMoveEvent):
                self._light(event)
            else:
                self._drop(event)
            event.acceptProposedAction()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._pane.set_highlights("drop", [])
        return False

    def _light(self, event: QDropEvent) -> None:
        from reader.ui.pane.aids.text_marks import Mark

        article, position = self._session.article, self._position(event.position().toPoint())
        if article is not None and position is not None:
            line = article.text.line_at(position)
            self._pane.set_highlights("drop", [Mark(article.text.span_of_lines(line, line), "landing")])

    def _drop(self, event: QDropEvent) -> None:
        self._pane.set_highlights("drop", [])
        node = self._session.node(bytes(event.mimeData().data(NODE_MIME).data()).decode())
        position = self._position(event.position().toPoint())
        if node is not None and position is not None:
            link_here(self._session, self._annotations, node, position)

    def _has_same_text(self) -> bool:
        own, active = self._own.article, self._session.article
        return own is active or (
            own is not None and active is not None and (own.path, own.text) == (active.path, active.text)
        )

    def _position(self, point: QPoint) -> int | None:
        caret = self._pane.caret_at(point.toPointF())
        return self._pane.selecting.position_of(caret) if caret is not None else None


def link_here(session: Session, annotations: AnnotationService, node: Node, position: int) -> None:
    """Keep that `node` stands for the passage at `position`: the person says so."""
    if session.article is not None and session.library is not None:
        annotations.repair(link_to(session.article, node, position, _name(session)))


def say_no_text(session: Session, annotations: AnnotationService, node: Node) -> None:
    """Keep that `node` has no text of its own."""
    if session.article is not None and session.library is not None:
        annotations.repair(no_text(session.article, node, _name(session)))


def fill_node_menu(session: Session, annotations: AnnotationService, menu: QMenu, node_id: str) -> None:
    """Add what can be done with the link of a node; nothing for a heading outside the framework."""
    article, node, link = session.article, session.node(node_id), session.link(node_id)
    if article is None or node is None or article.framework.derived:
        return
    _offer_rejected(session, annotations, menu, node)
    if session.selection.end > session.selection.start:
        start = session.selection.start
        menu.addAction(_("Link to the selected text"), partial(link_here, session, annotations, node, start))
    place = session.place
    menu.addAction(_("Link to where I read now"), partial(link_here, session, annotations, node, place))
    menu.addAction(_("Has no text of its own"), partial(say_no_text, session, annotations, node))
    if link is not None and link.by_person:
        menu.addSeparator()
        menu.addAction(_("Back to the link that was found"), partial(annotations.unrepair, node.path))


def _offer_rejected(session: Session, annotations: AnnotationService, menu: QMenu, node: Node) -> None:
    """Add to the menu of a node the passage that came nearest to being its own, if one did."""
    article, link = session.article, session.link(node.node_id)
    if article is None or link is None or link.rejected is None:
        return
    passage = link.rejected.passage
    words = " ".join(article.text.text[passage.span.start : passage.span.end].split("\n")[0].split())
    words = words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS - 1] + "…"
    text = _("Link it to “{words}” (line {line})").format(words=words, line=passage.line)
    start = passage.span.start
    menu.addAction(text.replace("&", "&&"), partial(link_here, session, annotations, node, start))


def _name(session: Session) -> str:
    assert session.library is not None
    assert session.article is not None
    return session.library.relative_name(session.article.path)
