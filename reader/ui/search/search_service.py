"""The search at work in the window: asks in the background, keeps the index fresh, walks through the hits.

Questions are numbered; an answer to an old one is dropped, and its work ends
as soon as it looks up. Asking and indexing have a thread each, and articles
are read for the index in a process of their own, so typing never waits and
the window never stutters. What one can do without for a moment (the lights in
the text, the counts of the tree and of the facets) follows when no letter has
come for that long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.search.model import Answer, Hit, Question
from reader.ui.base.opening_way import Way
from reader.ui.base.tasks import Tasks
from reader.ui.search.index_upkeep import IndexUpkeep
from reader.ui.search.match_highlighter import MatchHighlighter
from reader.ui.search.search_thread import IndexToAsk, answer_in, follow_up_in, is_enough
from reader.ui.search.user_data_collector import UserDataCollector
from reader.ui.session.navigation_history import Stop

if TYPE_CHECKING:
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.catalogue.article_list import Facts
    from reader.search.model import Value
    from reader.search.user_data import UserData
    from reader.ui.session.session import Session

FIRST_PAGE = 20  # hits
_MOMENT = 120  # milliseconds without a letter after which the rest follows
_SETTLED = 40  # milliseconds in which the panel is painted, before the search is imported beside it
_STEP = 60  # milliseconds from one thing to the next: reckoning one does not hold up painting the other


class SearchService(QObject):
    """The search of one session."""

    answered = Signal(object)  # Answer: to the newest question
    faceted = Signal(object)  # Mapping[str, tuple[Value, ...]]: of the same question
    cleared = Signal()
    asked_for = Signal(str)  # this text should stand in the search box

    walked = Signal()  # from one hit to the next: `current_hit` is another
    # tuple[Span, ...] to light in the open article, and the index of the one that was opened last (-1: none)
    hits_changed = Signal(object, int)
    node_hits_changed = Signal(object)  # dict[str, int]: hits in each node's own text, by the node's id

    def __init__(
        self,
        session: Session,
        tasks: Tasks | None = None,
        store: Callable[[], AnnotationStore | None] | None = None,
    ) -> None:
        """`tasks` does everything where it is given; by default there are threads of our own.

        `store` returns the annotations of the open library, once they are read: only then the library is
        read for the index.
        """
        super().__init__(session)
        self._session = session
        self._asking = tasks or Tasks()
        self._at_once = tasks is not None
        self._to_follow: list[tuple[int, Callable[[], None]]] = []
        self._typing = QTimer(self, singleShot=True)
        self._typing.timeout.connect(self._follow)
        self._lights = MatchHighlighter(session, self._asking, at_once=self._at_once)
        self._lights.hits_changed.connect(self._light_spans)
        self._lights.node_hits_changed.connect(self._count_nodes)
        self._lit: tuple[Span, ...] = ()
        self._counted: dict[str, int] = {}
        self._is_dark = False  # the person has put the lights out, and asked nothing since
        self._opened: tuple[Path, Span] | None = None  # the match that was opened last
        self._has_store = store is not None
        self.indexing = IndexUpkeep(session, self, tasks)
        self.indexing.progressed.connect(self._ask_again)
        self.indexing.failed.connect(session.tell)
        self._number = 0
        self._position = (-1, 0)  # the hit that was opened last, and the match in it
        self._origin: Stop | None = None
        self._warm: IndexToAsk | None = None  # the index that is ready to answer
        self._collecting = UserDataCollector(session, store or (lambda: None))
        self.question: Question | None = None  # the newest
        self.answer: Answer | None = None
        session.library_opened.connect(self._open)
        session.article_opened.connect(self._collecting.forget)
        session.library_changed.connect(lambda _library: self.indexing.refresh())
        session.article_opened.connect(self._light)
        session.article_changed.connect(self._refresh_article)
        if session.library is not None:  # opened before the search was needed
            self._open(session.library)

    # ---- asking

    def ask(self, question: Question) -> None:
        """Ask; the answer comes by `answered`, unless another question comes before it."""
        self._number += 1
        self._typing.stop()
        self._position, self._opened, self._is_dark = (-1, 0), None, False
        if not is_enough(question.text):
            self.clear()
            return
        self.question = question
        self._ask(question, self._number)

    def ask_more(self) -> None:
        """Ask the same for twice as many hits, if there are more."""
        answer = self.answer
        if answer is not None and answer.total > len(answer.hits):
            question = answer.question
            self._number += 1
            self.question = replace(question, limit=question.limit * 2)
            self._ask(self.question, self._number)

    def warm_up(self) -> None:
        """Make ready to answer: the person is about to ask. Costs nothing the next time."""
        index = self.indexing.index
        if index is not None and index is not self._warm:
            self._warm = index
            QTimer.singleShot(_SETTLED, self, lambda: self._asking.run(index.warm_up, lambda _none: None))

    def clear(self) -> None:
        """Forget the question, and put the lights out."""
        self._number += 1
        had = self.answer is not None
        self.answer = self.question = None
        self._to_follow = []
        self._typing.stop()
        self._position, self._opened = (-1, 0), None
        if had:
            self._later((_MOMENT, lambda: self._lights.show(None)))
        self.cleared.emit()

    def ask_for(self, text: str) -> None:
        """Have `text` put into the search box: it was chosen elsewhere."""
        self.asked_for.emit(text)

    def ask_alike(self, text: str) -> None:
        """Ask for passages like `text`."""
        index = self.indexing.index
        if index is None:
            return

        def work() -> str:
            from reader.search.match.more_like_this import similar_query

            return similar_query(index.opened.snapshot(), text)

        self._asking.run(work, self.asked_for.emit)

    def ask_like_what_is_read(self) -> None:
        """Ask for passages like the selection, or like the one that is read."""
        article, span = self._session.article, self._session.selection
        if article is None:
            return
        if span.start == span.end:
            place = self._session.place
            here = [unit.span for unit in article.units if unit.span.start <= place < unit.span.end]
            span = here[0] if here else Span(0, len(article.text.text))
        self.ask_alike(article.text.words(span))

    def user_data(self) -> Callable[[], UserData]:
        """Return what collects what the person did, to be called on any thread that may wait."""
        return self._collecting.collector()

    def _ask(self, question: Question, number: int) -> None:
        index = self.indexing.index
        if index is None:
            return
        collected = self._collecting.collector()

        def stale() -> bool:
            return number != self._number

        def arrive(answer: Answer | None) -> None:
            if answer is not None and not stale():
                self.answer = answer
                self.answered.emit(answer)
                self._later(*self._rest_of(answer, index, collected, stale))

        self._asking.run(lambda: answer_in(index, question, collected(), stale), arrive)

    def _rest_of(
        self,
        answer: Answer,
        index: IndexToAsk,
        collected: Callable[[], UserData],
        stale: Callable[[], bool],
    ) -> Iterator[tuple[int, Callable[[], None]]]:
        """Yield what is to follow an answer, as `_later` takes it."""

        def divide() -> None:
            self._asking.run(lambda: follow_up_in(index, answer, collected(), stale), follow_up)

        def follow_up(found: tuple[Answer, Mapping[str, tuple[Value, ...]]] | None) -> None:
            if found is not None and not stale():
                suggested, values = found
                if suggested.suggestions:
                    self.answer = suggested
                    self.answered.emit(suggested)
                self.faceted.emit(values)

        yield _MOMENT, lambda: self._lights.show(answer)
        yield _STEP, divide

    def _later(self, *works: tuple[int, Callable[[], None]]) -> None:
        """Do `works`, each so many milliseconds after the one before, unless another letter is typed.

        Nobody looks elsewhere while typing.
        """
        self._to_follow = list(works)
        if self._at_once:
            while self._to_follow:
                self._to_follow.pop(0)[1]()
        else:
            self._typing.start(works[0][0])

    def _follow(self) -> None:
        self._to_follow.pop(0)[1]()
        if self._to_follow:
            self._typing.start(self._to_follow[0][0])

    # ---- walking through the hits

    def open(self, hit: Hit, match: int | None = None, way: Way = Way.HERE) -> None:
        """Open a hit's article at one of its matches, by default the first that its excerpt shows.

        `way` says in which tab. Only one that takes the place of what is read leaves something to return to.
        """
        library = self._session.library
        if library is None or self.answer is None:
            return
        if way is Way.HERE and self._origin is None and self._session.article is not None:
            self._origin = self._session.here()
        hits = self.hits()
        if match is None:
            shown = hit.span.start + hit.excerpt.first
            match = next((number for number, span in enumerate(hit.spans) if span.start == shown), 0)
        span = hit.spans[match] if match < len(hit.spans) else Span(hit.span.start, hit.span.start)
        if way not in (Way.BEHIND, Way.WINDOW):
            self._position = (hits.index(hit) if hit in hits else -1, match)
            self._opened, self._is_dark = (library.folder / hit.name, span), False
        self._session.open_article(library.folder / hit.name, span, way)
        self._show_lights()

    def walk(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) match, on into the next article; return if there is one."""
        hits = self.hits()
        at, match = self._position
        if 0 <= at < len(hits) and 0 <= match + by < len(hits[at].spans):
            self.open(hits[at], match + by)
            return True
        at = at + by if at >= 0 else (0 if by > 0 else len(hits) - 1)
        if not 0 <= at < len(hits):
            return False
        self.open(hits[at], 0 if by > 0 else max(0, len(hits[at].spans) - 1))
        return True

    def go_to_hit(self, by: int) -> None:
        """Walk as above, and tell it; say so where there is no hit in that direction."""
        if self.walk(by):
            self.walked.emit()
        else:
            self._session.tell(_("There are no more hits in this direction."))

    def hits(self) -> list[Hit]:
        """Return the hits in the order in which they are shown."""
        return [hit for group in self.answer.grouped() for hit in group.hits] if self.answer else []

    @property
    def current_hit(self) -> Hit | None:
        """The hit that was opened last."""
        hits, at = self.hits(), self._position[0]
        return hits[at] if 0 <= at < len(hits) else None

    @property
    def has_origin(self) -> bool:
        """Whether there is a place to return to."""
        return self._origin is not None

    def go_home(self) -> bool:
        """Return to where the person was before the first hit was opened; return if there is such a place."""
        if self._origin is None:
            return False
        origin, self._origin = self._origin, None
        self._session.open_article(origin.path, origin)
        return True

    # ---- the lights

    def put_out(self) -> bool:
        """Put the lights in the text and the counts on the tree out; return whether there were any."""
        were_lit = not self._is_dark and bool(self._lit or self._counted)
        self._is_dark = True  # also for those that are still being reckoned
        if were_lit:
            self._show_lights()
        return were_lit

    def light_again(self) -> None:
        """Show again what was put out: the panel with the hits is in sight again."""
        if self._is_dark:
            self._is_dark = False
            self._show_lights()

    def _light_spans(self, spans: tuple[Span, ...]) -> None:
        self._lit = spans
        self._show_spans()

    def _count_nodes(self, counts: dict[str, int]) -> None:
        self._counted = counts
        self.node_hits_changed.emit({} if self._is_dark else counts)

    def _show_lights(self) -> None:
        self._show_spans()
        self._count_nodes(self._counted)

    def _show_spans(self) -> None:
        spans = () if self._is_dark else self._lit
        article, opened = self._session.article, self._opened
        is_here = article is not None and opened is not None and opened[0] == article.path
        current = spans.index(opened[1]) if is_here and opened is not None and opened[1] in spans else -1
        self.hits_changed.emit(spans, current)

    def _light(self, _article: Article) -> None:
        if self.answer is not None:
            self._lights.show(self.answer)

    def _name(self, path: Path) -> str:
        library = self._session.library
        return library.relative_name(path) if library is not None else path.name

    # ---- what the person did

    def take_facts(self, facts: Callable[[], Facts]) -> None:
        """Let `facts` say what the person read and arranged, as the list of articles shows it."""
        self._collecting.take_facts(facts)
        self._collecting.forget()

    def note_facts(self) -> None:
        """Note that something else was read: the next question that asks for it gets the new answer."""
        self._collecting.forget()

    def note_annotations(self) -> None:
        """Note that the person's annotations have changed."""
        self._collecting.forget()
        self._ask_again()

    # ---- the index

    def _open(self, _library: Library) -> None:
        self._origin = self._warm = None
        self._collecting.forget()
        self.clear()
        self.indexing.take_library(waits=self._has_store)

    def _refresh_article(self, article: Article) -> None:
        self._light(article)
        self.indexing.refresh(self._name(article.path))

    def _ask_again(self) -> None:
        """Ask once more: what has been read since may hold the words too."""
        if self.question is not None:
            self._number += 1
            self._ask(self.question, self._number)

    def shut_down(self) -> None:
        """End what is running. Call before quitting."""
        self._number += 1
        self._typing.stop()
        self._asking.shut_down()
        self.indexing.leave()
