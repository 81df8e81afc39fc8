"""Books (`.epub`): each chapter an article in the book's folder, named by the book's own contents.

What these have below a chapter becomes its framework; links between chapters lead on between the articles.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from reader.articles.converting.converted import Converted, Source, drawn, one_line
from reader.articles.converting.safe_xml import parse
from reader.articles.converting.saved_page import from_html
from reader.articles.converting.zip_safety import open_zip, read_member
from reader.articles.source.decoding import decode
from reader.errors import ArticleError, ConversionError
from reader.i18n import gettext as _
from reader.paths import file_name

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "epub"
suffixes: tuple[str, ...] = (".epub",)
packages: tuple[str, ...] = ("lxml", "html_to_markdown", "defusedxml")

MOST_CHAPTERS = 2_000
_DEEPEST = 50
_NOBODY = "\ue0f2"  # what a chapter without a title is called meanwhile
_ELSEWHERE = "https://book.invalid/"  # before the file that a link in the book leads to
_LINK = re.compile(re.escape(_ELSEWHERE) + r"([^#)\s>]*)")
_OF_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
_HTML = frozenset({"application/xhtml+xml", "text/html"})


def label() -> str:
    """Return what such files are called."""
    return _("Book (EPUB)")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the chapters as articles, in the book's order. Raises `ConversionError`.

    A chapter is a file that the contents name, with those behind it that they do not.
    """
    with open_zip(BytesIO(data), path.name) as book:
        if _is_locked(book):
            words = _("{name} is locked by its publisher (DRM): its text cannot be read.")
            raise ConversionError(words.format(name=path.name))
        package, folder = _package(book, path.name)
        about = _about(package)
        items = {
            item.get("id", ""): (
                posixpath.normpath(posixpath.join(folder, unquote(item.get("href", "")))),
                item,
            )
            for item in package.findall(".//{*}item")
        }
        contents = _contents(book, items)
        order = [
            one.get("idref", "") for one in package.findall(".//{*}itemref") if one.get("linear") != "no"
        ]
        names = [items[one][0] for one in order if one in items and items[one][1].get("media-type") in _HTML]
        chapters = [
            chapter
            for number, files in enumerate(_chapters(names[:MOST_CHAPTERS], contents))
            if (chapter := _chapter(book, number, files, contents)) is not None
        ]
    if not chapters:
        raise ConversionError(_("{name} holds no text that can be imported.").format(name=path.name))
    yield from _as_book(chapters, about, path.stem)


@dataclass(frozen=True, slots=True)
class _Place:
    """An entry of the contents: how deep from 1, its words, the file that it leads to."""

    depth: int
    words: str
    file: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter as it was read; links to other files stand as `_ELSEWHERE` and the file."""

    files: tuple[str, ...]
    title: str
    body: str
    pictures: dict[str, bytes]
    tree: tuple[tuple[int, str], ...]


def _chapters(names: list[str], contents: list[_Place]) -> Iterator[tuple[str, ...]]:
    named = {place.file for place in contents}
    files: list[str] = []
    for name in names:
        if files and (name in named or files[0] not in named):
            yield tuple(files)
            files = []
        files.append(name)
    if files:
        yield tuple(files)


def _chapter(
    book: zipfile.ZipFile, number: int, files: tuple[str, ...], contents: list[_Place]
) -> _Chapter | None:
    own = [place for place in contents if place.file in files]
    title = own[0].words if own else ""
    bodies: list[str] = []
    pictures: dict[str, bytes] = {}
    notes = 0
    for member in files:
        html = read_member(book, member)
        if html is None:
            continue
        folder = posixpath.dirname(member)

        def image(address: str, folder: str = folder) -> bytes | None:
            return read_member(book, posixpath.normpath(posixpath.join(folder, unquote(address))))

        def link(href: str, folder: str = folder) -> str:
            target, sign, name = href.partition("#")
            if not target or ":" in target.split("/")[0]:
                return href
            return (
                _ELSEWHERE + quote(posixpath.normpath(posixpath.join(folder, unquote(target)))) + sign + name
            )

        try:
            found = from_html(
                decode(html, member)[0], _NOBODY, image, title="" if bodies else title, is_whole=True,
                link=link, first_note=notes + 1,
            )  # fmt: skip
        except (ConversionError, ArticleError):  # a cover, a page with nothing but a picture
            continue
        title = title or (found.source.title if found.source.title != _NOBODY else "")
        bodies.append(found.body)
        pictures |= found.files
        notes += found.body.count("\n[^")
    if not bodies:
        return None
    top = min((place.depth for place in own[1:]), default=1)
    tree = tuple((max(1, place.depth - top + 1), place.words) for place in own[1:])
    return _Chapter(files, title, "\n".join(bodies), pictures, tree if len(tree) > 1 else ())


def _as_book(chapters: list[_Chapter], about: Source, stem: str) -> Iterator[Converted]:
    width = len(str(len(chapters)))
    titles = [one.title or f"{about.title or stem} {at + 1}" for at, one in enumerate(chapters)]
    names = [f"{at + 1:0{width}} {title}" for at, title in enumerate(titles)]
    by_file = {file: file_name(name) for one, name in zip(chapters, names, strict=True) for file in one.files}

    def followed(match: re.Match[str]) -> str:
        name = by_file.get(unquote(match[1]), "")
        return f"{quote(name)}.md" if name else ""

    is_many = len(chapters) > 1
    for chapter, title, name in zip(chapters, titles, names, strict=True):
        source = Source(title, about.url, about.author, about.date, about.title, about.tags)
        body = (drawn(chapter.tree) if chapter.tree else "") + _LINK.sub(followed, chapter.body)
        folder = (about.title or stem) if is_many else ""
        yield Converted(source, body, chapter.pictures, folder=folder, name=name if is_many else "")


def _is_locked(book: zipfile.ZipFile) -> bool:
    """Whether more is locked than fonts, which are for no reader of text."""
    locks = parse(read_member(book, "META-INF/encryption.xml"))
    methods = locks.findall(".//{*}EncryptionMethod") if locks is not None else []
    return any((one.get("Algorithm") or "") not in _OF_FONTS for one in methods)


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


def _contents(book: zipfile.ZipFile, items: dict[str, tuple[str, Any]]) -> list[_Place]:
    """Return the book's contents: those of the navigation document, else of the older `toc.ncx`."""
    found: list[_Place] = []
    for is_nav in (True, False):
        for member, item in items.values():
            properties, kind = (item.get("properties") or "").split(), item.get("media-type")
            if not ("nav" in properties if is_nav else kind == "application/x-dtbncx+xml"):
                continue
            contents = parse(read_member(book, member))
            if contents is None or found:
                continue
            folder = posixpath.dirname(member)
            for depth, target, words in _nav(contents) if is_nav else _ncx(contents, 1):
                file = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0])))
                if words:
                    found.append(_Place(depth, words, file))
    return found


def _nav(contents: Any) -> Iterator[tuple[int, str, str]]:
    """Yield depth, target and words of the contents; landmarks and lists of pages are other lists."""
    every = contents.findall(".//{*}nav")
    kind = "{http://www.idpf.org/2007/ops}type"
    chosen = next((one for one in every if "toc" in (one.get(kind) or "").split()), None)
    top = chosen if chosen is not None else (every[0] if every else contents)
    yield from _list(top, 1)


def _list(above: Any, depth: int) -> Iterator[tuple[int, str, str]]:
    if depth > _DEEPEST:
        return
    for rows in above.findall("{*}ol"):
        for row in rows.findall("{*}li"):
            link = row.find("{*}a")
            if link is not None:
                yield depth, link.get("href", ""), one_line("".join(link.itertext()))
            yield from _list(row, depth + (link is not None))


def _ncx(above: Any, depth: int) -> Iterator[tuple[int, str, str]]:
    points = above.findall("{*}navMap/{*}navPoint") if depth == 1 else above.findall("{*}navPoint")
    for point in points if depth <= _DEEPEST else ():
        target = point.find("{*}content")
        words = point.findtext("{*}navLabel/{*}text") or ""
        if target is not None:
            yield depth, target.get("src", ""), one_line(words)
        yield from _ncx(point, depth + 1)
