"""An article as the person has made it: with their own framework, and the links that they repaired.

What a person read and noted is kept by the nodes that they see: whoever reckons with it, lists or exports it,
has to read the article with the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from reader.annotations.link_repairs import apply
from reader.annotations.made_framework import apply_framework, chosen
from reader.annotations.model import Annotation, Kind
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.model import Article
from reader.articles.reading import read_article


def read_as_made(store: AnnotationStore, name: str) -> Article:
    """Return the article `name` of the library of `store`. Raises `ArticleError`."""
    article = read_article(store.library.folder / name)
    return as_made(article, (each.annotation for each in store.kept(name)), store)


def as_made(article: Article, annotations: Iterable[Annotation], store: AnnotationStore) -> Article:
    """Return `article` as its `annotations`, kept in `store`, have made it."""
    own = [each for each in annotations if each.kind in (Kind.FRAMEWORK, Kind.LINK)]
    if not own:
        return article
    repairs = [each for each in own if each.kind is Kind.LINK]
    return apply(apply_framework(article, chosen(own)), repairs, store.texts.get)
