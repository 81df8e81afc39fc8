"""Bringing files into a library: what is Markdown or text already is copied, other kinds are converted.

Nothing is done by halves: an article's pictures are written first, the article last, each beside its name
and then renamed; who stops in between leaves whole articles or none. What was brought in before is known by
its bytes and by the words of the library's articles, so importing again doubles nothing. Files that are
there are never written over.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import posixpath
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from reader.articles.converting import Converter, converter_for, missing_packages, saved_page
from reader.articles.converting.converted import Beside, Converted
from reader.articles.converting.zip_safety import LARGEST_FILE, open_zip, read_member
from reader.articles.digest.metadata import read_metadata
from reader.articles.formats import SUFFIXES
from reader.articles.source.decoding import decode
from reader.articles.source.scanner import scan
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.library import Library
from reader.errors import ConversionError, LibraryError, ReaderError
from reader.i18n import gettext as _
from reader.paths import file_name, is_file, is_there, resolved, starter_library
from reader.text_hash import digest_of
from reader.whole_file import write_whole

log = logging.getLogger(__name__)

LARGEST = 512 * 2**20  # bytes of one file that is read at all
_LONGEST_TITLE = 60  # code points of a title that is taken from the text
_KNOWN = "imported.jsonl"  # in the library's own folder: a line an article, its file's hash and its name
# An address in Markdown, of a picture or a link, or that of a picture in HTML.
_ADDRESS = re.compile(
    r"(?P<picture>!?)\[[^\[\]\n]{0,500}\]\(\s{0,9}(?:<(?P<wide>[^<>\n]{1,500})>|(?P<plain>[^\s()<>]{1,500}))"
    r"""|<img\b[^<>]{0,500}?\bsrc\s{0,9}=\s{0,9}["'](?P<html>[^"'<>\n]{1,500})["']""",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # of an address, or a drive
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif"})


@dataclass(frozen=True, slots=True)
class Taken:
    """An article that came in: where from, and its name in the library."""

    origin: str
    file: str
    title: str
    dropped: str = ""  # text of its origin that was left out
    text: str = ""  # of a dry run: what would be written


@dataclass(frozen=True, slots=True)
class Same:
    """What the library has already, under that name."""

    origin: str
    file: str


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken, with the sentence that says why."""

    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was on the clipboard: `name` says by its suffix what `data` is, and is its origin."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants otherwise, by the origins of what a dry run told."""

    whole: frozenset[str] = frozenset()  # web pages of which nothing is to be left out
    without: frozenset[str] = frozenset()  # what is not to be taken at all


NO_WISHES = Wishes()


@dataclass(slots=True)
class ImportReport:
    """What an import did with each file, in order: taken, there already, or refused."""

    taken: list[Taken] = field(default_factory=list)
    same: list[Same] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to be taken: its bytes, the folder of the library that it goes to, what lies beside it."""

    origin: str
    path: Path
    folder: str
    data: bytes
    beside: Beside
    elsewhere: Beside = lambda _name: None  # pictures that lie outside of all that is brought in
    is_pasted: bool = False


@dataclass(frozen=True, slots=True)
class _Article:
    """An article as it will be written: its file's name, and the folder of those that belong with it."""

    name: str
    title: str
    text: str
    files: Mapping[str, bytes]
    dropped: str = ""
    folder: str = ""


class Importer:
    """Brings files into one library, below its folder `to`. It may run on any thread, one at a time."""

    def __init__(
        self,
        library: Library,
        entries: Iterable[CatalogueEntry],
        to: str = "",
        *,
        dry_run: bool = False,
        wishes: Wishes = NO_WISHES,
    ) -> None:
        """Raise `LibraryError` where `to` leads out of the library, or the library cannot be written."""
        self._library = library
        self._wishes = wishes
        self._to = _folder_in(library, to)
        self._dry_run = dry_run
        is_ours = resolved(library.folder) == resolved(starter_library())  # the next version replaces it
        if not dry_run and (is_ours or not os.access(library.folder, os.W_OK)):
            words = _("The library {folder} cannot be written. Open one of your own to bring articles in.")
            raise LibraryError(words.format(folder=library.folder))
        self._by_digest = {entry.digest: entry.name for entry in entries if entry.digest}
        self._by_bytes = _known(library)
        self._given: set[str] = set()  # names, lower case, given in this run

    def run(
        self,
        paths: Iterable[Path | Pasted],
        is_stopped: Callable[[], bool] = lambda: False,
        progressed: Callable[[str], None] = lambda _name: None,
    ) -> ImportReport:
        """Bring in `paths`, folders as they are with all that is in them. A file that fails is refused."""
        report = ImportReport()
        given = tuple(paths)
        for one in given:
            if isinstance(one, Pasted):
                pasted = _File(one.name, Path(one.name), "", one.data, lambda _name: None, is_pasted=True)
                self._take(pasted, report)
        for path, folder, root in _files([one for one in given if not isinstance(one, Pasted)], report):
            if is_stopped():
                break
            progressed(str(path))
            self._bring(path, folder, root, report)
        return report

    def _bring(self, path: Path, folder: str, root: Path, report: ImportReport) -> None:
        try:
            if path.stat().st_size > LARGEST:
                raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
            data = path.read_bytes()
        except ConversionError as error:
            report.refused.append(Refused(str(path), str(error)))
            return
        except OSError as error:
            words = _("{name} cannot be read: {reason}.")
            report.refused.append(
                Refused(str(path), words.format(name=path.name, reason=error.strerror or error))
            )
            return
        if path.suffix.lower() == ".zip":
            self._unzip(path, folder, data, report)
        else:
            file = _File(str(path), path, folder, data, _beside(path, root), _picture_elsewhere(path))
            self._take(file, report)

    def _unzip(self, path: Path, folder: str, data: bytes, report: ImportReport) -> None:
        try:
            with open_zip(BytesIO(data), path.name) as archive:
                for info in archive.infolist():
                    member, origin = PurePosixPath(info.filename), f"{path}!{info.filename}"
                    if info.is_dir() or _is_hidden(member) or not _is_known(Path(info.filename)):
                        continue
                    if ".." in member.parts or member.is_absolute() or "\\" in info.filename:
                        words = _("Its name leads out of the archive; such files are not imported.")
                        report.refused.append(Refused(origin, words))
                        continue
                    if stat.S_ISLNK(info.external_attr >> 16):
                        words = _("It is a link of the file system; such files are not imported.")
                        report.refused.append(Refused(origin, words))
                        continue
                    inner = read_member(archive, info.filename)
                    if inner is None:
                        words = _("{name} is damaged, locked, or too large.").format(name=member.name)
                        report.refused.append(Refused(origin, words))
                        continue

                    def beside(name: str, inside: PurePosixPath = member.parent) -> bytes | None:
                        return read_member(archive, posixpath.normpath((inside / name).as_posix()))

                    own = (PurePosixPath(folder) / path.stem / member.parent).as_posix()
                    self._take(_File(origin, Path(member.name), own, inner, beside), report)
        except ConversionError as error:
            report.refused.append(Refused(str(path), str(error)))

    def _take(self, file: _File, report: ImportReport) -> None:
        if file.origin in self._wishes.without:
            return
        key = sha256(file.data).hexdigest()[:32]
        if (name := self._by_bytes.get(key)) and (self._library.folder / name).is_file():
            report.same.append(Same(file.origin, name))
            return
        try:
            for article in _articles(file, is_whole=file.origin in self._wishes.whole):
                self._keep(file, key, article, report)
        except ReaderError as error:
            report.refused.append(Refused(file.origin, str(error)))
        except OSError as error:
            words = _("{folder} cannot be written: {reason}.")
            why = words.format(folder=self._library.folder / self._to, reason=error.strerror or error)
            report.refused.append(Refused(file.origin, why))
        except Exception:  # a fault of ours, or of a package: it must not cost the person all other files
            log.exception("A file could not be converted")
            words = _("{name} could not be converted; the log says why.")
            report.refused.append(Refused(file.origin, words.format(name=file.path.name)))

    def _keep(self, file: _File, key: str, article: _Article, report: ImportReport) -> None:
        digest = digest_of(article.text)[:16]
        if (known := self._by_digest.get(digest)) is not None:
            report.same.append(Same(file.origin, known))
            return
        name = self._free_name(PurePosixPath(self._to) / file.folder / article.folder / article.name)
        if not self._dry_run:
            self._write(name, article)
            _remember(self._library, key, name)
        self._by_digest[digest] = name
        text = article.text if self._dry_run else ""
        report.taken.append(Taken(file.origin, name, article.title, article.dropped, text))

    def _free_name(self, wanted: PurePosixPath) -> str:
        """Return the name in the library for a file, one that nothing has; case does not tell names apart."""
        number = 1
        while True:
            name = wanted if number == 1 else wanted.with_name(f"{wanted.stem} {number}{wanted.suffix}")
            key = name.as_posix().lower()
            if key not in self._given and not os.path.lexists(self._library.folder / name):
                self._given.add(key)
                return name.as_posix()
            number += 1

    def _write(self, name: str, article: _Article) -> None:
        """Write the pictures, under other names where theirs are taken, then the article."""
        target, text = self._library.folder / name, article.text
        for wanted, data in article.files.items():
            place = posixpath.normpath(posixpath.join(posixpath.dirname(name), wanted))
            if place.startswith(("../", "/")):
                continue
            picture = _free(self._library.folder / place, data)
            if picture.name != Path(wanted).name:
                text = _renamed(text, wanted, PurePosixPath(wanted).with_name(picture.name).as_posix())
            picture.parent.mkdir(parents=True, exist_ok=True)
            write_whole(picture, data)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, text.encode("utf-8", "surrogatepass"))


def _articles(file: _File, *, is_whole: bool = False) -> Iterator[_Article]:
    """Yield the articles in a file: its text as it stands, or what a converter makes of it.

    Of a web page that is wanted `is_whole` nothing is left out, nor of what was pasted from one.
    """
    path = file.path
    if path.suffix.lower() in SUFFIXES:
        text = decode(file.data, path.name)[0]
        if not text.strip():
            raise ConversionError(_("{name} has no text.").format(name=path.name))
        title = read_metadata(scan(text)).title or (_first_words(text) if file.is_pasted else path.stem)
        name = f"{file_name(title)}.md" if file.is_pasted else path.name
        text, files = _with_files(text, file)
        yield _Article(name, title, text, files)
        return
    converter = converter_for(path)
    if converter is None:
        raise ConversionError(_("{name} is of a kind that cannot be imported.").format(name=path.name))
    if lacking := missing_packages(converter):
        raise ConversionError(_lacking(converter, lacking))
    for converted in _converted(converter, file, is_whole=is_whole or file.is_pasted):
        title = converted.source.title or path.stem
        name, folder = f"{file_name(converted.name or title)}.md", converted.folder
        own = file_name(folder) if folder else ""
        yield _Article(name, title, converted.markdown(), converted.files, converted.dropped, own)


def _converted(converter: Converter, file: _File, *, is_whole: bool) -> Iterator[Converted]:
    if converter is not saved_page or not is_whole:
        yield from converter.convert(file.path, file.data, file.beside)
        return
    html = decode(file.data, file.path.name)[0]
    made = saved_page.from_html(html, file.path.stem, file.beside, is_whole=True)
    if file.is_pasted and made.source.title == file.path.stem:  # a piece of a page has no title
        made = replace(made, source=replace(made.source, title=_first_words(made.body) or file.path.stem))
    yield made


def _first_words(text: str) -> str:
    """Return the words that a text begins with, as a title: a line, cut where it is long."""
    words = next((line.strip("#*>-_` \t") for line in text.splitlines() if line.strip("#*>-_` \t")), "")
    return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rstrip() + "…"


def _with_files(text: str, file: _File) -> tuple[str, dict[str, bytes]]:
    """Return a Markdown text, and the files that it shows or links to, by the names that it gives them.

    What lies within all that is brought in stays where it is; pictures from elsewhere come into a folder
    beside the article, and the text names them there.
    """
    found: dict[str, bytes] = {}
    for match in _ADDRESS.finditer(text):
        name = unquote(_named_in(match)).partition("#")[0]
        is_link = not (match["picture"] or match["html"])
        suffix = posixpath.splitext(name)[1]
        if name in found or not suffix or "\\" in name or name[:1] == "/" or _SCHEME.match(name):
            continue
        if is_link and _is_known(Path(name)):  # another article, which is brought in by itself
            continue
        if (data := file.beside(name)) is not None:
            found[name] = data
        elif not is_link and (data := file.elsewhere(name)) is not None:
            own = f"images/{posixpath.basename(name)}"
            number = 1
            while found.get(own, data) != data:
                number += 1
                stem, suffix = posixpath.splitext(posixpath.basename(name))
                own = f"images/{stem} {number}{suffix}"
            text, found[own] = _renamed(text, name, own), data
    return text, found


def _named_in(match: re.Match[str]) -> str:
    return str(match["wide"] or match["plain"] or match["html"])


def _renamed(text: str, name: str, other: str) -> str:
    """Return a Markdown text that names the file `other` wherever it named `name`."""

    def address(match: re.Match[str]) -> str:
        if unquote(_named_in(match)) != name:
            return match[0]
        kind = "wide" if match["wide"] else "plain" if match["plain"] else "html"
        before = match[0][: match.start(kind) - match.start()]
        behind = match[0][match.end(kind) - match.start() :]
        if kind == "html":
            return f"{before}{quote(other)}{behind}"
        return f"{before.removesuffix('<')}<{other}>"

    return _ADDRESS.sub(address, text)


def _lacking(converter: Converter, lacking: tuple[str, ...]) -> str:
    words = _("{kind}: this needs {packages}. Install it with “pip install 'gangmu[import]'”.")
    return words.format(kind=converter.label(), packages=_(", ").join(lacking))


def _folder_in(library: Library, to: str) -> str:
    """Return `to`, a path or a name in the library, as a name below its folder; "" for the folder itself."""
    root = resolved(library.folder)
    given = resolved(Path(to)) if Path(to).is_absolute() else None
    is_inside = given is None or given.is_relative_to(root)
    name = given.relative_to(root).as_posix() if given is not None and is_inside else to.replace("\\", "/")
    parts = [part for part in PurePosixPath(name).parts if part not in (".", "/")]
    if not is_inside or ".." in parts or not resolved(root.joinpath(*parts)).is_relative_to(root):
        words = _("{folder} is not inside the library. Name a folder below {library}.")
        raise LibraryError(words.format(folder=to, library=library.folder))
    return "/".join(parts)


def _files(paths: Iterable[Path], report: ImportReport) -> Iterator[tuple[Path, str, Path]]:
    """Yield the files to look at, the folder each goes to, and that which is brought in with it.

    In folders these are all of a known kind.
    """
    for path in paths:
        if path.is_dir():
            above = resolved(path).parent
            for folder, names, files in os.walk(path):
                names[:] = sorted(name for name in names if not name.startswith("."))
                own = resolved(Path(folder))
                for name in sorted(files):
                    one = Path(folder) / name
                    if not name.startswith(".") and _is_known(one) and one.is_file():
                        yield one, own.relative_to(above).as_posix(), path
        elif path.is_file():
            yield path, "", path.parent
        else:
            words = _("{name} cannot be found, or is not a file.")
            report.refused.append(Refused(str(path), words.format(name=path.name)))


def _is_known(path: Path) -> bool:
    suffix = path.suffix.lower()
    return suffix in SUFFIXES or suffix == ".zip" or converter_for(path) is not None


def _is_hidden(member: PurePosixPath) -> bool:
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in member.parts)


def _picture_elsewhere(path: Path) -> Callable[[str], bytes | None]:
    """Return what reads a picture by its path from the file at `path`, wherever it lies: nothing else."""
    root = Path(resolved(path).anchor)
    read = _beside(path, root)
    return lambda name: read(name) if posixpath.splitext(name)[1].lower() in _PICTURES else None


def _beside(path: Path, root: Path) -> Callable[[str], bytes | None]:
    """Return what reads a file by its path from the one at `path`, and none outside of `root`."""
    folder, root = resolved(path.parent), resolved(root)

    def read(name: str) -> bytes | None:
        try:
            other = resolved(folder / name)
            if other.is_relative_to(root) and other.is_file() and other.stat().st_size <= LARGEST_FILE:
                return other.read_bytes()
        except (OSError, ValueError):  # a name that is too long, a NUL, an address
            pass
        return None

    return read


def _free(path: Path, data: bytes) -> Path:
    """Return a path like `path` that nothing has, or that holds `data` already."""
    number = 1
    while True:
        name = path.name if number == 1 else f"{path.stem} {number}{path.suffix}"
        other = path.with_name(name)
        with contextlib.suppress(FileNotFoundError):
            if other.is_file() and other.read_bytes() == data:
                return other
        if not os.path.lexists(other):
            return other
        number += 1


def _known(library: Library) -> dict[str, str]:
    """Return what was imported before: the name in the library by the hash of the file that it came from."""
    known: dict[str, str] = {}
    if not is_file(library.own_folder / _KNOWN):  # a pipe would be waited for
        return known
    with contextlib.suppress(OSError), (library.own_folder / _KNOWN).open("rb") as lines:
        for line in lines:
            with contextlib.suppress(ValueError, RecursionError):
                match json.loads(line):
                    case [str(key), str(name)]:
                        known.setdefault(key, name)
    return known


def _remember(library: Library, key: str, name: str) -> None:
    with contextlib.suppress(OSError):  # what is forgotten is known by its words still
        library.own_folder.mkdir(parents=True, exist_ok=True)
        place = library.own_folder / _KNOWN
        if is_there(place) and not is_file(place):
            return
        with place.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, name], ensure_ascii=False) + "\n")
