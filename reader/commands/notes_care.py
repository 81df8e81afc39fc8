"""The acts of `gangmu notes`: check, restore, import, move."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reader.errors import AnnotationError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _


def check(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Verify every file of the store; return 1 where one is damaged."""
    from reader.annotations.store.store_check import check_store
    from reader.commands.library_choice import library_of

    report = check_store(library_of(arguments.library))
    for problem in report.problems:
        print(problem)
    annotations, files, snapshots = report.annotations, report.files, report.snapshots
    parts = {
        "annotations": ngettext("{count} annotation", "{count} annotations", annotations),
        "files": ngettext("{count} file", "{count} files", files),
        "snapshots": ngettext("{count} snapshot", "{count} snapshots", snapshots),
    }
    counts = {"annotations": annotations, "files": files, "snapshots": snapshots}
    said = {name: words.format(count=figure(counts[name])) for name, words in parts.items()}
    print(_("{annotations} in {files}, {snapshots}.").format(**said))
    print(_("There is damage.") if report.problems else _("All is well."))
    return 1 if report.problems else 0


def restore(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Bring back what a snapshot holds and the library has lost."""
    from reader.annotations.store import snapshots as kept
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.commands.library_choice import library_of

    library = library_of(arguments.library)
    snapshots = kept.snapshots(library)
    if arguments.list:
        for each in snapshots:
            print(each.name)
        return 0
    chosen = [each for each in snapshots if not words or each.name == words[0]]
    if not chosen:
        raise AnnotationError(_("There is no such snapshot. `gangmu notes restore --list` names them."))
    store = AnnotationStore(library)
    known = {name: versions for key in store.abouts() for name, versions in store.versions(key).items()}
    lost = list(kept.missing(chosen[-1], known, deleted=arguments.deleted))
    for annotation in lost:
        store.put(annotation)
    store.save()
    brought = ngettext(
        "{count} annotation was brought back.", "{count} annotations were brought back.", len(lost)
    )
    print(brought.format(count=figure(len(lost))))
    return 0


def import_files(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Import annotations from other programs' files; what cannot be placed is listed."""
    from reader.annotations.importers import import_file
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.commands.library_choice import library_of

    if not words:
        raise AnnotationError(_("Name the files to import."))
    library = library_of(arguments.library)
    store = AnnotationStore(library)
    for word in words:
        outcome = import_file(library, store, Path(word))
        told = _("{file}: {added} imported, {known} were here already, {unplaced} without a sure place.")
        print(
            told.format(
                file=word,
                added=figure(len(outcome.added)),
                known=figure(outcome.known),
                unplaced=figure(len(outcome.unplaced)),
            )
        )
        for each in outcome.unplaced:
            print("  " + each)
    store.save()
    return 0


def move(arguments: argparse.Namespace, words: Sequence[str]) -> int:
    """Give the annotations of an article that is gone to another one."""
    from reader.annotations.anchoring.moved_articles import adopt, article_path
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.articles.reading import read_article
    from reader.commands.library_choice import library_of

    if len(words) != 2:
        raise AnnotationError(_("Usage: gangmu notes move OLD-NAME FILE"))
    library = library_of(arguments.library, words[1])
    store = AnnotationStore(library)
    keys = store.keys_of(words[0])
    if not keys:
        raise AnnotationError(_("No annotations are kept under {name}.").format(name=words[0]))
    path = article_path(library, words[1])
    article = read_article(path)
    for key in keys:
        adopt(library, store, key, path, article)
    store.save()
    return 0


ACTS: Mapping[str, Callable[[argparse.Namespace, Sequence[str]], int]] = {
    "check": check,
    "restore": restore,
    "import": import_files,
    "move": move,
}
