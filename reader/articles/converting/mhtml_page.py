"""Web pages saved as one file (`.mhtml`, RFC 2557): a page and its images in one message."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from reader.articles.converting.converted import Converted
from reader.articles.converting.saved_page import LARGEST, from_html
from reader.articles.source.decoding import decode
from reader.errors import ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "mhtml"
suffixes: tuple[str, ...] = (".mhtml", ".mht")
packages: tuple[str, ...] = ("lxml", "html_to_markdown")


def label() -> str:
    """Return what such files are called."""
    return _("Web page in one file (MHTML)")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the page as one article. Raises `ConversionError`."""
    if len(data) > LARGEST:
        raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
    message = message_from_bytes(data, _class=EmailMessage, policy=policy.default)
    page: tuple[str, bytes] | None = None
    parts: dict[str, bytes] = {}
    for part in message.walk():
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            continue
        location = str(part.get("Content-Location") or "").strip()
        if page is None and part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = (location, payload)
        if location:
            parts[location] = payload
        if identity := str(part.get("Content-ID") or "").strip("<> "):
            parts[f"cid:{identity}"] = payload
    if page is None:
        raise ConversionError(_("{name} holds no web page.").format(name=path.name))
    address, html = page
    yield from_html(
        decode(html, path.name)[0],
        path.stem,
        lambda wanted: parts.get(wanted) or parts.get(_joined(address, wanted)),
        address=str(message.get("Snapshot-Content-Location") or address),
    )


def _joined(address: str, wanted: str) -> str:
    try:
        return urljoin(address, wanted)
    except ValueError:
        return wanted
