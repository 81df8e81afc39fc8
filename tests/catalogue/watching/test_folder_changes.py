"""What changes in a library's folder: seen where the system watches, and where one looks again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Queue

import pytest
import watchfiles

from reader.catalogue.library import Library
from reader.catalogue.watching import folder_changes
from reader.catalogue.watching.folder_changes import ALL, FolderChanges, Stir

ARTICLES, SHEETS, FOLDER = Stir(articles=True), Stir(sheets=True), Stir(folder=True)
BOTH = Stir(articles=True, sheets=True)
PATIENCE = 60  # seconds


class Watcher:
    """Runs the changes of one library on a thread; `until` waits for one of them."""

    def __init__(self, library, *, polls=False):
        self.stop = threading.Event()
        self.told: Queue[Stir] = Queue()
        own = library.folder / ".gangmu"
        self.changes = FolderChanges(library, [own / "annotations", own / "shelves"], self.stop, polls=polls)
        self.thread = threading.Thread(target=lambda: [self.told.put(stir) for stir in self.changes])
        self.thread.start()
        self.until(ALL)

    def until(self, *wanted: Stir) -> Stir:
        while (stir := self.told.get(timeout=PATIENCE)) not in wanted:
            pass
        return stir

    def settle(self) -> None:
        """Wait until it has looked once more, so that a change from now on is told by itself."""
        self.changes._library.folder.joinpath("settle.md").touch()
        self.until(ARTICLES, ALL)


@pytest.fixture(autouse=True)
def _looked_at_often(monkeypatch):
    """Look and tell a tenth as late as the program does; where one polls, all the time."""
    for name in ("LOOK", "STEP", "BURST"):
        monkeypatch.setattr(folder_changes, name, getattr(folder_changes, name) // 10)
    monkeypatch.setattr(folder_changes, "POLL", 0.02)
    monkeypatch.setattr(folder_changes, "SHARE", 1)


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.md").write_text("# A\n", encoding="utf-8")
    return Library(folder)


@pytest.fixture(params=["watched", "polled"])
def watcher(request, library):
    watcher = Watcher(library, polls=request.param == "polled")
    yield watcher
    watcher.stop.set()
    watcher.thread.join(PATIENCE)


def _new(folder):
    (folder / "b.md").write_text("# B\n", encoding="utf-8")


def _edit(folder):
    with (folder / "inner" / "a.md").open("a", encoding="utf-8") as file:
        file.write("more\n")


def _replace(folder):
    (folder / ".a.new").write_text("# other\n", encoding="utf-8")
    (folder / ".a.new").replace(folder / "inner" / "a.md")


def _rename(folder):
    (folder / "inner" / "a.md").rename(folder / "inner" / "z.md")


def _delete(folder):
    (folder / "inner" / "a.md").unlink()


def _rename_folder(folder):
    (folder / "inner").rename(folder / "outer")


@pytest.mark.parametrize("act", [_new, _edit, _replace, _rename, _delete, _rename_folder])
def test_whatever_is_done_to_articles_is_told(watcher, library, act: Callable):
    act(library.folder)
    assert watcher.until(ARTICLES, ALL)


def test_what_comes_in_a_new_folder_is_told(watcher, library):
    deep = library.folder / "new" / "deep"
    deep.mkdir(parents=True)
    (deep / "first.md").touch()
    watcher.until(ARTICLES, ALL)
    watcher.settle()
    (deep / "second.md").touch()
    assert watcher.until(ARTICLES, ALL)


def test_a_folder_that_goes_and_comes_back_by_its_name_is_watched_again(watcher, library, tmp_path):
    (library.folder / "inner").rename(tmp_path / "away")
    (library.folder / "inner").mkdir()
    watcher.until(ARTICLES, ALL)
    watcher.settle()
    (library.folder / "inner" / "b.md").touch()
    assert watcher.until(ARTICLES, ALL)


@pytest.mark.parametrize("folder", ["annotations", "shelves"])
def test_sheets_are_told_apart_from_articles(watcher, library, folder):
    sheets = library.folder / ".gangmu" / folder
    sheets.mkdir(parents=True)
    (sheets / "one.json").write_text("{}", encoding="utf-8")
    assert watcher.until(SHEETS, ALL)
    for name in ("two.json", "three.json", "four.json"):
        watcher.settle()
        (sheets / name).write_text("{}", encoding="utf-8")
        if watcher.until(SHEETS, BOTH, ALL) == SHEETS:
            return  # else what settling wrote was told once more, together with the sheet
    raise AssertionError("a sheet that changes alone is told as an article each time")


def test_a_folder_that_is_gone_and_back_is_told(watcher, library, tmp_path):
    library.folder.rename(tmp_path / "away")
    watcher.until(FOLDER)
    (tmp_path / "away").rename(library.folder)
    watcher.until(FOLDER)
    watcher.until(ALL)


@pytest.mark.parametrize("name", [".git/index.md", ".draft.md.swp", "picture.png", "node_modules/a.md"])
def test_what_is_no_article_is_not_told(library, name):
    (library.folder / name).parent.mkdir(parents=True, exist_ok=True)
    sheets = library.folder / ".gangmu" / "annotations"
    sheets.mkdir(parents=True)
    watcher = Watcher(library)
    try:
        (library.folder / name).touch()
        (sheets / "one.json").touch()  # told after what came before it, or with it
        assert watcher.until(SHEETS, ARTICLES, BOTH, ALL) == SHEETS
    finally:
        watcher.stop.set()
        watcher.thread.join(PATIENCE)


@pytest.mark.parametrize("name", [".gitignore", ".gangmuignore"])
def test_what_says_which_files_are_articles_is_told(library, name):
    watcher = Watcher(library)
    try:
        (library.folder / name).write_text("inner\n", encoding="utf-8")
        assert watcher.until(ARTICLES, ALL)
    finally:
        watcher.stop.set()
        watcher.thread.join(PATIENCE)


@pytest.mark.parametrize("refusal", [OSError(28, "OS file watch limit reached"), RuntimeError("no watcher")])
def test_where_the_system_cannot_watch_one_looks_again(library, monkeypatch, refusal):
    def refuse(*_folders, **_more):
        raise refusal

    monkeypatch.setattr(watchfiles, "watch", refuse)
    watcher = Watcher(library)
    try:
        _edit(library.folder)
        watcher.until(ARTICLES)
    finally:
        watcher.stop.set()
        watcher.thread.join(PATIENCE)
