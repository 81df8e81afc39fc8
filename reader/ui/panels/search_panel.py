"""The search panel: one box, what narrows it, and the hits, by article and by place in its framework."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from reader.articles.model import Article
from reader.desktop.program_links import ProgramLink
from reader.i18n import gettext as _
from reader.search.model import Answer, ArticleHits, Hit, Question, Value
from reader.search.user_data import NoteWords
from reader.ui.base.opening_way import Way, way_of
from reader.ui.panels.panel import Panel
from reader.ui.search.facet_bar import FacetBar
from reader.ui.search.hit_list import HitsView
from reader.ui.search.indexing_progress import IndexProgress
from reader.ui.search.search_box import MemoryButton, SearchBox
from reader.ui.search.search_history import Memory
from reader.ui.search.search_messages import (
    hints,
    nothing_found,
    number,
    still_reading,
    summary,
    too_short,
)
from reader.ui.search.search_service import FIRST_PAGE, SearchService
from reader.ui.session.link_copying import link_in_library
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.ui.session.lists.article_acts import ArticleActs


class SearchPanel(Panel):
    """Searches the whole library as one types."""

    panel_id = "search"
    shortcut = "Alt+3"
    glyph = "search"
    area = Qt.DockWidgetArea.RightDockWidgetArea
    shown_at_first = False

    def __init__(self, session: Session, search: SearchService, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.search = search
        self.memory = Memory(session.settings)
        self._acts: ArticleActs | None = None
        self.search.walked.connect(self._show_hit)
        self.search.asked_for.connect(self.ask_for)
        session.article_opened.connect(self._follow)
        session.library_opened.connect(self._ask_anew)

    @classmethod
    def heading(cls) -> str:
        return _("Search")

    def build(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(12, 4, 12, 8)
        column.setSpacing(8)
        column.addLayout(self._build_box())
        column.addLayout(self._build_switches())
        self.facets = FacetBar(self.session.theming.shown)
        self.session.theming.script_changed.connect(self.facets.say_again)
        self.facets.changed.connect(self._ask)
        column.addWidget(self.facets)
        self.summary = QLabel()
        self.summary.setProperty("quiet", True)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.summary.linkActivated.connect(self.ask_for)
        column.addWidget(self.summary)
        self.reading = IndexProgress(self.search.indexing, self.session.theming, in_words=True)
        column.addWidget(self.reading)
        self.hits = HitsView(self.session.theming)
        self.hits.setAccessibleName(_("Hits"))
        self.hits.chosen.connect(self._open)
        self.hits.left_upwards.connect(self.take_focus)
        self.hits.typed.connect(self._type)
        self.hits.bottom_reached.connect(self.search.ask_more)
        self.hits.menu_requested.connect(self._show_menu)
        self.empty = QLabel()
        self.empty.setWordWrap(True)
        self.empty.setTextFormat(Qt.TextFormat.RichText)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.empty.setProperty("quiet", True)
        self.empty.linkActivated.connect(self.ask_for)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.empty)
        self.middle.addWidget(self.hits)
        column.addWidget(self.middle, 1)
        column.setContentsMargins(0, 4, 0, 0)
        for row in (self.facets, self.summary, self.reading, self.empty):
            row.setContentsMargins(12, 0, 12, 0)
        self.search.answered.connect(self._show)
        self.search.faceted.connect(self._show_facets)
        self.search.cleared.connect(self._show_nothing)
        self._asked = Question("")
        self._show_nothing()
        return body

    def take_focus(self) -> None:
        """Put the keyboard into the box, its text selected."""
        if self.widget() is not None:
            self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.box.selectAll()

    def ask_for(self, text: str) -> None:
        """Put `text` into the box and ask it."""
        self.session.ask_for_panel(self.panel_id)
        self.box.setText(text)

    def take_acts(self, acts: ArticleActs) -> None:
        """Take what can be done with the articles of hits."""
        self._acts = acts

    def _show_menu(self, row: Hit | NoteWords | ArticleHits, point: QPoint) -> None:
        if self._acts is not None:
            name, title = (row.file, "") if isinstance(row, NoteWords) else (row.name, row.title)
            open_by = None if isinstance(row, ArticleHits) else partial(self._open, row)
            self._acts.show_menu([self._acts.listed(name, title)], point, open_by, self._link(row))

    def _link(self, row: Hit | NoteWords | ArticleHits) -> ProgramLink | None:
        """Return the link to the point of a hit, or to the note; None where the row is about an article."""
        if isinstance(row, NoteWords):
            return link_in_library(self.session, row.file, note=row.note_id)
        if isinstance(row, Hit) and row.node_id:
            return link_in_library(self.session, row.name, node=row.node_id)
        return None

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)  # the text has the keyboard now: over it, the panel has given way already
        self.search.put_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden() and not self.gives_way:  # closed, and not the whole window, nor behind another
            self.search.put_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.light_again()

    # ---- parts

    def _build_box(self) -> QHBoxLayout:
        self.box = SearchBox(self.session.theming)
        self.box.approached.connect(self.search.warm_up)
        self.box.textChanged.connect(self._ask)
        self.box.key_pressed = self._key
        self.remembered = MemoryButton(self.memory, self.box, self.session.theming)
        self.remembered.asked.connect(self.ask_for)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.box, 1)
        row.addWidget(self.remembered)
        return row

    def _build_switches(self) -> QHBoxLayout:
        self.framework_only = self._switch(
            _("Framework only"), _("Look at the labels of the frameworks and at headings alone")
        )
        self.in_article = self._switch(_("In this article"), _("Look only in the article that is open"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(5)
        row.addWidget(self.framework_only)
        row.addWidget(self.in_article)
        row.addStretch(1)
        return row

    def _switch(self, text: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setProperty("chip", True)
        button.toggled.connect(self._ask)
        return button

    # ---- asking and showing

    def _ask(self) -> None:
        article = self.session.article
        library = self.session.library
        inside = self.in_article.isChecked() and article is not None and library is not None
        self.search.ask(
            Question(
                self.box.text(),
                limit=FIRST_PAGE,
                framework_only=self.framework_only.isChecked(),
                article=library.relative_name(article.path) if inside and article and library else "",
                narrowed=self.facets.chosen,
            )
        )

    def _follow(self, _article: Article) -> None:
        """Ask in the article that is open now, where only that is searched."""
        if self.widget() is not None and self.in_article.isChecked() and self.box.text():
            self._ask()

    def _ask_anew(self) -> None:
        """Ask in the library that is open now what stands in the box."""
        if self.widget() is not None and self.box.text():
            self._ask()

    def _show(self, answer: Answer) -> None:
        question = answer.question
        again = question.text == self._asked.text and question.narrowed == self._asked.narrowed
        self._asked = question
        self.hits.show_answer(answer, again=again)
        words = summary(number(answer), answer)
        self.summary.setText(words)
        self.summary.setVisible(bool(words))
        if answer.hits or answer.marginal:
            self.middle.setCurrentWidget(self.hits)
        elif self.search.indexing.is_reading:
            self.empty.setText(still_reading())
            self.middle.setCurrentWidget(self.empty)
        else:
            self.empty.setText(nothing_found(answer, narrowed=bool(question.narrowed or question.article)))
            self.middle.setCurrentWidget(self.empty)

    def _show_facets(self, values: Mapping[str, tuple[Value, ...]]) -> None:
        self.facets.show_values(values, self.search.answer.total if self.search.answer else 0)

    def _show_nothing(self) -> None:
        self._asked = Question("")
        self.hits.show_answer(None, again=False)
        self.facets.clear()
        self.summary.hide()
        # Below words that are too few to be asked, hints would look as if they were what was found.
        is_begun = bool(self.box.text().strip())
        self.empty.setText(too_short() if is_begun else hints(self.memory.saved, self.memory.recent))
        self.middle.setCurrentWidget(self.empty)

    def _open(self, row: Hit | NoteWords, way: Way) -> None:
        self.memory.note(self.box.text())
        if isinstance(row, Hit):
            self.search.open(row, way=way)
        elif self.session.library is not None:
            self.session.open_article(self.session.library.folder / row.file, way=way)
            if way is not Way.BEHIND:
                self.session.ask_for_panel("notes")

    def _show_hit(self) -> None:
        if self.widget() is not None:
            self.hits.select(self.search.current_hit)

    def _leave(self) -> None:
        """Go back to where the person was; with nowhere to go back to, empty the box."""
        if not self.search.go_home():
            self.box.clear()

    def _type(self, letters: str) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.insert(letters)

    def _key(self, event: QKeyEvent) -> bool:
        """Take the keys of the box that lead elsewhere."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and self.middle.currentWidget() is self.hits:
            self.hits.enter()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hits.choose_current(way_of(event.modifiers()))
        elif key == Qt.Key.Key_Escape and (self.box.text() or self.search.has_origin):
            self._leave()
        else:
            return False
        return True
