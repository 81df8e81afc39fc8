"""Reading articles into segment files: in this process, or shared out among others.

The first segments are small, so that there is something to find after a
moment; each next one is eight times as large, since a search looks into all of
them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from reader.errors import SearchError
from reader.i18n import gettext as _
from reader.i18n import language
from reader.search.build.build_control import BuildControl
from reader.search.build.child_process import ChildProcess
from reader.search.build.segment_build import FULL, ArticleBuilder, Frameworks

_FIRST = 400  # documents in the first segment
_GROWTH = 8
_PAUSE = 0.05  # seconds between looks at whether to stop or go on


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


def read_here(
    folder: Path,
    names: list[str],
    path_for: Callable[[str], Path],
    control: BuildControl,
    frameworks: Frameworks | None = None,
) -> Iterator[Read | Written]:
    """Read articles in this process. When stopped, ends with what has been read so far."""
    builder = ArticleBuilder(folder, frameworks)
    size, segments = _FIRST, 0
    waiting: list[str] = []  # articles that are read and not written
    for at, name in enumerate(names):
        while control.paused() and not control.stopped():
            time.sleep(_PAUSE)
        if control.stopped():
            break
        builder.add(name)
        waiting.append(name)
        yield Read(name)
        if (builder.is_full or builder.count >= size) and at < len(names) - 1:
            segments += 1
            yield _written(builder, path_for(f"{segments}.seg"), waiting)
            waiting = []
            size = min(size * _GROWTH, FULL)
    if waiting:
        yield _written(builder, path_for("last.seg"), waiting)


def _written(builder: ArticleBuilder, path: Path, names: list[str]) -> Written:
    """Write what was read. Raises `OSError` where the disk is full, and leaves nothing behind."""
    try:
        return Written(path, builder.write(path), tuple(names))
    except OSError:
        path.unlink(missing_ok=True)
        raise


def read_elsewhere(
    folder: Path,
    names: list[str],
    path_for: Callable[[str], Path],
    count: int,
    control: BuildControl,
    frameworks: Frameworks | None = None,
) -> Iterator[Read | Written]:
    """Do the same in `count` other processes (`index_server`), at the same time. Raises `SearchError`."""
    events: Queue[dict[str, Any] | None] = Queue()
    children = []
    try:
        for number in range(min(count, len(names))):
            child = ChildProcess("reader.search.build.index_server", str(folder), language())
            children.append(child)
            own = names[number::count]
            made = {name: frameworks[name] for name in own if name in frameworks} if frameworks else {}
            child.tell({"read": own, "path": str(path_for(f"{number}")), "frameworks": made})
            threading.Thread(target=_listen, args=(child, events), daemon=True).start()
        steering = _Steering(control, children)
        at_work = len(children)
        while at_work:
            steering.look()
            try:
                event = events.get(timeout=_PAUSE)
            except Empty:
                continue
            if event is None and not steering.is_stopped:
                raise SearchError(
                    _("Reading the library for the search stopped unexpectedly. Start it again.")
                )
            if event is None or "finished" in event:
                at_work -= 1
            elif "failed" in event:
                raise OSError(event.get("errno"), event["failed"])
            else:
                yield event_of(event)
    finally:
        for child in children:
            child.end()


class _Steering:
    """Tells other processes what a `BuildControl` says."""

    def __init__(self, control: BuildControl, children: Sequence[ChildProcess]) -> None:
        self._control = control
        self._children = children
        self._is_paused = False
        self.is_stopped = False

    def look(self) -> None:
        """Tell them what has changed."""
        if self._control.paused() is not self._is_paused:
            self._is_paused = not self._is_paused
            for child in self._children:
                child.tell({"pause": self._is_paused})
        if self._control.stopped() and not self.is_stopped:
            self.is_stopped = True
            for child in self._children:
                child.hang_up()


def _listen(child: ChildProcess, events: Queue[dict[str, Any] | None]) -> None:
    for event in child.answers():
        events.put(event)
        if "finished" in event or "failed" in event:
            return
    events.put(None)


def as_line(event: Read | Written) -> dict[str, Any]:
    """Return an event as one process tells it to another."""
    if isinstance(event, Read):
        return {"name": event.name}
    return {"written": str(event.path), "documents": event.documents, "names": event.names}


def event_of(line: dict[str, Any]) -> Read | Written:
    """Return what `as_line` wrote."""
    if "name" in line:
        return Read(line["name"])
    return Written(Path(line["written"]), line["documents"], tuple(line["names"]))
