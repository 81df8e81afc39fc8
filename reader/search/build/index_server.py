"""Keeps the index of one library: here, or in a process of its own.

The process is `python -m reader.search.build.index_server FOLDER LANGUAGE`;
`index_client` is the window's end of the pipe, `build_coordinator` that of a build
with several. It is asked, and answers, in lines of JSON:

    {"refresh": [name, ...] or null, "workers": 1}   read these articles anew, or what has changed
    {"tidy": true}                                   merge small segments
    {"read": [name, ...], "path": path}              read articles into segments path.1.seg and so on
    {"pause": true or false}                         at any time, and not answered

The first and third have "frameworks" too, those that the person has made: {name: note, ...} or null.

Each is answered by {"finished": value} or {"failed": a sentence} at last. Before
that a refresh tells its progress, {"done": 3, "total": 9, "name": name}, and reading
what `build_coordinator.as_line` writes. The process ends when the pipe does, with
what it has read written.
"""

from __future__ import annotations

import contextlib
import gc
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TextIO

from reader import i18n
from reader.catalogue.library import Library
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.search.build.build_control import BuildControl, Progress
from reader.search.build.build_coordinator import Read, Written, as_line, read_here
from reader.search.build.library_index import LibraryIndex
from reader.search.build.segment_build import Frameworks

PATIENCE = 3.0  # seconds that the article that is being read may take, once nobody waits for it
_OFTEN = 40  # times that the progress of a build is told, at most

log = logging.getLogger(__name__)


class IndexServer:
    """Keeps the index of `library` in this process. `pause` and `stop` may be called from any thread."""

    def __init__(self, library: Library) -> None:
        self._index = LibraryIndex(library)
        self._control = BuildControl()

    def refresh(
        self,
        names: Collection[str] | None,
        workers: int,
        progress: Callable[[Progress], None],
        frameworks: Frameworks | None = None,
    ) -> bool:
        """Read the articles called `names` anew, or (None) whatever has changed; return if all is read now.

        It is not where another process is at it, or where it was stopped.
        """
        if names is None or not self._index.is_complete:
            return self._index.update(
                workers=workers, control=self._control, progress=_seldom(progress), frameworks=frameworks
            )
        return self._index.update_articles(names, frameworks=frameworks)

    def tidy(self) -> bool:
        """Merge small segments; return whether there was need."""
        return self._index.tidy()

    def read(
        self, names: list[str], path: Path, frameworks: Frameworks | None = None
    ) -> Iterator[Read | Written]:
        """Read articles into segments beside `path`, for another process."""
        return read_here(
            self._index.library.folder,
            names,
            lambda name: path.with_name(f"{path.name}.{name}"),
            self._control,
            frameworks,
        )

    def pause(self, *, on: bool) -> None:
        """Hold the reading of many articles, or let it go on."""
        self._control.pause(on=on)

    def stop(self) -> None:
        """End what is running, for good; what has been read is mostly kept."""
        self._control.stop()

    def rest(self) -> None:
        """Do nothing: there is no process to let go of."""


def _seldom(progress: Callable[[Progress], None]) -> Callable[[Progress], None]:
    def tell(now: Progress) -> None:
        step = max(1, now.total // _OFTEN)
        if now.total and (now.done % step == 0 or now.done == now.total):
            progress(now)

    return tell


# ---- as a process ----------------------------------------------------------


def serve(
    server: IndexServer, asked: TextIO, answers: TextIO, left: Callable[[], None] = lambda: None
) -> None:
    """Answer line by line until nothing is asked any more; then call `left` on a thread, and stop."""

    def tell(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    questions: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(server, asked, questions, left), daemon=True).start()
    while (question := questions.get()) is not None:
        try:
            finished = _answer(server, question, tell)
        except BrokenPipeError:
            return
        except ReaderError as error:
            tell({"failed": str(error)})
        except OSError as error:
            tell({"failed": error.strerror or str(error), "errno": error.errno})
        except Exception:
            log.exception("The search index could not be kept")
            tell({"failed": _("Reading the library for the search has failed; the log says why.")})
        else:
            tell({"finished": finished})


def _listen(
    server: IndexServer,
    asked: TextIO,
    questions: SimpleQueue[dict[str, Any] | None],
    left: Callable[[], None],
) -> None:
    for line in asked:
        question = json.loads(line)
        if "pause" in question:
            server.pause(on=question["pause"])
        else:
            questions.put(question)
    server.stop()
    questions.put(None)
    left()


def _end_soon() -> None:
    """End this process, whatever it is at: an article may take minutes, and a window waits to be closed.

    The index bears to be cut short at any moment.
    """
    time.sleep(PATIENCE)
    os._exit(1)


def _answer(server: IndexServer, question: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> bool:
    if "tidy" in question:
        return server.tidy()
    if "read" in question:
        for event in server.read(question["read"], Path(question["path"]), question["frameworks"]):
            tell(as_line(event))
        return True
    return server.refresh(
        question["refresh"],
        question["workers"],
        lambda now: tell({"done": now.done, "total": now.total, "name": now.name}),
        question["frameworks"],
    )


def main() -> None:
    """Serve on the standard streams, out of everybody's way."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(10)
    # Millions of small tuples and no cycles: the collector would only look at them again and again.
    gc.disable()
    i18n.use_language(sys.argv[2])
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever prints must not disturb the answers
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(IndexServer(Library(Path(sys.argv[1]))), sys.stdin, answers, _end_soon)


if __name__ == "__main__":
    main()
