"""Every setting, declared once: name, default, help. Kept as JSON in the person's config folder.

A value that cannot be read, or has the wrong type, falls back to its default
and is kept in the file as it was; unknown names (another version's) are kept
too. Saving writes a new file beside the old one and swaps them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader import paths


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. Its type is its default's. `help` is an English message id for gettext."""

    name: str
    default: Any
    help: str
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    # the window
    Setting("language", "", "The language of the window; empty for the system's", ("", "zh_CN", "en")),
    Setting("theme", "auto", "The theme; auto follows the system"),
    Setting(
        "last_library", "", "The folder of the library that was open last; empty for the starter library"
    ),
    # the reading pane
    Setting("show_drawing", False, "Show the framework in the text too, as it was drawn"),
    Setting("font_size", 18, "Size of the text, in pixels"),
    Setting("measure", 38, "Width of the column, in Chinese characters"),
    Setting("line_height", 1.75, "Height of a line, as a multiple of the size"),
    Setting("font_family", "serif", "Typeface style", ("serif", "sans")),
    Setting("chinese_font", "", "Chinese font; empty for the best that is there"),
    Setting("latin_font", "", "Latin font; empty for the one that goes with the Chinese"),
    Setting("indent", False, "Indent paragraphs by two characters, without space between them"),
    Setting("justify", True, "Lines of equal length"),
    Setting("emphasis_dots", False, "Dots under emphasised Chinese"),
    Setting("text_language", "zh_CN", "Regional forms of characters", ("zh_CN", "zh_TW", "zh_HK", "ja")),
    # search
    Setting("index_with_two", False, "Read large libraries with two processes; quicker, but louder"),
    Setting("search_recent", [], "What was searched for lately, the newest first"),
    Setting("search_saved", [], "Searches kept by the person"),
    # annotations
    Setting("highlight_colour", "yellow", "The colour of the next highlight"),
    Setting("colour_meanings", {}, "What each highlight colour means to you: a name by colour"),
)


class Settings:
    """The settings as they are now. `get` never fails; `set` saves at once."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or paths.config_folder() / "settings.json"
        self._declared = {setting.name: setting for setting in SETTINGS}
        self._values: dict[str, Any] = _read(self._path)
        self._listeners: list[Callable[[str], None]] = []

    def get(self, name: str) -> Any:
        """Return the value of the setting `name`: the person's, or the default."""
        setting = self._declared[name]
        value = self._values.get(name, setting.default)
        fits = type(value) is type(setting.default) and (not setting.choices or value in setting.choices)
        return value if fits else setting.default

    def set(self, name: str, value: Any) -> None:
        """Set `name` to `value`, save, and tell whoever listens."""
        if self._declared[name].default == value and name not in self._values:
            return
        self._values[name] = value
        self._save()
        for listener in self._listeners:
            listener(name)

    def on_change(self, listener: Callable[[str], None]) -> None:
        """Call `listener` with the name of each setting that is changed from now on."""
        self._listeners.append(listener)

    def _save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(self._values, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        fresh.replace(self._path)


def _read(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        _set_aside(path)
        return {}
    return values if isinstance(values, dict) else {}


def _set_aside(path: Path) -> None:
    """Keep a settings file that cannot be read under another name, so that saving does not overwrite it."""
    if path.is_file():
        path.replace(path.with_suffix(".damaged"))
