"""What has changed in a library since it was indexed, and putting it into the index."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path

from reader.catalogue.library import Library
from reader.paths import holds_something
from reader.search.build.build_coordinator import Written
from reader.search.build.segment_build import FULL, ArticleBuilder, Frameworks, Stamp, has_framework, stamp_of
from reader.search.storage.index_folder import Writing
from reader.search.storage.segments import Snapshot

_SMALL = 5_000  # documents below which a segment is merged with its like
_MANY_SMALL = 5
_MUCH_DEAD = 0.3


def changes(
    library: Library, known: Snapshot, frameworks: Frameworks | None = None
) -> tuple[list[str], list[str]]:
    """Return the names of the articles to read, and of those that are gone.

    A file whose time has changed is looked into before it is read again. One for which a person has made
    other `frameworks` is read again too; with None nobody knows of any yet.
    """
    folder = library.folder
    before = {name: about.stamp for name, (_, _, about) in known.articles().items()}
    changed = []
    for called, file in library.files():
        # What is called by another name where it leads to is read under the one it has here.
        name = Path(file.path).relative_to(folder).as_posix() if file.is_symlink() else called
        stamp = before.pop(name, None)
        try:
            is_other = stamp is None or _is_other(file, stamp)
            if stamp is not None and frameworks is not None:
                is_other = is_other or not has_framework(stamp, frameworks.get(name, ""))
            if is_other:
                changed.append(name)
        except OSError:
            continue  # gone between the listing and the look; the next update sees it
    if before and not holds_something(folder):
        return [], []  # the folder is not there now: its articles are not deleted
    return changed, list(before)


def _is_other(file: os.DirEntry[str], stamp: Stamp) -> bool:
    """Whether a file holds something else than when it had `stamp`. Raises `OSError`."""
    status = file.stat()
    if stamp[:2] == (status.st_mtime_ns, status.st_size):
        return False
    return stamp[1] != status.st_size or not stamp[2].startswith(stamp_of(Path(file.path))[2])


def put(writing: Writing, known: Snapshot, written: Written) -> None:
    """Commit what was read in place of what was known of the same articles."""
    delete(writing, known, written.names)
    if written.documents:
        writing.add(written.path, written.documents)
    writing.commit()


def delete(writing: Writing, known: Snapshot, names: Iterable[str]) -> None:
    """Delete the documents of these articles, as far as they are known; commits nothing."""
    for name in names:
        if found := known.find(name):
            segment, head = found
            writing.delete(segment.key, segment.article(head))


def merge_small(folder: Path, writing: Writing, snapshot: Snapshot, place: Path) -> bool:
    """Merge small and half-deleted segments. Return whether there was need."""
    small = [segment for segment in snapshot.segments if segment.living < _SMALL]
    due = small if len(small) > _MANY_SMALL else []
    due += [
        segment for segment in snapshot.segments
        if segment not in due and len(segment.dead) > _MUCH_DEAD * segment.file.count
    ]  # fmt: skip
    # What there is memory for; the rest has its turn the next time.
    sizes = accumulate(segment.living for segment in due)
    chosen = [segment for segment, size in zip(due, sizes, strict=True) if size <= FULL or segment is due[0]]
    if not chosen:
        return False
    # Oldest first, so that what is newest stays last.
    parts = [(place / f"{one.key}.seg", set(one.dead)) for one in reversed(chosen)]
    path = writing.incoming("merged.seg")
    builder = ArticleBuilder(folder)
    builder.merge(parts)
    count = builder.write(path)
    writing.drop({one.key for one in chosen})
    if count:
        writing.add(path, count)
    writing.commit()
    return True
