"""A library: the folder of a person's articles, and the place of what they make there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path

from reader import paths
from reader.articles.formats import SUFFIXES
from reader.catalogue.ignore_rules import IgnoreRules, is_made_by_programs
from reader.errors import LibraryError
from reader.i18n import gettext as _
from reader.text_hash import digest_of

OWN_FOLDER = ".gangmu"


class LeftOut(Enum):
    """Why something is not looked into."""

    RULE = auto()  # a person's rule names it, see `ignore_rules`
    PROGRAM = auto()  # a folder that programs fill
    LINK = auto()  # a link to a folder: it may lead back up


Left = tuple[str, os.DirEntry[str], LeftOut]


@dataclass(frozen=True, slots=True)
class Library:
    """A folder of articles. Opening one reads nothing yet."""

    folder: Path
    _names: dict[Path, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def article_paths(self) -> Iterator[Path]:
        """Yield the article files, folder by folder in order of name (left out: see `ignore_rules`)."""
        return (Path(entry.path) for _name, entry in self.files())

    def files(self) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """Yield each article's name in this library and its file, in the order of `article_paths`.

        Costs little for each file, so that a library of many thousands can be looked through often.
        """
        for name, entry in self._walk(str(self.folder), "", IgnoreRules()):
            if _is_article(entry):
                yield self.relative_name(Path(entry.path)) if entry.is_symlink() else name, entry

    def folders(self) -> list[Path]:
        """Return the folder and those below it in which articles may stand."""
        inner = (
            entry for _name, entry in self._walk(str(self.folder), "", IgnoreRules()) if _is_folder(entry)
        )
        return [self.folder, *(Path(entry.path) for entry in inner)]

    def left_out(self) -> list[Left]:
        """Return what is not looked into though it may be meant: its name in this library, and why.

        Hidden files and folders are left out without a word, and of a folder that is left out only itself.
        """
        found: list[Left] = []
        for name, entry in self._walk(str(self.folder), "", IgnoreRules(), found):
            if entry.is_symlink() and _leads_to_folder(entry):
                found.append((name, entry, LeftOut.LINK))
        may_be_meant = (one for one in found if _leads_to_folder(one[1]) or _has_suffix(one[1]))
        return sorted(may_be_meant, key=lambda one: one[0])

    def _walk(
        self, folder: str, before: str, rules: IgnoreRules, left_out: list[Left] | None = None
    ) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """Yield what is neither hidden nor ignored, with its name; a folder's own files come first.

        What is ignored is added to `left_out`.
        """
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda one: one.name)
        except OSError:
            return
        names = {entry.name for entry in entries}
        rules = rules.entering(folder, before, names)
        inner = []
        for entry in entries:
            if entry.name[0] == ".":
                continue
            is_folder = _is_folder(entry)
            if rules.layers and rules.leave_out(before + entry.name, is_folder=is_folder):
                if left_out is not None:
                    left_out.append((before + entry.name, entry, LeftOut.RULE))
                continue
            if not is_folder:
                yield before + entry.name, entry
            elif not is_made_by_programs(entry.name, names):
                inner.append(entry)
            elif left_out is not None:
                left_out.append((before + entry.name, entry, LeftOut.PROGRAM))
        for entry in inner:
            yield before + entry.name, entry
            yield from self._walk(entry.path, f"{before}{entry.name}/", rules, left_out)

    def relative_name(self, path: Path) -> str:
        """Return the article's name in this library: its path below the folder, with forward slashes.

        The disk is asked once for each path: where the mount of an open article has died, no answer comes.
        """
        name = self._names.get(path)
        if name is None:
            try:
                name = paths.resolved(path).relative_to(paths.resolved(self.folder)).as_posix()
            except ValueError:
                name = path.name
            self._names[path] = name
        return name

    @property
    def key(self) -> str:
        """A short name for this library's folder, for caches: 16 hexadecimal digits."""
        return digest_of(str(paths.resolved(self.folder)))[:16]

    @property
    def is_writable(self) -> bool:
        """Whether what the person makes is kept beside the articles. The shipped library never is."""
        if paths.resolved(self.folder) == paths.resolved(paths.starter_library()):
            return False
        own = self.folder / OWN_FOLDER
        if _leads_out(own, self.folder):
            return False
        # Not `is_dir`: in a folder that may not be entered it raises.
        return os.access(own if os.access(own, os.F_OK) else self.folder, os.W_OK | os.X_OK)

    @property
    def own_folder(self) -> Path:
        """The folder for what the person makes here: `.gangmu/` inside, or one of the user's data folders."""
        if self.is_writable:
            return self.folder / OWN_FOLDER
        return paths.data_folder() / "libraries" / self.key

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """`own_folder`, then the other in which something may stand: a library may become read-only."""
        inside, beside = self.folder / OWN_FOLDER, paths.data_folder() / "libraries" / self.key
        if self.is_writable:
            return inside, beside
        return (beside,) if _leads_out(inside, self.folder) else (beside, inside)


def _leads_out(own: Path, folder: Path) -> bool:
    """Whether `own` or something directly in it is a link to elsewhere than below `folder`."""
    try:
        with os.scandir(own) as entries:
            links = [Path(entry.path) for entry in entries if entry.is_symlink()]
    except OSError:  # not there yet, or forbidden: whoever writes will see
        links = []
    try:
        if own.is_symlink():
            links.append(own)
        return any(not link.resolve().is_relative_to(folder.resolve()) for link in links)
    except PermissionError:  # in a folder that may not be entered: nothing is written there either
        return False
    except (OSError, RuntimeError):  # a link that leads to itself
        return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder; a link to one is not followed: it may lead back up."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, or a link to one."""
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_article(entry: os.DirEntry[str]) -> bool:
    return _has_suffix(entry) and _is_file(entry)


def _has_suffix(entry: os.DirEntry[str]) -> bool:
    return entry.name[entry.name.rfind(".") :].lower() in SUFFIXES


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a file or leads to one: not a pipe, which nobody may ever write to."""
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def open_library(folder: Path) -> Library:
    """Return the library in `folder`. Raises `LibraryError` where there is none."""
    if paths.is_file(folder):
        raise LibraryError(_("{folder} is a file; a library is a folder.").format(folder=folder))
    if not paths.is_folder(folder):
        raise LibraryError(
            _(
                "The library folder {folder} cannot be found. Open another one with File › Open folder."
            ).format(folder=folder)
        )
    if not os.access(folder, os.R_OK | os.X_OK):
        raise LibraryError(
            _("The library folder {folder} may not be read. Allow that, or open another one.").format(
                folder=folder
            )
        )
    return Library(folder)


def folder_for(path: Path) -> Path:
    """Return the folder to open as the library of the article at `path`: the nearest library, or its own."""
    return next((folder for folder in path.parents if paths.is_folder(folder / OWN_FOLDER)), path.parent)


def absolute(path: Path) -> Path:
    """Return `path` from the root on, a link under its own name."""
    # Not resolve(): a person who opens a link to a folder wants to see the link's name.
    whole = path if path.is_absolute() else Path.cwd() / path
    return paths.resolved(whole) if ".." in whole.parts else whole
