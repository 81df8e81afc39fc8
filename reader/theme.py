"""A theme file: colours named once, then given work to do. No Qt here.

A theme is one TOML file under `resources/themes/` or in the person's own
`themes` folder. `[palette]` names colours, `[roles]` says which colour does
what work; a role may also be given as "#rrggbb" itself.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from reader import paths
from reader.errors import ReaderError
from reader.i18n import gettext as _

# Every role that a theme must fill: the window's, the reading pane's, of annotations, of code, of callouts.
# fmt: off
ROLES = (
    "window", "panel", "panel_text", "panel_quiet", "border", "hover", "selection", "selection_text",
    "accent", "accent_text", "focus", "button", "field", "tooltip", "tooltip_text", "error", "warning",
    "success",
    "background", "text", "heading", "quiet_text", "link", "rule", "quote_bar", "quote_text",
    "code_background", "code_text", "inline_code", "table_rule", "table_header", "table_zebra", "mark",
    "hit", "hit_current",
    "landing",
    "highlight_1", "highlight_2", "highlight_3", "highlight_4", "highlight_5",
    "code_keyword", "code_string", "code_comment", "code_number", "code_function", "code_class",
    "code_operator", "code_builtin",
    "note", "tip", "warn", "danger", "important",
)
# fmt: on
_NAME = re.compile(r"^name *=.*$", re.MULTILINE)
LARGEST = 12_000  # bytes; Python's reader of TOML takes the square of a long key
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?\Z")


class Theme(NamedTuple):
    """A theme: `roles` maps each of `ROLES` to "#rrggbb" (or "#rrggbbaa"). `key` is the file's name."""

    key: str
    name: str
    mode: str  # "light" or "dark"
    roles: Mapping[str, str]
    is_own: bool = False  # the person's, not a shipped one


class BrokenTheme(NamedTuple):
    """A theme file that cannot be used: its name, and a sentence that says what to look at in it."""

    name: str
    problem: str


def load_theme(path: Path) -> Theme:
    """Return the theme in the file at `path`. Raises `ReaderError` that says what is wrong in it."""
    try:
        state = path.stat()
        if state.st_size > LARGEST:
            raise ValueError(_("it is too large"))
        data = _parsed(path, state.st_mtime_ns, state.st_size)
        palette, roles = data["palette"], data["roles"]
        colours = {role: palette.get(roles[role], roles[role]) for role in ROLES}
        name = data.get("name", path.stem)
        wrong = [role for role, colour in colours.items() if not _COLOUR.match(colour)]
        wrong += ["mode"] if data["mode"] not in ("light", "dark") else []
        wrong += ["name"] if not isinstance(name, str) else []
        if wrong:
            raise KeyError(wrong[0])
        is_own = path.parent == themes_folder()
        return Theme(path.stem, name, data["mode"], MappingProxyType(colours), is_own)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        # ValueError: what is no TOML, and what is no UTF-8
        detail = error.args[0] if isinstance(error, KeyError) else error
        raise ReaderError(
            _("The theme {name} cannot be used: look at “{detail}” in its file.").format(
                name=path.name, detail=detail
            )
        ) from error


@lru_cache(maxsize=64)
def _parsed(path: Path, _time: int, _size: int) -> dict[str, Any]:
    """Return what a file says in the state that time and size tell: each is read 4 ms long, and often."""
    return tomllib.loads(path.read_bytes().decode("utf-8"))


def themes() -> tuple[Theme, ...]:
    """Return the themes that can be used: the shipped, then the person's own, in order of file name."""
    return tuple(theme for theme in _read_all() if isinstance(theme, Theme))


def broken_themes() -> tuple[BrokenTheme, ...]:
    """Return the files among the themes that cannot be used, each with the reason."""
    return tuple(theme for theme in _read_all() if isinstance(theme, BrokenTheme))


def theme_named(key: str) -> Theme | None:
    """Return the theme whose file is called `key`, a shipped one first; None where there is none.

    Raises `ReaderError` that says what is wrong in its file.
    """
    found = (path for folder in _folders() for path in _files(folder) if path.stem == key)
    path = next(found, None)
    return load_theme(path) if path else None


def themes_folder() -> Path:
    """Return the folder in which a person puts their own themes; it need not be there."""
    return paths.config_folder() / "themes"


def copy_theme(theme: Theme) -> Path:
    """Copy the file of `theme` into the person's folder under a free name, to be changed; return the copy.

    Raises `OSError`.
    """
    from reader.whole_file import write_whole  # not for the start

    source = next(path for folder in _folders() for path in _files(folder) if path.stem == theme.key)
    folder, number = themes_folder(), 1
    folder.mkdir(parents=True, exist_ok=True)
    while paths.is_there(copy := folder / f"my-theme-{number}.toml"):
        number += 1
    text = source.read_text(encoding="utf-8")
    write_whole(copy, _NAME.sub(f'name = "{copy.stem}"', text, count=1).encode())
    return copy


def _folders() -> tuple[Path, Path]:
    return paths.resource("themes"), themes_folder()


def _read_all() -> Iterator[Theme | BrokenTheme]:
    for folder in _folders():
        for path in _files(folder):
            try:
                yield load_theme(path)
            except ReaderError as error:
                yield BrokenTheme(path.name, str(error))


def _files(folder: Path) -> list[Path]:
    """Return the theme files of a folder, unreadable ones too; no pipe, which nobody may ever write to."""
    found = []
    with contextlib.suppress(OSError):  # a locked folder
        found = paths.matching(folder, "*.toml")
    return [path for path in found if paths.is_file(path) or not paths.is_there(path)]
