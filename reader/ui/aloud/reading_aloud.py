"""Reads the open article aloud, sentence by sentence; the sentence is marked, and the page follows it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.pane.aids.text_marks import Mark
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession

if TYPE_CHECKING:
    from reader.speech.voice import Voice
    from reader.ui.aloud.aloud_bar import AloudBar

LAYER = "aloud"
SLOWEST, FASTEST = 0.5, 2.0  # the range of the setting
SPEED_STEP = 0.1


class ReadingAloud(QObject):
    """The voice's way through the open article: `sentences` from where it began, `index` of the one said."""

    changed = Signal(bool)  # whether it reads aloud, be it paused
    _spoken = Signal(int, bool)  # comes from the voice's thread: which saying, and whether to its end

    def __init__(
        self,
        session: Session,
        pane: ReadingPane,
        tasks: Tasks | None = None,
        make_voice: Callable[[], Voice] | None = None,
        *,
        own: PaneSession | None = None,
    ) -> None:
        """`tasks` speaks to the voice; by default a thread of its own, made when it is first needed.

        `make_voice` makes one, by default that of the system; nothing of it is imported before.
        `own` is what is open in `pane`; by default that of the active one.
        """
        super().__init__(pane)
        self._session = session
        self._own = own or session.active
        self._pane = pane
        self._given = tasks
        self._make_voice = make_voice
        self._voice: Voice | None = None
        self._sayings = 0  # so far: what an old one tells counts no more
        self.sentences: tuple[Span, ...] = ()
        self.index = 0
        self.is_on = self.is_paused = False
        self._spoken.connect(self._on_spoken)
        self._own.article_opened.connect(self.stop)
        self._own.article_closed.connect(self.stop)
        self._own.article_failed.connect(lambda *_told: self.stop())
        self._own.article_changed.connect(self.stop)  # its sentences stand elsewhere now

    @cached_property
    def bar(self) -> AloudBar:
        """The bar, made when it is first needed."""
        from reader.ui.aloud.aloud_bar import AloudBar

        bar = AloudBar(self._session.theming, self._pane)
        bar.step_chosen.connect(self.step)
        bar.pause_chosen.connect(self.toggle)
        bar.speed_chosen.connect(self.change_speed)
        bar.end_chosen.connect(self.stop)
        return bar

    @cached_property
    def _tasks(self) -> Tasks:
        return self._given or Tasks()

    def toggle(self) -> None:
        """Begin at the selection, the caret or where one reads; pause; go on with the same sentence."""
        if not self.is_on:
            self._begin()
        elif self.is_paused:
            self.is_paused = False
            self._say()
        else:
            self.is_paused = True
            self._silence()
            self._show_bar()

    def step(self, by: int) -> None:
        """Go `by` sentences on, or back."""
        if self.is_on and self.sentences:
            self.index = max(0, self.index + by)
            self._say()

    def change_speed(self, by: int) -> None:
        """Speak faster by `by` steps, or slower; the sentence begins anew."""
        speed = round(self._speed + by * SPEED_STEP, 2)
        if not SLOWEST <= speed <= FASTEST:
            return
        self._session.settings.set("speech_speed", speed)
        if self.is_on and not self.is_paused:
            self._say()
        elif self.is_on:
            self._show_bar()

    def stop(self, _what: object = None) -> bool:
        """Stop reading aloud; return whether it was on."""
        if not self.is_on:
            return False
        self.is_on = self.is_paused = False
        self._silence()
        self._pane.set_highlights(LAYER, ())
        self.bar.hide()
        self.changed.emit(False)
        return True

    def shut_down(self) -> None:
        """Let go of the voice. Before the window goes."""
        self.stop()
        if self._given is None and "_tasks" in self.__dict__:
            self._tasks.shut_down()
        if self._voice is not None:
            self._voice.close()
            self._voice = None

    # -- within -------------------------------------------------------------

    @property
    def _speed(self) -> float:
        return float(self._session.settings.get("speech_speed"))

    def _begin(self) -> None:
        article = self._own.article
        if article is None:
            self._session.tell(_("Open an article first."))
            self.changed.emit(False)
            return
        self.is_on = True
        self.changed.emit(True)
        self._sayings += 1
        ready = partial(self._on_ready, self._sayings)
        hidden = self._session.hidden_lines(article)
        self._tasks.run(partial(self._prepare, article, self._start(), hidden), ready, self._on_failed)

    def _prepare(
        self, article: Article, start: int, hidden: frozenset[int]
    ) -> tuple[Voice, tuple[Span, ...]]:
        """Return the voice and the sentences. On the thread of the tasks."""
        from reader.speech.find_voice import find_voice
        from reader.speech.sentences import sentences_from

        make = self._make_voice or find_voice
        return self._voice or make(), sentences_from(article, start, hidden)

    def _start(self) -> int:
        """Return where to begin: at the selection or the caret, if it is in sight; else where one reads."""
        here, seen = self._pane.selection(), self._pane.in_view()
        has_place = here.end > here.start or self._pane.selecting.caret is not None
        return here.start if has_place and seen.start <= here.start <= seen.end else self._pane.place()

    def _on_ready(self, saying: int, prepared: tuple[Voice, tuple[Span, ...]]) -> None:
        self._voice = prepared[0]
        if self.is_on and saying == self._sayings:
            self.sentences, self.index = prepared[1], 0
            self._say()

    def _on_failed(self, error: BaseException) -> None:
        self.stop()
        self._session.tell(str(error))

    def _say(self) -> None:
        """Say the sentence at `index` from its beginning; at the end of the article, stop."""
        from reader.speech.sentences import language_of

        article = self._own.article
        if article is None or self._voice is None or self.index >= len(self.sentences):
            self.stop()
            self._session.tell(_("Read aloud to the end."))
            return
        self.is_paused = False
        self._silence()
        span = self.sentences[self.index]
        self._show_bar()
        self._follow(span)
        words = article.text.words(span)
        told = partial(self._spoken.emit, self._sayings)
        say = partial(self._voice.say, words, language_of(words), self._speed, told)
        self._tasks.run(say, lambda _none: None, self._on_failed)

    def _silence(self) -> None:
        """Cut off what is being said; what it tells of its end counts no more."""
        self._sayings += 1
        if self._voice is not None:
            self._tasks.run(self._voice.stop, lambda _none: None)

    def _follow(self, span: Span) -> None:
        """Mark `span`, and bring it into sight, unless the person has gone elsewhere meanwhile."""
        seen = self._pane.in_view()
        before = self.sentences[self.index - 1] if self.index else span
        was_here = seen.start <= before.end and before.start <= seen.end
        self._pane.set_highlights(LAYER, (Mark(span, "landing"),))
        if (was_here or not self.index) and not (seen.start <= span.start and self._is_above_bar(span.end)):
            self._pane.jump_to(span, mark=False)

    def _is_above_bar(self, position: int) -> bool:
        """Whether the words before `position` stand above the bar, which covers the foot of the text."""
        if position > self._pane.in_view().end:
            return False
        caret = self._pane.selecting.caret_of(position, end=True)
        return self._pane.rectangle_of(caret).bottom() <= self.bar.y()

    def _show_bar(self) -> None:
        self.bar.show_state(is_paused=self.is_paused, speed=self._speed)

    @Slot(int, bool)
    def _on_spoken(self, saying: int, ended: bool) -> None:
        if saying != self._sayings or not self.is_on or self.is_paused:
            return
        if ended:
            self.index += 1
            self._say()
        else:
            self.stop()
            self._voice = None
            self._session.tell(_("The voice broke off. Press the key of reading aloud to try again."))
