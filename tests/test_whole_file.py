"""A file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import threading

import pytest

from reader.errors import ReaderError
from reader.whole_file import save_as, write_whole


def test_it_is_written_and_written_over(tmp_path):
    path = tmp_path / "名字.md"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["名字.md"]


def test_a_full_disk_loses_nothing_that_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_bytes(b"before")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.whole_file.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]


def test_what_crashes_have_left_is_looked_for_once_a_folder(tmp_path, monkeypatch):
    left = tmp_path / ".a.md.12-0123abcd.new"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))
    looked, look = [], os.scandir
    monkeypatch.setattr("reader.whole_file.os.scandir", lambda folder: looked.append(folder) or look(folder))
    for number in range(50):
        write_whole(tmp_path / f"{number}.md", b"one")
    assert not left.exists()
    assert looked == [tmp_path]


def test_what_a_person_has_named_is_written_or_a_sentence_says_why_not(tmp_path):
    save_as(tmp_path / "a.md", b"one")
    assert (tmp_path / "a.md").read_bytes() == b"one"
    with pytest.raises(ReaderError) as told:
        save_as(tmp_path / "nowhere" / "a.md", b"x")
    place = tmp_path / "nowhere" / "a.md"
    assert str(told.value) == f"{place} cannot be written: {os.strerror(errno.ENOENT)}."


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "a.md", b"x")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_and_a_link_stay_what_they_are(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_whole(tmp_path / "pipe", b"through")
    reader.join()
    assert read == [b"through"]
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"


def test_a_long_name_leaves_room_for_that_of_the_file_beside(tmp_path):
    path = tmp_path / f"{'题' * 80}.json"
    write_whole(path, b"x")
    assert path.read_bytes() == b"x"
    assert list(tmp_path.iterdir()) == [path]
