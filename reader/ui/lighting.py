"""Which words of the open article are lit: all that was asked for, and names that pinyin found."""

from __future__ import annotations

from reader.articles.model import Article
from reader.articles.text import Span
from reader.search.analysis import Restored, form_and_edits
from reader.search.answers import Answer
from reader.search.asking import spans_in
from reader.search.language import understand

_LONGEST = 400_000  # characters of an article whose words are sought while the person waits
_MOST = 5_000


def lights(article: Article, answer: Answer, name: str) -> tuple[Span, ...]:
    """Return the spans to light in `article`, which is called `name`, in order."""
    found = {span for hit in answer.hits if hit.name == name for span in hit.spans}
    text = article.text.text
    if len(text) <= _LONGEST:
        words = spans_in(Restored(*form_and_edits(text)), understand(answer.question.text))
        spoken = {span for hit in answer.hits if hit.name == name and hit.why for span in hit.spans}
        found = spoken | {Span(start, end) for start, end in words[:_MOST]}
    return tuple(sorted(found))
