"""What is dragged out of the text: words as plain text and HTML, a picture as an image and as its file.

The pane is only read: what is dragged is a copy.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QPixmap

from reader.articles.markdown.blocks import Block, Picture
from reader.articles.pictures.image_paths import ImageError, find_image
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.scroll.laid_piece import Caret
from reader.ui.pane.text.clipboard_formats import blocks_between, parts_of, parts_of_lines
from reader.ui.pane.text.selection import TextSelection

MOST, RUN = 30_000, 30  # letters of which HTML is made at once (20 ms), and what a run or a cell counts
MOST_LETTERS = 300_000  # beyond which lists have no bullets either
THUMBNAIL = QSize(160, 120)  # of a picture, under the pointer


def words_of(column: Column, selecting: TextSelection) -> QMimeData | None:
    """Return what is selected, to be dragged; None where nothing is. At once: the pointer is on its way."""
    ends, article = selecting.range, column.article
    if ends is None or article is None:
        return None
    span = selecting.span
    blocks = _few_blocks(column, *ends)
    mime = QMimeData()
    if blocks is not None:
        parts = [*parts_of(blocks)]
        mime.setText("\n".join(text for text, _html in parts if text is not None))
        mime.setHtml("\n".join(html for _text, html in parts if html is not None))
    elif span.end - span.start > MOST_LETTERS:
        mime.setText(article.text.words(span))
    else:
        mime.setText("\n".join(text for text, _html in parts_of_lines(article, span)))
    return mime


def _few_blocks(column: Column, first: Caret, last: Caret) -> list[Block] | None:
    """Return the blocks between the two places; None where they are too much to make HTML of at once."""
    found: list[Block] = []
    weight = 0
    for blocks in blocks_between(column, first, last):
        found += blocks
        for block in blocks:
            cells = [cell for row in block.rows for cell in row]
            texts = [block.text, *(cell.text for cell in cells)]
            weight += sum(map(len, texts)) + RUN * (len(block.inlines) + len(cells))
        if weight > MOST:
            return None
    return found


def picture_of(picture: Picture, folder: Path, image: QImage) -> QMimeData:
    """Return `picture` of an article in `folder`: `image`, its file, and its caption for who takes words."""
    mime = QMimeData()
    mime.setImageData(image)
    with contextlib.suppress(ImageError):  # gone meanwhile
        mime.setUrls([QUrl.fromLocalFile(str(find_image(folder, picture.source)))])
    if words := picture.caption or picture.words:
        mime.setText(words)
    return mime


def drag(source: QObject, mime: QMimeData, image: QImage | None = None) -> None:
    """Let the person carry `mime` away from `source`; return when they have dropped it."""
    if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
        return  # let go of while the picture was loaded
    dragged = QDrag(source)
    dragged.setMimeData(mime)
    if image is not None:
        small = image.scaled(
            THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(1.0)
        dragged.setPixmap(QPixmap.fromImage(small))
    dragged.exec(Qt.DropAction.CopyAction)
