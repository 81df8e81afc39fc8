"""A file of places that was damaged, or edited by hand: what is out of range counts as nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.ui.session.window_memory import WindowMemory

ARTICLE = Path("a.md")


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "remembered.json"


def written(file: Path, text: str) -> WindowMemory:
    file.write_text(text, encoding="utf-8")
    return WindowMemory(file)


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "NaN", "9" * 400, "1000000001", "true", "null", '"7"', "[7]"]
)
def test_a_place_out_of_range_is_none(file, number):
    for place in (f"[{number}, 0]", f"[7, {number}]"):
        remembered = written(file, f'{{"articles": {{"a.md": {{"place": {place}}}}}}}')
        assert remembered.place(ARTICLE) is None
        assert remembered.line(ARTICLE) == (0, 0)
    remembered = written(
        file, f'{{"articles": {{"a.md": {{"place": [7, 1.5, {number}, 2], "size": {number}}}}}}}'
    )
    assert remembered.line(ARTICLE) == (0, 0)
    assert remembered.size(ARTICLE) == 0.0


def test_a_place_in_range_is_one(file):
    remembered = written(file, '{"articles": {"a.md": {"place": [1000000000, -20.5, 3, 4], "size": 6}}}')
    assert remembered.place(ARTICLE) == (1_000_000_000, -20.5)
    assert remembered.line(ARTICLE) == (3, 4)
    assert remembered.size(ARTICLE) == 6.0


@pytest.mark.parametrize(("size", "kept"), [(5.9, 0.0), (6, 6.0), (100, 100.0), (100.1, 0.0), (-7, 0.0)])
def test_a_size_of_type_is_between_6_and_100_pixels(file, size, kept):
    assert written(file, json.dumps({"articles": {"a.md": {"size": size}}})).size(ARTICLE) == kept


@pytest.mark.parametrize("place", [[], [7], [7, 1, 2], [7, 1, 2, 3, 4]])
def test_a_place_has_two_numbers_or_four(file, place):
    assert written(file, json.dumps({"articles": {"a.md": {"place": place}}})).place(ARTICLE) is None


def test_odd_articles_are_none_that_were_read(file, tmp_path):
    articles = {
        str(tmp_path / name): kept for name, kept in {"a.md": 3, "b.md": ["place"], "c.md": {}}.items()
    }
    articles[str(tmp_path / "d.md")] = {"place": [1, 2]}
    assert written(file, json.dumps({"articles": articles})).read_in(tmp_path) == {"d.md"}


def test_names_that_the_system_does_not_take_are_not_offered(file, tmp_path):
    for name in ("x" * 5000, "a\x00b", "x/" * 3000):
        remembered = written(
            file,
            json.dumps({"libraries": {str(tmp_path): name}, "recent": [name], "recent_libraries": [name]}),
        )
        assert remembered.last_article(tmp_path) is None
        assert remembered.recent() == ()
        assert remembered.recent_libraries() == ()


def test_a_locked_folder_is_not_offered(file, tmp_path, monkeypatch):
    remembered = written(file, json.dumps({"recent": [str(tmp_path)], "recent_libraries": [str(tmp_path)]}))
    monkeypatch.setattr(Path, "stat", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "locked")))
    monkeypatch.setattr(Path, "is_dir", lambda self: bool(self.stat()))
    monkeypatch.setattr(Path, "is_file", lambda self: bool(self.stat()))
    assert remembered.recent() == remembered.recent_libraries() == ()


def test_a_file_that_cannot_be_read_for_a_moment_is_neither_renamed_nor_written_over(file, monkeypatch):
    written(file, '{"articles": {"a.md": {"place": [7, 1]}}}')
    with monkeypatch.context() as stale:
        stale.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError(116, "Stale file handle")))
        remembered = WindowMemory(file)
    remembered.keep_place(ARTICLE, 9, 9)
    remembered.save()
    assert [one.name for one in file.parent.iterdir() if one.is_file()] == [file.name]
    assert WindowMemory(file).place(ARTICLE) == (7, 1.0)


def test_names_of_files_that_are_no_utf_8_come_back(file):
    names = [Path("/\udcff/a.md"), Path("/\ud800.md")]
    remembered = WindowMemory(file)
    for name in names:
        remembered.keep_place(name, 7, 1.0)
    remembered.save()
    assert file.read_bytes().decode("utf-8")  # JSON's escapes, and UTF-8 all the same
    assert [WindowMemory(file).place(name) for name in names] == [(7, 1.0)] * 2
