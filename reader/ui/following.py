"""Following a link that leads out of the article: to another article, or to the web.

Nothing is fetched. An address on the web is handed to the person's browser,
and only by a click; other schemes are refused. A path leads to an article of
the library or beside this one; what is no article is shown in its folder.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from reader.catalogue.library import SUFFIXES

WEB = frozenset({"http", "https", "mailto"})


def target_of(href: str, article: Path) -> Path | str | None:
    """Return the article that `href` in `article` leads to, or the address on the web; None for neither."""
    parts = urlsplit(href)
    if parts.scheme.lower() in WEB:
        return href
    if parts.netloc or (parts.scheme and len(parts.scheme) > 1) or not parts.path:
        return None
    path = (article.parent / unquote(parts.path)).resolve()
    candidates = (path, path.with_name(path.name + ".md"))
    return next((each for each in candidates if each.suffix.lower() in SUFFIXES and each.is_file()), None)


def open_on_the_web(address: str) -> bool:
    """Hand an address to the person's browser; return whether it took it."""
    from PySide6.QtCore import QUrl
    from PySide6.QtGui import QDesktopServices

    return QDesktopServices.openUrl(QUrl(address))
