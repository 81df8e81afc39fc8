"""Into which stretches a run is cut to be set: where the space after a character, or its form, is another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reader.articles.markdown.blocks import Inline, Mark, Run
from reader.articles.markdown.typography import Space, Typography
from reader.ui.pane.layout.formats import GAP, ROOM, SHUT, SQUEEZE, is_boxed
from reader.ui.pane.layout.justification import HALF_EMPTY

_SPACES = {Space.GAP: GAP, Space.SQUEEZED: SQUEEZE, Space.ROOM: ROOM, Space.SHUT: SHUT}


def parts(
    run: Run, at: int, typography: Typography, ruby: float, *, reaches_over: bool = True
) -> Iterator[tuple[str, str, float]]:
    """Yield the stretches of `run` that are set alike: text, form, letter spacing in em.

    `at` is where the run starts in the text that `typography` is of. Code keeps
    its own spacing inside; only its last character may be spaced. `ruby` is the spacing that readings ask
    for; the last of them needs none unless what follows has one too (`reaches_over`).
    """
    text = run.text
    if ruby:
        form = "upright" if Mark.EMPHASIS in run.marks else ""
        if reaches_over or len(text) < 2:
            yield text, form, ruby
        else:
            last = at + len(text) - 1
            yield text[:-1], form, ruby
            yield text[-1], form, _SPACES[typography.spaces[last]] if last in typography.spaces else 0.0
        return
    if Mark.EMPHASIS in run.marks:
        yield from _emphasised(text, at, typography)
        return
    code = is_boxed(run.marks)
    breaks = {n - at for n in typography.spaces if at <= n < at + len(text)}
    forms = dict.fromkeys((n - at for n in typography.narrow if at <= n < at + len(text)), "narrow")
    forms.update(dict.fromkeys((n - at for n in typography.wide if at <= n < at + len(text)), "wide"))
    if code:
        breaks = {n for n in breaks if n == len(text) - 1}
        forms = {}
    start = 0
    for n in sorted(breaks | forms.keys()):
        if start < n:
            yield text[start:n], "", 0.0
        space = _SPACES[typography.spaces[at + n]] if n in breaks else 0.0
        yield text[n], forms.get(n, ""), space
        start = n + 1
    if start < len(text):
        yield text[start:], "", 0.0


def _emphasised(text: str, at: int, typography: Typography) -> Iterator[tuple[str, str, float]]:
    """Yield the stretches of an emphasised run, as `parts` does: its Chinese stands upright."""

    def shape(n: int) -> tuple[str, float]:
        space = _SPACES[typography.spaces[n + at]] if n + at in typography.spaces else 0.0
        if n + at in typography.narrow:
            return "narrow", space
        return "upright" if text[n] >= "\u2e80" or n + at in typography.wide else "", space

    for (form, space), places in groupby(range(len(text)), shape):
        yield "".join(text[n] for n in places), form, space


def make_room(inlines: tuple[Inline, ...], text: str, typography: Typography, centred: bool) -> None:
    """Give the boxes of inline code and keys room on both sides, after the character before.

    A stop has room enough in its empty half. What is raised behind Chinese stands close to it.
    """
    at, spaces = 0, typography.spaces
    for inline in inlines:
        length = len(inline.text) if isinstance(inline, Run) else 1
        if isinstance(inline, Run) and is_boxed(inline.marks):
            spaces[at + length - 1] = Space.ROOM
            if at and text[at - 1] in HALF_EMPTY and not centred:
                spaces.pop(at - 1, None)
            elif at and text[at - 1] != "\u2028":
                narrow = text[at - 1].isspace() or text[at - 1] in "([{\"'“‘（"
                spaces[at - 1] = Space.GAP if narrow else Space.ROOM
        elif isinstance(inline, Run) and Mark.SUPERSCRIPT in inline.marks and at and text[at - 1] >= "\u2e80":
            spaces.pop(at - 1, None)
            spaces.pop(at + length - 1, None)
        at += length
