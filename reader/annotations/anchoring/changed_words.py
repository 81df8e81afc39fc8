"""Which words of a text are others than in its new wording, as a person sees it.

Letters of Latin and its like are compared as whole words, since "gr[e]at" is no change that anybody reads;
Chinese characters one by one, since they have no spaces between words.
"""

from __future__ import annotations

import re

from reader.annotations.anchoring.edit_distance import opcodes
from reader.articles.source.canonical_text import Span

MOST = 4_000  # words or characters on a side; of longer texts nothing is told
_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = rf"[^\W{_HAN}]+(?:['’\-.][^\W{_HAN}]+)*|\S"


def changed_words(old: str, new: str) -> tuple[list[Span], list[Span]]:
    """Return the spans in `old` whose words are gone, and those in `new` whose words have come, in order."""
    ones, others = list(re.finditer(_WORD, old)), list(re.finditer(_WORD, new))
    if len(ones) > MOST or len(others) > MOST:
        return [], []
    gone: list[Span] = []
    come: list[Span] = []
    for step in opcodes([each[0] for each in ones], [each[0] for each in others]):
        if step.tag != "equal":
            if step.src_start < step.src_end:
                gone.append(Span(ones[step.src_start].start(), ones[step.src_end - 1].end()))
            if step.dest_start < step.dest_end:
                come.append(Span(others[step.dest_start].start(), others[step.dest_end - 1].end()))
    return gone, come
