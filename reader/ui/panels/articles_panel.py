"""The articles panel: what the library holds, to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QVBoxLayout, QWidget

from reader import paths
from reader.articles.model import Article
from reader.catalogue.entries import Catalogue, CatalogueEntry
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.i18n import ngettext
from reader.ui.models.article_list_model import ArticleRole, ArticlesModel, folded_texts
from reader.ui.panels.panel import Panel
from reader.ui.parts.article_painter import ArticlePainter
from reader.ui.parts.filter_box import FilterBox
from reader.ui.session.file_watching import MOST_FILES, FolderWatch

Index = QModelIndex | QPersistentModelIndex
_PATIENCE = 300  # milliseconds after which a library that is still being listed says so
REST = 30  # milliseconds on a row, after which it may be meant: a pointer that passes over many means none


class ArticlesPanel(Panel):
    """Lists the open library's articles; the folder is looked at in the background, again when it changes."""

    panel_id = "articles"
    shortcut = "Alt+1"
    glyph = "articles"

    @classmethod
    def heading(cls) -> str:
        return _("Articles")

    def build(self) -> QWidget:
        session = self.session
        self._catalogue: Catalogue | None = None
        self._asked = 0
        self._is_listed = False  # this library's articles stand in the list
        self._is_stirred = False  # something happened in its folders since they were last listed
        self.model = ArticlesModel(self)
        self.filter = FilterBox(_("Filter articles"), session.theming)
        self.list = ArticleList()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ArticlePainter(session.theming, self.list))
        self.list.setAccessibleName(_("Articles"))
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("quiet", True)
        self.note.setContentsMargins(14, 4, 14, 4)
        self._watch = FolderWatch(self)
        self._watch.changed.connect(self._stir)
        self.filter.textChanged.connect(self._filter)
        self.filter.left.connect(self.list.enter)
        self.list.expected.connect(self._expect)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        session.library_opened.connect(self._use)
        session.library_lost.connect(self._say)
        session.library_returned.connect(self._stir)
        session.article_opened.connect(self._mark)
        session.article_changed.connect(self._mark)
        session.article_failed.connect(lambda path, _sentence: self._mark_path(path))
        session.article_closed.connect(lambda: self.model.mark_open(""))
        session.theming.theme_changed.connect(self.list.viewport().update)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        head = QVBoxLayout()
        head.setContentsMargins(10, 2, 10, 0)
        head.addWidget(self.filter)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addStretch(0)
        self.note.hide()
        if session.library is not None:
            self._use(session.library)
        return body

    def take_focus(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    # ---- the library

    def _use(self, library: Library) -> None:
        self._catalogue = Catalogue(library)
        self._is_listed = self._is_stirred = False
        self.filter.clear()
        self.model.show(library.folder, ())  # the articles of the library before go at once
        self.note.hide()
        QTimer.singleShot(_PATIENCE, self, self._say_reading)
        # Watched from the first: listing a large library takes a while.
        self.session.cataloguing.run(library.folders, self._watch.watch)
        self._look()

    def _say_reading(self) -> None:
        if not self._is_listed:
            self.note.setText(_("Reading the library…"))
            self.note.show()

    def _stir(self) -> None:
        self._is_stirred = True
        self._look()

    def _look(self) -> None:
        catalogue, library = self._catalogue, self.session.library
        if catalogue is None or library is None or self.session.presence.is_lost:
            return  # what is lost stays in the list, and in the catalogue, until it is there again
        self._asked += 1
        number, known = self._asked, self.model.texts

        def work() -> _Listing | None:
            if not paths.is_folder(library.folder):
                return None
            entries = catalogue.update(lambda: number != self._asked)
            if number != self._asked or not paths.is_folder(library.folder):
                return None
            files = [library.folder / entry.name for entry in entries[: MOST_FILES + 1]]
            return _Listing(entries, folded_texts(entries, known), library.folders(), files)

        def done(listing: _Listing | None) -> None:
            if number != self._asked:
                return
            if listing is not None:
                self._show(library, listing)
            else:
                self.session.presence.look()  # its folder is not there: whoever cares is told

        self.session.cataloguing.run(work, done)

    def _show(self, library: Library, listing: _Listing) -> None:
        self._watch.watch(listing.folders, listing.files)
        is_other = self.model.show(library.folder, listing.entries, listing.texts)
        self._mark(self.session.article)
        self._say()
        # The first listing is no news: whoever cares looked at the folders when the library was opened.
        if is_other and (self._is_listed or self._is_stirred):
            self.session.note_library_changed()
        self._is_listed, self._is_stirred = True, False

    def _mark(self, article: Article | None) -> None:
        if article is not None:
            self._mark_path(article.path)

    def _mark_path(self, path: Path) -> None:
        """Mark the article at `path`, that is shown, or that the page in its place is about."""
        library = self.session.library
        if library is None:
            return
        name = library.relative_name(path)
        self.model.mark_open(name)
        index = self.model.index_of(name)
        if index.isValid() and not self.list.hasFocus():
            self.list.setCurrentIndex(index)
            if not self.list.viewport().rect().contains(self.list.visualRect(index)):
                self.list.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # ---- the list

    def _filter(self, words: str) -> None:
        self.model.filter(words)
        self._mark(self.session.article)
        self._say()

    def _say(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        words = ""
        if self.session.presence.is_lost:
            words = _("This library is offline: its folder is not there now.")
        elif not total:
            words = _(
                "No articles here yet. Put Markdown or text files into the folder, or open another one."
            )
        elif not shown:
            words = _("No article has these words in its title, category or tags.")
        elif shown < total:
            words = ngettext("{shown} of {total} article", "{shown} of {total} articles", total).format(
                shown=shown, total=total
            )
        self.list.setVisible(bool(shown))
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _expect(self, index: QModelIndex) -> None:
        self.session.expect_article(index.data(ArticleRole.PATH))

    def _open(self, index: QModelIndex) -> None:
        self.session.open_article(index.data(ArticleRole.PATH))


@dataclass(frozen=True, slots=True)
class _Listing:
    """What was found in the background: the entries, the words each is found by, what to watch."""

    entries: tuple[CatalogueEntry, ...]
    texts: Mapping[str, tuple[CatalogueEntry, str]]
    folders: list[Path]
    files: list[Path]


class ArticleList(QListView):
    """A list in which Enter opens, and letters typed go to a title.

    `expected` names the row that will be opened next if any is: the one that
    the pointer rests on, that is pressed, or that the keyboard has come to.
    """

    expected = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self._next = QPersistentModelIndex()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._tell)
        self.entered.connect(self._come_to)
        self.pressed.connect(self._press)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def enter(self) -> None:
        """Take the keyboard, on the first row where none is current."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 0))
        self.setFocus()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._come_to(current)

    def _come_to(self, index: Index) -> None:
        self._next = QPersistentModelIndex(index)
        self._rest.start()

    def _press(self, index: Index) -> None:
        if not self._rest.isActive() and self._next == index:
            return  # it is expected already
        self._come_to(index)
        self._rest.stop()
        self._tell()

    def _tell(self) -> None:
        if self._next.isValid():
            self.expected.emit(self.model().index(self._next.row(), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
