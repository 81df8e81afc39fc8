"""A save that fails says so in a sentence and forgets nothing; what cannot be read is left alone."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.anchoring.anchor import describe
from reader.annotations.model import Annotation, Kind, new_id
from reader.annotations.store import annotation_store, kept_texts, sheet_files, snapshots
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.reading import read_article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.errors import AnnotationError

TEXT = "# 潮汐\n\n潮汐由月亮引起。\n"


@pytest.fixture
def library(tmp_path) -> Library:
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("tides.md", "winds.md"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    return Library(folder)


def mark(library: Library, note: str, name: str = "tides.md") -> Annotation:
    article = read_article(library.folder / name)
    start = article.text.text.index("月亮")
    return Annotation(new_id(), Kind.HIGHLIGHT, describe(article, Span(start, start + 2), name), note)


def notes(library: Library) -> list[str]:
    return sorted(kept.annotation.note for kept in AnnotationStore(library, Device("x")).kept())


class OddError(Exception):
    """Nobody's error."""


@pytest.mark.parametrize("error", [ValueError("1980"), MemoryError(), OddError(), OSError(errno.EIO, "I/O")])
def test_a_snapshot_that_fails_in_any_way_stops_no_save(library, monkeypatch, error):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, "one"))
    store.save()

    def fail(*given):
        raise error

    shutil.rmtree(snapshots._folder(library), ignore_errors=True)
    monkeypatch.setattr(snapshots, "_write", fail)
    store.put(mark(library, "two"))
    store.save()
    assert store.is_saved
    assert any("snapshot" in problem for problem in store.problems)
    assert notes(library) == ["one", "two"]


def test_a_snapshot_is_kept_also_by_a_clock_before_1980(library, monkeypatch):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, "one"))
    store.save()
    monkeypatch.setattr(snapshots.time, "localtime", lambda: time.gmtime(0))
    path = snapshots.keep_snapshot(library, "early")
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
    assert not store.problems


@pytest.mark.parametrize("error", [ValueError("odd"), MemoryError(), OddError("?"), RecursionError()])
def test_whatever_a_save_raises_is_a_sentence_and_nothing_is_forgotten(library, monkeypatch, error):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, "keep"), read_article(library.folder / "tides.md"))

    def fail(*given):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(sheet_files, "write_safely", fail)
        with pytest.raises(AnnotationError, match=type(error).__name__):
            store.save()
    assert not store.is_saved
    store.save()
    assert store.is_saved
    assert notes(library) == ["keep"]


def test_one_sheet_that_cannot_be_written_keeps_no_other_back(library, monkeypatch):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, "tides"))
    store.put(mark(library, "winds", "winds.md"))
    write = sheet_files.write_safely

    def fail(path: Path, data: bytes) -> None:
        if path.name.startswith("tides"):
            raise AnnotationError("tides could not be saved")
        write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(sheet_files, "write_safely", fail)
        with pytest.raises(AnnotationError, match="tides"):
            store.save()
    assert notes(library) == ["winds"]
    store.save()
    assert notes(library) == ["tides", "winds"]


def test_an_old_text_that_cannot_be_kept_stops_neither_the_act_nor_the_sheet(library, monkeypatch):
    store = AnnotationStore(library, Device("one"))
    article = read_article(library.folder / "tides.md")

    def fail(path: Path, data: bytes) -> None:
        raise AnnotationError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(kept_texts, "write_safely", fail)
        store.put(mark(library, "one"), article)
        with pytest.raises(AnnotationError, match="full"):
            store.save()
        assert notes(library) == ["one"]
    assert not store.is_saved
    store.save()
    assert store.is_saved
    assert AnnotationStore(library, Device("x")).texts.get(article.text.digest) is not None


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ESTALE])
def test_a_sheet_that_cannot_be_read_for_a_moment_is_neither_damaged_nor_lost(library, monkeypatch, number):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, "one"))
    store.save()
    [path] = store.folder.glob("*.json")
    before = path.read_bytes()
    with monkeypatch.context() as patch:

        def refuse(name, *given):
            if str(name).endswith(".json"):
                raise OSError(number, os.strerror(number))
            return real(name, *given)

        real = os.open
        patch.setattr(os, "open", refuse)
        fresh = AnnotationStore(library, Device("one"))
        assert fresh.kept() == ()
        [problem] = fresh.problems
        assert path.name in problem
        assert os.strerror(number) in problem
        fresh.put(mark(library, "two"))
        with pytest.raises(AnnotationError, match="cannot be read"):
            fresh.save()
    assert [each.name for each in store.folder.iterdir()] == [path.name]
    assert path.read_bytes() == before
    assert fresh.refresh()
    assert fresh.problems == ()
    fresh.save()
    assert notes(library) == ["one", "two"]


def test_what_was_read_before_stays_in_sight_while_its_file_cannot_be_read(library, monkeypatch):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, "one"))
    store.save()
    other = AnnotationStore(library, Device("two"))
    assert len(other.kept()) == 1
    [path] = store.folder.glob("*.json")
    os.utime(path, (1, 1))
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", lambda *given: (_ for _ in ()).throw(OSError(errno.EIO, "I/O")))
        other.refresh()
        assert len(other.kept()) == 1
        assert other.problems


def _gangmu(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody who may not read everything, even where the tests run as root."""
    command = [sys.executable, "-m", "reader", *map(str, words)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything, and setpriv is not installed")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
@pytest.mark.parametrize("locked", ["sheet", "annotations", "folder"])
def test_a_locked_sheet_or_folder_is_told_of_and_the_rest_is_listed(library, tmp_path, locked):
    inner = library.folder / "inner"
    inner.mkdir()
    (inner / "deep.md").write_text(TEXT, encoding="utf-8")
    store = AnnotationStore(library)
    store.put(mark(library, "here"))
    store.put(mark(library, "inside", "inner/deep.md"))
    store.save()
    sheet = next(store.folder.glob("deep*.json"))
    path = {"sheet": sheet, "annotations": store.folder, "folder": inner}[locked]
    path.chmod(0)
    try:
        for words in (["notes"], ["export", "--to", "csv"]):
            done = _gangmu(*words, "--library", library.folder)
            assert "Traceback" not in done.stderr
            if locked != "annotations":
                assert "here" in done.stdout
            assert done.returncode == 1
            assert path.name in done.stderr or locked == "folder"
            if locked == "folder":  # what was noted there is listed all the same, and nobody else's
                assert "inside" in done.stdout
                assert "deep.md may not be read" in done.stderr
                assert "may be the same" not in done.stderr
        done = _gangmu("annotate", library.folder / "tides.md", "--quote", "潮汐由", "--note", "new")
        assert "Traceback" not in done.stderr
    finally:
        path.chmod(0o700)
    assert not list(store.folder.glob("*.damaged*"))
    assert {"here", "inside"} <= set(notes(library))


def test_the_store_says_where_the_notes_of_a_library_go_that_cannot_be_written(library, monkeypatch):
    assert AnnotationStore(library, Device("one")).place_told == ""
    monkeypatch.setattr(Library, "is_writable", property(lambda self: False))
    store = AnnotationStore(library, Device("one"))
    assert str(store.folder.parent) in store.place_told


def test_where_the_notes_go_is_where_they_went_when_the_library_was_opened(library, monkeypatch):
    """A folder that is locked meanwhile takes no notes; nor does another place, so none is named."""
    store = AnnotationStore(library, Device("one"))
    monkeypatch.setattr(Library, "is_writable", property(lambda self: False))
    assert store.place_told == ""
    elsewhere = AnnotationStore(library, Device("one"))
    monkeypatch.setattr(Library, "is_writable", property(lambda self: True))
    assert str(elsewhere.folder.parent) in elsewhere.place_told


def test_a_version_is_unsaved_until_its_own_save_returns(library, monkeypatch):
    store = AnnotationStore(library, Device("one"))
    kept = store.put(mark(library, "one"))
    write = annotation_store.SheetShelf.write

    def write_and_change(shelf, sheet):
        write(shelf, sheet)
        store.put(replace(kept, note="changed meanwhile"))

    with monkeypatch.context() as patch:
        patch.setattr(annotation_store.SheetShelf, "write", write_and_change)
        store.save()
    assert not store.is_saved
    store.save()
    assert notes(library) == ["changed meanwhile"]
