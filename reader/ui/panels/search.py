"""The search panel: one box, what narrows it, and the hits, by article and by place in its framework."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.articles.text import Span
from reader.i18n import gettext as _
from reader.i18n import ngettext
from reader.search.answers import Answer, Hit, Question, Value
from reader.search.marginalia import NoteWords
from reader.ui.hits.facets import FacetBar
from reader.ui.hits.memory import Memory
from reader.ui.hits.progress import IndexProgress
from reader.ui.hits.view import HitsView
from reader.ui.panels.base import Panel
from reader.ui.searching import FIRST_PAGE
from reader.ui.session import Session


class SearchPanel(Panel):
    """Searches the whole library as one types."""

    panel_id = "search"
    glyph = "search"
    area = Qt.DockWidgetArea.RightDockWidgetArea
    shown_at_first = False

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.search = session.search
        self.memory = Memory(session.settings)
        add = session.actions.add
        add(
            "edit.search",
            _("Search the library"),
            lambda: session.panel_requested.emit(self.panel_id),
            tip=_("Find words in all articles, by their framework"),
            shortcut=["Ctrl+K", "Ctrl+Shift+F"],
            icon="search",
            group=5,
        )
        add("go.next_hit", _("Next hit"), lambda: self._walk(1), shortcut="F4", icon="next", group=5)
        add(
            "go.previous_hit",
            _("Previous hit"),
            lambda: self._walk(-1),
            shortcut="Shift+F4",
            icon="previous",
            group=5,
        )
        add(
            "edit.search_alike",
            _("More like this passage"),
            self._search_alike,
            tip=_("Find passages that share the telling words of the one being read"),
            group=5,
        )
        self.search.asked_for.connect(self.ask_for)

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
        self.facets = FacetBar()
        self.facets.changed.connect(self._ask)
        column.addWidget(self.facets)
        self.summary = QLabel()
        self.summary.setProperty("quiet", True)
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.summary.linkActivated.connect(self.ask_for)
        column.addWidget(self.summary)
        self.reading = IndexProgress(self.search.indexing, self.session.theming)
        column.addWidget(self.reading)
        self.hits = HitsView(self.session.theming)
        self.hits.setAccessibleName(_("Hits"))
        self.hits.chosen.connect(self._open)
        self.hits.left_upwards.connect(self.take_focus)
        self.hits.escaped.connect(self._leave)
        self.hits.typed.connect(self._type)
        self.hits.bottom_reached.connect(self.search.ask_more)
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
        self.session.panel_requested.emit(self.panel_id)
        self.box.setText(text)

    # ---- parts

    def _build_box(self) -> QHBoxLayout:
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("Words, pinyin, “phrase”, tag: in: …"))
        self.box.setAccessibleName(_("Search the library"))
        self.box.setClearButtonEnabled(True)
        self._magnifier = QAction(self.box)
        self.box.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self.box.textChanged.connect(self._ask)
        self.box.installEventFilter(self)
        self.remembered = QToolButton()
        self.remembered.setToolTip(_("Recent and saved searches"))
        self.remembered.setAccessibleName(_("Recent and saved searches"))
        self.remembered.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.remembered)
        menu.aboutToShow.connect(lambda: self._fill_memory(menu))
        self.remembered.setMenu(menu)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        row.addWidget(self.box, 1)
        row.addWidget(self.remembered)
        self.session.theming.theme_changed.connect(self._dress)
        self._dress()
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

    def _dress(self) -> None:
        self._magnifier.setIcon(self.session.theming.icon("search", "panel_quiet"))
        self.remembered.setIcon(self.session.theming.icon("recent", "panel_quiet"))

    def _fill_memory(self, menu: QMenu) -> None:
        menu.clear()
        text = self.box.text().strip()
        if text:
            saved = text in self.memory.saved
            words = _("Forget the saved search “{text}”") if saved else _("Save the search “{text}”")
            menu.addAction(words.format(text=text).replace("&", "&&")).triggered.connect(
                lambda: self.memory.save(text, on=not saved)
            )
        for title, texts in ((_("Saved"), self.memory.saved), (_("Recent"), self.memory.recent)):
            if texts:
                menu.addSection(title)
            for one in texts:
                menu.addAction(one.replace("&", "&&")).triggered.connect(
                    lambda _on=False, one=one: self.ask_for(one)
                )
        if self.memory.recent:
            menu.addSeparator()
            menu.addAction(_("Forget recent searches")).triggered.connect(self.memory.forget)
        if menu.isEmpty():
            menu.addAction(_("Nothing was searched yet")).setEnabled(False)

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

    def _show(self, answer: Answer) -> None:
        question = answer.question
        again = question.text == self._asked.text and question.narrowed == self._asked.narrowed
        self._asked = question
        self.hits.show_answer(answer, again=again)
        self.summary.setText(_summary(answer))
        self.summary.show()
        if answer.hits or answer.marginal:
            self.middle.setCurrentWidget(self.hits)
        else:
            self.empty.setText(_nothing(answer, narrowed=bool(question.narrowed or question.article)))
            self.middle.setCurrentWidget(self.empty)

    def _show_facets(self, values: Mapping[str, tuple[Value, ...]]) -> None:
        self.facets.show_values(values, self.search.answer.exact if self.search.answer else 0)

    def _show_nothing(self) -> None:
        self._asked = Question("")
        self.hits.show_answer(None, again=False)
        self.facets.clear()
        self.summary.hide()
        self.empty.setText(_hints())
        self.middle.setCurrentWidget(self.empty)

    def _open(self, row: Hit | NoteWords) -> None:
        self.memory.note(self.box.text())
        if isinstance(row, Hit):
            self.search.open(row)
        elif self.session.library is not None:
            self.session.open_article(self.session.library.folder / row.file)

    def _walk(self, by: int) -> None:
        if not self.search.walk(by):
            self.session.status_changed.emit(_("There are no more hits in this direction."))
        elif self.widget() is not None:
            self.hits.select(self.search.current_hit)

    def _search_alike(self) -> None:
        article = self.session.article
        if article is None:
            return
        span = self.session.selection
        if span.start == span.end:
            place = self.session.place
            here = [unit.span for unit in article.units if unit.span.start <= place < unit.span.end]
            span = here[0] if here else Span(0, len(article.text.text))
        self.search.ask_alike(article.text.words(span))

    def _leave(self) -> None:
        """Go back to where the person was; with nowhere to go back to, empty the box."""
        if not self.search.go_home():
            self.box.clear()

    def _type(self, letters: str) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.insert(letters)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._key(event.key()):
            return True
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        """Take the keys of the box that lead elsewhere."""
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and self.middle.currentWidget() is self.hits:
            self.hits.enter()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hits.choose_current()
        elif key == Qt.Key.Key_Escape and (self.box.text() or self.search.has_origin):
            self._leave()
        else:
            return False
        return True


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _summary(answer: Answer) -> str:
    articles = len({hit.name for hit in answer.hits})
    parts = [ngettext("{count:,} passage", "{count:,} passages", answer.total).format(count=answer.total)]
    if answer.total and answer.total == len(answer.hits):
        parts = [
            ngettext(
                "{passages} in {count} article", "{passages} in {count} articles", articles
            ).format(passages=parts[0], count=articles)
        ]  # fmt: skip
    if spoken := answer.total - answer.exact:
        parts.append(ngettext("{count:,} by pinyin", "{count:,} by pinyin", spoken).format(count=spoken))
    lines = [_escape(" · ".join(parts))] if answer.total else []
    return "<br>".join([*lines, *map(_escape, answer.notes)])


def _nothing(answer: Answer, *, narrowed: bool) -> str:
    """Return what stands in place of the hits where there are none."""
    words = [f"<p><b>{_escape(_('Nothing found'))}</b></p>"]
    for text in answer.suggestions:
        link = f'<a href="{_escape(text)}">{_escape(text)}</a>'
        words.append(f"<p>{_escape(_('Did you mean {words}?')).format(words=link)}</p>")
    if narrowed:
        words.append(f"<p>{_escape(_('It may stand outside what the search is narrowed to.'))}</p>")
    elif not answer.suggestions:
        words.append(f"<p>{_escape(_('Try fewer words, or only the beginning of one.'))}</p>")
    return "".join(words)


def _hints() -> str:
    """Return what stands there before anything is asked."""
    lines = [
        ("出口管制", _("exactly these characters, anywhere")),
        ("ckgz", _("the same by pinyin, in titles and nodes")),
        ("芯片 -美国", _("one word without the other")),
        ("芯片 OR 算力", _("either of them")),
        ("标签：AI", _("articles with this tag")),
        ("in:结论 AI", _("below this node of the framework")),
        ("is:unread", _("articles not read yet")),
    ]
    rows = "".join(
        f'<tr><td style="padding:3px 14px 3px 0"><a href="{_escape(query)}" style="text-decoration:none">'
        f'{_escape(query)}</a></td><td style="padding:3px 0">{_escape(words)}</td></tr>'
        for query, words in lines
    )
    return f"<table>{rows}</table>"
