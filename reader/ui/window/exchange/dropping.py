"""What is dropped on the window: opened, or imported into the library, as the person says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from reader import paths
from reader.articles.formats import SUFFIXES
from reader.catalogue.library import Library
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

Open = Callable[[Path], object]
BringIn = Callable[[Sequence[Path]], object]


def dropped(data: QMimeData) -> list[Path]:
    """Return the files and folders that are being dropped."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def take_dropped(
    files: Sequence[Path], library: Library | None, window: QWidget, open_one: Open, bring_in: BringIn
) -> None:
    """Open what is the library's own; import what can only be imported; ask where both could be meant."""
    first = files[0]
    is_folder = paths.is_folder(first)
    if not is_folder and first.suffix.lower() not in SUFFIXES:
        bring_in(files)
    elif library is None or not library.is_writable or _is_within(first, library.folder):
        open_one(first)
    else:
        menu = _menu(files, library, window, partial(open_one, first), partial(bring_in, files))
        menu.popup(QCursor.pos())


def _menu(
    files: Sequence[Path],
    library: Library,
    window: QWidget,
    open_it: Callable[[], object],
    bring_in: Callable[[], object],
) -> QMenu:
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    name = files[0].name.replace("&", "&&")
    is_folder = paths.is_folder(files[0])
    words = _("&Open “{name}” as library") if is_folder else _("&Open “{name}” where it is")
    menu.addAction(words.format(name=name), open_it)
    if is_folder:
        words = _("&Import its articles into “{library}”")
    else:
        words = ngettext("&Import it into “{library}”", "&Import all {count} into “{library}”", len(files))
    into = words.format(library=library.folder.name.replace("&", "&&"), count=figure(len(files)))
    menu.addAction(into, bring_in)
    menu.addSeparator()
    menu.addAction(_("&Cancel"))
    menu.setActiveAction(menu.actions()[0])
    return menu


def _is_within(path: Path, folder: Path) -> bool:
    try:
        return paths.resolved(path).is_relative_to(paths.resolved(folder))
    except (OSError, RuntimeError, ValueError):
        return False
