"""What is shipped with this program, of what version and under which licence, as its own metadata say.

In a checkout, a wheel and a frozen program alike: the recipe of the last one
(`resources/packaging/gangmu.spec`) takes the metadata along.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from reader import __version__, paths

_NAME = re.compile(r"[\w.-]+")
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)")
_SHIPPED_EXTRAS = frozenset({"import", "opencc"})
_LONGEST_NAME = 80  # code points: some write the whole text where the name should be
_QT = ("pyside6", "shiboken6")


@dataclass(frozen=True, slots=True)
class Component:
    """A part of what is shipped. `texts` are the files of its licence, which are there."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    def text(self) -> str:
        """Return the licence; where the part brings none, its name. Reads files."""
        return "\n\n\n".join(path.read_text("utf-8", "replace") for path in self.texts) or self.licence


def shipped() -> tuple[Component, ...]:
    """Return all there is: this program, Python, the tables of others, the packages by name."""
    tables = (
        Component("OpenCC", "", "Apache-2.0", (paths.resource("folding/LICENSE"),)),
        Component("pypinyin", "", "MIT", (paths.resource("pinyin/LICENSE"),)),
    )
    ours = Component("Gangmu", __version__, "MIT", tuple(_own_licence()))
    python = Component("Python", platform.python_version(), "PSF-2.0", tuple(_python_licence()))
    packages = sorted(_packages(), key=lambda each: each.name.lower())
    return (ours, python, *tables, *packages)


def _packages() -> Iterator[Component]:
    """Yield what the program asks for, and what that asks for, as far as it is installed."""
    seen = {"gangmu"}
    ahead = list(_requirements("gangmu", _SHIPPED_EXTRAS))
    while ahead:
        name = ahead.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in seen:
            continue
        seen.add(key)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # for another system, or an extra that is not here
        ahead += _requirements(name)
        yield Component(found.name, found.version, _licence(found), tuple(_texts(found, key)))


def _requirements(name: str, extras: frozenset[str] = frozenset()) -> Iterator[str]:
    try:
        asked = distribution(name).requires or ()
    except PackageNotFoundError:  # a checkout that was not installed
        return
    for each in asked:
        extra = _EXTRA.search(each)
        if (extra is None or extra[1] in extras) and (found := _NAME.match(each)):
            yield found[0]


def _licence(found: Distribution) -> str:
    """Return the licence's name: an SPDX expression, what the field says, or the classifier."""
    metadata = found.metadata
    for field in ("License-Expression", "License"):
        said = (metadata.get_all(field) or [""])[0]
        if said and "\n" not in said and len(said) <= _LONGEST_NAME:
            return str(said)
    classified = (each for each in metadata.get_all("Classifier") or () if each.startswith("License"))
    return next((each.split(" :: ")[-1] for each in classified), "")


def _texts(found: Distribution, key: str) -> Iterator[Path]:
    if key.startswith(_QT):  # its wheels bring none
        yield from (paths.resource("licences/LGPL-3.0.txt"), paths.resource("licences/GPL-3.0.txt"))
    for file in found.files or ():
        path = Path(str(found.locate_file(file)))
        if _LICENCE_FILE.search(str(file)) and not path.suffix.startswith(".py") and path.is_file():
            yield path


def _python_licence() -> Iterator[Path]:
    for path in (Path(os.__file__).with_name("LICENSE.txt"), paths.resource("licences/Python.txt")):
        if path.is_file():
            yield path
            return


def _own_licence() -> Iterator[Path]:
    path = paths.resource("../LICENSE")  # a checkout's
    if path.is_file():
        yield path
        return
    try:
        yield from _texts(distribution("gangmu"), "gangmu")
    except PackageNotFoundError:
        return
