"""Links that lead into the program: `gangmu://open?path=…`, `gangmu://node?path=…&node=…`, `gangmu://note?path=…&id=…`.

Values are percent-encoded UTF-8 (RFC 3986: a plus is a plus). A path may begin at the library's folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from reader.errors import ReaderError
from reader.i18n import gettext as _

_ASKED = {"open": "", "node": "node", "note": "id"}  # by kind: what it names besides the path


@dataclass(frozen=True, slots=True)
class ProgramLink:
    """What a link leads to: an article or a folder, and the id of a node or of an annotation in it."""

    path: str
    node: str = ""
    note: str = ""


def address_of(link: ProgramLink) -> str:
    """Return the address that leads where `link` does: `read_link` reads it back.

    Raises `ReaderError` where none can: for the name of a file that is no text.
    """
    kind = "node" if link.node else "note" if link.note else "open"
    try:
        address = f"gangmu://{kind}?path={quote(link.path)}"
        if kind != "open":
            address += f"&{_ASKED[kind]}={quote(link.node or link.note, safe='')}"
        if read_link(address) == link:
            return address
    except (ReaderError, UnicodeEncodeError):
        pass
    raise ReaderError(_("No link can lead there: the name of the file is no text."))


def read_link(address: str) -> ProgramLink:
    """Return where `address` leads. Raises `ReaderError` where it is none of the three."""
    try:
        parts = urlsplit(address)
        given = parse_qs(parts.query.replace("+", "%2B"), errors="strict")
    except ValueError:
        parts, given = urlsplit(""), {}
    kind = parts.netloc.lower()
    path, place = (given.get(name, [""])[0] for name in ("path", _ASKED.get(kind, "")))
    is_whole = path and (place or kind == "open") and kind in _ASKED and parts.path in ("", "/")
    if not is_whole or any(ord(sign) < 32 for sign in path):
        raise ReaderError(
            _(
                "This link leads nowhere: it must be gangmu://open?path=…, gangmu://node?path=…&node=… "
                "or gangmu://note?path=…&id=…."
            )
        )
    return ProgramLink(path, **({kind: place} if kind != "open" else {}))
