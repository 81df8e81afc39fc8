"""Which language an article is in, for whoever shapes its characters and breaks its lines."""

from __future__ import annotations

import re
from operator import ne

from reader.articles.source.character_folding import fold

_ENOUGH = 4_000  # code points to look at
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_LEAST = 0.05


def language_of(text: str) -> str:
    """Return "zh-Hans", "zh-Hant", "ja" or "en" for `text`: the last where hardly anything is Chinese."""
    shown = text[:_ENOUGH]
    letters = [letter for letter in shown if not letter.isspace()]
    kana, han = _KANA.findall(shown), _HAN.findall(shown)
    if len(kana) + len(han) < _LEAST * max(1, len(letters)):
        return "en"
    if len(kana) > _LEAST * len(letters):
        return "ja"
    chinese = "".join(han)
    traditional = sum(map(ne, chinese, fold(chinese)))  # at once: letter by letter took a third of an import
    return "zh-Hant" if traditional > _LEAST * len(han) else "zh-Hans"
