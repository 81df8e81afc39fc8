"""Patterns that are compiled when they are first used, not when their module is imported.

Python compiles a pattern anew in every run, in 0.1 to 2 ms (a class of Chinese
characters is the dearest). A start would wait for 150 of them, of which its
first page needs a third.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what behaves as `re.compile(source, flags)` does; an error in `source` shows at the first use.

    It is no instance of `re.Pattern`: call its methods, do not hand it to functions of `re`.
    """
    return cast("re.Pattern[AnyStr]", _Waiting(source, flags))


class _Waiting:
    """Becomes the pattern bit by bit: what is asked for once stands in the instance from then on."""

    def __init__(self, source: str | bytes, flags: int) -> None:
        self.pattern = source
        self._asked_flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = self.__dict__.get("_compiled")
        if compiled is None:
            compiled = self.__dict__["_compiled"] = re.compile(self.pattern, self._asked_flags)
        found = self.__dict__[name] = getattr(compiled, name)
        return found

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"
