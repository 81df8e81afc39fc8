"""Keeps the index of one library: here, or in a process of its own.

The process is `python -m reader.search.build.index_server FOLDER LANGUAGE`.

The window has such a process while there is something to do, so that it needs
neither Whoosh nor the reading of articles for what nobody sees
(`reader.search.build.index_client` is its end of the pipe). Asked in lines of JSON:
{"refresh": [name, ...] or null, "workers": 1}, answered by {"done": 3, "total": 9, "name": name} now and
then, and by {"finished": whether it is up to date} or {"failed": a sentence} at last;
{"tidy": true}, answered by {"finished": whether there was need};
{"pause": true or false}, at any time, and not answered. It ends when the pipe does.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TextIO

from reader import i18n
from reader.catalogue.library import Library
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.search.build.build_control import Hand, Progress
from reader.search.index import LibraryIndex

_OFTEN = 40  # times that the progress of a build is told, at most

log = logging.getLogger(__name__)


class Keeper:
    """Keeps the index of `library` in this process. `pause` and `stop` may be called from any thread."""

    def __init__(self, library: Library) -> None:
        self._index = LibraryIndex(library)
        self._hand = Hand()

    def refresh(
        self, names: Collection[str] | None, workers: int, progress: Callable[[Progress], None]
    ) -> bool:
        """Read the articles called `names` anew, or (None) whatever has changed; return if all is read now.

        It is not where another process is at it, or where it was stopped.
        """
        if names is None or not self._index.is_complete:
            return self._index.update(workers=workers, hand=self._hand, progress=_seldom(progress))
        return self._index.update_articles(names)

    def tidy(self) -> bool:
        """Merge small segments; return whether there was need."""
        return self._index.tidy()

    def pause(self, *, on: bool) -> None:
        """Hold the reading of many articles, or let it go on."""
        self._hand.pause(on=on)

    def stop(self) -> None:
        """End what is running, for good; what has been read is mostly kept."""
        self._hand.stop()

    def rest(self) -> None:
        """Do nothing: there is no process to let go of."""


def _seldom(progress: Callable[[Progress], None]) -> Callable[[Progress], None]:
    def tell(now: Progress) -> None:
        step = max(1, now.total // _OFTEN)
        if now.total and (now.done % step == 0 or now.done == now.total):
            progress(now)

    return tell


# ---- as a process ----------------------------------------------------------


def serve(keeper: Keeper, asked: TextIO, answers: TextIO) -> None:
    """Answer line by line until nothing is asked any more."""

    def tell(answer: dict[str, Any]) -> None:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()

    questions: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
    threading.Thread(target=_listen, args=(keeper, asked, questions), daemon=True).start()
    while (question := questions.get()) is not None:
        try:
            finished = _answer(keeper, question, tell)
        except BrokenPipeError:
            return
        except ReaderError as error:
            tell({"failed": str(error)})
        except Exception:
            log.exception("The search index could not be kept")
            tell({"failed": _("Reading the library for the search has failed; the log says why.")})
        else:
            tell({"finished": finished})


def _listen(keeper: Keeper, asked: TextIO, questions: SimpleQueue[dict[str, Any] | None]) -> None:
    for line in asked:
        question = json.loads(line)
        if "pause" in question:
            keeper.pause(on=question["pause"])
        else:
            questions.put(question)
    keeper.stop()
    questions.put(None)


def _answer(keeper: Keeper, question: dict[str, Any], tell: Callable[[dict[str, Any]], None]) -> bool:
    if "tidy" in question:
        return keeper.tidy()
    return keeper.refresh(
        question["refresh"],
        question["workers"],
        lambda now: tell({"done": now.done, "total": now.total, "name": now.name}),
    )


def main() -> None:
    """Serve on the standard streams."""
    i18n.use_language(sys.argv[2])
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever prints must not disturb the answers
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        serve(Keeper(Library(Path(sys.argv[1]))), sys.stdin, answers)


if __name__ == "__main__":
    main()
