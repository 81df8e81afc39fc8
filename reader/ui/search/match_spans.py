"""Which words of the open article are lit: all that was asked for, and names that pinyin found.

For the asking thread, which imports the search.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from reader.articles.digest.contents import Contents
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.search.match.hit_builder import spans_in
from reader.search.model import Answer
from reader.search.query.query_language import understand
from reader.search.text.analysis import Restored, form_and_edits

_LONGEST = 400_000  # characters of an article whose words are sought while the person waits
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Highlights:
    """The spans to light, in order, and how many of them each entry of the tree has, by its id."""

    spans: tuple[Span, ...] = ()
    counts: Mapping[str, int] | None = None


class Sought:
    """An article to seek words in; its search form is made once and serves every letter that is typed."""

    def __init__(self, article: Article, name: str) -> None:
        """`name` is the article's in its library."""
        self.article = article
        self._name = name
        text = article.text.text
        self._restored = Restored(*form_and_edits(text)) if len(text) <= _LONGEST else None

    def lit(self, answer: Answer, contents: Contents) -> Highlights:
        """Return what `answer` lights; `contents` is the tree that shows how many there are."""
        if not answer.hits:
            return Highlights()  # some of the words may stand here, and yet nothing is what was asked for
        own = [hit for hit in answer.hits if hit.name == self._name]
        found = {span for hit in own for span in hit.spans}
        if self._restored is not None:
            words = spans_in(self._restored, understand(answer.question.text))
            spoken = {span for hit in own if hit.why for span in hit.spans}
            found = spoken | {Span(start, end) for start, end in words[:_MOST]}
        counts = Counter(entry for span in found if (entry := contents.at(span.start)))
        return Highlights(tuple(sorted(found)), counts)
