"""Finding an annotation's words again in the article as it is now. Pure text, no Qt.

Two verbs, in the W3C's and Hypothesis' words: `describe` makes selectors of a
span, `Ground.anchor` makes a span of selectors. In this order:

1. the same text: the stored position, if the words stand there;
2. another version of the extractor, the same file: the same lines (`line_anchor.py`);
3. another text, the old one kept: its alignment with the new one
   (`reader.annotations.anchoring.text_alignment`), then judged by words, context and path;
4. quote and context alone, among words that no other part of the old text has
   become; here a floor and a clear lead over the second best are asked for.

The numbers below are traded against one another in `tests/benchmarks/annotations.py`:
a wrong place is never worth a right one, so whatever is doubtful becomes a review.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from reader.annotations.anchoring.line_anchor import anchor_on_lines, is_same_file
from reader.annotations.anchoring.moved_sections import carried
from reader.annotations.anchoring.normalise import Squeezed
from reader.annotations.anchoring.quote_search import find_quote
from reader.annotations.anchoring.text_alignment import Alignment, Image
from reader.annotations.anchoring.text_similarity import Surroundings, are_akin, likeness, surroundings
from reader.annotations.model import CONTEXT, Anchor, State, Target, TextQuote
from reader.articles.model import Article
from reader.articles.source.canonical_text import CanonicalText, Span

KEPT_FLOOR = 0.35  # less of the words than this, and they are gone
LIKE_FLOOR = 0.6  # less like the old words than this, and a person must look
SHORT = 6  # squeezed code points: shorter quotes stand everywhere, so their context decides
LONG = 12  # from here on the words alone are evidence
EXACT_LINE = 0.97  # a passage that changed its section must have been carried there as a whole

CARRIED = 0.985  # share of a section that must stand under another point for its words to be the same ones


@dataclass(frozen=True, slots=True)
class OldText:
    """The canonical text that an annotation was made in, its framework as (path, passage), and its units."""

    text: str
    extractor: int
    nodes: tuple[tuple[tuple[str, ...], Span | None], ...] = ()
    units: tuple[Span, ...] = ()


Alignments = dict[str, tuple[OldText, Alignment]]  # by the old text's digest
Texts = Callable[[str], OldText | None]  # an old text by its digest, if it was kept


def describe(article: Article, span: Span, source: str) -> Target:
    """Return the selectors of `span` of the article's canonical text. `source`: its name in the library."""
    text = article.text.text
    quote = TextQuote(
        text[span.start : span.end],
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )
    path = Ground(article).path_at(span.start)
    return Target(source, quote, span, path, article.text.digest, article.text.version)


class Ground:
    """Finds the places of annotations in one article as it is now.

    Each old text is aligned with the present one once, however many annotations were made in it.
    """

    def __init__(
        self, article: Article, texts: Texts = lambda _: None, alignments: Alignments | None = None
    ) -> None:
        """`alignments` are those made for this text before; what is made here is added to them."""
        self.article = article
        self.text: CanonicalText = article.text
        self.texts = texts
        self._alignments: Alignments = {} if alignments is None else alignments
        self._same_file: dict[str, bool] = {}  # by the digest of an old text
        self._unit_starts = [unit.span.start for unit in article.units]

    @cached_property
    def squeezed(self) -> Squeezed:
        """The text without white space and punctuation, for quotes that stand nowhere as they are."""
        return Squeezed(self.text.text)

    def path_at(self, position: int) -> tuple[str, ...]:
        """Return the framework path of the unit that holds the code point at `position`."""
        index = bisect_right(self._unit_starts, position) - 1
        return self.article.units[index].path if index >= 0 else ()

    def is_aside(self, span: Span) -> bool:
        """Whether `span` lies in the framework's drawing or in the head: both repeat words of the text."""
        framework, line = self.article.framework, self.text.line_at(span.start)
        is_drawn = framework.first_line <= line <= framework.last_line
        return is_drawn or line in self.article.metadata.lines

    def alignment(self, digest: str) -> tuple[OldText, Alignment] | None:
        """Return the old text of that digest with its alignment to this one, if it was kept."""
        if digest not in self._alignments:
            old = self.texts(digest) if digest else None
            if old is None:
                return None  # not noted: it may come yet, from another device
            self._alignments[digest] = (old, Alignment(old.text, self.text.text))
        return self._alignments[digest]

    def anchor(self, target: Target) -> Anchor:
        """Return where the words of `target` stand now. Never raises.

        `Anchor.how` names what decided: the same text, its alignment with the old one, the quote alone.
        """
        quote = target.quote
        if quote is None:
            return Anchor(State.ORPHAN)
        if target.digest == self.text.digest and target.span and self.text.words(target.span) == quote.exact:
            return Anchor(State.ANCHORED, target.span, certainty=1.0, how="same")
        if anchor := self._on_its_lines(target):
            return anchor
        aligned = self.alignment(target.digest)
        if aligned is None:
            return find_quote(self, target, None)
        old, alignment = aligned
        span = _span_in(old.text, target)
        if span is None:
            return find_quote(self, target, None)
        image = alignment.image(span)
        if image is None or image.kept < KEPT_FLOOR:
            if not alignment.is_doubtful(span):
                return find_quote(self, target, alignment)
            # It or its repetition beside it was deleted: what is left is a guess, claimed or not.
            return replace(find_quote(self, target, None), state=State.REVIEW)
        return self._judge(target, old, span, image)

    def _on_its_lines(self, target: Target) -> Anchor | None:
        """Return where a quotation stands if only the extractor's version has changed; else None."""
        old = self.texts(target.digest) if target.digest else None
        if old is None or old.extractor == self.text.version or not self._is_same_file(target.digest, old):
            return None
        span = _span_in(old.text, target)
        return anchor_on_lines(old.text, span, self.text) if span else None

    def _is_same_file(self, digest: str, old: OldText) -> bool:
        if digest not in self._same_file:
            self._same_file[digest] = is_same_file(old.text, self.text.text)
        return self._same_file[digest]

    def _judge(self, target: Target, kept: OldText, span: Span, image: Image) -> Anchor:
        old, new = kept.text, self.text.text
        like = likeness(old[span.start : span.end], new[image.span.start : image.span.end])
        around = surroundings(old, span, new, image.span)
        akin = not target.path or are_akin(target.path, self.path_at(image.span.start))
        is_sure = _is_sure(like, around, image)
        if is_sure and not akin:
            units = [unit.span for unit in self.article.units]
            section = carried(old, kept.units, span, new, units, image.span)
            is_untouched = like == 1.0 and around.line == 1.0 and around.mean >= 0.9
            is_sure = section.share >= CARRIED or (not image.moved and (section.in_place or is_untouched))
        state = State.ANCHORED if is_sure else State.REVIEW
        return Anchor(state, image.span, certainty=round(like * max(0.5, around.best), 3), how="diff")


def _is_sure(like: float, around: Surroundings, image: Image) -> bool:
    if image.moved and like == 1.0 and around.line >= EXACT_LINE:
        return True
    if image.moved:
        return like >= LIKE_FLOOR and around.best >= 0.5 and around.line >= 0.75
    if image.doubtful:
        return False
    if around.size < SHORT:
        is_whole = like == 1.0 and around.best >= 0.6 and around.line >= 0.6
        is_close = like >= 0.75 and around.best >= 0.85 and around.line >= 0.75
        return is_whole or is_close or (like >= 0.5 and around.mean >= 0.6)
    if like >= 0.9 and around.size >= LONG:
        return True
    return like >= LIKE_FLOOR and around.best >= 0.5


def _span_in(text: str, target: Target) -> Span | None:
    """Return where the quote stands in the text it was made in; None where the two do not fit together."""
    quote, span = target.quote, target.span
    if quote is None or not quote.exact:
        return None
    if span and text[span.start : span.end] == quote.exact:
        return span
    start = text.find(quote.prefix + quote.exact + quote.suffix)
    if start < 0:
        return None
    return Span(start + len(quote.prefix), start + len(quote.prefix) + len(quote.exact))
