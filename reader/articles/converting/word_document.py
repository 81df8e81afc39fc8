"""Documents of Word and LibreOffice (`.docx`), by mammoth: headings, lists, tables, notes, images."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from reader.articles.converting.converted import Converted, Source, one_line
from reader.articles.converting.safe_xml import parse
from reader.articles.converting.saved_page import from_html
from reader.articles.converting.zip_safety import open_zip, read_member
from reader.errors import ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "docx"
suffixes: tuple[str, ...] = (".docx",)
packages: tuple[str, ...] = ("mammoth", "lxml", "html_to_markdown", "defusedxml")

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def label() -> str:
    """Return what such files are called."""
    return _("Word document")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the document as one article. Raises `ConversionError`."""
    with open_zip(BytesIO(data), path.name) as archive:
        source = _source(archive)
    html = _as_html(data, path.name)
    found = from_html(
        f"<html><body>{html}</body></html>", path.stem, _nothing, title=source.title, is_whole=True
    )
    yield Converted(
        Source(found.source.title, "", source.author, source.date, source.category, source.tags),
        found.body,
        found.files,
    )


def _as_html(data: bytes, name: str) -> str:
    from xml.parsers.expat import ExpatError

    import mammoth

    try:
        return str(mammoth.convert_to_html(BytesIO(data), style_map=_STYLES).value)
    except (
        KeyError,
        ValueError,
        OSError,
        AttributeError,
        IndexError,
        zipfile.BadZipFile,
        SyntaxError,
        ExpatError,
    ) as error:
        raise ConversionError(_("{name} is damaged, or of another kind.").format(name=name)) from error


def _source(archive: zipfile.ZipFile) -> Source:
    core = parse(read_member(archive, "docProps/core.xml"))
    if core is None:
        return Source()

    def said(tag: str) -> str:
        return one_line(core.findtext(f"{{*}}{tag}") or "")

    tags = tuple(
        tag for tag in said("keywords").replace("，", ",").replace(";", ",").split(",") if tag.strip()
    )
    return Source(said("title"), "", said("creator"), said("created")[:10], said("category"), tags[:12])


def _nothing(address: str) -> bytes | None:
    return None
