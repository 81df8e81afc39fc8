"""Moving articles to the system's trash, and back again.

No system lets one take a file out of its trash in one way. So a copy of what goes is kept in memory while the
window is open, and undoing writes it where it was, with its time; the trash keeps its own. An article that is
written again under its name meanwhile is not replaced.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QUndoCommand

from reader import paths
from reader.errors import words_of
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.session.session import Session

LARGEST = 64 * 2**20  # bytes that are kept of one act; of a larger one nothing is, and it is not undone here


@dataclass(frozen=True, slots=True)
class _Gone:
    """A file as it was."""

    path: Path
    data: bytes
    times: tuple[int, int]  # of reading and writing, nanoseconds since the epoch


class Trashing:
    """Moves files to the trash. `push` takes an act that can be undone, and the sentence on it."""

    def __init__(self, session: Session, push: Callable[[QUndoCommand, str], None] | None = None) -> None:
        self._session = session
        self._push = push
        self._later = session.libraries.writing  # for what is undone: another window may do that

    def trash(self, files: Sequence[tuple[Path, str]]) -> None:
        """Move files, with their titles, to the trash; what happened is said."""

        def work() -> tuple[list[_Gone], list[str], str]:
            from send2trash import send2trash  # what it needs of the system is looked for when it is imported

            kept, gone, problem = [], [], ""
            room = LARGEST
            for path, title in files:
                try:
                    copy = _copy_of(path, room)
                    send2trash(path)
                except OSError as error:
                    words = _("“{title}” could not be moved to the trash, and is where it was: {reason}.")
                    reason = (error.strerror or str(error)).rstrip(".")
                    problem = words.format(title=title, reason=reason)
                    continue
                gone.append(title)
                if copy is not None:
                    kept.append(copy)
                    room -= len(copy.data)
            return kept, gone, problem

        def done(found: tuple[list[_Gone], list[str], str]) -> None:
            kept, gone, problem = found
            if gone:
                said = _said(gone)
                if self._push is not None and len(kept) == len(gone):
                    self._push(_TrashAct(self, kept), said)
                else:
                    self._session.tell(said)
            if problem:
                self._session.tell(problem)

        def failed(error: BaseException) -> None:
            self._session.tell(
                _("Nothing was moved to the trash: {reason}.").format(reason=words_of(error).rstrip("."))
            )

        self._session.tasks.run(work, done, failed)

    def send(self, files: Sequence[_Gone]) -> None:
        """Move files to the trash again."""

        def work() -> None:
            from send2trash import send2trash

            for one in files:
                if paths.is_file(one.path):
                    send2trash(one.path)

        self._later.run(work, lambda _none: None, lambda error: self._tell(words_of(error)))

    def restore(self, files: Sequence[_Gone]) -> None:
        """Write files where they were, unless something is there again."""

        def work() -> str:
            problem = ""
            for one in files:
                try:
                    one.path.parent.mkdir(parents=True, exist_ok=True)
                    with one.path.open("xb") as file:
                        file.write(one.data)
                    os.utime(one.path, ns=one.times)
                except OSError as error:
                    words = _("{name} could not be put back, and is in the trash: {reason}.")
                    problem = words.format(name=one.path.name, reason=error.strerror or error)
            return problem

        def done(problem: str) -> None:
            if problem:
                self._tell(problem)

        self._later.run(work, done)

    def _tell(self, sentence: str) -> None:
        if not self._session.tasks.is_shut:  # else its window is closed
            self._session.tell(sentence)


class _TrashAct(QUndoCommand):
    """Files that went to the trash, already, when this is pushed."""

    def __init__(self, trashing: Trashing, files: Sequence[_Gone]) -> None:
        super().__init__(_("Move to the trash"))
        self._trashing, self._files = trashing, files
        self._is_new = True

    def redo(self) -> None:
        if not self._is_new:
            self._trashing.send(self._files)
        self._is_new = False

    def undo(self) -> None:
        self._trashing.restore(self._files)


def _copy_of(path: Path, room: int) -> _Gone | None:
    """Return the file at `path` as it is; None where it is larger than `room`, or no file of its own."""
    state = path.lstat()
    if path.is_symlink() or state.st_size > room:
        return None
    return _Gone(path, path.read_bytes(), (state.st_atime_ns, state.st_mtime_ns))


def _said(titles: Sequence[str]) -> str:
    if len(titles) == 1:
        words = _("“{title}” is in the trash. Your notes on it stay in the library.")
        return words.format(title=titles[0])
    many = ngettext(
        "{count} article is in the trash. Your notes on it stay in the library.",
        "{count} articles are in the trash. Your notes on them stay in the library.",
        len(titles),
    )
    return many.format(count=figure(len(titles)))
