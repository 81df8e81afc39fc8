"""How often something is done that is done many times: a few times in every run, all of it in a long one.

A long run is one with GANGMU_LONG_TESTS in its environment, as `.ci/run --long` has.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")
IS_LONG = bool(os.environ.get("GANGMU_LONG_TESTS"))


def some(cases: Sequence[Case], few: int) -> Sequence[Case]:
    """Return all `cases` in a long run, the first `few` in any other; for those that are dear and alike."""
    return cases if IS_LONG else cases[:few]


def times(whole: int, few: int) -> int:
    """Return `whole` in a long run, `few` in any other; what is asserted must hold for both."""
    return whole if IS_LONG else few
