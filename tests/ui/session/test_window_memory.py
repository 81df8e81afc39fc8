"""What comes back at the next start, and what never gets lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.ui.session.window_memory import WindowMemory


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "data" / "remembered.json"


def test_everything_comes_back(file, tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    article = library / "一.md"
    article.write_text("x")
    first = WindowMemory(file)
    first.keep_shape("window", b"\x00\x01shape")
    first.keep_place(article, 120, -3.25)
    first.keep_folds(article, "framework", {"甲", "乙/丙"})
    first.library_opened(library)
    first.opened(library, article)
    first.save()
    again = WindowMemory(file)
    assert again.shape("window") == b"\x00\x01shape"
    assert again.place(article) == (120, -3.25)
    assert again.folds(article, "framework") == {"甲", "乙/丙"}
    assert again.folds(article, "outline") is None
    assert again.last_article(library) == article
    assert again.recent() == (article,)
    assert again.recent_libraries() == (library,)


def test_what_is_gone_is_not_offered(file, tmp_path):
    remembered = WindowMemory(file)
    remembered.opened(tmp_path, tmp_path / "gone.md")
    assert remembered.recent() == ()
    assert remembered.last_article(tmp_path) is None


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe\x00", b"null", b"[" * 100_000])
def test_a_broken_file_is_set_aside_and_not_overwritten(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    remembered = WindowMemory(file)
    remembered.keep_place(Path("a.md"), 1, 0)
    remembered.save()
    assert WindowMemory(file).place(Path("a.md")) == (1, 0.0)
    assert file.with_suffix(".damaged").read_bytes() == content


@pytest.mark.parametrize(
    "data",
    [
        {"articles": {"a.md": {"place": "7", "folds": 3}}, "recent": "x", "shapes": {"window": "~"}},
        {"articles": {"a.md": []}, "recent": [1, None], "shapes": {"window": 4}, "libraries": {"l": 3}},
        {"articles": 1, "shapes": [], "libraries": []},
    ],
)
def test_odd_values_count_as_none(file, data):
    file.parent.mkdir()
    file.write_text(json.dumps(data))
    remembered = WindowMemory(file)
    assert remembered.place(Path("a.md")) is None
    assert remembered.folds(Path("a.md"), "framework") is None
    assert remembered.shape("window") == b""
    assert remembered.recent() == ()
    assert remembered.last_article(Path("l")) is None
    remembered.keep_folds(Path("a.md"), "framework", {"甲"})
    remembered.save()
    assert WindowMemory(file).folds(Path("a.md"), "framework") == {"甲"}


def test_the_oldest_places_are_forgotten_first(file):
    remembered = WindowMemory(file)
    for number in range(3005):
        remembered.keep_place(Path(f"{number}.md"), number, 0)
    remembered.keep_place(Path("0.md"), 7, 0)
    remembered.save()
    again = WindowMemory(file)
    assert [again.place(Path(f"{number}.md")) is None for number in (1, 5, 6)] == [True, True, False]
    assert again.place(Path("0.md")) == (7, 0.0)


def test_twelve_articles_a_hundred_libraries_and_twenty_windows_are_kept(file, tmp_path):
    remembered = WindowMemory(file)
    for number in range(130):
        (folder := tmp_path / str(number)).mkdir()
        (article := folder / "a.md").write_text("x", encoding="utf-8")
        remembered.library_opened(folder)
        remembered.opened(folder, article)
    assert remembered.recent() == tuple(tmp_path / str(number) / "a.md" for number in range(129, 117, -1))
    assert remembered.recent_libraries() == tuple(tmp_path / str(number) for number in range(129, 117, -1))
    assert len(remembered.libraries()) == 100
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"windows": [{} for _number in range(30)]}), encoding="utf-8")
    assert len(WindowMemory(file).windows()) == 20


def test_three_hundred_characters_of_a_title_are_kept(file, tmp_path):
    remembered = WindowMemory(file)
    remembered.opened(tmp_path, tmp_path / "a.md", "题" * 400)
    assert remembered.title(tmp_path / "a.md") == "题" * 300


def test_a_disk_that_refuses_leaves_the_old_file(file, monkeypatch):
    remembered = WindowMemory(file)
    remembered.keep_place(Path("a.md"), 1, 0)
    remembered.save()
    monkeypatch.setattr("os.fsync", lambda _number: (_ for _ in ()).throw(OSError("full")))
    remembered.keep_place(Path("a.md"), 2, 0)
    remembered.save()
    assert WindowMemory(file).place(Path("a.md")) == (1, 0.0)
    monkeypatch.undo()
    remembered.save()
    assert WindowMemory(file).place(Path("a.md")) == (2, 0.0)


def test_the_line_that_was_read_is_kept_where_it_is_known(tmp_path):
    remembered, article = WindowMemory(tmp_path / "r.json"), Path("a.md")
    assert remembered.line(article) == (0, 0)
    remembered.keep_place(article, 120, 3.0)
    assert remembered.line(article) == (0, 0)
    remembered.keep_place(article, 120, 3.0, (12, 4))
    remembered.save()
    again = WindowMemory(tmp_path / "r.json")
    assert (again.place(article), again.line(article)) == ((120, 3.0), (12, 4))


def test_what_is_renamed_keeps_its_places(tmp_path):
    memory = WindowMemory(tmp_path / "remembered.json")
    old, new = tmp_path / "old", tmp_path / "new"
    memory.keep_place(old / "a" / "one.md", 12, 3.0)
    memory.keep_place(tmp_path / "older" / "two.md", 5, 0.0)
    memory.library_opened(old)
    memory.opened(old, old / "a" / "one.md")
    memory.rename(old, new)
    assert memory.place(new / "a" / "one.md") == (12, 3.0)
    assert memory.place(old / "a" / "one.md") is None
    assert memory.place(tmp_path / "older" / "two.md") == (5, 0.0)
    (new / "a").mkdir(parents=True)
    (new / "a" / "one.md").write_text("x", encoding="utf-8")
    assert memory.last_article(new) == new / "a" / "one.md"
    assert memory.recent_libraries() == (new,)
    memory.rename(new / "a" / "one.md", new / "a" / "eins.md")
    assert memory.place(new / "a" / "eins.md") == (12, 3.0)
