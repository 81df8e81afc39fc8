"""Reading an article of a library with the framework that a person made for it.

What a person read is noted by the nodes that they see: whoever reckons with it has to read the article with
the same ones.
"""

from __future__ import annotations

from reader.annotations.made_framework import apply_framework, chosen
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.model import Article
from reader.articles.reading import read_article


def read_as_made(store: AnnotationStore, name: str) -> Article:
    """Return the article `name` of the library of `store`. Raises `ArticleError`."""
    article = read_article(store.library.folder / name)
    if not article.framework.derived:
        return article
    return apply_framework(article, chosen(each.annotation for each in store.kept(name)))
