"""The heights of the sections of a column, most of them guessed: sums and searches in logarithmic time.

A Fenwick tree ("A new data structure for cumulative frequency tables", 1994):
an article of 10 MB has some 15,000 sections, and a height is corrected each
time that one of them is laid out for the first time.
"""

from __future__ import annotations

from collections.abc import Iterable


class Heights:
    """A list of heights, in pixels, that knows where each one starts."""

    def __init__(self, heights: Iterable[float] = ()) -> None:
        self._heights = list(heights)
        self._sums: list[float] = [0.0]
        self._build()

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> float:
        return self._heights[index]

    def append(self, height: float) -> None:
        """Add a height at the end."""
        self._heights.append(height)
        place = len(self._heights)
        total, below, lowest = height, place - 1, place - (place & -place)
        while below > lowest:
            total += self._sums[below]
            below -= below & -below
        self._sums.append(total)

    def change(self, index: int, height: float) -> None:
        """Set the height at `index`."""
        more = height - self._heights[index]
        self._heights[index] = height
        place = index + 1
        while place < len(self._sums):
            self._sums[place] += more
            place += place & -place

    def scale(self, factor: float) -> None:
        """Multiply all heights by `factor`."""
        self._heights = [height * factor for height in self._heights]
        self._sums = [total * factor for total in self._sums]

    def top(self, index: int) -> float:
        """Return the sum of the heights before `index`; the total for `index` = len."""
        total = 0.0
        while index:
            total += self._sums[index]
            index -= index & -index
        return total

    @property
    def total(self) -> float:
        """The sum of all heights."""
        return self.top(len(self._heights))

    def index_at(self, y: float) -> int:
        """Return the index of the height that holds `y`; the nearest one outside, 0 where there are none."""
        place, step = 0, 1 << len(self._heights).bit_length()
        while step := step >> 1:
            further = place + step
            if further < len(self._sums) and self._sums[further] <= y:
                place, y = further, y - self._sums[further]
        return max(0, min(place, len(self._heights) - 1))

    def _build(self) -> None:
        sums = [0.0, *self._heights]
        for place in range(1, len(sums)):
            above = place + (place & -place)
            if above < len(sums):
                sums[above] += sums[place]
        self._sums = sums
