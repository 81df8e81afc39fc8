"""Articles in Markdown, for the pane: cut, parsed and typeset, with what a piece borrows from others."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QImage

from reader.articles.markdown.blocks import Block, Picture
from reader.articles.markdown.pieces import MarkdownPiece
from reader.articles.model import Article
from reader.ui.base.tasks import Tasks
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.typeset_section import TypesetSection
from reader.ui.pane.layout.typesetting import typeset
from reader.ui.pane.pictures.section_pictures import Pictures

LARGEST = 4000  # pixels across, of a picture shown by itself
SPOKEN = 64  # pieces whose pinyin is kept
FOLDERS = 2  # whose pictures are kept: of the open article, and of one that may be opened next


class MarkdownTypesetter:
    """What the reading pane sets articles with. See `reader.ui.pane.interfaces.Typesetter`."""

    def __init__(self, tasks: Tasks | None = None) -> None:
        """Use `tasks` in place of a thread of its own: pictures do not wait until a library is indexed."""
        self._tasks = tasks or Tasks()
        self._pictures: OrderedDict[Path, Pictures] = OrderedDict()
        self._with_pinyin: OrderedDict[tuple[int, bool, tuple[str, ...]], tuple[Any, Any]] = OrderedDict()
        self._tell: Callable[[object], None] = lambda _key: None

    def cut(self, article: Article, hidden_lines: frozenset[int]) -> Iterator[MarkdownPiece]:
        """Return the pieces of `article`, without its `hidden_lines`."""
        kept = article.prepared
        if kept is not None and kept.hidden_lines == hidden_lines:
            return iter(kept.pieces)
        from reader.articles.markdown.cutting import pieces_of  # not for a start with what was kept

        return pieces_of(article, hidden_lines)

    def parse(self, piece: Any) -> Any:
        """Return the blocks of `piece`. No Qt."""
        if piece.blocks is not None:
            return piece.blocks
        from reader.articles.markdown.rendering import render  # not for a start with what was kept

        return render(piece.cut, piece.definitions)

    def typeset(
        self, piece: Any, parsed: Any, style: Style, width: float, *, measures: bool = False
    ) -> TypesetSection:
        """Return `piece` laid out. To be measured it need not be justified: that moves no line."""
        parsed = self._spoken(parsed, style)
        if measures:
            return typeset(parsed, style._replace(justify=False), width)
        return typeset(parsed, style, width, self._pictures_of(piece.folder))

    def _spoken(self, parsed: Any, style: Style) -> Any:
        """Return what was parsed with the pinyin that `style` asks for, made once to be measured and set."""
        if not style.pinyin and not style.pinyin_words:
            return parsed
        kept = self._with_pinyin
        key = id(parsed), style.pinyin, style.pinyin_words
        if key not in kept or kept[key][0] is not parsed:
            from reader.articles.script.pinyin_ruby import with_pinyin  # not for the start

            kept[key] = parsed, with_pinyin(parsed, style.pinyin_words, everywhere=style.pinyin)
            while len(kept) > SPOKEN:
                kept.popitem(last=False)
        return kept[key][1]

    def blocks(self, parsed: Any) -> tuple[Block, ...]:
        """Return all that stands in a piece, of which `parse` has made `parsed`."""
        made: tuple[Block, ...] = parsed
        return made

    def on_arrival(self, tell: Callable[[object], None]) -> None:
        """Let `tell` be called with the key of each picture that is there now."""
        self._tell = tell

    def load_picture(self, picture: Picture, folder: Path, tell: Callable[[QImage], None]) -> None:
        """Load `picture` as large as it is, up to `LARGEST` pixels wide; call `tell` if it can be shown."""
        from reader.ui.pane.pictures.image_loading import load_image  # and with it what reads them

        self._tasks.run(lambda: load_image(folder, picture.source, LARGEST, 1.0), tell, lambda _error: None)

    def shut_down(self) -> None:
        """Drop the pictures that are still to be loaded, and end the thread."""
        self._tasks.shut_down()

    def _pictures_of(self, folder: Path) -> Pictures:
        pictures = self._pictures.get(folder)
        if pictures is None:
            pictures = self._pictures[folder] = Pictures(self._tasks, folder, ratio=_sharpest())
            pictures.arrived.connect(self._tell)
            while len(self._pictures) > FOLDERS:
                self._pictures.popitem(last=False)
        else:
            self._pictures.move_to_end(folder)
        return pictures


def _sharpest() -> float:
    """Return the highest ratio of the screens here: pictures are made once for all of them."""
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
