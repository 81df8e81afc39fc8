"""A library with one article and annotations as a person makes them, for the tests of what goes out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.annotations.creation import Wanted, make
from reader.annotations.exporters import exporter_named
from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import annotated
from reader.annotations.model import Annotation, Kind
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.reading import read_article
from reader.catalogue.library import Library

FILE = "tides.md"


def library_with(folder: Path, text: str) -> Library:
    """Return a new library in `folder` with the article `text`."""
    folder.mkdir(parents=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    return Library(folder)


def annotate(library: Library, *wanted: Wanted) -> tuple[AnnotationStore, list[Annotation]]:
    """Annotate the article; return the store, saved, and the annotations. All find their place."""
    store = AnnotationStore(library, Device("one"))
    article = read_article(library.folder / FILE)
    made = [store.put(make(article, FILE, each)[0], article) for each in wanted]
    store.save()
    return store, made


def bookmark(store: AnnotationStore, annotation: Annotation) -> None:
    """Make a bookmark of an annotation."""
    store.put(replace(annotation, kind=Kind.BOOKMARK))
    store.save()


def exported(name: str, library: Library, store: AnnotationStore) -> bytes:
    """Return the export of all to the format called `name`."""
    exporter = exporter_named(name)
    assert exporter is not None
    return exporter.export(annotated(library, store), Options())
