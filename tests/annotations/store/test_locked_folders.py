"""A folder that may not be looked into hinders what is in it, and is said; nothing else of the library."""

from __future__ import annotations

import os

import pytest

from reader import paths
from reader.annotations.creation import Wanted
from reader.annotations.store import snapshots
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.store_check import check_store
from reader.articles.exporting.own_styles import own_styles
from reader.catalogue.library import OWN_FOLDER
from reader.errors import AnnotationError, reason_of
from reader.theme import broken_themes
from tests.annotations.exporting import annotate, library_with


@pytest.fixture
def refused(monkeypatch):
    """Return what locks a folder: root is refused nothing, so that the system's answer is given for it."""
    locked = []
    scan, stat, lstat = os.scandir, os.stat, os.lstat

    def guarded(answer):
        def asked(path, *rest, **named):
            if any(str(path).startswith(f"{folder}/") for folder in locked):
                raise PermissionError(13, "Permission denied", str(path))
            return answer(path, *rest, **named)

        return asked

    def listing(folder="."):
        if folder in locked:
            raise PermissionError(13, "Permission denied", str(folder))
        return guarded(scan)(folder)

    monkeypatch.setattr(os, "scandir", listing)
    monkeypatch.setattr(os, "stat", guarded(stat))
    monkeypatch.setattr(os, "lstat", guarded(lstat))
    return locked.append


@pytest.fixture
def library(tmp_path):
    library = library_with(tmp_path / "library", "# 题\n\n## 甲\n\n一句话，两句话。\n")
    annotate(library, Wanted("一句话", note="记"))
    return library


def test_a_check_says_which_folder_cannot_be_read(library, refused):
    refused(library.folder / OWN_FOLDER / "annotations")
    report = check_store(library)
    assert any("annotations cannot be read now: Permission denied." in each for each in report.problems)


def test_so_it_does_with_the_snapshots(library, refused):
    assert snapshots.snapshots(library) == ()
    snapshots.keep_snapshot(library)
    refused(paths.data_folder() / "snapshots" / library.key)
    with pytest.raises(AnnotationError, match="Permission denied"):
        snapshots.snapshots(library)
    assert any("snapshots" in each for each in check_store(library).problems)


def test_where_notes_go_is_known_in_a_library_that_may_be_listed_and_not_entered(library, refused):
    refused(library.folder)
    assert library.own_folder


def test_themes_and_styles_in_a_locked_folder_are_none(refused):
    for name in ("themes", "styles"):
        (paths.config_folder() / name).mkdir(parents=True, exist_ok=True)
        refused(paths.config_folder() / name)
    assert own_styles() == ()
    assert not list(broken_themes())


def test_a_save_that_fails_says_why_in_words(library, monkeypatch):
    store = AnnotationStore(library)

    def fail():
        raise PermissionError(13, "Permission denied", "/a/b")

    assert "Permission denied." in str(store._failure(fail))
    assert "Errno" not in str(store._failure(fail))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied", "/a"), "Permission denied"),
        (OSError("no words of the system's"), "no words of the system's"),
        (OSError(), "OSError"),
        (ValueError("x"), "ValueError: x"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_a_reason_is_words(error, reason):
    assert reason_of(error) == reason
