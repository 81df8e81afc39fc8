"""What a tab keeps while it is not in front, and how all of a window are written down for the next start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from reader.articles.source.canonical_text import Span
from reader.ui.session.link_following import Place
from reader.ui.session.navigation_history import NavigationHistory, Stop
from reader.ui.session.window_memory import are_numbers

Kept = tuple[int, float, int, int]  # position, the y of its line, the line from 1, the code point in it
Destination = Place

MOST_TABS = 200  # of one pane that come back; a file that says more is damaged
MOST_STOPS = 20  # of the way back of each


@dataclass(slots=True, eq=False)
class Tab:
    """One article that is open, or is to be. The one in front has its place in the pane."""

    path: Path | None = None
    title: str = ""
    kept: Kept | None = None  # where it was left
    destination: Destination = None  # where it is to open, if it was never in front
    history: NavigationHistory = field(default_factory=NavigationHistory)

    @property
    def name(self) -> str:
        """What it is called: the article's title, or the name of its file until that is known."""
        return self.title or (self.path.stem if self.path is not None else "")

    def copy(self) -> Tab:
        """Return another tab of the same place, with a way back of its own."""
        twin = Tab(self.path, self.title, self.kept, self.destination)
        twin.history.take(self.history.stops, self.history.now)
        return twin


class KeptPane(NamedTuple):
    """The tabs of one pane, and which is in front."""

    tabs: tuple[Tab, ...]
    current: int


def written(panes: Iterable[tuple[Iterable[Tab], int]], active: int, library: Path) -> dict[str, Any]:
    """Return tabs as JSON: paths from the folder of the `library`, without what stands outside it."""
    return {"active": active, "panes": [_written_pane(tabs, current, library) for tabs, current in panes]}


def read(kept: Any, library: Path) -> tuple[tuple[KeptPane, ...], int]:
    """Return what `written` wrote, without articles that are gone, and which pane was active.

    What is damaged is left out: nothing in it is worth a message.
    """
    panes = kept.get("panes") if isinstance(kept, dict) else None
    found = [_read_pane(pane, library) for pane in (panes if isinstance(panes, list) else [])[:2]]
    whole = tuple(pane for pane in found if pane is not None)
    active = kept.get("active") if isinstance(kept, dict) else 0
    return whole, active if type(active) is int and 0 <= active < len(whole) else 0


def _written_pane(tabs: Iterable[Tab], current: int, library: Path) -> dict[str, Any]:
    inside = [
        (at, tab, tab.path)
        for at, tab in enumerate(tabs)
        if tab.path is not None and tab.path.is_relative_to(library)
    ]
    front = next((number for number, (at, _tab, _path) in enumerate(inside) if at == current), 0)
    return {"current": front, "tabs": [_written_tab(tab, path, library) for _at, tab, path in inside]}


def _written_tab(tab: Tab, path: Path, library: Path) -> dict[str, Any]:
    one: dict[str, Any] = {"article": path.relative_to(library).as_posix(), "title": tab.title}
    place = tab.kept
    if place is None and (start := _start_of(tab.destination)) is not None:
        place = (start, 0.0, 0, 0)
    if place is not None:
        one["place"] = [place[0], round(place[1], 2), *place[2:]]
    stops, now = tab.history.stops, tab.history.now
    first = max(0, min(now - MOST_STOPS // 2, len(stops) - MOST_STOPS))
    near = stops[first : first + MOST_STOPS]
    if all(stop.path.is_relative_to(library) for stop in near):
        one["stops"] = [[s.path.relative_to(library).as_posix(), s.position, s.y or 0.0] for s in near]
        one["now"] = now - first
    return one


def _start_of(destination: Destination) -> int | None:
    match destination:
        case Span():
            return destination.start
        case Stop():
            return destination.position
        case int():
            return destination
    return None


def _read_pane(kept: Any, library: Path) -> KeptPane | None:
    given = kept.get("tabs") if isinstance(kept, dict) else None
    if not isinstance(given, list):
        return None
    read_tabs = [_read_tab(one, library) for one in given[:MOST_TABS]]
    tabs = tuple(tab for tab in read_tabs if tab is not None)
    if not tabs:
        return None
    at = kept.get("current")
    at = at if type(at) is int and 0 <= at < len(read_tabs) else 0
    front = sum(tab is not None for tab in read_tabs[:at])
    return KeptPane(tabs, min(front, len(tabs) - 1))


def _read_tab(kept: Any, library: Path) -> Tab | None:
    name = kept.get("article") if isinstance(kept, dict) else None
    if not isinstance(name, str) or not name:
        return None
    path = library / name
    if not path.is_relative_to(library) or not path.is_file():
        return None
    tab = Tab(path, str(kept.get("title") or ""))
    place = kept.get("place")
    if are_numbers(place) and len(place) == 4:
        tab.kept = (int(place[0]), float(place[1]), int(place[2]), int(place[3]))
    stops, now = list(_read_stops(kept.get("stops"), library)), kept.get("now")
    if stops and type(now) is int and 0 <= now < len(stops):
        tab.history.take(stops, now)
    return tab


def _read_stops(kept: Any, library: Path) -> Iterator[Stop]:
    for one in kept if isinstance(kept, list) else ():
        if not (isinstance(one, list) and len(one) == 3 and isinstance(one[0], str) and are_numbers(one[1:])):
            return
        yield Stop(library / one[0], int(one[1]), float(one[2]))
