"""The bond between the session and the reading pane: what one says, the other does.

The pane knows nothing of articles that are opened or of the way back; the
session knows no widget. This is the only module that knows both.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from reader.articles.contents import hidden_lines
from reader.articles.model import Article
from reader.articles.text import Span
from reader.theme import Theme
from reader.ui.pane.section import Style
from reader.ui.pane.view import ReadingPane
from reader.ui.session import Session


class Reading(QObject):
    """Keeps the pane in step with the session, both ways."""

    def __init__(self, session: Session, pane: ReadingPane) -> None:
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._arriving = False
        pane.set_theme(session.theming.theme)
        pane.set_style(self._style())
        session.article_opened.connect(self._show)
        session.article_changed.connect(self._refresh)
        session.jump_requested.connect(self._jump)
        session.return_requested.connect(self._return)
        session.hits_changed.connect(self._light)
        session.highlights_changed.connect(pane.set_highlights)
        session.theming.theme_changed.connect(self._recolour)
        session.settings.on_change(self._setting_changed)
        pane.place_changed.connect(session.set_place)
        pane.selection_changed.connect(session.set_selection)

    def _show(self, article: Article) -> None:
        self._pane.show_article(article, hidden_lines(article))

    def _refresh(self, article: Article) -> None:
        self._pane.refresh(article, hidden_lines(article))

    def _jump(self, span: Span) -> None:
        self._pane.jump_to(span)
        self._pane.setFocus()

    def _return(self, position: int) -> None:
        self._pane.restore_place(position, 0)

    def _light(self, spans: tuple[Span, ...]) -> None:
        self._pane.set_hits(spans)

    def _recolour(self, theme: Theme) -> None:
        self._pane.set_theme(theme)

    def _setting_changed(self, name: str) -> None:
        if name in ("font_size", "measure"):
            self._pane.set_style(self._style())

    def _style(self) -> Style:
        settings = self._session.settings
        return Style(size=float(settings.get("font_size")), measure=float(settings.get("measure")))
