"""The system libraries that Qt needs on Linux, and the packages that hold them.

The list is that of a bare Debian 12 on which the window was made to run
offscreen (`BASE`) and on a real X server (`X11`); PySide6's wheels carry
everything else. Windows and macOS need nothing of the kind.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterable
from typing import NamedTuple

from reader.i18n import gettext as _


class SystemLibrary(NamedTuple):
    """A shared library by its soname, and the packages that hold it."""

    soname: str
    debian: str
    fedora: str
    arch: str


BASE = (
    SystemLibrary("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    SystemLibrary("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
)
X11 = (
    SystemLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    SystemLibrary("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    SystemLibrary(
        "libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"
    ),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
)
_SONAME = re.compile(r"\b(lib[\w.+-]+?\.so[.\d]*)")


def needed(platform: str) -> tuple[SystemLibrary, ...]:
    """Return the libraries that Qt needs here for its platform plugin `platform`, such as "xcb"."""
    if not sys.platform.startswith("linux"):
        return ()
    return BASE + X11 if platform == "xcb" else BASE


def is_present(library: SystemLibrary) -> bool:
    """Whether the system's loader finds `library`."""
    try:
        ctypes.CDLL(library.soname)
    except OSError:
        return False
    return True


def missing(libraries: Iterable[SystemLibrary]) -> tuple[SystemLibrary, ...]:
    """Return those of `libraries` that the system's loader does not find."""
    return tuple(library for library in libraries if not is_present(library))


def sentence(libraries: Iterable[SystemLibrary]) -> str:
    """Return one sentence that names the libraries and the package line for each family of systems."""
    lacking = tuple(libraries)
    return _(
        "This machine lacks {libraries}, which the window needs; install it with "
        "“sudo apt install {debian}” (Debian, Ubuntu), “sudo dnf install {fedora}” (Fedora) "
        "or “sudo pacman -S {arch}” (Arch)."
    ).format(
        libraries=_(", ").join(library.soname for library in lacking),
        debian=_packages(library.debian for library in lacking),
        fedora=_packages(library.fedora for library in lacking),
        arch=_packages(library.arch for library in lacking),
    )


def explain(error: ImportError) -> str:
    """Return a sentence for the failure to import Qt: what is missing, and how to get it."""
    found = _SONAME.search(str(error))
    for library in BASE + X11:
        if found and found[1] == library.soname:
            return sentence([library])
    if found:
        return _(
            "This machine lacks {library}, which the window needs; install the package of your system that "
            "holds it, then run “gangmu doctor”."
        ).format(library=found[1])
    return _(
        "Qt could not be loaded ({detail}); reinstall Gangmu with “pip install --force-reinstall gangmu”."
    ).format(detail=error)


def _packages(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(names))
