"""Where an alignment may slide: text that was taken out, or put in, beside its own repetition.

Of "……的代码。……重复代码。文章" the middle sentence is deleted. Either "代码。" may be
the one that is left; an alignment picks one by chance. As in diff-match-patch's
`cleanupSemanticLossless`, the gap is slid to where it begins and ends at the
strongest borders: people take out sentences and lines. Where no border decides,
the stretch is doubtful, and annotations in it are for a person to judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.annotations.anchoring.normalise import Squeezed
from reader.articles.source.canonical_text import Span

FURTHEST = 4_000  # characters that a gap is slid


def settle_gaps(to: list[int], back: list[int], old: Squeezed, new: Squeezed) -> list[Span]:
    """Move each gap of an alignment to the strongest border that it can be slid to; changes both maps.

    `to[i]` is the place of the old character i in the new text, -1 for none; `back` is the way back.
    Returns ranges of old characters for which another alignment is as good, as where one of two equal
    neighbours is gone.
    """
    doubtful = []
    for start, end in list(_gaps(to)):
        is_cut = start > 0 and end < len(to) and to[end] == to[start - 1] + 1
        if is_cut and (span := _settle(to, back, old, start, end)):
            doubtful.append(span)
    for start, end in list(_gaps(back)):
        is_put_in = start > 0 and end < len(back) and back[end] == back[start - 1] + 1
        if is_put_in and (span := _settle(back, to, new, start, end)):
            places = [back[j] for j in range(span.start, span.end) if back[j] >= 0]
            doubtful += [Span(min(places), max(places) + 1)] if places else []
    return doubtful


def _settle(to: list[int], back: list[int], text: Squeezed, start: int, end: int) -> Span | None:
    """Slide the gap `start` to `end` of one side; return the stretch in which it might stand as well."""
    letters = text.text
    left = 0
    while left < FURTHEST and _may_slide(to, letters, start - left - 1, end - left - 1):
        left += 1
    right = 0
    while right < FURTHEST and _may_slide(to, letters, end + right, start + right):
        right += 1
    if not left and not right:
        return None
    scores = {
        shift: text.strength(start + shift) + text.strength(end + shift) for shift in range(-left, right + 1)
    }
    best = max(scores, key=lambda shift: (scores[shift], -abs(shift)))
    _slide(to, back, start, end, best)
    equals = [shift for shift, score in scores.items() if score == scores[best]]
    if len(equals) == 1:
        return None
    return Span(start + min(equals), end + max(equals))


def _may_slide(to: list[int], letters: str, taken: int, given: int) -> bool:
    """Whether the character at `taken`, beside the gap, may be exchanged for the one at `given` in it."""
    if not (0 <= taken < len(to) and 0 <= given < len(to)) or to[taken] < 0:
        return False
    neighbour = taken + 1 if taken < given else taken - 1
    if 0 <= neighbour < len(to) and to[neighbour] >= 0 and abs(to[neighbour] - to[taken]) != 1:
        return False
    return letters[taken] == letters[given]


def _slide(to: list[int], back: list[int], start: int, end: int, shift: int) -> None:
    step = 1 if shift > 0 else -1
    for n in range(abs(shift)):
        taken, given = (end + n, start + n) if step > 0 else (start - 1 - n, end - 1 - n)
        to[given], to[taken] = to[taken], -1
        back[to[given]] = given


def _gaps(to: list[int]) -> Iterator[tuple[int, int]]:
    start = -1
    for i, place in enumerate(to):
        if place < 0 and start < 0:
            start = i
        elif place >= 0 and start >= 0:
            yield start, i
            start = -1
