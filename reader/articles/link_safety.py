"""What a link, an image or a sheet may lead to: one rule for window, pages, cards and files. No Qt.

An address is first decoded and then judged: `%5C%5Chost%5Cshare` names another
machine, which Windows would ask (and tell who asks) as soon as the path is
looked at. Nothing here looks at a file.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from reader.articles.source.lines import WIKI

WEB = frozenset({"http", "https"})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MAIL_FIELDS = ("subject", "body")
_UNSEEN = (
    r"[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]"
)
_ADDRESS_LIKE = r"(?i:https?://|www\.)[^\s<>]+\Z"
_UNSAFE = '\\"<>^`{|} '


def safe_address(href: str) -> str:
    """Return the address that a click on `href` may open: on the web, or mail; "" for any other.

    Mail keeps its recipients, subject and text, and nothing else: `attach=` takes
    a file along in some programs, `bcc=` tells somebody unseen.
    """
    address = href.strip()
    if _CONTROL.search(address):
        return ""
    try:
        parts = urlsplit(address)
        scheme = parts.scheme.lower()
        if scheme in WEB:
            return "".join(quote(c) if c in _UNSAFE else c for c in address) if parts.hostname else ""
    except ValueError:  # http://[
        return ""
    return _mail(parts.path, parts.query) if scheme == "mailto" else ""


def local_name(source: str) -> str | None:
    """Return the path on this machine that `source`, of a link or an image, names, decoded.

    None where it names something else: another scheme, a drive, another machine.
    """
    name = unquote(source.split("#", 1)[0].split("?", 1)[0])
    if _SCHEME.match(name) or _CONTROL.search(name) or not name:
        return None
    # Of two strokes of either kind at its start, Windows makes the name of another machine.
    return None if name[0] in "/\\" and name[1:2] in ("/", "\\") else name


def article_name(href: str) -> str:
    """Return what `href` calls the article or file of this library that it leads to; "" where it does not.

    That is what `[[…]]` says, or a path; "#section" belongs to it.
    """
    if href.startswith(WIKI):
        return href.removeprefix(WIKI)
    return "" if href[:1] == "#" or local_name(href) is None else unquote(href)


def true_target(words: str, href: str) -> str:
    """Return where `href` leads, if `words`, which it is shown as, are another address; else "".

    Words that name a site alone, or cut an address short with "…", stand for whatever begins so.
    """
    shown = re.sub(_UNSEEN, "", words).strip()
    if not re.match(_ADDRESS_LIKE, shown):
        return ""
    is_cut = shown.endswith(("…", "..."))
    try:
        (site, path), (own_site, own_path) = (
            _site_and_path(each) for each in (shown.rstrip("….)，。"), href)
        )
    except ValueError:
        return href
    is_same = not path or own_path == path or (is_cut and own_path.startswith(path))
    return "" if site == own_site and is_same else href


def _site_and_path(address: str) -> tuple[str, str]:
    whole = address if "://" in address else f"https://{address}"
    parts = urlsplit(whole)
    return (parts.hostname or "").removeprefix("www."), unquote(parts.path).rstrip("/….)，。")


def _mail(recipients: str, query: str) -> str:
    to = unquote(recipients)
    if not to or _CONTROL.search(to):
        return ""
    try:
        given = dict(reversed([(key.lower(), value) for key, value in parse_qsl(query, max_num_fields=50)]))
    except ValueError:
        given = {}
    kept = {key: given[key] for key in _MAIL_FIELDS if key in given}
    if "subject" in kept:  # one line: what follows a second would be another header, such as Bcc
        kept["subject"] = " ".join(_CONTROL.sub(" ", kept["subject"]).split())
    fields = f"?{urlencode(kept, quote_via=quote)}" if kept else ""
    return f"mailto:{quote(to, safe='@,+')}{fields}"
