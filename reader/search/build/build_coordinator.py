"""The build as its coordinator sees it: articles handed out to worker processes, segments coming back.

Articles are handed over a few at a time, so a pause takes hold at once and two
workers share the work evenly. The first segments are small, so that there is
something to find after a moment; each next one is eight times as large, since
a search looks into all of them.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Protocol

from reader.errors import SearchError
from reader.i18n import gettext as _
from reader.search.build import child_process
from reader.search.build.article_batches import ArticleBuilder
from reader.search.build.segment_build import FULL

_AHEAD = 8  # articles that a worker has waiting
_FIRST = 400  # documents in the first segment
_GROWTH = 8
_GLANCE = 0.05  # seconds between looks at the clock while nothing comes back


class Control(Protocol):
    """How a build is stopped or paused from outside."""

    def stopped(self) -> bool: ...

    def paused(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Read:
    """An article has been read."""

    name: str


@dataclass(frozen=True, slots=True)
class Written:
    """A segment is ready at `path` with `documents` documents of the articles `names`."""

    path: Path
    documents: int
    names: tuple[str, ...]


@dataclass
class _Batch:
    """What one worker is at."""

    size: int = _FIRST
    names: list[str] = field(default_factory=list)
    waiting: int = 0
    closing: bool = False


def read_here(folder: Path, names: list[str], path_for: Callable[[str], Path]) -> Iterator[Read | Written]:
    """Read a few articles in this process."""
    builder = ArticleBuilder(folder)
    for name in names:
        builder.add(name)
        yield Read(name)
    path = path_for("here.seg")
    yield Written(path, builder.write(path), tuple(names))


def read_elsewhere(
    folder: Path, names: list[str], path_for: Callable[[str], Path], count: int, control: Control
) -> Iterator[Read | Written]:
    """Read many articles in `count` worker processes. When stopped, ends with what has been read so far."""
    pending = deque(names)
    answers: Queue[tuple[int, dict[str, Any] | None]] = Queue()
    workers = [_Worker(folder, number, answers) for number in range(min(count, len(names)))]
    batches = [_Batch() for _ in workers]
    segments = 0
    try:
        while pending or any(batch.names or batch.waiting for batch in batches):
            for worker, batch in zip(workers, batches, strict=True):
                if control.stopped():
                    pending.clear()
                while pending and not batch.closing and batch.waiting < _AHEAD and not control.paused():
                    name = pending.popleft()
                    batch.names.append(name)
                    batch.waiting += 1
                    worker.ask({"add": name})
                if batch.names and not pending and not batch.waiting and not batch.closing:
                    batch.closing = True
                if batch.closing and not batch.waiting:
                    segments += 1
                    batch.waiting += 1
                    worker.ask({"write": str(path_for(f"{segments}.seg"))})
            try:
                number, answer = answers.get(timeout=_GLANCE)
            except Empty:
                continue
            if answer is None:
                raise SearchError(
                    _("Reading the library for the search stopped unexpectedly. Start it again.")
                )
            _raise_failure(answer)
            yield from _took(batches[number], answer)
    finally:
        for worker in workers:
            worker.end()


def _took(batch: _Batch, answer: dict[str, Any]) -> Iterator[Read | Written]:
    batch.waiting -= 1
    if "added" in answer:
        batch.closing = batch.closing or answer["full"] or answer["count"] >= batch.size
        yield Read(answer["added"])
    else:
        yield Written(Path(answer["written"]), answer["count"], tuple(batch.names))
        batch.names = []
        batch.closing = False
        batch.size = min(batch.size * _GROWTH, FULL)


def _raise_failure(answer: dict[str, Any]) -> None:
    """Raise `OSError` where a worker could not write what it had read."""
    if "failed" in answer:
        raise OSError(*answer["failed"])


def merge_elsewhere(folder: Path, parts: list[tuple[Path, list[int]]], path: Path) -> int:
    """Merge segment files into one at `path`, in a worker; return how many documents it has."""
    answers: Queue[tuple[int, dict[str, Any] | None]] = Queue()
    worker = _Worker(folder, 0, answers)
    try:
        worker.ask({"merge": [[str(part), dead] for part, dead in parts]})
        worker.ask({"write": str(path)})
        for answer in (answers.get()[1], answers.get()[1]):
            if answer is None:
                raise SearchError(_("Tidying the search index stopped unexpectedly. It goes on without."))
            _raise_failure(answer)
            count = answer.get("count", 0)
        return int(count)
    finally:
        worker.end()


class _Worker:
    """One worker process, and the thread that listens to it."""

    def __init__(self, folder: Path, number: int, answers: Queue[tuple[int, dict[str, Any] | None]]) -> None:
        self._process = child_process.start("reader.search.build.build_worker", str(folder))
        self._listener = threading.Thread(target=self._listen, args=(number, answers), daemon=True)
        self._listener.start()

    def _listen(self, number: int, answers: Queue[tuple[int, dict[str, Any] | None]]) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            answers.put((number, json.loads(line)))
        answers.put((number, None))

    def ask(self, question: dict[str, Any]) -> None:
        """Send a line; a worker that is gone is noticed where its answers are read."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        except OSError:
            self._listener.join()

    def end(self) -> None:
        """Close the pipes and let the process go."""
        child_process.hang_up(self._process)
        child_process.see_off(self._process)
        self._listener.join()
        assert self._process.stdout is not None
        self._process.stdout.close()
