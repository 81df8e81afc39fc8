"""Which folders and files of a library are no articles: what programs leave, and what a person names.

A person names them as git does, in `.gitignore` and, for Gangmu alone, in `.gangmuignore`, in any folder of
the library; git's own rules decide (`pathspec`). Folders that builds fill (`build`, `dist`, `target`) are
left out only where something that builds lies beside them: a person may well call a folder of articles so.
A rule that would take minutes for one name (`*a*a*a*a*b`) says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader import paths

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

FILES = (".gitignore", ".gangmuignore")  # the latter has the last word
_NEVER = frozenset({"node_modules", "__pycache__", "site-packages", "bower_components"})
_BUILT = frozenset({"build", "dist", "target", "out", "_build", "_site", "vendor"})
_BUILDERS = frozenset(
    {
        "package.json",
        "pyproject.toml",
        "setup.py",
        "Cargo.toml",
        "pom.xml",
        "build.gradle",
        "CMakeLists.txt",
        "go.mod",
    }
    | {"Makefile", "conf.py", "_config.yml", "composer.json", "Gemfile"}
)
LONGEST = 1_000  # code points of a rule
MOST_STARS, MOST_DEEP = 3, 4  # in one part of a rule; `**` in all of it
_LARGEST = 256 * 1024  # bytes of a file of rules


class IgnoreRules(NamedTuple):
    """The rules that hold in one folder: those of the folders above it, and its own.

    `layers` are pairs of the folder's name in the library ("" for the top, else ending in "/") and git's
    patterns.
    """

    layers: tuple[tuple[str, GitIgnoreSpec], ...] = ()

    def entering(self, folder: str, name: str, names: Collection[str]) -> IgnoreRules:
        """Return the rules of the folder at path `folder`, called `name` in the library, holding `names`."""
        present = [one for one in FILES if one in names]
        if not present:
            return self
        lines = [line for one in present for line in _lines(Path(folder) / one)]
        if not lines:
            return self
        return IgnoreRules((*self.layers, (name, _rules(lines))))

    def leave_out(self, name: str, *, is_folder: bool) -> bool:
        """Whether the rules leave out what is called `name` in the library. The innermost rule decides."""
        for folder, spec in reversed(self.layers):
            decided = spec.check_file(name[len(folder) :] + ("/" if is_folder else "")).include
            if decided is not None:
                return decided
        return False


def _rules(lines: list[str]) -> GitIgnoreSpec:
    """Return git's reading of `lines`, without those that git would not understand."""
    from pathspec import GitIgnoreSpec  # 15 ms; most libraries have no such file

    lines = [line for line in lines if not _is_endless(line)]
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:  # one line of them; which, nobody says
        return GitIgnoreSpec.from_lines([line for line in lines if _is_understood(line)])


def _is_endless(line: str) -> bool:
    """Whether a rule may take minutes for one name: a star multiplies what is tried by its letters."""
    stars = (len(re.findall(r"\*+", part)) for part in line.split("/"))
    return len(line) > LONGEST or line.count("**") > MOST_DEEP or max(stars) > MOST_STARS


def _is_understood(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True


def is_made_by_programs(folder: str, siblings: Collection[str]) -> bool:
    """Whether a folder called `folder`, with `siblings` beside it, is filled by programs."""
    return folder in _NEVER or (folder in _BUILT and not _BUILDERS.isdisjoint(siblings))


def _lines(path: Path) -> list[str]:
    if not paths.is_file(path):  # a pipe would be waited for
        return []
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LARGEST).splitlines()
    except OSError:
        return []
