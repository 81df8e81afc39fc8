"""The head of an article as a designed block: category, title, the original and its link, tags.

It stands above the text in the pane and scrolls with it; the lines of the file
that it was read from are left out of the text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reader.articles.model import Article, Metadata
from reader.i18n import gettext as _
from reader.ui.following import open_on_the_web
from reader.ui.pane.fonts import font, fonts_for
from reader.ui.pane.section import Style
from reader.ui.parts.flow import Flow
from reader.ui.theming import Theming, colour

WEB = ("http", "https")


class TitleBlock(QWidget):
    """Shows one article's head. `search` is called with a query when a tag or the category is clicked."""

    def __init__(
        self, article: Article, style: Style, theming: Theming, search: Callable[[str], object]
    ) -> None:
        super().__init__()
        self.setObjectName("title_block")
        self._theming = theming
        self._search = search
        self._metadata = article.metadata
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, round(style.size * 0.5))
        self._column.setSpacing(round(style.size * 0.5))
        self._labels: list[tuple[QLabel, str]] = []
        fonts = fonts_for(style)
        if self._metadata.category:
            self._column.addWidget(self._category(font(fonts.heading, style.size * 0.8, 500)))
        self._say(article.title, font(fonts.heading, style.size * 1.72, 700), "heading")
        self._add_original(self._metadata, fonts.body, style)
        if self._metadata.tags:
            self._column.addWidget(self._tags(font(fonts.heading, style.size * 0.74)))
        self._rule = QFrame()
        self._rule.setFixedHeight(1)
        self._column.addSpacing(round(style.size * 0.3))
        self._column.addWidget(self._rule)
        self._recolour()
        theming.theme_changed.connect(self._recolour)

    def _say(self, words: str, its_font: object, role: str) -> QLabel:
        label = QLabel(words)
        label.setFont(its_font)  # type: ignore[arg-type]
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._labels.append((label, role))
        self._column.addWidget(label)
        return label

    def _category(self, its_font: object) -> QWidget:
        button = self._button(
            self._metadata.category, f"category:{_quoted(self._metadata.category)}", "category"
        )
        button.setFont(its_font)  # type: ignore[arg-type]
        button.setToolTip(_("All articles of this category"))
        return button

    def _tags(self, its_font: object) -> QWidget:
        box = QWidget()
        flow = Flow(box)
        for tag in self._metadata.tags:
            chip = self._button(tag, f"tag:{_quoted(tag)}", "chip")
            chip.setFont(its_font)  # type: ignore[arg-type]
            chip.setToolTip(_("All articles with this tag"))
            flow.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        return box

    def _button(self, words: str, query: str, kind: str) -> QToolButton:
        button = QToolButton()
        button.setText(words.replace("&", "&&"))
        button.setProperty("head", kind)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(partial(self._ask, query))
        return button

    def _ask(self, query: str, _checked: bool = False) -> None:
        self._search(query)

    def _add_original(self, metadata: Metadata, families: tuple[str, ...], style: Style) -> None:
        title, url = metadata.original.title, metadata.original.url
        if title and title != metadata.title:
            self._say(title, font(families, style.size * 0.94), "quiet_text")
        if not url:
            return
        parts = urlsplit(url)
        link = QToolButton()
        link.setText((parts.hostname or url).removeprefix("www.").replace("&", "&&") + " ↗")
        link.setFont(font(families, style.size * 0.82))
        link.setProperty("head", "link")
        link.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        link.setToolTip(url)
        link.setAccessibleName(_("Open the original: {url}").format(url=url))
        if parts.scheme in WEB:  # nothing else is handed to the system
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(partial(_open, url))
        else:
            link.setEnabled(False)
        self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _recolour(self) -> None:
        theme = self._theming.theme
        for label, role in self._labels:
            palette = label.palette()
            palette.setColor(label.foregroundRole(), colour(theme, role))
            label.setPalette(palette)
            label.setStyleSheet(f"color: {colour(theme, role).name()}")
        self._rule.setStyleSheet(f"background: {colour(theme, 'rule').name()}")


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


def _open(url: str, _checked: bool = False) -> None:
    open_on_the_web(url)
