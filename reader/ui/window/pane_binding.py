"""The bond between the session and the reading pane: what one says, the other does.

The pane knows nothing of articles that are opened or of the way back; the
session knows no widget. This is the only module that knows both. It also keeps
the place and the size of each article, to open it there again. Which article
is open, the session says; which one stands in the pane, the pane.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from reader.articles.link_safety import article_name
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.interfaces import Style
from reader.ui.pane.scroll.column import width_in
from reader.ui.pane.style_settings import STYLE_SETTINGS, load_tables, style_of
from reader.ui.pane.text.accessible_text import Accessibility
from reader.ui.pane.view import ReadingPane
from reader.ui.session.link_following import target_of
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession
from reader.ui.window.bars.title_block import TitleBlocks

SCREEN = 1500  # code points; a sketch that has fewer below the place that is kept is not shown
SAVE_AFTER = 2000  # milliseconds without scrolling: a crash then loses no place


class PaneBinding(QObject):
    """Keeps the pane in step with the session, both ways."""

    presenting = Signal()  # an article is about to be shown: the pane should be in sight
    search_requested = Signal(str)  # look for this query: a tag or the category was clicked

    def __init__(self, session: Session, own: PaneSession, pane: ReadingPane) -> None:
        """`own` is what is open in `pane`."""
        super().__init__(pane)
        self._session = session
        self._own = own
        self._pane = pane
        self._blocks = TitleBlocks(pane.viewport(), session.theming, self.search_requested.emit)
        self._is_focused = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(SAVE_AFTER)
        self._quiet.timeout.connect(self.save)
        self._speech = Accessibility(self)
        self._speech.watch(pane)
        pane.set_theme(session.theming.theme)
        pane.set_style(style_from(session))
        pane.aids.show_heading(False)  # the breadcrumb says it
        pane.viewport().installEventFilter(self)
        self._listen()
        own.measure_by(self._measure)
        session.activate(session.active)  # so that whoever listens to it hears after the pane

    def save(self) -> None:
        """Keep the place in the open article, on the disk."""
        self.keep_place()
        self._session.remembered.save()

    def keep_place(self) -> None:
        """Keep the place in the article that stands in the pane."""
        article = self._pane.article
        if article is not None:
            place, text = self._pane.place(), article.text
            offset = self._pane.reading_position.offset_of(place)
            line = text.line_at(place)
            at = line, place - text.line_starts[line - 1]
            self._session.remembered.keep_place(article.path, place, offset, at)

    @property
    def size(self) -> float:
        """The size in which the text is set now, in pixels: the open article may have one of its own."""
        return self._pane.style_now.size

    def set_size(self, size: int) -> None:
        """Set all articles in `size`, the open one too if it had a size of its own."""
        self._session.settings.set("font_size", size)
        self.reset_size()

    def reset_size(self) -> None:
        """Set the open article in the size of all again."""
        if (article := self._pane.article) is not None:
            self._session.remembered.keep_size(article.path, 0.0)
        self._pane.set_style(style_from(self._session))

    def focus(self, on: bool) -> None:
        """Dim all but the passage that is being read, or nothing."""
        self._is_focused = on
        self._dim()

    def _dim(self) -> None:
        opened = self._own.opened
        entry = opened.contents.by_id.get(opened.node)
        is_dimmed = entry is not None and self._is_focused
        self._pane.set_focus_span(entry.span if entry is not None and is_dimmed else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go back and forward by the mouse's own buttons, which the pane does not pass on."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            if event.button() is Qt.MouseButton.BackButton:
                self._own.go_back()
                return True
            if event.button() is Qt.MouseButton.ForwardButton:
                self._own.go_forward()
                return True
        return False

    def _listen(self) -> None:
        session, own, pane = self._session, self._own, self._pane
        own.article_expected.connect(self._expect)
        own.article_opening.connect(lambda _path: self.keep_place())
        own.article_sketched.connect(self._sketch)
        own.article_opened.connect(self._show)
        own.article_changed.connect(self._refresh)
        own.article_closed.connect(self._close)
        own.article_failed.connect(self._close)
        own.jump_requested.connect(self._jump)
        own.return_requested.connect(self._return)
        session.theming.theme_changed.connect(pane.set_theme)
        session.settings.on_change(self._setting_changed)
        pane.place_changed.connect(own.set_place)
        pane.place_changed.connect(self._quiet.start)
        own.node_changed.connect(self._dim)
        pane.place_changed.connect(self._dim)  # the file has changed: the same passage may stand elsewhere
        pane.selection_changed.connect(own.set_selection)
        pane.jump_requested.connect(own.note_jump)
        pane.zoomed.connect(self._zoomed)
        pane.link_activated.connect(session.follow)
        pane.link_hovered.connect(self._tell_link)
        pane.link_sent.connect(session.follow)
        pane.link_hovered.connect(self._expect_target)
        pane.told.connect(session.tell)

    # ---- from the session

    def _expect(self, article: Article) -> None:
        """Make the first screen of an article ready that may be opened next."""
        style = style_from(self._session, article.path)
        width = int(width_in(style, self._pane.expecting.room.width()))
        head = self._blocks.expect(article, style, width)
        hidden, kept = self._session.hidden_lines(article), self._kept(article)
        self._pane.expecting.expect(article, hidden, style, head, kept)

    def _sketch(self, article: Article) -> None:
        """Show a part of a long article, if it is the one with the place where it is to open."""
        position, offset = self._kept(article)
        if self._session.remembered.line(article.path)[0] > len(article.text.line_starts):
            return
        if position < max(1, len(article.text.text) - SCREEN) or article.source.startswith("\n"):
            self._present(article, position, offset)

    def _present(self, article: Article, position: int = 0, offset: float = 0.0) -> None:
        """Show `article` with the line of `position` at the y `offset`, and paint it before anything else."""
        session, pane = self._session, self._pane
        self.presenting.emit()
        style = style_from(session, article.path)
        if style != pane.style_now:
            pane.set_style(style)
        block = self._blocks.take(article, style)  # first: where it fails, text and head stay one article's
        pane.show_article(article, session.hidden_lines(article))
        pane.set_title_block(block)
        if position:
            pane.restore_place(min(position, len(article.text.text)), offset)
        if self._own.opened.destination is None:
            pane.viewport().repaint()  # tree, list and panels follow: they are not what is waited for
            if pane.screenful.missing_from is not None:
                pane.viewport().repaint()  # the first words were there; now the rest of the screen

    def _kept(self, article: Article) -> tuple[int, float]:
        """Return the position and the y at which `article` was left; zeros for its beginning.

        By the line, where it is known: of a sketch that is all there is.
        """
        position, offset = self._session.remembered.place(article.path) or (0, 0.0)
        (line, column), starts = self._session.remembered.line(article.path), article.text.line_starts
        if 0 < line <= len(starts):
            position = min(starts[line - 1] + column, len(article.text.text))
        return position, offset

    def _show(self, article: Article) -> None:
        opened, pane = self._own.opened, self._pane
        if pane.article is not None and pane.article is opened.sketch:
            self._refresh(article)
        else:
            self._present(article, *(self._kept(article) if opened.destination is None else ()))
        if not pane.hasFocus() and not self._typing_elsewhere():
            pane.setFocus()

    def _refresh(self, article: Article) -> None:
        if not self._blocks.shows(article):
            self._pane.set_title_block(self._blocks.take(article, self._pane.style_now))
        self._pane.refresh(article, self._session.hidden_lines(article))

    def _close(self) -> None:
        self._pane.clear()
        self._pane.set_title_block(None)

    def _measure(self, path: Path) -> tuple[int, float] | None:
        """Return the position that is read in the article at `path`, and its y; None if another is shown."""
        article = self._pane.article
        if article is None or article.path != path:
            return None
        place = self._pane.place()
        return place, self._pane.reading_position.offset_of(place)

    def _jump(self, span: Span) -> None:
        shown = self._shown_for(span)
        if shown is None:
            self._pane.verticalScrollBar().setValue(0)
        else:
            self._pane.jump_to(shown)
        self._pane.setFocus()

    def _shown_for(self, span: Span) -> Span | None:
        """Return what stands in the pane for `span`: a drawn node's passage; None for the title block."""
        article = self._own.article
        if article is None:
            return span
        line = article.text.line_at(span.start)
        if line in article.metadata.lines:
            return None
        if line in self._session.hidden_lines(article):
            drawn = (node for node in article.framework.walk() if node.line == line)
            links = (article.links.get(node.node_id) for node in drawn)
            return next((link.passage.span for link in links if link and link.passage), span)
        return span

    def _return(self, position: int, y: float | None) -> None:
        if position or y is not None:
            self._pane.restore_place(position, y)
        else:
            self._pane.verticalScrollBar().setValue(0)
        self._pane.setFocus()

    def _setting_changed(self, name: str) -> None:
        article = self._pane.article
        if name in STYLE_SETTINGS:
            style = style_from(self._session, article.path if article else None)
            if name in ("pinyin", "pinyin_words", "script"):  # their tables are read on a thread
                self._session.reading.run(partial(load_tables, style), lambda _none: self._set_style())
            else:
                self._set_style()
        elif name in ("show_drawing", "outline_leads") and self._own.article is not None:
            self._own.use_links(self._own.article)

    def _set_style(self) -> None:
        article = self._pane.article
        style = style_from(self._session, article.path if article else None)
        self._session.theming.use_script(style.script, style.language)
        if style == self._pane.style_now:
            return  # several were set at once, and the first has done it
        self._pane.set_style(style)
        if article is not None:
            self._pane.set_title_block(self._blocks.take(article, style))

    # ---- from the pane

    def _zoomed(self, size: float) -> None:
        if (article := self._pane.article) is not None:
            self._session.remembered.keep_size(article.path, size)

    def _tell_link(self, href: str) -> None:
        """Say where a link on the web leads. Where one to an article does, `LinkService` says."""
        if not article_name(href):
            self._session.tell(href)

    def _expect_target(self, href: str) -> None:
        article = self._own.article
        target = target_of(href, article.path) if article is not None and href else None
        if isinstance(target, Path):
            self._own.expect(target)

    def _typing_elsewhere(self) -> bool:
        focused: QWidget | None = self._pane.window().focusWidget()  # None before anything had it
        return focused is not None and focused.isVisible() and focused is not self._pane.window()


def style_from(session: Session, article: Path | None = None) -> Style:
    """Return the style that the settings ask for, with the article's own size where it has one."""
    return style_of(session.settings, session.remembered.size(article) if article is not None else 0.0)
