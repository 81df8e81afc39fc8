"""What a person has had before their eyes: events, appended to one file a device, never changed.

Everything else (read or not, minutes, speed, statistics) is derived from them, so that a better rule is
a new reckoning and no loss. The files lie in the library's own folder under `reading/`, a line of JSON an
event (`device_log`).
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from reader.catalogue.device_log import DeviceLog, values_in
from reader.catalogue.library import OWN_FOLDER
from reader.catalogue.text_length import NOTHING, Length
from reader.errors import LibraryError
from reader.i18n import gettext as _
from reader.paths import holds_something

FOLDER = "reading"
_LONGEST = 3_600.0  # seconds of one event: whoever logs splits longer ones
_SEEN, _MARKED, _ERASED = "seen", "marked", "erased"


class Event(NamedTuple):
    """One stretch of reading, or what a person said by hand.

    `article` is the name in the library, `node` the node's id ("" for text outside of all nodes), `digest`
    that of the node's own text as it was. `start` is in whole seconds since the epoch. `in_view` is how
    much of the text was in view. `mark` is "read" or "untouched" where a person said so, else "".
    """

    article: str
    node: str
    digest: str
    start: int
    seconds: float = 0.0
    in_view: Length = NOTHING
    mark: str = ""


class ReadingLog:
    """The events of one library. `device` names the only file that is written; it may run on any thread."""

    def __init__(self, own_folder: Path, device: str) -> None:
        self._own_folder = own_folder
        self._folder = own_folder / FOLDER
        self._log = DeviceLog(self._folder, device)

    def append(self, events: Iterable[Event]) -> None:
        """Write `events` behind what is there. Raises `LibraryError`; then the caller still has them."""
        self._write(map(_line, events))

    def erase(self, now: int, article: str = "") -> None:
        """Forget all that was read before `now`, of `article` or of the whole library, on every device.

        Said as an event, since no device writes another's file. Raises `LibraryError`.
        """
        self._write([[_ERASED, now, article]])

    def events(self) -> tuple[Event, ...]:
        """Return the events of all devices that stand in the same folder, see `read_events`."""
        return read_events(self._folder.parent)

    def _write(self, values: Iterable[object]) -> None:
        try:
            if self._own_folder.name == OWN_FOLDER and not holds_something(self._own_folder.parent):
                raise OSError(errno.ENOENT, _("the library is not there now"))
            self._log.append(values)
        except OSError as error:
            raise LibraryError(
                _("What was read could not be noted in {folder}: {reason}.").format(
                    folder=self._folder, reason=error.strerror or error
                )
            ) from error


def read_events(*own_folders: Path) -> tuple[Event, ...]:
    """Return all devices' events that were not erased, in order of time. Raises nothing, writes nothing.

    Of a library that is `Library.own_folders`: what was read while it could not be written stands elsewhere.
    """
    found: list[Event] = []
    erased: dict[str, int] = {}
    for values in chain.from_iterable(values_in(folder / FOLDER) for folder in own_folders):
        match values:
            case [kind, int(now), str(article)] if kind == _ERASED:
                erased[article] = max(now, erased.get(article, 0))
            case _:
                event = _event(values)
                if event is not None:
                    found.append(event)
    everything = erased.get("", 0)
    kept = (one for one in found if one.start >= max(everything, erased.get(one.article, 0)))
    return tuple(sorted(set(kept), key=_order))


def by_article(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Return the events of each article by its name, in their order."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.article, []).append(event)
    return found


def _order(event: Event) -> tuple[object, ...]:
    """Time first, then all the rest: devices are read in no order of their own."""
    length = event.in_view
    return (
        *(event.start, event.article, event.node, event.digest, event.mark),
        *(event.seconds, length.han, length.words),
    )


def _line(event: Event) -> list[object]:
    if event.mark:
        return [_MARKED, event.start, event.article, event.node, event.digest, event.mark]
    seen = [round(event.seconds, 1), event.in_view.han, event.in_view.words]
    return [_SEEN, event.start, event.article, event.node, event.digest, *seen]


def _event(values: Any) -> Event | None:
    match values:
        case [
            kind,
            int(start),
            str(article),
            str(node),
            str(digest),
            (int() | float()) as seconds,
            int(han),
            int(words),
        ]:
            is_sane = 0 <= seconds <= _LONGEST and han >= 0 and words >= 0
            if kind == _SEEN and start >= 0 and is_sane:
                return Event(article, node, digest, start, float(seconds), Length(han, words))
        case [kind, int(start), str(article), str(node), str(digest), ("read" | "untouched") as mark]:
            if kind == _MARKED and start >= 0:
                return Event(article, node, digest, start, mark=mark)
    return None
