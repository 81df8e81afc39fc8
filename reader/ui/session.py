"""The session: what is open now, and the signals that say it has changed.

Panels hold the session and never each other. They ask by calling a method
here; they learn by listening to a signal. A signal named in the past tense
reports something that has happened; one that ends in `_requested` asks for it.
Signals carry frozen values, positions are code points of the canonical text.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader.articles.model import Article
from reader.articles.text import Span
from reader.catalogue.library import Library
from reader.ui.tasks import Tasks


class Session(QObject):
    """The open library, the open article, and the reader's place in it."""

    library_opened = Signal(Library)
    article_opened = Signal(Article)
    article_changed = Signal(Article)  # the same article, its file edited: the place is kept
    article_failed = Signal(Path, str)  # with the sentence to show in its place
    place_changed = Signal(int)  # the person now reads at this position
    node_changed = Signal(str)  # the id of the node being read; "" above the first
    selection_changed = Signal(Span)  # empty: nothing is selected
    jump_requested = Signal(Span)  # bring this to the top of the pane, and mark it for a moment
    hits_changed = Signal(object)  # tuple[Span, ...] to light in the open article

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.tasks = tasks
        self.library: Library | None = None
        self.article: Article | None = None
