"""A backup holds what a person made; bringing it back adds what is missing and overwrites nothing."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reader import backup, cli, paths
from reader.annotations.anchoring.anchor import describe
from reader.annotations.model import Annotation, Kind
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.reading import read_article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.errors import ReaderError
from reader.settings import Settings

WORDS = "出口管制"


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text(f"# 甲\n\n{WORDS}的话。\n", encoding="utf-8")
    return Library(folder)


def annotate(library, note):
    article = read_article(library.folder / "a.md")
    start = article.text.text.index(WORDS)
    store = AnnotationStore(library)
    target = describe(article, Span(start, start + len(WORDS)), "a.md")
    made = store.put(Annotation(f"id-{note}", Kind.HIGHLIGHT, target, note=note), article)
    store.save()
    return made.annotation_id


def notes(library):
    return {each.annotation.annotation_id: each.annotation.note for each in AnnotationStore(library).kept()}


def write(library, path, settings=None):
    return backup.write_backup(path, library, (settings or Settings()).own(), path.parent / "dictionaries")


def restore(library, path, settings=None):
    return backup.restore_backup(path, library, (settings or Settings()).own())


def all_files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def made(library, tmp_path):
    """Return a backup of all kinds of things, the settings that it was made of, and the annotation in it."""
    one = annotate(library, "一")
    reading = library.own_folder / "reading"
    reading.mkdir()
    (reading / "this.jsonl").write_text('{"a": 1}\n{"a": 2}\n', encoding="utf-8")
    themes = paths.config_folder() / "themes"
    themes.mkdir(parents=True)
    (themes / "mine.toml").write_text("name = 'Mine'\n", encoding="utf-8")
    settings = Settings()
    settings.set_all({"font_size": 22, "pinyin_words": ["银行"], "last_folder": "/somewhere"})
    (tmp_path / "dictionaries").mkdir()
    (tmp_path / "dictionaries" / "big.ifo").write_bytes(b"")
    path = tmp_path / "b.zip"
    write(library, path, settings)
    return path, settings, one


def test_all_of_it_comes_back_to_an_empty_place(made, library, tmp_path, monkeypatch):
    path, _settings, one = made
    other = Library(tmp_path / "other")
    other.folder.mkdir()
    monkeypatch.setenv("GANGMU_CONFIG", str(tmp_path / "config2"))
    fresh = Settings(tmp_path / "fresh.json")
    done = restore(other, path, fresh)
    assert notes(other) == {one: "一"}
    assert (other.own_folder / "reading" / "this.jsonl").read_text() == '{"a": 1}\n{"a": 2}\n'
    assert (tmp_path / "config2" / "themes" / "mine.toml").is_file()
    assert done.values == {"font_size": 22, "pinyin_words": ["银行"]}  # a path is this machine's
    assert (done.annotations, done.lines, done.kept, done.refused) == (1, 2, [], [])
    assert json.loads(zipfile.ZipFile(path).read("gangmu.json"))["dictionaries"] == ["big.ifo"]
    again = restore(other, path, fresh)
    assert (again.annotations, again.lines, again.files) == (0, 0, 0)


def test_nothing_that_is_newer_is_overwritten(made, library):
    path, settings, one = made
    store = AnnotationStore(library)
    (kept,) = store.kept()
    changed = replace(kept.annotation, note="改过")
    store.put(changed)
    store.save()
    two = annotate(library, "二")
    with (library.own_folder / "reading" / "this.jsonl").open("a") as file:
        file.write('{"a": 3}')  # cut by a crash
    (paths.config_folder() / "themes" / "mine.toml").write_text("name = 'Newer'\n", encoding="utf-8")
    settings.set_all({"font_size": 14, "pinyin_words": ["音乐"]})
    before = all_files(library.own_folder)
    done = restore(library, path, settings)
    assert notes(library) == {one: "改过", two: "二"}
    assert all_files(library.own_folder) == before
    assert done.kept == ["config/themes/mine.toml"]
    assert done.values == {"pinyin_words": ["音乐", "银行"]}
    assert "mine.toml" in " ".join(backup.told(done))


def test_what_was_deleted_since_stays_in_the_trash(made, library):
    path, _settings, one = made
    store = AnnotationStore(library)
    (kept,) = store.kept()
    store.put(replace(kept.annotation, deleted=True))
    store.save()
    assert restore(library, path).annotations == 0
    assert notes(library) == {}
    assert AnnotationStore(library).find(one) is not None


def test_lines_that_are_lost_come_back_once(made, library):
    path, _settings, _one = made
    (library.own_folder / "reading" / "this.jsonl").write_text('{"a": 2}\n{"a": 9}', encoding="utf-8")
    assert restore(library, path).lines == 1
    lines = (library.own_folder / "reading" / "this.jsonl").read_text().splitlines()
    assert lines == ['{"a": 2}', '{"a": 9}', '{"a": 1}']


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out", "library/../../out", "config/x/y", "library/C:/x", "x"]
)
def test_a_name_that_leads_elsewhere_is_refused(made, library, tmp_path, name):
    path, _settings, _one = made
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, b"x")
    before = set(all_files(tmp_path))
    assert restore(library, path).refused == [name]
    assert set(all_files(tmp_path)) == before


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all"])
def test_what_is_no_backup_is_said(library, tmp_path, data):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(ReaderError, match=r"x\.zip"):
        restore(library, path)


def test_a_zip_of_something_else_or_of_a_newer_program_is_said(library, tmp_path):
    path = tmp_path / "x.zip"
    for name, data, said in (("a.txt", b"", "no backup"), ("gangmu.json", b'{"format": 99}', "newer")):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(name, data)
        with pytest.raises(ReaderError, match=said):
            restore(library, path)


def test_an_automatic_one_is_written_when_it_is_due_and_the_oldest_go(library, tmp_path):
    folder = tmp_path / "backups"

    def due(every, day):
        return backup.back_up_if_due(folder, every, library, {}, tmp_path, date.fromisoformat(day))

    assert due("weekly", "2026-01-01") is None  # nothing was made yet
    annotate(library, "一")
    assert due("", "2026-01-01") is None
    assert due("weekly", "2026-01-01").is_file()
    assert due("weekly", "2026-01-07") is None
    assert due("daily", "2026-01-01") is None
    assert due("weekly", "2026-01-08").is_file()
    (folder / "mine.zip").write_bytes(b"")
    for day in range(10, 22):
        due("daily", f"2026-01-{day}")
    kept = backup.automatic_backups(folder, library)
    assert len(kept) == backup.MOST_KEPT
    assert kept[-1].stem.endswith("2026-01-21")
    assert (folder / "mine.zip").is_file()


def test_the_command_writes_and_brings_back(library, tmp_path, capsys):
    one = annotate(library, "一")
    path = tmp_path / "b.zip"
    assert cli.main(["backup", str(path), "--library", str(library.folder)]) == 0
    for file in (library.own_folder / "annotations").iterdir():
        file.unlink()
    assert notes(library) == {}
    assert cli.main(["backup", "--restore", str(path), "--library", str(library.folder)]) == 0
    assert notes(library) == {one: "一"}
    assert "1 annotation" in capsys.readouterr().out
    assert Path(path).is_file()
