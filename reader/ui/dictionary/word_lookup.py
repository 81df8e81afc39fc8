"""Looks up what is selected, or the word at the caret, and shows the answer in a card beside it."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtWidgets import QMenu

from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.pane.aids.card_spot import card_spot, rectangle_between
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.dictionaries.dictionary_folder import DictionaryFolder
    from reader.dictionaries.model import Answer
    from reader.ui.dictionary.lookup_card import LookupCard

_LONGEST = 40  # code points of what the menu offers to look up
_SHOWN = 16  # code points of a word in the menu


class WordLookup(QObject):
    """Joins the dictionaries to the pane. Nothing of them is imported before a word is looked up."""

    card_opened = Signal()

    def __init__(self, session: Session, pane: ReadingPane, tasks: Tasks | None = None) -> None:
        """`tasks` looks up; by default a thread of its own, made when it is first needed."""
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._given = tasks
        self._dictionaries: DictionaryFolder | None = None
        self._asked = 0  # questions so far: the answer to an old one is not shown
        self._span = Span(0, 0)  # of the word that the card is about
        pane.context_menu_requested.connect(self._add_to_menu)
        pane.moved.connect(self._follow)
        session.article_opened.connect(self.close_card)
        session.article_closed.connect(self.close_card)
        session.article_failed.connect(lambda *_told: self.close_card())

    @cached_property
    def card(self) -> LookupCard:
        """The card, made when it is first needed."""
        from reader.ui.dictionary.lookup_card import LookupCard

        card = LookupCard(self._session.theming, self._pane)
        card.closed.connect(lambda: self._pane.setFocus(Qt.FocusReason.PopupFocusReason))
        card.folder_wanted.connect(self._open_folder)
        return card

    @cached_property
    def _tasks(self) -> Tasks:
        return self._given or Tasks()

    def look_up(self, position: int | None = None) -> None:
        """Look up what is selected, else the word at `position`, else the one at the caret."""
        from reader.dictionaries.dictionary_folder import LONGEST

        span = self._pane.selection()
        article = self._session.article
        if article is None:
            self._session.tell(_("Open an article first."))
            return
        dictionaries = self._folder()
        if span.end > span.start:
            word = " ".join(article.text.words(span).split())[:LONGEST]
            question = partial(dictionaries.look_up, word)
        elif position is not None or self._pane.selecting.caret is not None:
            at = position if position is not None else span.start
            number = article.text.line_at(at)
            line = article.text.span_of_lines(number, number)
            word, span = "", Span(at, min(at + 1, line.end))
            question = partial(dictionaries.look_up_at, article.text.words(line), at - line.start)
        else:
            self._session.tell(_("Select the word that you want to look up."))
            return
        self._span = span
        self._asked += 1
        self.card.wait_for(word)
        self._place()
        self.card.show()
        self.card.raise_()
        self.card_opened.emit()
        self.card.said.setFocus(Qt.FocusReason.PopupFocusReason)
        self._tasks.run(question, partial(self._show, self._asked))

    def close_card(self) -> bool:
        """Close the card; return whether it was open."""
        is_open = "card" in self.__dict__ and self.card.isVisible()
        if is_open:
            self.card.close_card()
        return is_open

    def shut_down(self) -> None:
        """End the thread. Before the window goes."""
        if self._given is None and "_tasks" in self.__dict__:
            self._tasks.shut_down()

    # -- within -------------------------------------------------------------

    def _folder(self) -> DictionaryFolder:
        from reader.dictionaries.dictionary_folder import DictionaryFolder
        from reader.dictionaries.dictionary_place import folder_of

        folder = folder_of(self._session.settings)
        if self._dictionaries is None or self._dictionaries.folder != folder:
            self._dictionaries = DictionaryFolder(folder)
        return self._dictionaries

    def _show(self, number: int, answer: Answer) -> None:
        if number == self._asked and self.card.isVisible():
            self.card.show_answer(answer, self._folder().folder)
            if not answer.dictionaries:
                self.card.folder_button.setFocus(Qt.FocusReason.PopupFocusReason)
            self._place()

    def _place(self) -> None:
        caret = self._pane.selecting.caret_of
        words = rectangle_between(self._pane, caret(self._span.start), caret(self._span.end, end=True))
        self.card.move(card_spot(self._pane, words, self.card.size()))

    def _follow(self) -> None:
        if "card" in self.__dict__ and self.card.isVisible():
            self._place()

    def _add_to_menu(self, menu: QMenu, position: int) -> None:
        article, span = self._session.article, self._pane.selection()
        if article is None:
            return
        word = " ".join(article.text.words(span).split())
        if len(word) > _LONGEST:
            return  # no dictionary has a whole sentence
        shown = word if len(word) <= _SHOWN else word[:_SHOWN] + "…"
        words = (
            _("Look up “{word}”").format(word=shown.replace("&", "&&")) if word else _("Look up this word")
        )
        menu.addAction(words, partial(self.look_up, position))

    def _open_folder(self) -> None:
        from PySide6.QtGui import QDesktopServices

        folder = self._folder().folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._session.tell(_("{folder} cannot be made: {why}").format(folder=folder, why=error.strerror))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
