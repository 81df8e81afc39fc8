"""The reading pane: one article, as a column of section documents that reads, selects and finds as one text.

Positions and spans that go in and out are code points of the canonical text
(`reader.articles.source.canonical_text`); nothing outside this package sees UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from reader.articles.markdown.blocks import Picture
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.base.opening_way import Way
from reader.ui.pane.aids.mark_layers import MarkLayers
from reader.ui.pane.aids.pane_aids import PaneAids
from reader.ui.pane.aids.text_marks import Mark
from reader.ui.pane.input.keyboard_input import KeyboardInput
from reader.ui.pane.input.link_clicks import LinkClicks
from reader.ui.pane.input.mouse_input import MouseInput
from reader.ui.pane.input.pointing import Pointing
from reader.ui.pane.input.tab_stops import TabStops
from reader.ui.pane.interfaces import Typesetter
from reader.ui.pane.layout.typesetter import MarkdownTypesetter
from reader.ui.pane.prefetch.expected_articles import ExpectedArticles
from reader.ui.pane.prefetch.lookahead import Lookahead
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.coming_pieces import ComingPieces
from reader.ui.pane.scroll.motion import Motion
from reader.ui.pane.scroll.reading_position import ReadingPosition
from reader.ui.pane.scroll.refreshing import Refreshing, anchor_after
from reader.ui.pane.scroll.zooming import Zooming
from reader.ui.pane.text.find_in_page import FindInPage
from reader.ui.pane.text.selection import TextSelection

if TYPE_CHECKING:
    from reader.ui.pane.aids.broken_links import BrokenLinks
    from reader.ui.pane.text.clipboard_copy import ClipboardCopy


class ReadingPane(ColumnView):
    """Shows an article. The window gives it articles, styles and marks; it tells what the person does."""

    place_changed = Signal(int)
    selection_changed = Signal(Span)
    link_activated = Signal(str)
    link_sent = Signal(str, object)  # it is to open elsewhere: the address, and the `Way`
    link_hovered = Signal(str)  # "" when the pointer leaves the link
    mark_activated = Signal(str)  # a mark with this id was clicked
    mark_resized = Signal(str, Span)
    jump_requested = Signal(Span)  # the person has followed a link within the article: the pane is on its way
    told = Signal(str)  # a sentence about what takes a while
    zoomed = Signal(float)  # the person has changed the size of the text to this
    context_menu_requested = Signal(QMenu, int)  # add your entries; the position that was clicked

    def __init__(self, typesetter: Typesetter | None = None, parent: QWidget | None = None) -> None:
        setter: Typesetter = typesetter or MarkdownTypesetter()
        super().__init__(setter, parent)
        self.expecting = ExpectedArticles(self, setter)
        self.selecting = TextSelection(self.column, self)
        self.mark_layers = MarkLayers(self, self.selecting)
        self.layers.append(self.selecting)
        self._broken: BrokenLinks | None = None  # once there is one
        self.pointing = Pointing(self, self.selecting)
        self.reading_position = ReadingPosition(self)
        self.zooming = Zooming(self)
        self.motion = Motion(self)
        self.stops = TabStops(self, self.reading_position, self.pointing.click)
        self.keys = KeyboardInput(self, self.selecting, self.motion, self.stops)
        self.mouse = MouseInput(self, self.mark_layers, self.motion, self.pointing)
        self.finding = FindInPage(self, self.reading_position, self.selecting)
        self.aids = PaneAids(self, self.reading_position)
        self.following = LinkClicks(self, self.pointing, setter)
        self._copying: ClipboardCopy | None = None
        self._setter = setter
        self.ahead = Lookahead(self)
        self._refreshing = Refreshing(setter, self.column, self)
        self._hidden: frozenset[int] = frozenset()
        self._connect()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)

    # ---- articles

    @property
    def article(self) -> Article | None:
        """The article that stands in the pane, or the sketch of it; None where nothing does.

        An edited one takes its place once it is cut: see `refresh`.
        """
        return self.column.article

    def show_article(self, article: Article, hidden_lines: frozenset[int] | None = None) -> None:
        """Show `article` from its top, without `hidden_lines` of its file (what a title block shows)."""
        self._forget()
        self._hidden = hidden_lines or frozenset()
        if (begun := self.expecting.take(article, self._hidden)) is not None:
            self.column.take(begun)
        else:
            self.column.open(article, self._hidden)
        self._tell_article(article)
        self.start()

    def refresh(self, article: Article, hidden_lines: frozenset[int] | None = None) -> None:
        """Show the same article, edited: the place is kept, and only what has changed is made again."""
        if self.article is None:
            self.show_article(article, hidden_lines)
            return
        self._hidden = self._hidden if hidden_lines is None else hidden_lines
        self.mark_layers.clear()  # now, not when it is cut: the marks of the new text may come before that
        self._refreshing.start(article, self._hidden)

    def shut_down(self) -> None:
        """End what runs in the background. Before the window goes."""
        self.idle.stop()
        self.ahead.stop()
        self.expecting.stop()
        if self._copying is not None:
            self._copying.shut_down()
        self._setter.shut_down()

    def pause_idle_work(self) -> None:
        """Make nothing ready for later until `resume_idle_work`; where a jump leads is cut all the same."""
        self.idle.pause()
        self.ahead.stop()

    def resume_idle_work(self) -> None:
        """Make ready again what will be seen next, and find the heights of the rest."""
        self.idle.resume()
        if self.article is not None:
            self.idle.start()
            self.ahead.start()

    def clear(self) -> None:
        """Show nothing."""
        self._forget()
        self.column.open(None)
        self._tell_article(None)
        self.start()

    # ---- places

    def jump_to(self, span: Span, mark: bool = True) -> None:
        """Bring `span` to the top, at once; `mark` it for a moment."""
        if mark:
            self.mark_layers.land(span)
        self.reading_position.jump(span)

    def place(self) -> int:
        """Return the position of the line that is read now: the first whole one, or where a jump led."""
        return self.reading_position.place

    def in_view(self) -> Span:
        """Return the span of the text that is in sight, from its first line to its last."""
        if not self.placed or self.article is None:
            return Span(0, 0)
        first, last = self.placed[0], self.placed[-1]
        start = first.laid.position_at(max(0.0, self.top - first.y))
        bottom = self.viewport().height() - last.y
        if bottom >= last.laid.section.height:
            return Span(start, max(start, last.laid.shown.end))
        return Span(start, max(start, last.laid.position_at(bottom)))

    def restore_place(self, position: int, offset: float | None = None) -> None:
        """Put the line of `position` at the y `offset` of the view, or where a place is read from."""
        self.reading_position.jump(Span(position, position), offset)

    # ---- looks

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Make the text larger by `steps`; the line at `at` of the view, or the one read, stays there."""
        self.zooming.by(steps, at)

    def set_highlights(self, layer: str, marks: Sequence[Mark]) -> None:
        """Show `marks` as the highlights of `layer`, in place of its highlights before."""
        self.mark_layers.highlight(layer, marks)

    def set_active_mark(self, mark_id: str) -> None:
        """Give the mark of this id handles to drag its ends by; "" takes them away."""
        self.mark_layers.choose(mark_id)

    def set_hits(self, spans: Sequence[Span], current: int = -1) -> None:
        """Light `spans`, and the one at index `current` more than the others."""
        self.mark_layers.light(spans, current)

    def set_broken_links(self, addresses: frozenset[str]) -> None:
        """Show that links with these addresses, as written, lead nowhere."""
        if self._broken is None:
            if not addresses:
                return
            from reader.ui.pane.aids.broken_links import BrokenLinks

            self._broken = BrokenLinks()
            self.layers.append(self._broken)
        if addresses != self._broken.addresses:
            self._broken.addresses = addresses
            self.viewport().update()

    def set_focus_span(self, span: Span | None) -> None:
        """Dim all but `span`, the passage that is read; None to dim nothing."""
        self.aids.focus_on(span)

    # ---- selection

    def selection(self) -> Span:
        """Return what is selected; an empty span where nothing is."""
        return self.selecting.span

    def select(self, span: Span) -> None:
        """Select `span`."""
        if self.column.pieces:
            caret = self.selecting.caret_of
            self.selecting.set(caret(span.start), caret(span.end, end=span.end > span.start))

    @property
    def copying(self) -> ClipboardCopy:
        """What fills the clipboard, made when something is first copied."""
        if self._copying is None:
            from reader.ui.pane.text.clipboard_copy import ClipboardCopy

            self._copying = ClipboardCopy(self.column, self.selecting)
            self._copying.told.connect(self.told)
        return self._copying

    def copy(self) -> None:
        """Put the selection on the clipboard, as plain text and as HTML."""
        self.copying.copy()

    def copy_as_markdown(self) -> None:
        """Put the source of the selection on the clipboard, with the file and the line that it stands in."""
        self.copying.copy_markdown()

    def select_all(self) -> None:
        """Select the whole article."""
        self.selecting.select_all()

    # ---- finding

    def open_find(self, words: str = "") -> None:
        """Open the find bar, with `words`, or what is selected, to be found."""
        self.finding.open(words)

    def find_next(self) -> None:
        """Go to the next hit of the find bar."""
        self.finding.walk(1)

    def find_previous(self) -> None:
        """Go to the hit before."""
        self.finding.walk(-1)

    # ---- Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif not self.keys.press(event):
            event.ignore()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name is Qt's
        return self.stops.step(1 if next else -1) or super().focusNextPrevChild(next)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.motion.wheel(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        caret = self.caret_at(QPointF(event.pos()))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.selecting.range is not None:
            menu.addAction(_("Copy"), self.copy)
            menu.addAction(_("Copy as Markdown"), self.copy_as_markdown)
        menu.addAction(_("Select all"), self.select_all)
        if link := self.pointing.link_at(QPointF(event.pos())):
            first = menu.actions()[0]
            for words, way in (
                (_("Open the link in a new tab"), Way.BEHIND),
                (_("Open the link beside"), Way.BESIDE),
                (_("Open the link in a new window"), Way.WINDOW),
            ):
                action = QAction(words, menu)
                action.triggered.connect(partial(self._send, link, way))
                menu.insertAction(first, action)
            menu.insertSeparator(first)
        self.context_menu_requested.emit(menu, self.selecting.position_of(caret) if caret else 0)
        from reader.ui.base.mnemonics import give_mnemonics  # when a menu is opened

        give_mnemonics(menu)
        menu.popup(event.globalPos())

    # ---- inside

    def _connect(self) -> None:
        self.selecting.changed.connect(self._on_selection_changed)
        self.following.arrived.connect(self.expecting.drop_waiting)
        self.following.went_out.connect(self.link_activated)
        self.following.went_within.connect(self._on_inner_link)
        self.pointing.link_sent.connect(self.link_sent)
        self.pointing.link_hovered.connect(self.link_hovered)
        self.pointing.link_hovered.connect(self.aids.point_at)
        self.pointing.tapped.connect(self._on_tapped)
        self.pointing.carried.connect(self._carry)
        self.stops.reached.connect(lambda address, _spot: self.link_hovered.emit(address))
        self.stops.reached.connect(self.aids.point_at)
        self.zooming.zoomed.connect(self.zoomed)
        self.motion.zoom_requested.connect(self.zoom)
        self.mouse.zoom_requested.connect(self.zoom)
        self.mark_layers.resized.connect(self.mark_resized)
        self.reading_position.place_changed.connect(self.place_changed)
        self.finding.lit.connect(self._on_marks_changed)
        self.mark_layers.changed.connect(self._on_marks_changed)
        self._refreshing.ready.connect(self._on_refreshed)
        self.pointing.shapes += [self.mark_layers.shape_at, self.aids.shape_at]

    def _forget(self) -> None:
        self.motion.rest()
        self.stops.leave()
        self.selecting.clear()
        self.mark_layers.clear()
        self.set_broken_links(frozenset())
        self.reading_position.forget()
        self._refreshing.stop()

    def _tell_article(self, article: Article | None) -> None:
        self.finding.set_article(article, self._hidden)
        self.aids.set_article(article)

    def _on_refreshed(self, article: Article, coming: ComingPieces) -> None:
        anchor, before = anchor_after(self.column, coming, self.anchor), self.place()
        self.stops.leave()
        self.selecting.clear()
        self.reading_position.forget()
        self.column.replace(article, coming)
        self.aids.set_article(article)
        self.set_anchor(*anchor)
        self.finding.set_article(article, self._hidden, self.place() - before)
        self.idle.start()

    def _on_marks_changed(self) -> None:
        hits = self.finding.hits if self.finding.is_open else self.mark_layers.hits
        self.aids.mark_bar(self.mark_layers.all(), hits)

    def _on_selection_changed(self) -> None:
        self.viewport().update()
        self.selection_changed.emit(self.selecting.span)

    def _carry(self, picture: Picture | None) -> None:
        """Let `picture`, or what is selected, be dragged away."""
        from reader.ui.pane.text import carrying

        if picture is None:
            if (mime := carrying.words_of(self.column, self.selecting)) is not None:
                carrying.drag(self, mime)
        elif self.article is not None:
            folder = self.article.path.parent

            def start(image: QImage) -> None:
                carrying.drag(self, carrying.picture_of(picture, folder, image), image)

            self._setter.load_picture(picture, folder, start)

    def _on_inner_link(self, span: Span) -> None:
        self.jump_requested.emit(span)
        self.jump_to(span)

    def _send(self, link: str, way: Way, _checked: bool = False) -> None:
        self.link_sent.emit(link, way)

    def _on_tapped(self, point: QPointF) -> None:
        mark = self.mark_layers.under(point)
        if mark is not None:
            self.mark_activated.emit(mark.mark_id)
