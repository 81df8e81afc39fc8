"""Where the person has been: back and forward over jumps, as in a browser.

Only jumps are steps; scrolling is not. Leaving a place writes down how far
one had read there, so that going back returns to the line and not to the
heading that was once clicked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in an article. `position` counts code points of the canonical text.

    Its line stood at `y` of the view, where that is known.
    """

    path: Path
    position: int
    y: float | None = field(default=None, compare=False)


class NavigationHistory:
    """The stops, and which of them is now."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._now = -1

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops, the first first."""
        return tuple(self._stops)

    @property
    def now(self) -> int:
        """Which of `stops` is the present one; -1 where there is none."""
        return self._now

    def take(self, stops: Sequence[Stop], now: int) -> None:
        """Take `stops` in place of these, the one numbered `now` as the present one."""
        self._stops, self._now = list(stops), now

    @property
    def can_go_back(self) -> bool:
        """Whether there is a stop before this one."""
        return self._now > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a stop after this one."""
        return self._now < len(self._stops) - 1

    def jump(self, here: Stop | None, there: Stop) -> None:
        """Note that the person leaves `here` (where they are now, if anywhere) for `there`."""
        self._settle(here)
        if self._now >= 0 and self._stops[self._now] == there:
            return
        del self._stops[self._now + 1 :]
        self._stops.append(there)
        del self._stops[:-LONGEST]
        self._now = len(self._stops) - 1

    def back(self, here: Stop | None) -> Stop | None:
        """Return the stop before this one and make it the present one; None where there is none."""
        return self._step(-1, here) if self.can_go_back else None

    def forward(self, here: Stop | None) -> Stop | None:
        """Return the stop after this one and make it the present one; None where there is none."""
        return self._step(1, here) if self.can_go_forward else None

    def _step(self, by: int, here: Stop | None) -> Stop:
        self._settle(here)
        self._now += by
        return self._stops[self._now]

    def _settle(self, here: Stop | None) -> None:
        if here is None:
            return
        if self._now >= 0 and self._stops[self._now].path == here.path:
            self._stops[self._now] = here
        elif self._now < 0:
            self._stops.append(here)
            self._now = 0
