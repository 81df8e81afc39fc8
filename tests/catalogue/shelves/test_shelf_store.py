"""Shelves on the disk: one file a device, appended to, read together."""

from __future__ import annotations

import os
import sys

import pytest

from reader.catalogue.library import Library
from reader.catalogue.shelves.shelf_items import Change, Item, ItemKind
from reader.catalogue.shelves.shelf_store import ShelfStore, read_shelves
from reader.errors import LibraryError


def favourite(item_id, name):
    return Change((Item(item_id, ItemKind.FAVOURITE, name),))


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").touch()
    return Library(folder)


def test_nothing_is_written_into_a_folder_that_a_disk_was_taken_out_of(library):
    store = ShelfStore(library, "one")
    (library.folder / "a.md").unlink()
    with pytest.raises(LibraryError, match="not there now"):
        store.append([favourite("1", "a.md")])
    assert not store.folder.exists()


def test_each_device_writes_its_own_file_and_reads_all(library):
    ShelfStore(library, "one").append([favourite("1", "a.md")])
    other = ShelfStore(library, "two")
    other.append([favourite("2", "b.md"), Change(over=("1",))])
    assert sorted(path.name for path in other.folder.iterdir()) == ["one.jsonl", "two.jsonl"]
    assert other.read().alive().favourites == {"b.md"}
    assert other.folder == library.folder / ".gangmu" / "shelves"


def test_a_cut_line_and_a_strange_one_are_passed_over_and_kept(library):
    store = ShelfStore(library, "one")
    store.append([favourite("1", "a.md")])
    file = store.folder / "one.jsonl"
    file.write_bytes(file.read_bytes() + b'["another version"]\n{"put": [{"id": "2", "ki')
    store.append([favourite("3", "c.md")])
    assert store.read().alive().favourites == {"a.md", "c.md"}
    assert b"another version" in file.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="names there are UTF-16")
def test_a_name_that_is_no_text_is_kept_as_it_is(library):
    name = os.fsdecode(b"a\xff.md")
    store = ShelfStore(library, "one")
    store.append([favourite("1", name)])
    assert store.read().alive().favourites == {name}


def test_a_log_that_leads_elsewhere_is_not_written(library, tmp_path):
    store = ShelfStore(library, "one")
    store.folder.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_text("")
    (store.folder / "one.jsonl").symlink_to(elsewhere)
    with pytest.raises(LibraryError, match="could not be saved"):
        store.append([favourite("1", "a.md")])
    assert elsewhere.read_text() == ""


def test_what_was_kept_beside_a_library_that_could_not_be_written_is_still_seen(library, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(Library, "is_writable", property(lambda _self: False))
        store = ShelfStore(library, "one")
        assert not store.folder.is_relative_to(library.folder)
        store.append([favourite("1", "a.md")])
    ShelfStore(library, "one").append([favourite("2", "b.md")])
    assert read_shelves(library).alive().favourites == {"a.md", "b.md"}
