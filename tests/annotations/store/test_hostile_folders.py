"""What stands in `.gangmu` may come from anywhere: links, pipes, others' files, odd names."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from reader import paths
from reader.annotations.anchoring.anchor import describe
from reader.annotations.library_report import annotated
from reader.annotations.model import Annotation, Kind, new_id
from reader.annotations.store import json_reading, snapshots
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.annotations.store.json_reading import read_safely, sides
from reader.annotations.store.store_check import check_store
from reader.articles.reading import read_article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.cli import main
from reader.errors import AnnotationError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made otherwise there")


@pytest.fixture
def library(tmp_path) -> Library:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "tides.md").write_text("# 潮汐\n\n潮汐由月亮引起。\n", encoding="utf-8")
    return Library(folder)


@pytest.fixture
def victim(tmp_path) -> Path:
    """Return a folder of somebody else's, with files that look as ours do."""
    folder = tmp_path / "victim"
    (folder / "annotations").mkdir(parents=True)
    for name in (".zshrc.new", ".x.one.json.12-0123abcd.new", "x.one.json", "annotations/.y.json.bak.new"):
        (folder / name).write_text("theirs", encoding="utf-8")
        os.utime(folder / name, (0, 0))
    return folder


def content(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def marked(library: Library, note: str = "记") -> Annotation:
    article = read_article(library.folder / "tides.md")
    start = article.text.text.index("月亮")
    return Annotation(new_id(), Kind.HIGHLIGHT, describe(article, Span(start, start + 2), "tides.md"), note)


@pytest.mark.parametrize("inside", ["", "annotations", "texts"])
def test_a_link_that_leads_out_of_the_library_is_never_followed(library, victim, inside):
    own = library.folder / ".gangmu"
    if inside:
        own.mkdir()
    (own / inside if inside else own).symlink_to(victim, target_is_directory=True)
    before = content(victim)
    store = AnnotationStore(library, Device("one"))
    assert store.kept() == ()
    assert store.place_told
    store.put(marked(library), read_article(library.folder / "tides.md"))
    store.save()
    assert content(victim) == before
    assert [each.annotation.note for each in AnnotationStore(library, Device("two")).kept()] == ["记"]
    assert any("link" in problem for problem in check_store(library).problems)
    assert content(victim) == before


def test_a_link_that_comes_while_the_library_is_open_is_refused_in_a_sentence(library, victim):
    store = AnnotationStore(library, Device("one"))
    store.put(marked(library, "first"))
    store.save()
    shutil.move(store.folder, library.folder / ".gangmu" / "away")
    store.folder.symlink_to(victim, target_is_directory=True)
    before = content(victim)
    store.put(marked(library, "second"))
    with pytest.raises(AnnotationError, match="link"):
        store.save()
    assert content(victim) == before
    store.folder.unlink()
    store.save()
    assert len(AnnotationStore(library, Device("one")).kept()) == 2


def test_a_link_that_stays_inside_the_library_is_followed(library):
    (library.folder / "kept").mkdir()
    (library.folder / ".gangmu").symlink_to(library.folder / "kept", target_is_directory=True)
    store = AnnotationStore(library, Device("one"))
    store.put(marked(library))
    store.save()
    assert list((library.folder / "kept" / "annotations").glob("*.json"))
    assert not store.place_told


def test_a_sheet_that_is_a_link_to_elsewhere_is_not_read(library, victim):
    folder = library.folder / ".gangmu" / "annotations"
    folder.mkdir(parents=True)
    sheet = {"gangmu:format": 1, "items": [{"id": "urn:uuid:x", "body": {"value": "secret"}}]}
    (victim / "sheet").write_text(json.dumps(sheet), encoding="utf-8")
    (folder / "x.evil.json").symlink_to(victim / "sheet")
    store = AnnotationStore(library, Device("one"))
    assert store.kept() == ()
    assert any("x.evil.json" in problem for problem in store.problems)
    snapshots.keep_snapshot(library)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["x.evil.json", "x.one.json"])
@pytest.mark.parametrize("made", ["pipe", "device", "folder", "sparse"])
def test_only_regular_files_of_a_sane_size_are_sheets(library, name, made, monkeypatch):
    monkeypatch.setattr(json_reading, "LARGEST", 1_000_000)
    store = AnnotationStore(library, Device("one"))
    store.put(marked(library))
    store.save()
    path = store.folder / name
    if made == "pipe":
        os.mkfifo(path)
    elif made == "device":
        (library.folder / "zero").symlink_to("/dev/zero")
        path.symlink_to(library.folder / "zero")
    elif made == "folder":
        path.mkdir()
    else:
        with path.open("wb") as file:
            file.truncate(1_000_001)
    fresh = AnnotationStore(library, Device("one"))
    assert [each.annotation.note for each in fresh.kept()] == ["记"]
    assert any(name in problem for problem in fresh.problems)
    fresh.put(marked(library, "more"))
    fresh.save()
    assert os.path.lexists(path)
    assert not list(store.folder.glob("*.damaged-*"))


def test_unfinished_writes_of_ours_are_swept_and_nothing_else_is(library):
    store = AnnotationStore(library, Device("one"))
    article = read_article(library.folder / "tides.md")
    ours, fresh = ".a-1.one.json.12-0123abcd.new", ".a-1.one.json.12-0123abce.new"
    others = [".zshrc.new", ".a.json.new", "a.json.12-0123abcd.new", ".a.json.12-0123ABCD.new"]
    folders = [store.folder, store.folder.parent / "texts", paths.data_folder() / "snapshots" / library.key]
    for folder in folders:
        folder.mkdir(parents=True)
        for name in [ours, fresh, *others]:
            (folder / name).write_text("x", encoding="utf-8")
            os.utime(folder / name, (0, 0) if name != fresh else None)
    (store.folder / "a.json").write_text("{}", encoding="utf-8")  # there is something to take a snapshot of
    store.put(marked(library), article)
    store.save()
    for folder in folders:
        left = {path.name for path in folder.iterdir()}
        assert ours not in left
        assert left >= {fresh, *others}


@pytest.mark.parametrize(
    "source",
    ["a" * 300 + ".md", "a\0b.md", "/etc/passwd", "../x.md", "..\\x.md", "C:\\x.md", "\\\\host\\x.md", ""],
)
def test_a_sheet_with_an_impossible_source_is_listed_and_the_rest_works(library, capsys, source):
    store = AnnotationStore(library, Device("one"))
    store.put(marked(library))
    store.save()
    about = {"source": source, "clock": {"x": 1}}
    item = {"id": "urn:uuid:lost", "body": {"value": "lost"}}
    sheet = {"gangmu:format": 1, "gangmu:key": "zz", "about": about, "items": [item]}
    (store.folder / "z.json").write_text(json.dumps(sheet), encoding="utf-8")
    groups = annotated(library, AnnotationStore(library, Device("one")))
    assert {group.article is None: group.placed[0].annotation.note for group in groups} == {
        True: "lost",
        False: "记",
    }
    file = str(library.folder / "tides.md")
    for words in (
        ["notes"],
        ["annotate", file, "--quote", "潮汐由", "--note", "n"],
        ["export", "--to", "page"],
    ):
        assert main([*words, "--library", str(library.folder)]) == 0
        capsys.readouterr()


def test_json_that_could_not_be_written_again_is_damage_of_that_file_alone(library):
    store = AnnotationStore(library, Device("one"))
    store.put(marked(library))
    store.save()
    deep = "[" * 400 + "]" * 400
    for name, text in {
        "deep": f'{{"items": [{{"id": "x", "y": {deep}}}]}}',
        "wide": '{"items": [], "y": 1e999}',
    }.items():
        (store.folder / f"{name}.evil.json").write_text(text, encoding="utf-8")
    fresh = AnnotationStore(library, Device("one"))
    assert [each.annotation.note for each in fresh.kept()] == ["记"]
    assert len(fresh.problems) == 2


def test_gits_conflict_marks_are_read_in_order_and_half_of_them_are_text():
    ours, theirs = "a\n1\nz", "a\n2\nz"
    assert sides("a\n<<<<<<< x\n1\n=======\n2\n>>>>>>> y\nz") == (ours, theirs)
    assert sides("a\n<<<<<<< x\n1\n||||||| b\n0\n=======\n2\n>>>>>>> y\nz") == (ours, theirs)
    twice = "<<<<<<< x\n1\n=======\n2\n>>>>>>> y\n"
    assert sides(twice + twice) == ("1\n1\n", "2\n2\n")
    for torn in ("<<<<<<< x\n1\n=======\n2\n", "<<<<<<< x\n||||||| b\n" * 3, "a\n=======\nb"):
        assert sides(torn) == (torn,)


def test_a_file_that_is_not_there_is_nothing_and_whole(tmp_path):
    assert read_safely(tmp_path / "none.json") == json_reading.Reading()
    assert read_safely(tmp_path / "none.json" / "x.json") == json_reading.Reading()
