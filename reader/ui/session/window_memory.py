"""What comes back at the next start: windows, docks, the last article, the place and the folds of each.

One JSON file in the person's data folder. It is written beside the old one and
swapped in, so a crash or a full disk leaves the old one; one that cannot be
read is kept under another name. Nothing in it is worth an error message.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import Any, TypeGuard

from reader import paths
from reader.whole_file import write_whole

MOST_ARTICLES = 3000
MOST_RECENT = 12
MOST_LIBRARIES = 100
MOST_WINDOWS = 20  # that come back; a file that says more is damaged
_LONGEST_TITLE = 300  # code points
_FURTHEST = 1_000_000_000  # code points and pixels; beyond it a file is damaged, and Qt's integers end soon


class WindowMemory:
    """The person's places and shapes, by article, library and window."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.data_folder() / "remembered.json"
        self._data, self._is_read = _read(self._path)
        self._saved = [json.dumps(self._data)]  # one, for all windows
        self._own: dict[str, Any] | None = None  # what is kept of one window alone

    # ---- the windows

    def windows(self) -> tuple[WindowMemory, ...]:
        """Return the memory of each window that was open last, the one that was active last first.

        Each knows all that this one knows, and its own library, tabs and shapes before those of others.
        """
        kept = self._data.get("windows")
        records = [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []
        self._data["windows"] = records[:MOST_WINDOWS]
        return tuple(self._of(record) for record in self._data["windows"])

    def add_window(self, library: Path | None = None) -> WindowMemory:
        """Return the memory of one more window; with `library` it has no tabs there yet."""
        self.windows()  # what is damaged is out
        record: dict[str, Any] = {} if library is None else {"library": str(library)}
        self._data["windows"].insert(0, record)
        return self._of(record)

    def come_to_front(self) -> None:
        """Note that this window is the active one."""
        self._keep_windows(first=True)

    def forget_window(self) -> None:
        """Note that this window is closed, and others are open."""
        self._keep_windows(first=False)

    @property
    def window_library(self) -> Path | None:
        """The library that is, or was last, open in this window."""
        kept = self._own.get("library") if self._own is not None else None
        return Path(kept) if isinstance(kept, str) and kept else None

    def is_of_same_window(self, other: WindowMemory) -> bool:
        """Whether `other` is kept for the same window."""
        return self.record is not None and self.record is other.record

    @property
    def record(self) -> dict[str, Any] | None:
        """What is kept of one window alone; None where this is of none."""
        return self._own

    def _of(self, record: dict[str, Any]) -> WindowMemory:
        view = copy(self)
        view.keep_in(record)
        return view

    def keep_in(self, record: dict[str, Any]) -> None:
        """Keep in `record` what is of one window alone."""
        self._own = record

    def _keep_windows(self, *, first: bool) -> None:
        kept = self._data.get("windows")
        others = [one for one in kept if one is not self._own] if isinstance(kept, list) else []
        self._data["windows"] = ([self._own] if first and self._own is not None else []) + others

    # ---- the window

    def shape(self, name: str) -> bytes:
        """Return what `keep_shape` was given under `name`, by this window, or else by any."""
        own = self._own.get("shapes") if self._own is not None else None
        kept = own.get(name) if isinstance(own, dict) else None
        try:
            return base64.b64decode(kept or self._part("shapes").get(name, ""), validate=True)
        except (ValueError, TypeError):
            return b""

    def keep_shape(self, name: str, shape: bytes) -> None:
        """Keep the shape of a window, its docks or a splitter, as Qt gives it."""
        kept = self._part("shapes")[name] = base64.b64encode(shape).decode()
        if self._own is not None:
            own = self._own.get("shapes")
            self._own["shapes"] = {**(own if isinstance(own, dict) else {}), name: kept}

    # ---- articles

    def place(self, article: Path) -> tuple[int, float] | None:
        """Return the position last read in `article`, and the y at which its line stood."""
        kept = self._article(article).get("place")
        return (int(kept[0]), float(kept[1])) if are_numbers(kept) and len(kept) in (2, 4) else None

    def line(self, article: Path) -> tuple[int, int]:
        """Return the line last read in `article`, and the code point in it; zeros where that is not known."""
        kept = self._article(article).get("place")
        return (int(kept[2]), int(kept[3])) if are_numbers(kept) and len(kept) == 4 else (0, 0)

    def keep_place(self, article: Path, position: int, offset: float, line: tuple[int, int] = (0, 0)) -> None:
        """Keep the position being read in `article` and the y of its line; `line` as above says."""
        self._article(article, keep=True)["place"] = [position, round(offset, 2), *line]

    def size(self, article: Path) -> float:
        """Return the size of type that the person gave `article`, in pixels; 0 for the size of all."""
        kept = self._article(article).get("size")
        return float(kept) if isinstance(kept, int | float) and 6 <= kept <= 100 else 0.0

    def keep_size(self, article: Path, size: float) -> None:
        """Keep the size of type of `article` alone; 0 for the size of all."""
        self._article(article, keep=True)["size"] = size

    def folds(self, article: Path, tree: str) -> frozenset[str] | None:
        """Return the ids of the closed entries of a `tree` of `article`; None where the person set none."""
        kept = self._article(article).get("folds", {})
        closed = kept.get(tree) if isinstance(kept, dict) else None
        return frozenset(map(str, closed)) if isinstance(closed, list) else None

    def keep_folds(self, article: Path, tree: str, closed: Iterable[str]) -> None:
        """Keep the ids of the closed entries of a `tree` of `article`."""
        own = self._article(article, keep=True)
        folds = own.get("folds")
        if not isinstance(folds, dict):
            folds = own["folds"] = {}
        folds[tree] = sorted(closed)

    # ---- libraries

    def last_article(self, library: Path) -> Path | None:
        """Return the article that was open last in the library in that folder, if it is still there."""
        name = self._part("libraries").get(str(library))
        path = library / name if isinstance(name, str) else None
        return path if path is not None and paths.is_file(path) else None

    def opened(self, library: Path, article: Path, title: str = "") -> None:
        """Note that `article` of the library in that folder was opened now, and what it is called."""
        if title:
            self._article(article, keep=True)["title"] = title[:_LONGEST_TITLE]
        if article.is_relative_to(library):
            self._part("libraries")[str(library)] = article.relative_to(library).as_posix()
        self._front("recent", article)

    def title(self, article: Path) -> str:
        """Return what `article` was called when it was last opened, or the name of its file."""
        return self.known_title(article) or article.stem

    def known_title(self, article: Path) -> str:
        """Return what `article` was called when it was last opened; "" where it never was."""
        kept = self._article(article).get("title")
        return kept if isinstance(kept, str) else ""

    def forget_recent(self) -> None:
        """Forget what was opened; where one was in each article stays known."""
        self._data["recent"], self._data["recent_libraries"] = [], []

    def tabs(self, library: Path) -> Any:
        """Return what `keep_tabs` was given, by this window or else by any; None at first.

        Whoever reads it expects anything.
        """
        if self._own is not None and self._own.get("library") == str(library):
            return self._own.get("tabs")
        return self._part("tabs").get(str(library))

    def keep_tabs(self, library: Path, tabs: object) -> None:
        """Keep the tabs of the library in that folder, as JSON (`reader.ui.session.tabs.tab_list`)."""
        self._part("tabs")[str(library)] = tabs
        if self._own is not None:
            self._own["library"], self._own["tabs"] = str(library), tabs

    def library_opened(self, library: Path) -> None:
        """Note that the library in that folder was opened now."""
        self._front("recent_libraries", library, MOST_LIBRARIES)

    def libraries(self) -> tuple[Path, ...]:
        """Return the folders of all libraries of the person's list, those opened last first, there or not."""
        named = (Path(folder) for folder in self._part("library_names"))
        return tuple(dict.fromkeys((*self._paths("recent_libraries"), *named)))

    def library_name(self, library: Path) -> str:
        """Return what the person calls the library in that folder: by default as the folder is called."""
        kept = self._part("library_names").get(str(library))
        return kept if isinstance(kept, str) and kept else library.name or str(library)

    def name_library(self, library: Path, name: str) -> None:
        """Call the library in that folder `name`; "" as its folder. It stays in the list then."""
        names = self._part("library_names")
        names.pop(str(library), None)
        if name := " ".join(name.split())[:_LONGEST_TITLE]:
            names[str(library)] = name

    def forget_library(self, library: Path) -> None:
        """Take a library off the list. Its files, and the places in its articles, stay as they are."""
        self._part("library_names").pop(str(library), None)
        others = (path for path in self._paths("recent_libraries") if path != library)
        self._data["recent_libraries"] = [str(path) for path in others]

    def recent(self) -> tuple[Path, ...]:
        """Return the articles opened last, the newest first, without those that are gone."""
        return tuple(path for path in self._paths("recent") if paths.is_file(path))

    def recent_libraries(self) -> tuple[Path, ...]:
        """Return the library folders opened last, the newest first, without those that are gone."""
        kept = self._paths("recent_libraries")[:MOST_RECENT]
        return tuple(path for path in kept if paths.is_folder(path))

    def read_in(self, library: Path) -> frozenset[str]:
        """Return the names, in the library in that folder, of the articles that were ever read."""
        # Copied at once: the search asks from its own thread.
        kept = list(self._part("articles").items())
        own = [Path(path) for path, one in kept if isinstance(one, dict) and "place" in one]
        return frozenset(path.relative_to(library).as_posix() for path in own if path.is_relative_to(library))

    def rename(self, before: Path, after: Path) -> None:
        """Keep under `after` what was kept of the article or the library at `before`."""
        for name in ("articles", "libraries", "library_names", "tabs"):
            kept = self._part(name)
            self._data[name] = {_moved(path, before, after): own for path, own in kept.items()}
        self.windows()
        for record in self._data["windows"]:
            if isinstance(library := record.get("library"), str):
                record["library"] = _moved(library, before, after)
        for name in ("recent", "recent_libraries"):
            moved = (_moved(str(path), before, after) for path in self._paths(name))
            self._data[name] = list(dict.fromkeys(moved))

    # ---- on disk

    def save(self) -> None:
        """Write what has changed. A disk that refuses is no reason to disturb the person."""
        articles = self._part("articles")
        for path in list(articles)[: max(0, len(articles) - MOST_ARTICLES)]:
            del articles[path]
        fresh_text = json.dumps(self._data, ensure_ascii=False)
        if [fresh_text] == self._saved or not self._is_read:
            return
        # Halves of surrogate pairs, which names of files that are not UTF-8 have, become JSON's own escapes.
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, fresh_text.encode("utf-8", "backslashreplace"))
            self._saved[:] = [fresh_text]

    # ---- within

    def _part(self, name: str) -> dict[str, Any]:
        part = self._data.get(name)
        if not isinstance(part, dict):
            part = self._data[name] = {}
        return part

    def _article(self, path: Path, *, keep: bool = False) -> dict[str, Any]:
        articles = self._part("articles")
        own = articles.get(str(path))
        own = own if isinstance(own, dict) else {}
        if keep:  # moved to the end: the oldest are forgotten first
            articles.pop(str(path), None)
            articles[str(path)] = own
        return own

    def _paths(self, name: str) -> list[Path]:
        kept = self._data.get(name)
        return [Path(path) for path in kept if isinstance(path, str)] if isinstance(kept, list) else []

    def _front(self, name: str, path: Path, most: int = MOST_RECENT) -> None:
        others = [str(other) for other in self._paths(name) if other != path]
        self._data[name] = [str(path), *others][:most]


def _moved(path: str, before: Path, after: Path) -> str:
    """Return where `path` is, once `before`, which may be a folder above it, is `after`."""
    is_inside = Path(path).is_relative_to(before)
    return str(after / Path(path).relative_to(before)) if is_inside else path


def are_numbers(kept: Any) -> TypeGuard[list[float]]:
    """Whether all are numbers that Qt can have: a NaN and an infinity are not."""
    return isinstance(kept, list) and all(type(one) in (int, float) and abs(one) <= _FURTHEST for one in kept)


def _read(path: Path) -> tuple[dict[str, Any], bool]:
    """Return what the file says, and whether it may be written anew: not one that cannot be read just now."""
    try:
        data = json.loads(path.read_bytes().decode("utf-8", "surrogateescape"))
        json.dumps(data)  # what cannot be written again is of no use
    except FileNotFoundError:
        return {}, True
    except OSError:
        return {}, False
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        return data, True
    with contextlib.suppress(OSError):
        path.replace(path.with_suffix(".damaged"))
    return {}, True
