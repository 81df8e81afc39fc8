"""A theme file: colours named once, then given work to do. No Qt here.

A theme is one TOML file under `resources/themes/` or in the person's own
`themes` folder. `[palette]` names colours, `[roles]` says which colour does
what work; a role may also be given as "#rrggbb" itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

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
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}(?:[0-9a-fA-F]{2})?\Z")


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme: `roles` maps each of `ROLES` to "#rrggbb" (or "#rrggbbaa"). `key` is the file's name."""

    key: str
    name: str
    mode: str  # "light" or "dark"
    roles: Mapping[str, str]


def load_theme(path: Path) -> Theme:
    """Return the theme in the file at `path`. Raises `ReaderError` that says what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        palette, roles = data["palette"], data["roles"]
        colours = {role: palette.get(roles[role], roles[role]) for role in ROLES}
        wrong = [role for role, colour in colours.items() if not _COLOUR.match(colour)]
        if wrong or data["mode"] not in ("light", "dark"):
            raise KeyError(wrong[0] if wrong else "mode")
        return Theme(path.stem, data.get("name", path.stem), data["mode"], MappingProxyType(colours))
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise ReaderError(
            _("The theme {name} cannot be used: look at “{detail}” in its file.").format(
                name=path.name, detail=error.args[0] if error.args else error
            )
        ) from error


def themes() -> tuple[Theme, ...]:
    """Return the shipped themes and the person's own, shipped first, in order of file name."""
    folders = (paths.resource("themes"), paths.config_folder() / "themes")
    return tuple(load_theme(path) for folder in folders for path in sorted(folder.glob("*.toml")))
