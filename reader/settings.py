"""Every setting, declared once: name, default, help, range. Kept as JSON in the person's config folder.

A value that has the wrong type or lies outside its range counts as the default
and stays in the file as it was; unknown names (another version's) are kept
too. Saving writes a new file beside the old one and swaps them. A file that is
no JSON is kept under another name; one that cannot be read stays where it is,
and is not written over.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from reader import paths
from reader.i18n import LANGUAGES
from reader.i18n import gettext as _
from reader.whole_file import write_whole

# The pages on which the window shows the settings, in this order; `reader.ui.settings` builds them.
PAGES = ("reading", "theme", "keys", "annotations", "library", "backup", "language", "about")

_LONGEST = 200  # code points: the system answers nothing about files of longer names, such as a theme's
_LONGEST_PATH = 4096


class Setting(NamedTuple):
    """One setting. Its type is its default's. `help` is an English message id for gettext.

    `page` is the one of `PAGES` on which a person sets it; without one, what it belongs to sets it.
    A number lies from `least` to `most`, both included, and is edited in steps of `step`. A text is one
    of `choices` where there are any; `words` are what these are called, message ids too, or else what an
    empty text stands for. Lists and dicts hold texts.
    """

    name: str
    default: Any
    help: str
    page: str = ""
    choices: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    least: float = 0
    most: float = 0
    step: float = 1
    is_path: bool = False

    def fitting(self, value: Any) -> Any:
        """Return `value` as this setting may have it: the default for what does not fit at all."""
        fits: object = None
        if isinstance(self.default, bool):
            fits = value if isinstance(value, bool) else None
        elif isinstance(self.default, int | float):
            fits = self._number(value)
        elif isinstance(self.default, str):
            fits = value if self._is_allowed(value) else None
        elif isinstance(value, list) and isinstance(self.default, list):
            fits = [text for text in value if _is_text(text)]
        elif isinstance(value, dict) and isinstance(self.default, dict):
            fits = {key: text for key, text in value.items() if _is_text(text)}
        return self.default if fits is None else fits

    def fits(self, value: Any) -> bool:
        """Whether this setting may have `value` as it is."""
        fitting = self.fitting(value)
        return isinstance(value, bool) == isinstance(fitting, bool) and bool(fitting == value)

    def _is_allowed(self, value: Any) -> bool:
        if self.is_path:
            return isinstance(value, str) and len(value) <= _LONGEST_PATH
        return _is_text(value) and len(value) <= _LONGEST and (not self.choices or value in self.choices)

    def _number(self, value: Any) -> float | None:
        kinds = (int,) if isinstance(self.default, int) else (int, float)
        if type(value) in kinds and self.least <= value <= self.most:  # neither holds of a NaN
            return type(self.default)(value)  # type: ignore[no-any-return] # a whole number may stand for 2.0
        return None


SETTINGS: tuple[Setting, ...] = (
    # the window
    Setting(
        "language",
        "",
        "The language of the window; empty for the system's",
        "language",
        ("", *LANGUAGES),
        ("The system's",),
    ),
    Setting("theme", "auto", "The theme; auto follows the system", "theme"),
    Setting("light_theme", "paper", "The theme while the system is light", "theme"),
    Setting("dark_theme", "night", "The theme while the system is dark", "theme"),
    Setting(
        "last_library",
        "",
        "The folder of the library that was open last; empty for the starter library",
        is_path=True,
    ),
    Setting("last_folder", "", "The folder that a file was saved to last", is_path=True),
    Setting("welcomed", False, "The questions of the first start were answered or skipped"),
    Setting("tips_seen", [], "The tips that were shown"),
    # the reading pane
    Setting("font_size", 18, "Size of the text, in pixels", "reading", least=10, most=40),
    Setting("measure", 38, "Width of the column, in Chinese characters", "reading", least=20, most=70),
    Setting(
        "line_height",
        1.75,
        "Height of a line, as a multiple of the size",
        "reading",
        least=1.2,
        most=2.6,
        step=0.05,
    ),
    Setting("font_family", "serif", "Typeface style", "reading", ("serif", "sans"), ("Serif", "Sans serif")),
    Setting("chinese_font", "", "Chinese font; empty for the best available", "reading"),
    Setting("latin_font", "", "Latin font; empty for the one that goes with the Chinese", "reading"),
    Setting("indent", False, "Indent paragraphs by two characters, without space between them", "reading"),
    Setting("justify", True, "Justified lines", "reading"),
    Setting("emphasis_dots", False, "Dots under emphasised Chinese", "reading"),
    Setting(
        "text_language",
        "zh_CN",
        "Regional forms of characters",
        "reading",
        ("zh_CN", "zh_TW", "zh_HK", "ja"),
        ("Mainland China", "Taiwan", "Hong Kong", "Japan"),
    ),
    Setting("show_drawing", False, "Show the framework in the text too, as it was drawn", "reading"),
    Setting(
        "outline_leads",
        False,
        "Show bold leads below the headings of an article without a framework",
        "reading",
    ),
    Setting(
        "script",
        "",
        "Characters of the text; the file and what you copy stay as written",
        "language",
        ("", "simplified", "traditional"),
        ("As written", "Simplified", "Traditional"),
    ),
    Setting("pinyin", False, "Pinyin over the whole text", "language"),
    Setting("pinyin_words", [], "Words with pinyin over them, wherever they stand"),
    Setting("reading_profiles", {}, "Your reading profiles: what each sets, by its name"),
    # the list of articles
    Setting(
        "articles_sort",
        "folder",
        "What comes first in the list of articles",
        "library",
        ("folder", "title", "category", "tag", "year", "site", "progress", "added", "read"),
        ("Folder", "Title", "Category", "Tag", "Year", "Source", "How far read", "Added", "Last read"),
    ),
    Setting("articles_tree", False, "Shelves, folders and tags above the list of articles", "library"),
    Setting(
        "editor",
        "",
        "The program that opens an article for editing; empty for the system's",
        "library",
        words=("The system's program",),
    ),
    Setting("articles_headings", True, "Headings in the list of articles", "library"),
    Setting("show_tips", True, "Tips at the moment they help, each once", "reading"),
    Setting("vi_keys", False, "Keys of vi in the text: j k gg G / n N [ ]", "keys"),
    Setting("keys", {}, "Your own keyboard shortcuts, by the name of the action"),
    Setting("palette_recent", [], "What was chosen lately in the palette, the newest first"),
    Setting("reduce_motion", False, "Nothing glides or slides; as the system says, if it says so"),
    Setting("system_recent", True, "Name articles that you open in the system's list of recent files"),
    # backup
    Setting(
        "backup_every",
        "weekly",
        "Automatic backup; written when Gangmu is started",
        "backup",
        ("", "daily", "weekly"),
        ("Never", "Each day", "Each week"),
    ),
    Setting(
        "backup_folder",
        "",
        "Folder of automatic backups; empty for the program's own",
        "backup",
        words=("The program's own",),
        is_path=True,
    ),
    # what was read
    Setting("note_reading", True, "Record what was read, for progress, time left and statistics", "library"),
    Setting(
        "speech_speed",
        1.0,
        "How fast it is read aloud, as a multiple of the usual speed",
        "reading",
        least=0.5,
        most=2.0,
        step=0.1,
    ),
    Setting(
        "dictionaries_folder",
        "",
        "The folder of your dictionaries; empty for the program's own",
        "reading",
        words=("The program's own",),
        is_path=True,
    ),
    # search
    Setting(
        "index_with_two",
        False,
        "Read large libraries with two processes; faster, but the fan may be louder",
        "library",
    ),
    Setting("search_recent", [], "What was searched for lately, the newest first"),
    Setting("search_saved", [], "Searches kept by the person"),
    # annotations
    Setting(
        "highlight_colour",
        "yellow",
        "The colour of the next highlight",
    ),
    Setting("export_format", "markdown", "The format that annotations were exported to last"),
    Setting("colour_meanings", {}, "What each highlight colour means to you: a name by colour"),
)


@dataclass(slots=True, eq=False)
class _File:
    """What is wrong with the file, for all windows."""

    aside: Path | None = None  # where a damaged one is kept
    unread: OSError | None = None  # why it is not read, and so not written either
    unsaved: OSError | None = None


class Settings:
    """The settings as they are now. `get` never fails; `set` saves at once."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.config_folder() / "settings.json"
        self._declared = {setting.name: setting for setting in SETTINGS}
        self._values: dict[str, Any] = {}
        self._listeners: list[Callable[[str], None]] = []
        self._all_listeners = [self._listeners]  # those of other windows too
        self._file = _File()
        self._read()

    @property
    def problem(self) -> str:
        """A sentence while something is wrong with the file, in the language in use; else empty."""
        if self._file.unread is not None:
            return _(
                "The settings in {file} cannot be read ({reason}). The file stays as it is; until it can be"
                " read, what you set holds for this run only."
            ).format(file=self._path, reason=self._file.unread.strerror or self._file.unread)
        if self._file.unsaved is not None:
            return _(
                "The settings cannot be saved ({reason}). What you set holds for this run only; look at the"
                " folder {folder}."
            ).format(reason=self._file.unsaved.strerror or self._file.unsaved, folder=self._path.parent)
        if self._file.aside is not None:
            return _(
                "The settings were damaged, so the usual ones are in use. The old file is kept as {file}."
            ).format(file=self._file.aside)
        return ""

    def get(self, name: str) -> Any:
        """Return the value of the setting `name`: the person's, or the default. It is always in range."""
        setting = self._declared[name]
        return setting.fitting(self._values.get(name, setting.default))

    def set(self, name: str, value: Any) -> str:
        """Set `name` to `value`, save, tell whoever listens, and return `problem`.

        What cannot be saved holds for this run all the same. A number out of range becomes the nearest
        one. Raises `ValueError` for what the setting cannot be.
        """
        return self._take({name: self._made_fit(name, value)})

    def set_all(self, values: Mapping[str, Any]) -> str:
        """Set several as `set` does, saved once; listeners hear of each when all of them hold."""
        return self._take({name: self._made_fit(name, value) for name, value in values.items()})

    def reset(self, *names: str) -> str:
        """Set `names` to their defaults as `set_all` does."""
        return self.set_all({name: self._declared[name].default for name in names})

    def is_default(self, name: str) -> bool:
        """Whether the setting `name` is as usual."""
        return bool(self.get(name) == self._declared[name].default)

    def values(self) -> dict[str, Any]:
        """Return the value of every setting, by name."""
        return {name: self.get(name) for name in self._declared}

    def own(self) -> dict[str, Any]:
        """Return the values that the person has chosen, by name: all that is not as usual."""
        return {name: value for name, value in self.values().items() if not self.is_default(name)}

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with the name of each setting that is changed from now on."""
        self._listeners.append(listener)

    def forget(self, listener: Callable[[str], None]) -> None:
        """Call `listener` no more: what it belongs to is closed."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    def for_window(self) -> Settings:
        """Return these settings for another window: the same values, and listeners that go with it."""
        other = copy(self)
        other.listen_apart()
        return other

    def listen_apart(self) -> None:
        """Have listeners of one's own from now on, whom the others' changes are told to as well."""
        self._listeners = []
        self._all_listeners.append(self._listeners)

    def leave(self) -> None:
        """Call nobody any more: the window is closed."""
        self._all_listeners[:] = [one for one in self._all_listeners if one is not self._listeners]

    # ---- within

    def _made_fit(self, name: str, value: Any) -> Any:
        """Return `value` as the setting can have it. Raises `ValueError` where it cannot."""
        setting = self._declared[name]
        if isinstance(value, int | float) and setting.most:
            value = min(max(value, setting.least), setting.most)
        if type(value) is type(setting.default) and isinstance(value, list | dict):
            value = setting.fitting(value)
        if setting.fitting(value) != value:
            raise ValueError(f"{name} cannot be {value!r}")
        return value

    def _take(self, values: Mapping[str, Any]) -> str:
        """Take `values`, save, and tell, in all windows. A default is kept only in place of another value."""
        changed = {
            name: value
            for name, value in values.items()
            if name in self._values or value != self._declared[name].default
        }
        if not changed:
            return self.problem
        self._values |= changed
        self._save()
        for name in changed:
            for listener in [one for some in self._all_listeners for one in some]:
                listener(name)
        return self.problem

    # ---- on disk

    def _read(self) -> None:
        """Take in what the file says; what was set since the start stands over it."""
        self._file.unread = None
        try:
            if paths.is_there(self._path) and not paths.is_file(self._path):
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))  # a pipe would be waited for
            values = _parsed(self._path.read_bytes())
            if values is None:
                self._file.aside = _free_name(self._path)
                self._path.replace(self._file.aside)
        except FileNotFoundError:
            return
        except OSError as error:  # perhaps for a moment only: then it is not damaged
            self._file.aside, self._file.unread = None, error
            return
        ours = dict(self._values)
        self._values |= {**(values or {}), **ours}  # in place: windows have the same

    def _save(self) -> None:
        if self._file.unread is not None:
            self._read()
        if self._file.unread is not None:
            return
        # JSON's own escape for half a surrogate pair, which the names of files that are not UTF-8 have.
        text = json.dumps(self._values, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, text + b"\n", synced=False)  # on the main thread
        except OSError as error:
            self._file.unsaved = error
        else:
            self._file.unsaved = None


def _is_text(value: Any) -> bool:
    """Whether `value` is a text that Qt can have: one without halves of surrogate pairs."""
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _parsed(text: bytes) -> dict[str, Any] | None:
    """Return the JSON object that `text` is; None unless it is one, and can be written again."""
    try:
        values = json.loads(text.decode("utf-8-sig"))
        json.dumps(values)
    except (ValueError, RecursionError):
        return None
    return values if isinstance(values, dict) else None


def _free_name(path: Path) -> Path:
    """Return a name for a damaged file: no earlier one is written over."""
    aside, number = path.with_suffix(".damaged"), 1
    while aside.exists():
        number += 1
        aside = path.with_suffix(f".damaged-{number}")
    return aside
