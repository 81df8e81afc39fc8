"""What is dragged out of the text: words as plain text and HTML, a picture as an image and as its file.

The pane is only read: what is dragged is a copy.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QPixmap

from reader.articles.markdown.blocks import Picture
from reader.articles.pictures.image_paths import ImageError, find_image
from reader.ui.pane.scroll.column import Column
from reader.ui.pane.text.clipboard_formats import of_lines, of_pieces
from reader.ui.pane.text.selection import TextSelection

MANY = 24  # pieces beyond which only the words are dragged: HTML of 20 took 4 ms, of 60 it took 58
THUMBNAIL = QSize(160, 120)  # of a picture, under the pointer


def words_of(column: Column, selecting: TextSelection) -> QMimeData | None:
    """Return what is selected, to be dragged; None where nothing is."""
    ends, article = selecting.range, column.article
    if ends is None or article is None:
        return None
    is_long = ends[1].piece - ends[0].piece > MANY
    steps = of_lines(article, selecting.span) if is_long else of_pieces(column, *ends)
    return next((made for made in steps if made is not None), None)


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
