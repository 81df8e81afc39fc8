"""Traditional characters shown as Simplified ones, and the other way round, by OpenCC: the extra `opencc`.

A conversion keeps the number of code points and of UTF-16 units, so that every place stays where it is:
a character that would become one of another length is left as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

SIMPLIFIED, TRADITIONAL = "simplified", "traditional"
_REGIONAL = {"zh_TW": "s2tw", "zh_HK": "s2hk"}


def can_convert() -> bool:
    """Whether OpenCC is installed."""
    return find_spec("opencc") is not None


@lru_cache(maxsize=2048)
def converted(text: str, script: str, language: str = "zh_CN") -> str:
    """Return `text` in `script`: SIMPLIFIED, or TRADITIONAL as it is written where `language` is spoken.

    Anything else, and where OpenCC lacks, is `text` itself.
    """
    if text.isascii() or script not in (SIMPLIFIED, TRADITIONAL) or not can_convert():
        return text
    convert = _converter("t2s" if script == SIMPLIFIED else _REGIONAL.get(language, "s2t")).convert
    whole = str(convert(text))
    pairs = zip(text, whole if len(whole) == len(text) else map(convert, text), strict=True)
    return "".join([new if _is_as_long(new, old) else old for old, new in pairs])


def load(script: str, language: str) -> None:
    """Read the dictionaries now, on whatever thread (10 to 60 ms)."""
    converted("\u6f22", script, language)


def _is_as_long(new: str, old: str) -> bool:
    return len(new) == 1 and (new > "\uffff") == (old > "\uffff")


@cache
def _converter(config: str) -> Any:
    from opencc import OpenCC

    return OpenCC(config)
