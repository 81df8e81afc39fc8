"""A person's own style sheets for saved web pages: each `*.css` in the `styles` folder of their settings.

They stand behind our own sheet, in order of file name, so that a rule of theirs
wins. One that would spoil the page is left out, and a sentence says why.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.i18n import gettext as _

LARGEST = 1 << 20  # bytes
_COMMENT = r"/\*.*?(?:\*/|\Z)"  # one that is never closed goes to the end, and is sought once
_ASIDE = re.compile(_COMMENT + r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'", re.DOTALL)  # comments, strings
_ELSEWHERE = re.compile(r"@import\b|url\(\s*[\"']?\s*(?!data:|#)", re.IGNORECASE)
_END = re.compile(r"</\s*style", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnStyle:
    """One style sheet: the name of its file, and its text, or else the sentence that says what is wrong."""

    name: str
    text: str = ""
    problem: str = ""


def styles_folder() -> Path:
    """Return the folder in which a person puts their style sheets; it need not be there."""
    return paths.config_folder() / "styles"


def own_styles() -> tuple[OwnStyle, ...]:
    """Return the person's style sheets, in order of file name."""
    found = []
    with contextlib.suppress(OSError):  # a locked folder
        found = paths.matching(styles_folder(), "*.css")
    return tuple(_read(path) for path in found if not paths.is_folder(path))


def _read(path: Path) -> OwnStyle:
    if paths.is_there(path) and not paths.is_file(path):
        return OwnStyle(path.name, problem=_("“{name}” is no plain file.").format(name=path.name))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        words = _("The style sheet “{name}” cannot be read ({reason}).")
        return OwnStyle(path.name, problem=words.format(name=path.name, reason=error.strerror or error))
    except UnicodeDecodeError:
        words = _("The style sheet “{name}” is not in UTF-8: save it anew in this encoding.")
        return OwnStyle(path.name, problem=words.format(name=path.name))
    problem = _problem_in(text) if len(data) <= LARGEST else _("it is larger than 1 MB")
    if problem:
        words = _("The style sheet “{name}” is left out: {problem}.")
        return OwnStyle(path.name, problem=words.format(name=path.name, problem=problem))
    return OwnStyle(path.name, text)


def _problem_in(text: str) -> str:
    """Return what would spoil a page; "" where nothing would."""
    if _END.search(text):
        return _("it has “</style” in it, which would end all styles")
    if found := _ELSEWHERE.search(re.sub(_COMMENT, _unless_open, text, flags=re.DOTALL)):
        return _("“{words}” loads something from elsewhere, and a saved page needs nothing else").format(
            words=found[0]
        )
    bare = _ASIDE.sub(_unless_open, text)
    if "/*" in bare:
        return _("a /* in it is never closed")
    if bare.count("{") != bare.count("}"):
        return _("its braces do not match")
    return ""


def _unless_open(found: re.Match[str]) -> str:
    """Return nothing for what is closed, and a comment that is not as it stands."""
    words = found[0]
    return words if words.startswith("/*") and (len(words) < 4 or not words.endswith("*/")) else ""
