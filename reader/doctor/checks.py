"""What `gangmu doctor` looks at. Each check returns findings; none raises, none writes.

Qt is asked in a process of its own (`reader.ui.startup.qt_probe`): where Qt
cannot start it aborts, and an abort there is an answer here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reader import paths
from reader.catalogue.library import Library
from reader.doctor import display_check, system_libraries
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.log import log_file

LEAST_FREE_BYTES = 200 * 1024 * 1024
_PROBE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, whether it is well, and what was seen or what to do.

    What is not `is_needed` only makes reading better: without it, nothing is wrong.
    """

    name: str
    is_well: bool
    detail: str
    is_needed: bool = True

    @property
    def is_wrong(self) -> bool:
        """Whether something does not work."""
        return self.is_needed and not self.is_well

    @property
    def mark(self) -> str:
        """The sign that stands before it: well, wrong, or only missing."""
        return "✓" if self.is_well else "✗" if self.is_needed else "–"


def examine(library: Library) -> Iterator[Finding]:
    """Yield the findings, in the order in which a person would mend them."""
    yield _python()
    yield from _system_libraries()
    yield from _qt()
    yield from _extras()
    yield _library(library)
    yield _index()
    yield _log()
    yield from _disk()


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", sys.version_info >= (3, 11), version)


def _system_libraries() -> Iterator[Finding]:
    for library in system_libraries.needed(display_check.platform() or "offscreen"):
        here = system_libraries.is_present(library)
        yield Finding(library.soname, here, _("found") if here else system_libraries.sentence([library]))


def _qt() -> Iterator[Finding]:
    platform = display_check.platform()
    name = _("Qt platform")
    if platform:
        answer = _probe({})
        yield Finding(name, "error" not in answer, answer.get("error") or _describe(answer))
    else:
        answer = _probe({"QT_QPA_PLATFORM": "offscreen"})
        yield Finding(
            name,
            "error" not in answer,
            answer.get("error")
            or _("{qt}; no display here: only what needs no window works").format(qt=_describe(answer)),
        )
    if "error" in answer:
        return
    families = answer["chinese"]
    yield Finding(
        _("Chinese font"),
        bool(families),
        _(", ").join(families[:4]) if families else _chinese_font_advice(),
    )
    emoji = _font_advice("fonts-noto-color-emoji", "google-noto-color-emoji-fonts", "noto-fonts-emoji")
    yield Finding(_("Emoji font"), bool(answer["emoji"]), answer["emoji"] or emoji, is_needed=False)
    code = _font_advice("fonts-dejavu-core", "dejavu-sans-mono-fonts", "ttf-dejavu")
    yield Finding(_("Font for code"), bool(answer["code"]), answer["code"] or code, is_needed=False)


def _extras() -> Iterator[Finding]:
    """Yield what more can be done where more packages are: each of our extras."""
    from reader.articles.converting import CONVERTERS

    for_import = tuple(dict.fromkeys(name for each in CONVERTERS for name in each.packages))
    for name, extra, packages in (
        (_("Other kinds of files"), "import", for_import),
        (_("MDX dictionaries"), "dictionaries", ("mdict_utils",)),
        (_("Traditional and Simplified"), "opencc", ("opencc",)),
    ):
        missing = [package for package in packages if find_spec(package) is None]
        if getattr(sys, "frozen", False):  # nobody can add to it
            advice = _("not in this build: {packages}; there is with “pip install 'gangmu[{extra}]'”")
        else:
            advice = _("{packages} is not here; install it with “pip install 'gangmu[{extra}]'”")
        said = advice.format(packages=_(", ").join(missing), extra=extra) if missing else _("found")
        yield Finding(name, not missing, said, is_needed=False)


def _describe(answer: dict[str, Any]) -> str:
    return f"{answer['platform']}, Qt {answer['qt']}, PySide6 {answer['pyside']}"


def _chinese_font_advice() -> str:
    return _(
        "no font covers Chinese; install one with “sudo apt install fonts-noto-cjk” (Debian, Ubuntu), "
        "“sudo dnf install google-noto-sans-cjk-fonts google-noto-serif-cjk-fonts” (Fedora) or "
        "“sudo pacman -S noto-fonts-cjk” (Arch)"
    )


def _font_advice(debian: str, fedora: str, arch: str) -> str:
    return _(
        "none is here; install one with “sudo apt install {debian}” (Debian, Ubuntu), "
        "“sudo dnf install {fedora}” (Fedora) or “sudo pacman -S {arch}” (Arch)"
    ).format(debian=debian, fedora=fedora, arch=arch)


def _probe(environment: dict[str, str]) -> dict[str, Any]:
    try:
        answer = subprocess.run(
            paths.module_command("reader.ui.startup.qt_probe"),
            env={**paths.module_environment(), **environment},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"error": str(error)}
    if answer.returncode == 0:
        return dict(json.loads(answer.stdout.splitlines()[-1]))
    said = [line for line in answer.stderr.splitlines() if line.strip()]
    return {"error": _("Qt cannot start: {detail}").format(detail=said[-1] if said else answer.returncode)}


def _library(library: Library) -> Finding:
    name = _("Library")
    if not paths.is_folder(library.folder):
        return Finding(name, False, _("{folder} cannot be found").format(folder=library.folder))
    if not os.access(library.folder, os.R_OK):
        return Finding(name, False, _("{folder} cannot be read").format(folder=library.folder))
    count = sum(1 for _path in library.article_paths())
    articles = ngettext("{count} article", "{count} articles", count).format(count=figure(count))
    detail = _("{folder}, {articles}; notes in {notes}")
    return Finding(
        name, count > 0, detail.format(folder=library.folder, articles=articles, notes=library.own_folder)
    )


def _index() -> Finding:
    folder = paths.cache_folder()
    if os.access(_nearest_there(folder), os.W_OK):
        return Finding(_("Index"), True, _("kept in {folder}, rebuilt when needed").format(folder=folder))
    return Finding(
        _("Index"),
        False,
        _("{folder} cannot be written; make it writable, or set GANGMU_CACHE to another folder").format(
            folder=folder
        ),
    )


def _log() -> Finding:
    path = log_file()
    if os.access(_nearest_there(path.parent), os.W_OK):
        return Finding(
            _("Log"), True, str(path) if paths.is_there(path) else _("{path}, empty").format(path=path)
        )
    return Finding(
        _("Log"),
        False,
        _("{folder} cannot be written; make it writable, or set GANGMU_LOG to another folder").format(
            folder=path.parent
        ),
    )


def _nearest_there(folder: Path) -> Path:
    """Return `folder`, or the nearest one above it that exists."""
    while not paths.is_there(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def _disk() -> Iterator[Finding]:
    for label, folder in (
        (_("Free disk, notes"), paths.data_folder()),
        (_("Free disk, index"), paths.cache_folder()),
    ):
        free = shutil.disk_usage(_nearest_there(folder)).free
        detail = _("{megabytes} MB at {folder}").format(megabytes=free // 1_000_000, folder=folder)
        yield Finding(label, free >= LEAST_FREE_BYTES, detail)
