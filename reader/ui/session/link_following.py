"""Following a link that leads out of the article: to another article, or to the web.

Nothing is fetched. An address on the web is handed to the person's browser,
and only by a click; other schemes are refused. A path leads to an article on
this machine, and "#name" behind it to a place in that article.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reader.articles.formats import SUFFIXES
from reader.articles.link_safety import local_name, safe_address
from reader.articles.model import Article
from reader.articles.source.canonical_text import Span
from reader.ui.session.navigation_history import Stop


def target_of(href: str, article: Path, library: Path | None = None) -> Path | str | None:
    """Return the article that `href` in `article` leads to, or the address on the web; None for neither.

    With `library` only an article in that folder: a click on another would make its folder the library.
    """
    if address := safe_address(href):
        return address
    name = local_name(href)
    if name is None:
        return None
    try:
        path = (article.parent / name).resolve()
        if library is not None and not path.is_relative_to(library.resolve()):
            return None
        candidates = (path, path.with_name(path.name + ".md"))
        return next((each for each in candidates if each.suffix.lower() in SUFFIXES and each.is_file()), None)
    except (ValueError, OSError, RuntimeError):  # a name that is too long, a link that leads to itself
        return None


def name_in(href: str) -> str | None:
    """Return the "#name" at the end of `href`; None where there is none."""
    _path, sign, name = href.partition("#")
    return sign + name if name else None


class Line(NamedTuple):
    """A line of an article's file, from 1."""

    number: int


Place = Span | Stop | Line | int | str | None


def place_in(article: Article, place: Place) -> Span | Stop | None:
    """Return `place`, a position as a stop, or where a line or "#name" is in `article`: None for nowhere."""
    if isinstance(place, Line):
        line = min(place.number, len(article.text.line_starts))
        return article.text.span_of_lines(line, line)
    if not isinstance(place, str):
        return Stop(article.path, place) if isinstance(place, int) else place
    from reader.articles.markdown.inner_links import target_of as span_of

    return span_of(article, place)


def open_on_the_web(address: str) -> bool:
    """Hand an address to the person's browser; return whether it took it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    safe = safe_address(address)  # whoever asks: nothing else is handed to the system
    return bool(safe) and QDesktopServices.openUrl(QUrl(safe))
