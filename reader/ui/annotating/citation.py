"""Words for the clipboard, with where they come from: title, framework path, a link to the very words."""

from __future__ import annotations

from urllib.parse import quote

from reader.articles.model import Article
from reader.articles.source.canonical_text import Span

_SHORT = 60  # code points of the words in the link


def words_with_link(article: Article, span: Span, path: tuple[str, ...]) -> str:
    """Return the quotation and its source. The link is a file's, with a text fragment as browsers know it."""
    words = article.text.words(span).strip()
    first = words.split("\n", 1)[0][:_SHORT]
    link = f"{article.path.as_uri()}#:~:text={quote(first, safe='')}"
    source = " › ".join((article.title, *path))
    return f"“{words}”\n— {source}\n{link}"
