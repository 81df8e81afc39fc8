"""Where a library's annotations are kept: in its own folder, or beside it where it cannot be written.

`.gangmu` is ours only as a folder inside the library. A link there that leads
out of it (a synced or unpacked folder may bring one) is followed neither for
reading nor for writing: somebody else's files stand at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.catalogue.library import OWN_FOLDER, Library
from reader.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that holds `annotations/` and `texts/`. No link below it may lead out of `root`."""

    folder: Path
    root: Path

    @property
    def annotations(self) -> Path:
        """The folder of the sheets."""
        return self.folder / "annotations"

    @property
    def texts(self) -> Path:
        """The folder of the old texts."""
        return self.folder / "texts"

    def strays(self, path: Path) -> bool:
        """Whether `path`, symbolic links resolved, lies outside `root`; a link that leads to itself does."""
        try:
            return not path.resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):  # a link that leads to itself
            return True


def places_of(library: Library) -> tuple[Place, ...]:
    """Return where annotations are read from: first the place that is written to.

    The one is in the library, the other in the person's data folder: a library may have become read-only.
    """
    inside = Place(library.folder / OWN_FOLDER, library.folder)
    beside = Place(paths.data_folder() / "libraries" / library.key, paths.data_folder())
    return (inside, beside) if library.is_writable else (beside, inside)


def storage_notice(place: Place, library: Library) -> str:
    """Return a sentence on where the annotations are kept, where `place` is not in the library's folder."""
    if place.root == library.folder:
        return ""
    return _("This library cannot be written; its notes are kept in {folder}.").format(folder=place.folder)


def stray_link_notice(path: Path) -> str:
    """Return the sentence on a link that is not followed."""
    return _("{path} is a link that leads out of the library, and is not followed.").format(path=path)
