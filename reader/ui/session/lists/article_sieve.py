"""Which articles of the list are shown, worked out on a thread of its own, question by question.

Each question has a number, and an answer to an old one is dropped, so that letters may come faster than
answers. The language of the search is imported when something is first chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from reader.catalogue.article_list import Choice, Facts
from reader.catalogue.entries import CatalogueEntry
from reader.ui.base.tasks import Tasks
from reader.ui.models.article_arrangement import Arrangement
from reader.ui.models.article_sieving import Rows, ordered, rows_of

if TYPE_CHECKING:
    from reader.search.article_filter import ArticleFilter
    from reader.search.user_data import UserData

SLICE = 400  # titles that are spelled between two questions: some 10 ms


class Sieved(NamedTuple):
    """The answer of an `ArticleSieve`: which rows of `arrangement` match."""

    arrangement: Arrangement
    rows: Rows


class ArticleSieve(QObject):
    """Filters the rows of one list on a thread; `sieved` brings the answer. Call on the main thread."""

    sieved = Signal(object)  # Sieved: the answer to the last question
    spelled = Signal()  # from now on all titles are found by their pinyin

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        """`tasks` is asked for nothing else that lasts."""
        super().__init__(parent)
        self._tasks = tasks
        self._asked = 0
        self._filter: ArticleFilter | None = None  # touched on the thread alone
        self._is_spelling = False

    def ask(
        self,
        arrangement: Arrangement,
        choice: Choice,
        facts: Facts,
        user_data: Callable[[], UserData] | None = None,
    ) -> None:
        """Have the rows of `arrangement` chosen; `sieved` tells them. `user_data` collects words of notes."""
        self._asked += 1
        number = self._asked

        def is_stopped() -> bool:
            return number != self._asked or self._tasks.is_shut

        def work() -> Sieved | None:
            if is_stopped():
                return None
            if choice == Choice():
                return Sieved(arrangement, rows_of(arrangement))
            from reader.search.user_data import NONE

            found = self._filter_of(arrangement.entries).find(
                choice, facts, user_data or (lambda: NONE), is_stopped
            )
            places = ordered(found.places, arrangement, choice.sort, facts)
            return Sieved(
                arrangement, rows_of(arrangement, places, found.notes, has_own_order=bool(choice.sort))
            )

        def done(answer: Sieved | None) -> None:
            if number == self._asked and answer is not None:
                self.sieved.emit(answer)

        self._tasks.run(work, done)

    def prepare(self, arrangement: Arrangement) -> None:
        """Work out what articles are found by, and spell their titles: somebody is about to ask."""
        if self._is_spelling:
            return
        self._is_spelling = True

        def work() -> bool:
            return self._filter_of(arrangement.entries).spell_on(SLICE)

        def done(is_left: bool) -> None:
            if is_left:
                self._tasks.run(work, done, self._stop)
            else:
                self._is_spelling = False
                self.spelled.emit()

        self._tasks.run(work, done, self._stop)

    def count(
        self,
        arrangement: Arrangement,
        query: str,
        facts: Facts,
        done: Callable[[int], None],
        user_data: Callable[[], UserData] | None = None,
    ) -> None:
        """Count the articles that the shelf with `query` holds; letters that are typed come before it."""

        def work() -> int:
            from reader.search.user_data import NONE

            articles, choice = self._filter_of(arrangement.entries), Choice(shelves=(query,))
            found = articles.find(choice, facts, user_data or (lambda: NONE), lambda: self._tasks.is_shut)
            return len(found.places)

        self._tasks.run(work, done)

    def seek(
        self, arrangement: Arrangement, typed: str, names: Sequence[str], done: Callable[[str], None]
    ) -> None:
        """Look for the first of the articles `names` whose title starts with, or holds, `typed`."""
        self._tasks.run(lambda: self._filter_of(arrangement.entries).starting(typed, names), done)

    def _stop(self, _error: BaseException) -> None:
        self._is_spelling = False

    def _filter_of(self, entries: Sequence[CatalogueEntry]) -> ArticleFilter:
        from reader.search.article_filter import ArticleFilter

        if self._filter is None or self._filter.entries is not entries:
            self._filter = ArticleFilter(entries, self._filter)
        return self._filter
