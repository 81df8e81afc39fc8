"""The matches of the newest answer, lit in the open article and counted on its tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.model import Article
from reader.search.model import Answer
from reader.ui.base.tasks import Tasks

if TYPE_CHECKING:
    from reader.ui.search.match_spans import Highlights, Sought
    from reader.ui.session.session import Session


class MatchHighlighter(QObject):
    """Lights what an answer found. Words are sought on the asking thread, behind the questions."""

    hits_changed = Signal(object)  # tuple[Span, ...] to light in the open article
    node_hits_changed = Signal(object)  # dict[str, int]: hits in each node's own text, by the node's id

    def __init__(self, session: Session, asking: Tasks, *, at_once: bool) -> None:
        """`at_once` counts on the tree in the same turn as it lights the text; else in the next."""
        super().__init__(session)
        self._session = session
        self._asking = asking
        self._at_once = at_once
        self._answer: Answer | None = None
        self._sought: Sought | None = None  # of the article in which words were sought last

    def show(self, answer: Answer | None) -> None:
        """Light what `answer` found in the open article; None puts the lights out."""
        self._answer = answer
        session = self._session
        article, contents = session.article, session.contents
        if article is None:
            return
        if answer is None:
            self.hits_changed.emit(())
            self.node_hits_changed.emit({})
            return
        library = session.library
        name = library.relative_name(article.path) if library is not None else article.path.name

        def work() -> Highlights | None:
            return self._sought_in(article, name).lit(answer, contents) if answer is self._answer else None

        def arrive(lit: Highlights | None) -> None:
            if lit is not None and answer is self._answer and article is session.article:
                self._show(lit)

        self._asking.run(work, arrive)

    def _sought_in(self, article: Article, name: str) -> Sought:
        """Return the article made ready to be sought in. On the asking thread alone."""
        from reader.ui.search.match_spans import Sought

        if self._sought is None or self._sought.article is not article:
            self._sought = Sought(article, name)
        return self._sought

    def _show(self, lit: Highlights) -> None:
        counts = dict(lit.counts or {})
        self.hits_changed.emit(lit.spans)
        if self._at_once:
            self.node_hits_changed.emit(counts)
        else:  # the text and the tree are painted one after the other
            QTimer.singleShot(0, self, lambda: self.node_hits_changed.emit(counts))
