"""The head of an article as a designed block: category, title, the original and its link, tags.

It stands above the text in the pane and scrolls with it; the lines of the file
that it was read from are left out of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reader.articles.link_safety import safe_address
from reader.articles.model import Article, Metadata
from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.fonts import font, fonts_for
from reader.ui.parts.flow_layout import FlowLayout
from reader.ui.session.link_following import open_on_the_web
from reader.ui.window.spaced_label import SpacedLabel

SPARE = 2  # title blocks that are made ready: of the row that the pointer is on, and of the one before


class TitleBlock(QWidget):
    """Shows an article's head. `search` is called with a query when a tag or the category is clicked.

    Its widgets are kept when it is filled anew: making and polishing them takes
    longer than painting a page. For another style another block is made: fonts
    must be set before a style sheet polishes a widget.
    """

    def __init__(self, style: Style, theming: Theming, search: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("title_block")
        self._theming = theming
        self._search = search
        self._url = ""
        self.metadata: Metadata | None = None  # what is shown
        fonts, size = fonts_for(style), style.size
        self._of_chips = font(fonts.heading, size * 0.74)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, round(size * 0.5))
        self._column.setSpacing(round(size * 0.5))
        tip = _("All articles of this category")
        self._category = self._button("category", tip, font(fonts.heading, size * 0.8, 500))
        self._title = SpacedLabel(font(fonts.heading, size * 1.72, 700))
        self._original = SpacedLabel(font(fonts.body, size * 0.94))
        self._link = self._button("link", "", font(fonts.body, size * 0.82))
        self._box = QWidget()
        self._flow = FlowLayout(self._box)
        self._chips: list[QueryButton] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._box.setSizePolicy(policy)
        self._rule = QFrame()
        self._rule.setFixedHeight(1)
        for widget in (self._category, self._title, self._original, self._link, self._box):
            at_left = Qt.AlignmentFlag.AlignLeft if widget is self._link else Qt.AlignmentFlag(0)
            self._column.addWidget(widget, 0, at_left)
        self._column.addSpacing(round(size * 0.3))
        self._column.addWidget(self._rule)
        self._recolour()
        theming.theme_changed.connect(self._recolour)

    def fill(self, article: Article) -> None:
        """Show the head of `article`."""
        metadata = self.metadata = article.metadata
        self._say(self._category, metadata.category, f"category:{_quoted(metadata.category)}")
        self._title.say(article.title)
        original = metadata.original.title
        self._original.say(original)
        self._original.setVisible(bool(original) and original != metadata.title)
        self._lead(metadata.original.url)
        while len(self._chips) < len(metadata.tags):
            chip = self._button("chip", _("All articles with this tag"), self._of_chips)
            self._chips.append(chip)
            self._flow.addWidget(chip)
        for place, chip in enumerate(self._chips):
            tag = metadata.tags[place] if place < len(metadata.tags) else ""
            self._say(chip, tag, f"tag:{_quoted(tag)}")
        self._box.setVisible(bool(metadata.tags))

    def _button(self, kind: str, tip: str, its_font: QFont) -> QueryButton:
        button = QueryButton()
        button.setFont(its_font)
        button.setProperty("head", kind)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(tip)
        button.clicked.connect(partial(self._press, button))
        return button

    def _say(self, button: QueryButton, words: str, query: str) -> None:
        button.setVisible(bool(words))
        button.query = query
        button.setText(words.replace("&", "&&"))
        button.setCursor(Qt.CursorShape.PointingHandCursor)

    def _press(self, button: QueryButton, _checked: bool = False) -> None:
        if button is self._link:
            open_on_the_web(self._url)
        else:
            self._search(button.query)

    def _lead(self, url: str) -> None:
        """Let the link lead to `url`, where it is one of the web: nothing else is handed to the system."""
        self._url = safe_address(url)
        host = urlsplit(self._url).hostname or url  # what cannot be opened is shown as it is
        self._say(self._link, f"{host.removeprefix('www.')} ↗" if url else "", "")
        self._link.setToolTip(url)
        self._link.setAccessibleName(_("Open the original: {url}").format(url=url))
        self._link.setEnabled(bool(self._url))
        if not self._link.isEnabled():
            self._link.unsetCursor()

    def _recolour(self) -> None:
        theme = self._theming.theme
        for label, role in ((self._title, "heading"), (self._original, "quiet_text")):
            palette = label.palette()
            palette.setColor(label.foregroundRole(), colour(theme, role))
            label.setPalette(palette)
            label.setStyleSheet(f"color: {colour(theme, role).name()}")
        self._rule.setStyleSheet(f"background: {colour(theme, 'rule').name()}")


class QueryButton(QToolButton):
    """A button that asks the search for its `query`."""

    query = ""


class TitleBlocks:
    """The title block in sight, and some made ready for the articles that may be next."""

    def __init__(self, parent: QWidget, theming: Theming, search: Callable[[str], object]) -> None:
        self._parent = parent
        self._theming = theming
        self._search = search
        self._style: Style | None = None
        self._shown: TitleBlock | None = None
        self._spare: list[tuple[Article | None, TitleBlock]] = []  # with what each is filled; oldest first

    def expect(self, article: Article, style: Style, width: int) -> int:
        """Make the block of `article` ready to be shown `width` pixels wide; return how high it will be."""
        if style != self._style:
            if self._shown is not None:
                return 0  # of a size of its own: it is made when it is opened
            self._forget(style)
        block = self._taken_out(article)
        if block is None:
            block = self._spare.pop(0)[1] if len(self._spare) >= SPARE else self._make_spare(style)
            block.fill(article)
            for part in (block, *block.findChildren(QWidget)):
                part.ensurePolished()
        self._spare.append((article, block))
        height = block.heightForWidth(width)
        block.resize(width, height)
        return height

    def shows(self, article: Article) -> bool:
        """Whether the block in sight says what the head of `article` does."""
        return self._shown is not None and self._shown.metadata == article.metadata

    def take(self, article: Article, style: Style) -> TitleBlock:
        """Return the block of `article`, in place of the one that was taken before."""
        if style != self._style:
            self._forget(style)
        block = self._taken_out(article)
        if block is None:
            block = self._shown or (self._spare.pop(0)[1] if self._spare else self._make_spare(style))
            block.fill(article)
        elif self._shown is not None:
            self._spare.insert(0, (None, self._shown))
        self._shown = block
        return block

    def _make_spare(self, style: Style) -> TitleBlock:
        block = TitleBlock(style, self._theming, self._search)
        block.hide()
        block.setParent(self._parent)
        return block

    def _taken_out(self, article: Article) -> TitleBlock | None:
        """Return the spare block that is filled with `article`, which is no spare one any more; or None."""
        for place, (filled, block) in enumerate(self._spare):
            if filled is article:
                del self._spare[place]
                return block
        return None

    def _forget(self, style: Style) -> None:
        for block in (self._shown, *(block for _article, block in self._spare)):
            if block is not None:
                block.hide()
                block.deleteLater()
        self._shown, self._spare = None, []
        self._style = style


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words
