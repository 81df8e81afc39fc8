"""Whether there is a file or a folder, where the system answers and where it does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import cli, paths
from reader.catalogue.library import folder_for, open_library
from reader.commands.library_choice import default_library_folder, library_of
from reader.errors import LibraryError

LONG = "x" * 300


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "is_file", "is_folder"),
    [
        ("", False, True),
        ("file", True, False),
        ("link", True, False),
        ("dangling", False, False),
        ("loop", False, False),
        ("gone", False, False),
        ("file/below", False, False),
        (LONG, False, False),
        (f"{LONG}/{LONG}", False, False),
        ("a\x00b", False, False),
    ],
)
def test_what_the_system_says_of_a_path(folder, name, is_file, is_folder):
    path = folder / name
    assert (paths.is_file(path), paths.is_folder(path)) == (is_file, is_folder)
    assert paths.is_there(path) is (is_file or is_folder)


def test_in_a_locked_folder_nothing_is_there(folder, monkeypatch):
    monkeypatch.setattr(Path, "stat", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "locked")))
    assert not paths.is_file(folder / "file")
    assert not paths.is_folder(folder)
    assert not paths.is_there(folder)


@pytest.mark.parametrize("name", [LONG, "gone", "file", "a\x00b"])
def test_no_library_is_a_sentence(folder, name):
    with pytest.raises(LibraryError):
        open_library(folder / name)


def test_a_last_library_that_cannot_be_had_is_the_starter_library():
    paths.config_folder().mkdir(parents=True)
    for last in (f"/{LONG}", "/nowhere", "a\x00b", "\ud800"):
        (paths.config_folder() / "settings.json").write_text(json.dumps({"last_library": last}))
        assert default_library_folder() == paths.starter_library()
        assert library_of(None).folder == paths.starter_library()


def test_an_article_of_an_odd_name_is_in_the_folder_above_it(folder):
    assert folder_for(folder / LONG) == folder
    assert library_of(None, str(folder / "file")).folder == folder


@pytest.mark.parametrize(
    "command", ["search a --library", "index --library", "notes --library", "screenshot --out"]
)
def test_a_name_that_is_too_long_is_a_sentence_of_the_command_line(folder, capsys, command):
    assert cli.main([*command.split(), str(folder / LONG / "x")]) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert told.count("\n") == 1


@given(st.text(max_size=120))
def test_a_title_becomes_a_name_that_every_system_allows(title):
    name = paths.file_name(title)
    assert name
    assert not set(name) & set('<>:"/\\|?*\x00\n')
    assert name.strip(" .") == name
    assert len(f"{name}.md".encode("utf-8", "replace")) <= 330
    assert name.split(".")[0].lower() not in {"con", "nul", "com1"}
