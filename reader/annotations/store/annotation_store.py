"""What a person has marked in a library: all devices' sheets merged, this device's changes saved.

Held in memory, whole: a change is made with `put`, seen at once, and on the
disk when `save` returns. Nothing is dropped from memory before that. A save
reads this device's sheet again first, under a lock, and merges: it may add or
change, and never shrinks what another process has written meanwhile.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reader import paths
from reader.annotations.model import Annotation, now
from reader.annotations.store import snapshots
from reader.annotations.store.atomic_files import as_bytes, file_lock, write_safely
from reader.annotations.store.device import Device, this_device
from reader.annotations.store.kept_texts import TextShelf
from reader.annotations.store.merge import (
    Versions,
    has_seen,
    is_deleted_elsewhere,
    join,
    merge,
    settled,
    step,
)
from reader.annotations.store.places import places_of, storage_notice
from reader.annotations.store.sheet import FORMAT, About, Sheet, key_for, latest_about, sheet_name, to_file
from reader.annotations.store.sheet_files import SheetShelf
from reader.articles.model import Article
from reader.catalogue.library import Library
from reader.errors import AnnotationError, reason_of
from reader.i18n import gettext as _
from reader.paths import holds_something


@dataclass(frozen=True, slots=True)
class Kept:
    """An annotation as it is shown, with the versions that disagree with it."""

    annotation: Annotation
    conflicts: tuple[Annotation, ...] = ()
    deleted_elsewhere: bool = False  # by a device that had not seen this version


class AnnotationStore:
    """The annotations of one library. Safe to use from two threads, and beside other processes."""

    def __init__(self, library: Library, device: Device | None = None) -> None:
        """Nothing is read before it is asked for, nothing written before something is changed."""
        self.library = library
        self._held_something = holds_something(library.folder)
        places = places_of(library)
        self._place = places[0]
        self.folder = self._place.annotations
        self.texts = TextShelf(*places)
        self.device = (device or this_device(library.folder)).name
        self._shelf = SheetShelf(self.device, *places)
        self._pending: dict[str, list[Annotation]] = {}
        self._abouts: dict[str, About] = {}
        # Counts changes: two processes of one device must not count as having seen each other.
        self._actor = f"{self.device}.{os.urandom(2).hex()}"
        self._merged: dict[str, Versions] = {}
        self._known: dict[str, About] | None = None
        self._guard = threading.RLock()
        self._saving = threading.Lock()
        self._snapshot_problem = ""

    # -- asking -------------------------------------------------------------

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences about what could not be read or backed up, as of the last look or save."""
        return self._shelf.problems + ((self._snapshot_problem,) if self._snapshot_problem else ())

    @property
    def place_told(self) -> str:
        """A sentence on where the annotations are kept, where that is not in the library; else "".

        They go where they did when the library was opened, whatever has become of it meanwhile.
        """
        return storage_notice(self._place, self.library)

    @property
    def is_saved(self) -> bool:
        """Whether everything that was changed is on the disk."""
        return not self._pending and not self._abouts and self.texts.is_saved

    def refresh(self) -> frozenset[str]:
        """Look at the disk; return the keys of the articles about which another process or device wrote."""
        with self._guard:
            changed = self._shelf.look()
            for key in changed:
                self._merged.pop(key, None)
            if changed:
                self._known = None
            return changed

    def abouts(self) -> dict[str, About]:
        """Return what is known of each annotated article, by key; vanished ones too."""
        with self._guard:
            self._shelf.look_once()
            if self._known is None:
                sheets = self._shelf.items()
                self._known = {key: latest_about(each.about for each in mine) for key, mine in sheets}
            return {**self._known, **self._abouts}

    def keys_of(self, source: str) -> tuple[str, ...]:
        """Return the keys of the article of that name: none, one, or several where devices had not met."""
        return tuple(sorted(key for key, about in self.abouts().items() if about.source == source))

    def versions(self, key: str) -> Versions:
        """Return all versions about one article that no other has seen, deleted ones too."""
        with self._guard:
            self._shelf.look_once()
            if key not in self._merged:
                sheets = self._shelf[key]
                self._merged[key] = merge(*(sheet.versions for sheet in sheets), self._pending.get(key, ()))
            return self._merged[key]

    def kept(self, source: str | None = None, *, deleted: bool = False) -> tuple[Kept, ...]:
        """Return the annotations of one article, or of all, oldest first; or those in the trash."""
        keys = sorted(self.abouts()) if source is None else self.keys_of(source)
        return tuple(each for key in keys for each in self.kept_under(key, deleted=deleted))

    def kept_under(self, key: str, *, deleted: bool = False) -> tuple[Kept, ...]:
        """Return the annotations under one key, oldest first; or those in the trash."""
        shown = (_kept(versions) for versions in self.versions(key).values())
        found = [each for each in shown if each.annotation.deleted == deleted]
        return tuple(sorted(found, key=lambda each: (each.annotation.created, each.annotation.annotation_id)))

    def key_of(self, annotation_id: str, source: str = "") -> str | None:
        """Return the key of the article that an annotation belongs to; `source` says where to look first."""
        first = self.keys_of(source) if source else ()
        return next((key for key in (*first, *self.abouts()) if annotation_id in self.versions(key)), None)

    def find(self, annotation_id: str, source: str = "") -> Kept | None:
        """Return the annotation of that id, in the trash or not."""
        key = self.key_of(annotation_id, source)
        return _kept(self.versions(key)[annotation_id]) if key else None

    # -- changing -----------------------------------------------------------

    def put(
        self, annotation: Annotation, article: Article | None = None, *, settles: bool = False
    ) -> Annotation:
        """Add or change `annotation`; return it with its new clock. It is on the disk after `save`.

        Where `article` is given its text is kept, to find the words by after an
        edit. `settles`: this version is the person's answer to a conflict.
        """
        if article is not None:
            self.texts.keep(article)
        with self._guard:
            source = annotation.target.source
            key = self.key_of(annotation.annotation_id, source) or self._key_for(source)
            clock = annotation.clock
            if settles:
                known = self.versions(key).get(annotation.annotation_id, ())
                clock = join([clock, *(each.clock for each in known)])
            time = now()
            version = replace(
                annotation,
                clock=step(clock, self._actor),
                device=self.device,
                created=annotation.created or time,
                modified=time,
            )
            self._pend(key, version)
            if article is not None:
                self.tell(key, annotation.target.source, article.title, article.text.digest)
            return version

    def take(self, version: Annotation) -> bool:
        """Store a version from another program or device, unchanged; return whether it was not known here.

        One that is in the trash here comes back: a person who imports it wants it.
        """
        with self._guard:
            key = self.key_of(version.annotation_id) or self._key_for(version.target.source)
            known = self.versions(key).get(version.annotation_id, ())
            if known and all(each.deleted for each in known) and not version.deleted:
                clock = join([version.clock, *(each.clock for each in known)])
                version = replace(version, clock=step(clock, self._actor))
            elif any(each == version or has_seen(each.clock, version.clock) for each in known):
                return False
            self._pend(key, version)
            return True

    def tell(self, key: str, source: str, title: str, digest: str) -> None:
        """Record name (`source`), title and digest of the text of the article of `key`. `save` writes it."""
        with self._guard:
            before = self.abouts().get(key, About())
            if (before.source, before.title, before.digest) != (source, title, digest):
                self._abouts[key] = About(source, title, digest, step(before.clock, self._actor))

    def save(self) -> None:
        """Write what has changed. Raises only `AnnotationError`; what was not written is still here.

        One sheet that cannot be written keeps no other from being written.
        """
        with self._saving:
            if self.is_saved:
                return
            self._refuse_if_offline()
            self._keep_snapshot()
            keys = sorted({*self._pending, *self._abouts})
            acts: list[Callable[[], None]] = [self.texts.save]
            acts += [partial(self._save_alone, key) for key in keys]
            failed = [error for act in acts if (error := self._failure(act)) is not None]
            if failed:
                raise failed[0]

    def save_copy(self, folder: Path) -> None:
        """Write what is not on the disk to `folder` instead: the way out when the library refuses."""
        with self._guard:
            for key, versions in self._pending.items():
                sheet = Sheet(key, self.device, self.abouts().get(key, About()), tuple(versions))
                write_safely(folder / sheet_name(key, self.device), as_bytes(to_file(sheet)))

    def hand_over(self, other: AnnotationStore) -> None:
        """Move all unsaved changes to `other`, the store of the same library under its new name."""
        with self._guard:
            for version in [each for versions in self._pending.values() for each in versions]:
                other.take(version)
            for key, about in self._abouts.items():
                other.tell(key, about.source, about.title, about.digest)
            self.texts.hand_over(other.texts)
            self._pending.clear()
            self._abouts.clear()

    # -- within -------------------------------------------------------------

    def _failure(self, act: Callable[[], None]) -> AnnotationError | None:
        """Do one step of a save; return why it failed, in a sentence."""
        try:
            act()
        except AnnotationError as error:
            return error
        except Exception as error:  # whatever it is: a person's words are not to go under with it
            told = _("The annotations could not be saved in {folder}: {reason}.")
            failed = AnnotationError(told.format(folder=self.folder, reason=reason_of(error)))
            failed.__cause__ = error
            return failed
        return None

    def _save_alone(self, key: str) -> None:
        with file_lock(paths.data_folder() / "locks" / f"{self.library.key}.lock"):
            self._save_sheet(key)

    def _pend(self, key: str, version: Annotation) -> None:
        """Note a version that is to be saved. What is merged already is not merged again."""
        known = self.versions(key)
        self._pending.setdefault(key, []).append(version)
        mine = merge(known.get(version.annotation_id, ()), [version])
        self._merged[key] = {**known, **mine}

    def _save_sheet(self, key: str) -> None:
        with self._guard:
            written, about = list(self._pending.get(key, ())), self._abouts.get(key)
        sheet = self._shelf.own(key)  # from the disk: another process may have written
        if sheet.format > FORMAT:
            raise AnnotationError(
                _("The annotations in {folder} need a newer version of this program.").format(
                    folder=self.folder
                )
            )
        if sheet.format < FORMAT:
            self._keep_snapshot(f"before-format-{FORMAT}")
        merged = merge(sheet.versions, written)
        fresh = replace(
            sheet,
            about=about or self.abouts().get(key, About()),
            versions=tuple(version for versions in merged.values() for version in versions),
        )
        self._shelf.write(fresh)
        with self._guard:
            self._shelf.replace(fresh)
            self._known = None
            self._pending[key] = self._pending.get(key, [])[len(written) :]
            if not self._pending[key]:
                del self._pending[key]
            if self._abouts.get(key) == about:
                self._abouts.pop(key, None)
            self._merged.pop(key, None)

    def _key_for(self, source: str) -> str:
        if known := self.keys_of(source):
            return known[0]
        taken = 0
        while (key := key_for(source, taken)) in self.abouts():
            taken += 1
        self._abouts[key] = About(source, clock=step((), self._actor))
        return key

    def _refuse_if_offline(self) -> None:
        try:
            is_there = self.library.folder.is_dir()
        except OSError:  # forbidden: writing will say so
            is_there = True
        holds = is_there and holds_something(self.library.folder)
        # A disk that is not mounted leaves an empty folder: what is written there is hidden when it is back.
        is_there = is_there and (holds or not self._held_something)
        self._held_something = self._held_something or (holds and paths.is_folder(self.folder))
        if not is_there:
            raise AnnotationError(
                _("The library folder {folder} is not there now. The annotations wait for it.").format(
                    folder=self.library.folder
                )
            )

    def _keep_snapshot(self, reason: str = "") -> None:
        # A snapshot that fails must not keep a person's words from being saved.
        try:
            snapshots.keep_snapshot(self.library, reason)
            self._snapshot_problem = ""
        except AnnotationError as error:
            self._snapshot_problem = str(error)


def _kept(versions: tuple[Annotation, ...]) -> Kept:
    return Kept(*settled(versions), is_deleted_elsewhere(versions))
