"""Books (`.epub`): each chapter an article, named by the book's own contents, which become its framework."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reader.articles.converting.converted import Converted, Source, one_line
from reader.articles.converting.safe_xml import parse
from reader.articles.converting.saved_page import from_html
from reader.articles.converting.zip_safety import open_zip, read_member
from reader.articles.source.decoding import decode
from reader.errors import ArticleError, ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "epub"
suffixes: tuple[str, ...] = (".epub",)
packages: tuple[str, ...] = ("lxml", "html_to_markdown", "defusedxml")

MOST_CHAPTERS = 2_000
_HTML = frozenset({"application/xhtml+xml", "text/html"})


def label() -> str:
    """Return what such files are called."""
    return _("Book (EPUB)")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the chapters as articles, in the book's order. Raises `ConversionError`."""
    with open_zip(BytesIO(data), path.name) as book:
        package, folder = _package(book, path.name)
        about = _about(package)
        items = {
            item.get("id", ""): (
                posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))),
                item,
            )
            for item in package.findall(".//{*}item")
        }
        titles = _titles(book, items)
        order = [
            one.get("idref", "") for one in package.findall(".//{*}itemref") if one.get("linear") != "no"
        ]
        names = [items[one][0] for one in order if one in items and items[one][1].get("media-type") in _HTML]
        count = 0
        for member in names[:MOST_CHAPTERS]:
            chapter = _chapter(book, member, about, titles.get(member, ""), count + 1)
            if chapter is not None:
                count += 1
                yield chapter
        if not count:
            raise ConversionError(_("{name} holds no text that can be imported.").format(name=path.name))


def _chapter(book: zipfile.ZipFile, member: str, about: Source, title: str, number: int) -> Converted | None:
    html = read_member(book, member)
    if html is None:
        return None
    folder = posixpath.dirname(member)

    def image(address: str) -> bytes | None:
        return read_member(book, posixpath.normpath(posixpath.join(folder, unquote(address))))

    try:
        found = from_html(decode(html, member)[0], f"{number:03}", image, is_whole=True)
    except (ConversionError, ArticleError):  # a cover, a page with nothing but a picture
        return None
    whole = title or (found.source.title if found.source.title != f"{number:03}" else "")
    source = Source(
        whole or f"{about.title} {number}", about.url, about.author, about.date, about.title, about.tags
    )
    return Converted(source, found.body, found.files)


def _package(book: zipfile.ZipFile, name: str) -> tuple[Any, str]:
    """Return the book's package document, and the folder that its paths start from."""
    container = parse(read_member(book, "META-INF/container.xml"))
    root = container.find(".//{*}rootfile") if container is not None else None
    member = root.get("full-path", "") if root is not None else ""
    package = parse(read_member(book, member)) if member else None
    if package is None:
        raise ConversionError(_("{name} is not a book that can be read.").format(name=name))
    return package, posixpath.dirname(member)


def _about(package: Any) -> Source:
    def said(tag: str) -> str:
        return one_line(package.findtext(f".//{{http://purl.org/dc/elements/1.1/}}{tag}") or "")

    subjects = package.findall(".//{http://purl.org/dc/elements/1.1/}subject")
    tags = tuple(dict.fromkeys(one_line(each.text) for each in subjects if each.text))
    url = said("source")
    return Source(
        said("title"), url if url.startswith("http") else "", said("creator"), said("date"), tags=tags[:12]
    )


def _titles(book: zipfile.ZipFile, items: dict[str, tuple[str, Any]]) -> dict[str, str]:
    """Return the chapters' titles by file: of the navigation document, or of the older `toc.ncx`."""
    titles: dict[str, str] = {}
    for member, item in items.values():
        is_nav = "nav" in (item.get("properties") or "").split()
        is_ncx = item.get("media-type") == "application/x-dtbncx+xml"
        if not (is_nav or is_ncx):
            continue
        contents = parse(read_member(book, member))
        if contents is None:
            continue
        folder = posixpath.dirname(member)
        for target, words in _nav(contents) if is_nav else _ncx(contents):
            file = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0])))
            titles.setdefault(file, words)
    return titles


def _nav(contents: Any) -> Iterator[tuple[str, str]]:
    for link in contents.findall(".//{*}a"):
        yield link.get("href", ""), one_line("".join(link.itertext()))


def _ncx(contents: Any) -> Iterator[tuple[str, str]]:
    for point in contents.findall(".//{*}navPoint"):
        target = point.find("{*}content")
        words = point.findtext("{*}navLabel/{*}text") or ""
        if target is not None:
            yield target.get("src", ""), one_line(words)
