"""What a click leads to: another place in the article, another address, a picture by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage

from reader.articles.markdown.blocks import Picture
from reader.articles.source.canonical_text import Span
from reader.ui.pane.input.pointing import Pointing
from reader.ui.pane.interfaces import Typesetter
from reader.ui.pane.scroll.column_view import ColumnView
from reader.ui.pane.scroll.layers import Placed


class LinkClicks(QObject):
    """Follows links within the article and shows pictures; hands on what leads elsewhere."""

    went_within = Signal(Span)
    went_out = Signal(str)
    arrived = Signal(object)  # the key of a picture or formula that is there now

    def __init__(self, view: ColumnView, pointing: Pointing, typesetter: Typesetter) -> None:
        super().__init__(view)
        self._view = view
        self._typesetter = typesetter
        pointing.link_activated.connect(self.follow)
        pointing.picture_pressed.connect(self._load)
        pointing.pressed_inside.connect(self._on_pressed_inside)
        typesetter.on_arrival(self._on_arrival)

    def follow(self, address: str) -> None:
        """Go where `address` leads."""
        from reader.articles.markdown.inner_links import target_of

        article = self._view.column.article
        span = target_of(article, address) if article is not None else None
        if span is not None:
            self.went_within.emit(span)
        else:
            self.went_out.emit(address)

    def _load(self, picture: Picture) -> None:
        article = self._view.column.article
        if article is not None:
            folder = article.path.parent
            self._typesetter.load_picture(picture, folder, lambda image: self._show(image, picture))

    def _show(self, image: QImage, picture: Picture) -> None:
        from reader.ui.pane.pictures.image_view import ImageView

        shown = ImageView(image, picture.caption or picture.words, self._view.window())
        shown.closed.connect(self._view.setFocus)

    def _on_pressed_inside(self, placed: Placed, done: bool | str) -> None:
        if isinstance(done, str):
            QGuiApplication.clipboard().setText(done)
        self._view.column.remeasure(placed.laid.index)
        self._view.viewport().update()

    def _on_arrival(self, key: object) -> None:
        self.arrived.emit(key)
        if self._view.column.drop_waiting(key):
            self._view.viewport().update()
