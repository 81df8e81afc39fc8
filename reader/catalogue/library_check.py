"""What is wrong in a library, article by article: what cannot be read, copies, odd names, dead links.

What is left out of the library is told too, last: that is not wrong, but may not be meant.

Reads only, and mends nothing. Each finding is a sentence that says what to do.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from reader.articles.formats import SUFFIXES
from reader.articles.markdown.inner_links import target_of
from reader.articles.model import Article
from reader.articles.reading import read_article
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.library import LeftOut, Library
from reader.catalogue.linking.article_links import ArticleLink
from reader.catalogue.linking.library_links import LibraryLinks
from reader.catalogue.linking.link_targets import LinkTargets
from reader.catalogue.linking.section_names import SectionNames, near
from reader.errors import ArticleError
from reader.i18n import gettext as _

_REFUSED = frozenset('<>:"|?*\\')
_PORTS = (f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))
_RESERVED = frozenset({"CON", "PRN", "AUX", "NUL", *_PORTS})


class ProblemKind(StrEnum):
    """What a problem is about. The values are the command line's."""

    LINK = "link"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"  # the same words in two files
    REISSUE = "reissue"  # other words from the same source
    LOOP = "loop"  # a link of the file system that leads nowhere or back to itself
    NAME = "name"  # that other systems or programs do not take
    LEFT_OUT = "left_out"  # by a rule, or because programs fill it, or as a link to a folder


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `file` is the name in the library, `line` counts from 1 (None: of the whole file).

    `other` is the article that it is a copy or another version of.
    """

    file: str
    kind: ProblemKind
    what: str
    line: int | None = None
    other: str = ""


def problems_of(
    library: Library,
    entries: Sequence[CatalogueEntry],
    is_stopped: Callable[[], bool] = lambda: False,
    made: Callable[[str], Article] | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong, in the order of the kinds, then of the entries.

    `is_stopped` is asked while articles are read for their links, which may take a while. `made` reads an
    article as the person has made it: a link may lead to a point of a framework of theirs.
    """
    yield from _unreadable(entries)
    yield from _loops(library)
    yield from _names(entries)
    yield from _alike(entries)
    yield from _links(library, entries, is_stopped, made)
    yield from _left_out(library)


def _unreadable(entries: Sequence[CatalogueEntry]) -> Iterator[Problem]:
    for entry in entries:
        if entry.problem:
            yield Problem(entry.name, ProblemKind.UNREADABLE, entry.problem)


def _loops(library: Library) -> Iterator[Problem]:
    for folder in library.folders():
        try:
            found = sorted(os.scandir(folder), key=lambda one: one.name)
        except OSError as error:
            what = _("The folder {name} cannot be read: {reason}.").format(
                name=folder.name, reason=error.strerror or error
            )
            yield Problem(_name(library, folder), ProblemKind.UNREADABLE, what)
            continue
        for entry in found:
            is_article = PurePosixPath(entry.name).suffix.lower() in SUFFIXES
            if entry.is_symlink() and is_article and not Path(entry.path).exists():
                what = _("{name} is a link that leads nowhere. Remove it, or bring back what it led to.")
                yield Problem(
                    _name(library, Path(entry.path)), ProblemKind.LOOP, what.format(name=entry.name)
                )


def _alike(entries: Sequence[CatalogueEntry]) -> Iterator[Problem]:
    first: dict[str, CatalogueEntry] = {}
    sources: dict[str, CatalogueEntry] = {}
    for entry in entries:
        if entry.problem or not entry.size:
            continue
        if (same := first.setdefault(entry.digest, entry)) is not entry:
            what = _("It has the same words as {other}. One of the two can go.").format(other=same.name)
            yield Problem(entry.name, ProblemKind.DUPLICATE, what, other=same.name)
        elif entry.url and (earlier := sources.setdefault(entry.url, entry)) is not entry:
            what = _("It names the same source as {other}: it may be another version of it.")
            what = what.format(other=earlier.name)
            yield Problem(entry.name, ProblemKind.REISSUE, what, other=earlier.name)


def _names(entries: Sequence[CatalogueEntry]) -> Iterator[Problem]:
    alike: dict[str, str] = {}
    for entry in entries:
        other = alike.setdefault(unicodedata.normalize("NFC", entry.name).casefold(), entry.name)
        if other != entry.name:
            what = _(
                "It is called like {other} but for capitals or accents: other systems take the two for one."
                " Rename one of them."
            ).format(other=other)
            yield Problem(entry.name, ProblemKind.NAME, what)
        elif what := _oddity(entry.name):
            yield Problem(entry.name, ProblemKind.NAME, what)


def _oddity(name: str) -> str:
    """Return a sentence on what is odd in the name of an article or of a folder above it; "" for nothing."""
    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return _("Its name is not written in UTF-8, which links and other programs need. Rename it.")
    for part in name.split("/"):
        if letters := sorted({each for each in part if each in _REFUSED or not each.isprintable()}):
            shown = " ".join(each if each.isprintable() else f"U+{ord(each):04X}" for each in letters)
            return _("Other systems refuse {letters} in the name “{name}”. Rename it.").format(
                letters=shown, name=part
            )
        if part != part.strip() or part.endswith("."):
            return _("Other systems drop the space or point at the end of “{name}”. Rename it.").format(
                name=part
            )
        if part.split(".")[0].upper() in _RESERVED:
            return _("Windows keeps the name “{name}” for itself. Rename it.").format(name=part)
    return ""


def _left_out(library: Library) -> Iterator[Problem]:
    words = {
        LeftOut.RULE: _("It is left out: a rule in .gitignore or .gangmuignore names it."),
        LeftOut.PROGRAM: _("The folder is left out: it is one that programs fill."),
        LeftOut.LINK: _(
            "It is a link to a folder, which is not followed: it may lead back up. Open the folder that it"
            " leads to as a library of its own."
        ),
    }
    for name, _entry, why in library.left_out():
        yield Problem(name, ProblemKind.LEFT_OUT, words[why])


def _links(
    library: Library,
    entries: Sequence[CatalogueEntry],
    is_stopped: Callable[[], bool],
    made: Callable[[str], Article] | None,
) -> Iterator[Problem]:
    targets, links = LinkTargets(entries), LibraryLinks(library)
    links.update(entries, is_stopped)
    places = SectionNames(library, entries, lambda name: read_article(library.folder / name))
    for entry in entries:
        found = [*(placed.link for placed in links.of(entry.name)), *links.within(entry.name)]
        for link in sorted(found, key=lambda one: one.line):
            if is_stopped():
                break
            name = targets.resolve(link, entry.name) if link.target else entry.name
            if name is None:
                what = sentence_on(link, targets) if leads_nowhere(link, library, entry.name, targets) else ""
            else:
                what = _missing_section(link, name, places, made)
            if what:
                yield Problem(entry.name, ProblemKind.LINK, what, link.line)
    places.save()


def _missing_section(
    link: ArticleLink, name: str, places: SectionNames, made: Callable[[str], Article] | None
) -> str:
    """Return a sentence where `link`, which leads to the article `name`, leads to no place in it; else ""."""
    found = places.of(name) if link.section else None
    if found is None or found.has(link.section):
        return ""
    if made is not None:
        try:
            if target_of(made(name), f"#{link.section}") is not None:
                return ""
        except ArticleError:
            return ""
    words = {"section": link.section, "name": name, "near": _(", ").join(near(link.section, found))}
    if words["near"]:
        return _("There is no section “{section}” in {name}. It may mean {near}.").format(**words)
    return _("There is no section “{section}” in {name}.").format(**words)


def leads_nowhere(link: ArticleLink, library: Library, article: str, targets: LinkTargets) -> bool:
    """Whether `link` in `article` leads to no article, and to no picture, folder or other file either."""
    return targets.resolve(link, article) is None and not _is_other_file(library, article, link)


def _is_other_file(library: Library, article: str, link: ArticleLink) -> bool:
    try:
        folders = (library.folder, (library.folder / article).parent)
        name = link.target.lstrip("/")
        return bool(name) and any((folder / name).exists() for folder in folders)
    except (OSError, ValueError):  # a name that is too long, or has a NUL
        return False


def sentence_on(link: ArticleLink, targets: LinkTargets) -> str:
    """Return a sentence on `link`, which leads nowhere, with the names that it may mean."""
    near = targets.near(link)
    if near:
        return _("The link to {target} leads nowhere. It may mean {near}.").format(
            target=link.target, near=_(", ").join(near)
        )
    return _("The link to {target} leads nowhere.").format(target=link.target)


def _name(library: Library, path: Path) -> str:
    return path.relative_to(library.folder).as_posix()
