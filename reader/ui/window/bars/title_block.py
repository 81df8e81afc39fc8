"""The head of an article as a designed block: category, title, the original and its link, tags.

It stands above the text in the pane and scrolls with it; the lines of the file
that it was read from are left out of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reader.articles.link_safety import safe_address
from reader.articles.model import Article
from reader.articles.shortening import MOST_TAGS, shortened
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.base.theming import Theming, colour
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.fonts import font, fonts_for
from reader.ui.parts.flow_layout import FlowLayout
from reader.ui.session.link_following import open_on_the_web
from reader.ui.window.bars.spaced_label import SpacedLabel

LONGEST_BUTTON, LONGEST_HOST, LONGEST_TIP = 60, 80, 1_000  # code points
SPARE = 2  # title blocks that are made ready: of the row that the pointer is on, and of the one before


class Head(NamedTuple):
    """What a title block shows. It is put together whole, before anything of it is shown."""

    category: str = ""
    title: str = ""
    original: str = ""  # "" where it says no more than the title
    url: str = ""  # of the original, as it is written
    address: str = ""  # the same, where it leads to the web: nothing else is handed to the system
    shown_as: str = ""  # what stands in its place: the site; what cannot be opened, as it is written
    tags: tuple[str, ...] = ()  # all of them; the first `MOST_TAGS` have a button each


def head_of(article: Article) -> Head:
    """Return what the title block of `article` shows."""
    metadata = article.metadata
    original, url = shortened(metadata.original.title), metadata.original.url
    address = safe_address(url)
    host = (urlsplit(address).hostname or "").removeprefix("www.") if address else url
    return Head(
        metadata.category,
        article.title,
        original if original != article.title else "",
        url,
        address,
        f"{shortened(host or url, LONGEST_HOST)} ↗" if url else "",
        metadata.tags,
    )


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
        self._style = style
        self.head = Head()  # what is shown
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
        self._more: QueryButton | None = None  # until an article has more tags
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

    def fill(self, head: Head) -> None:
        """Show `head`, and nothing of what was shown before."""
        self.head = head
        self._say(self._category, head.category, f"category:{_quoted(head.category)}")
        self._title.say(self._in_script(head.title))
        self._original.say(self._in_script(head.original))
        self._original.setVisible(bool(head.original))
        self._lead(head)
        shown = head.tags[:MOST_TAGS]
        while len(self._chips) < len(shown):
            chip = self._button("chip", _("All articles with this tag"), self._of_chips)
            self._chips.append(chip)
            self._flow.addWidget(chip)
        for place, chip in enumerate(self._chips):
            tag = shown[place] if place < len(shown) else ""
            self._say(chip, tag, f"tag:{_quoted(tag)}")
        self._offer_more(len(head.tags) - len(shown))
        self._box.setVisible(bool(head.tags))

    def _offer_more(self, left: int) -> None:
        """Have a button for all tags where so many of them have none."""
        if self._more is None:
            if not left:
                return
            self._more = self._button("chip", _("Show all tags of the article"), self._of_chips)
            self._flow.addWidget(self._more)  # behind all chips that a block can have
        words = ngettext("{count} more", "{count} more", left).format(count=figure(left)) if left else ""
        self._say(self._more, words, "")

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
        button.setText(self._in_script(shortened(words, LONGEST_BUTTON)).replace("&", "&&"))
        button.setCursor(Qt.CursorShape.PointingHandCursor)

    def _in_script(self, words: str) -> str:
        if not self._style.script:
            return words
        from reader.articles.script.script_conversion import converted  # not for the start

        return converted(words, self._style.script, self._style.language)

    def _press(self, button: QueryButton, _checked: bool = False) -> None:
        if button is self._link:
            open_on_the_web(self.head.address)
        elif button is self._more:
            from reader.ui.window.bars.tag_list import TagList  # not for the start

            tags = TagList(self.head.tags, self)
            tags.chosen.connect(lambda tag: self._search(f"tag:{_quoted(tag)}"))
            tags.open()
        else:
            self._search(button.query)

    def _lead(self, head: Head) -> None:
        self._say(self._link, head.shown_as, "")
        self._link.setToolTip(shortened(head.url, LONGEST_TIP))
        self._link.setAccessibleName(_("Open the original: {url}").format(url=shortened(head.url)))
        self._link.setEnabled(bool(head.address))
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
        block, head = self._taken_out(article), head_of(article)
        if block is None:
            block = self._spare.pop(0)[1] if len(self._spare) >= SPARE else self._make_spare(style)
            block.fill(head)
            for part in (block, *block.findChildren(QWidget)):
                part.ensurePolished()
        self._spare.append((article, block))
        height = block.heightForWidth(width)
        block.resize(width, height)
        return height

    def shows(self, article: Article) -> bool:
        """Whether the block in sight says what the head of `article` does."""
        return self._shown is not None and self._shown.head == head_of(article)

    def take(self, article: Article, style: Style) -> TitleBlock:
        """Return the block of `article`, in place of the one that was taken before."""
        if style != self._style:
            self._forget(style)
        block, head = self._taken_out(article), head_of(article)
        if block is None:
            block = self._shown or (self._spare.pop(0)[1] if self._spare else self._make_spare(style))
            block.fill(head)
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
