"""Find in page: the bar, the hits that it lights in the text, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import Hits
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.reading_position import ReadingPosition
from reader.ui.pane.text.selection import TextSelection

if TYPE_CHECKING:
    from reader.ui.pane.text.find_bar import FindBar

MARGIN = 10  # pixels between the bar and the edges of the view
WIDEST = 500


class FindInPage(QObject):
    """Joins the find bar to a view."""

    lit = Signal()

    def __init__(self, view: ColumnView, position: ReadingPosition, selecting: TextSelection) -> None:
        super().__init__(view)
        self._bar: FindBar | None = None
        self.hits = Hits("found")
        self._view = view
        self._position = position
        self._selecting = selecting
        self._hidden: frozenset[int] = frozenset()
        self._back: tuple[int, float] | None = None
        view.layers.append(self.hits)
        view.framed.connect(self._recolour)
        view.installEventFilter(self)

    @property
    def bar(self) -> FindBar:
        """The bar; made when it is first opened."""
        if self._bar is None:
            from reader.ui.pane.text.find_bar import FindBar

            self._bar = FindBar(self._view)
            self._bar.theme = self._view.theme
            self._bar.lit.connect(self._on_lit)
            self._bar.shown.connect(self._position.show)
            self._bar.closed.connect(self._on_closed)
        return self._bar

    @property
    def is_open(self) -> bool:
        """Whether the bar is there."""
        return self._bar is not None and not self._bar.isHidden()

    def set_article(self, article: Article | None, hidden: frozenset[int], shift: int | None = None) -> None:
        """Find in `article` from now on; `hidden` lines of it are not shown.

        Of the same article, edited, `shift` says how much further on what is read stands now.
        """
        self._hidden = hidden
        if article is not None and self.is_open:
            self._back = None
            self.bar.renew(article.text, hidden, shift)
        elif self.is_open:
            self.bar.close_bar()

    def open(self, words: str = "") -> None:
        """Show the bar, with `words` or what is selected to be found."""
        article = self._view.column.article
        if article is None:
            return
        span = self._selecting.span
        if not words and 0 < span.end - span.start <= 60:
            words = article.text.words(span).split("\n", 1)[0]
        self._back = self._view.anchor
        start = span.start if span.end > span.start else self._position.place
        self.bar.open_at(article.text, start, self._hidden, words)
        self._place_bar()

    def walk(self, step: int) -> None:
        """Go to the next hit, or with -1 to the one before; opens the bar where it is not."""
        if self.is_open:
            self.bar.walk(step)
        else:
            self.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.is_open:
            self._place_bar()
        return False

    def _recolour(self) -> None:
        if self._bar is not None:
            self._bar.theme = self._view.theme
            self._bar.update()

    def _place_bar(self) -> None:
        room = self._view.viewport().width()
        width = min(WIDEST, room - 2 * MARGIN)
        self.bar.setGeometry(room - width - MARGIN, MARGIN, width, self.bar.sizeHint().height())

    def _on_lit(self, spans: Sequence[Span], current: int) -> None:
        self.hits.set(spans, current)
        self._view.viewport().update()
        self.lit.emit()

    def _on_closed(self, span: Span | None) -> None:
        self._view.setFocus()
        if not self._view.column.pieces:
            pass  # the article is gone: there is nothing to go back to
        elif span is not None:
            caret = self._selecting.caret_of
            self._selecting.set(caret(span.start), caret(span.end, end=True))
        elif self._back is not None:
            self._view.set_anchor(*self._back)
        self._back = None
