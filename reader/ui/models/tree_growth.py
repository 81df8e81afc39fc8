"""Making the model of a tree: a long one on a thread, where 24,000 entries take 60 ms."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from reader.articles.digest.contents import Contents
from reader.articles.digest.label_filter import Labels
from reader.ui.base.tasks import Tasks
from reader.ui.models.contents_model import ContentsModel

MANY = 80  # entries: a longer tree opens to its second level at first
LONG = 300  # entries: a longer tree is made on the thread

T = TypeVar("T")


class Tree:
    """A tree of an article, and what is made of it when it is first asked for."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents

    @cached_property
    def labels(self) -> Labels:
        """The labels, to seek in."""
        return Labels(self.contents)

    @cached_property
    def closed_at_first(self) -> frozenset[str]:
        """The ids of the entries that are closed where the person has not set any folds."""
        if len(self.contents.by_id) <= MANY:
            return frozenset()
        second = (entry for first in self.contents.entries for entry in first.children)
        return frozenset(entry.entry_id for entry in second if entry.children)

    def make_ready(self) -> None:
        """Make what a look at it takes; of a long tree also the labels, which take a while. On any thread."""
        _ = self.closed_at_first
        if len(self.contents.by_id) > LONG:
            _ = self.labels

    def model(self, words: str = "") -> ContentsModel:
        """Return a model of the entries that hold `words`, of all without any. On any thread."""
        contents = self.labels.narrowed(words) if words else self.contents
        return ContentsModel(contents, self.contents)


class TreeGrowth:
    """Has trees made, at once or on the thread. Only the last question is answered."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._asked = 0

    def ask(self, size: int, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Call `done` with what `work` returns: before this returns, if there are few entries (`size`)."""
        self.stop()
        if size <= LONG:
            done(work())
            return
        number = self._asked

        def work_if_wanted() -> list[T]:
            return [work()] if number == self._asked else []

        def take(made: list[T]) -> None:
            while made:  # taken out: the thread may hold the list longer, and is not to let go of a model
                one = made.pop()
                if number == self._asked:
                    done(one)

        self._tasks.run(work_if_wanted, take)

    def stop(self) -> None:
        """Answer no question any more."""
        self._asked += 1
