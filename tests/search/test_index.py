"""The index as a cache: changes, versions, damage, two processes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reader
from reader.errors import SearchError
from reader.search.ask import ask_index
from reader.search.build import library_changes, segment_build
from reader.search.build import library_index as index_module
from reader.search.build.build_control import BuildControl
from reader.search.build.documents import Document
from reader.search.build.library_index import LibraryIndex
from reader.search.build.segment_build import SegmentBuilder
from reader.search.model import Question
from reader.search.storage.index_folder import Store, Writing
from reader.search.storage.passage_records import Place
from tests.long_runs import times


def test_a_new_library_is_read_whole(two):
    assert two.index.is_complete
    assert two.ask("出口管制").exact >= 1
    assert {hit.name for hit in two.ask("machine learning").hits} == {"digest.md", "plain.md"}


def test_only_what_changed_is_read(two):
    steps = []
    two.write(plain="# Other words\n\nQuite different.\n", third="# Third\n\nabc\n")
    assert two.index.update(progress=steps.append)
    assert steps[-1].total == 2
    assert {hit.name for hit in two.ask("machine learning").hits} == {"digest.md"}
    assert two.ask("different").exact == 1
    (two.folder / "third.md").unlink()
    assert two.index.update(progress=steps.append)
    assert steps[-1].total == 0
    assert two.ask("abc").total == 0


def test_a_file_that_was_only_touched_is_not_read_again(two):
    steps = []
    os.utime(two.folder / "plain.md", (1, 1))
    assert two.index.update(progress=steps.append)
    assert steps[-1].total == 0


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_linked_articles_are_read_once_under_their_own_names(two, tmp_path):
    outside = tmp_path / "elsewhere.md"
    outside.write_text("# Elsewhere\n\nzebras\n")
    (two.folder / "inner").mkdir()
    (two.folder / "inner" / "link.md").symlink_to(outside)
    (two.folder / "inner" / "same.md").symlink_to(two.folder / "plain.md")
    steps = []
    for expected in (2, 0):
        assert two.index.update(progress=steps.append)
        assert steps[-1].total == expected
    assert {hit.name for hit in two.ask("zebras").hits} == {"inner/link.md"}


def test_one_article_is_brought_up_to_date_alone(two):
    two.write(plain="# Plain\n\nzebras\n")
    assert two.index.update_articles(["plain.md"])
    assert two.ask("zebras").exact == 1
    (two.folder / "plain.md").unlink()
    assert two.index.update_articles(["plain.md"])
    assert two.ask("zebras").total == 0


def found_by_node(two, label):
    return {hit.name for hit in two.ask(f"node:{label}").hits}


@pytest.mark.parametrize("workers", [1, 2])
def test_the_points_of_a_framework_that_a_person_has_made_are_found(two, workers, monkeypatch):
    monkeypatch.setattr(index_module, "_FEW", 0)
    steps = []
    made = {"plain.md": "- 斑马\n  - 条纹\n"}
    assert two.index.update(progress=steps.append, frameworks=made, workers=workers)
    assert steps[-1].total == 1  # that article, and no other
    assert found_by_node(two, "条纹") == {"plain.md"}
    (hit,) = two.ask("条纹").hits  # as any words are found
    assert (hit.path, hit.excerpt.text, hit.spans) == (("斑马", "条纹"), "条纹", ())
    assert {hit.name for hit in two.ask("tiaowen").hits} == {"plain.md"}
    assert two.index.update(progress=steps.append, frameworks=made, workers=workers)
    assert two.index.update(progress=steps.append)  # the person's frameworks are not read yet
    assert steps[-1].total == 0
    assert found_by_node(two, "斑马") == {"plain.md"}
    assert two.index.update(progress=steps.append, frameworks={}, workers=workers)  # it was given up
    assert steps[-1].total == 1
    assert not found_by_node(two, "斑马")
    assert two.index.update_articles(["plain.md"], frameworks=made)
    assert found_by_node(two, "斑马") == {"plain.md"}


def test_a_snapshot_stays_as_it_was(two):
    from reader.search.ask import ask

    before = two.index.snapshot()
    two.write(plain="# Plain\n\nzebras\n")
    assert two.index.update()
    assert ask(before, Question("zebras")).total == 0
    assert ask(before, Question("short note")).exact == 1
    assert ask(two.index.snapshot(), Question("short note")).exact == 0


def test_an_article_that_cannot_be_read_costs_nobody_the_search(shelf):
    shelf.write(good="# Good\n\nwords\n")
    (shelf.folder / "bad.md").write_bytes(b"\x00\xff\xfe\x00" * 100)
    assert shelf.index.update()
    assert shelf.ask("words").exact == 1
    steps = []
    assert shelf.index.update(progress=steps.append)
    assert steps[-1].total == 0


def test_workers_read_many(shelf):
    shelf.write(**{f"a{number}": f"# Title {number}\n\nword{number} 中文\n" for number in range(60)})
    for count in (1, 2):
        assert shelf.index.update(workers=count, rebuild=True)
        assert shelf.ask("中文").exact == 60
        assert shelf.ask("word59").exact == 1


def test_a_segment_is_full_when_there_is_much_text(monkeypatch):
    builder = SegmentBuilder()
    monkeypatch.setattr(segment_build, "_FULL_OF_TEXT", 100)
    full = []
    for _ in range(3):
        builder.add(Document("中文" * 20, Place("passage", 1, 0)))
        full.append(builder.is_full)
    assert full == [False, False, True]


def test_a_worker_looks_for_no_modules_where_the_program_was_started(shelf, tmp_path, monkeypatch):
    for name in ("json", "numpy", "reader"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    shelf.write(**{f"a{number}": "# Title\n\n中文\n" for number in range(6)})
    assert shelf.index.update(workers=2)
    assert shelf.ask("中文").exact == 6


def test_a_build_can_be_stopped_and_goes_on_later(shelf):
    shelf.write(**{f"a{number}": f"# Title {number}\n\n中文\n" for number in range(60)})
    control = BuildControl()

    def stop_at_ten(progress):
        if progress.done == 10:
            control.stop()

    assert not shelf.index.update(control=control, progress=stop_at_ten)
    assert not shelf.index.is_complete
    found = shelf.ask("中文").exact
    assert 10 <= found < 60
    steps = []
    assert shelf.index.update(progress=steps.append)
    assert steps[-1].total == 60 - found
    assert shelf.ask("中文").exact == 60


def test_the_old_index_serves_while_another_version_is_made(two, monkeypatch):
    monkeypatch.setattr(index_module, "VERSION", f"{index_module.FORMAT}.999.1")
    fresh = LibraryIndex(two.index.library)
    assert not fresh.is_complete
    seen = []
    fresh.update(progress=lambda _: seen.append(two.ask("出口管制").exact))
    assert seen
    assert all(seen)
    assert fresh.is_complete
    assert two.ask("出口管制").exact
    assert len([path for path in two.index._root.iterdir() if path.is_dir()]) == 1


def test_an_unreadable_format_is_made_anew(two, monkeypatch):
    monkeypatch.setattr(index_module, "FORMAT", 999)
    monkeypatch.setattr(index_module, "VERSION", "999.1.1")
    fresh = LibraryIndex(two.index.library)
    assert fresh.snapshot().documents == 0
    assert fresh.update()
    assert fresh.snapshot().documents


def files_of(shelf) -> list[Path]:
    folder = shelf.index._root / shelf.index._current()
    return sorted(path for path in folder.iterdir() if path.suffix in {".seg", ".toc"})


@pytest.mark.parametrize("damage", ["truncate", "empty", "remove", "noise", "toc", "pointer", "lock", "all"])
def test_a_damaged_index_is_made_anew_by_itself(two, damage):
    expected = two.ask("出口管制").exact
    segment = next(path for path in files_of(two) if path.suffix == ".seg")
    toc = next(path for path in files_of(two) if path.suffix == ".toc")
    data = segment.read_bytes()
    if damage == "truncate":
        segment.write_bytes(data[: len(data) // 2])
    elif damage == "empty":
        segment.write_bytes(b"")
    elif damage == "remove":
        segment.unlink()
    elif damage == "noise":
        segment.write_bytes(data[:8] + bytes(byte ^ 0x5A for byte in data[8:-200]) + data[-200:])
    elif damage == "toc":
        toc.write_bytes(toc.read_bytes()[:40])
    elif damage == "pointer":
        (two.index._root / "current").write_text("../../etc")
    elif damage == "lock":  # a folder in its place kept the index from ever being written again
        lock = segment.with_name("WRITING")
        lock.unlink()
        lock.mkdir()
    else:
        for path in files_of(two):
            path.unlink()
    fresh = LibraryIndex(two.index.library)
    assert fresh.update()
    answer = ask_index(fresh, Question("出口管制"), repair=lambda index: index.update())
    assert answer.exact == expected


def test_a_search_in_a_damaged_index_repairs_it(two):
    segment = next(path for path in files_of(two) if path.suffix == ".seg")
    fresh = LibraryIndex(two.index.library)
    assert fresh.snapshot().documents
    data = bytearray(segment.read_bytes())
    for blob in (b"article\xe3", "出口".encode()):
        at = data.find(blob)
        if at >= 0:
            data[at : at + len(blob)] = b"\xff" * len(blob)
    at = data.find(b'["passage"')
    data[at] = 0xFF
    with segment.open("r+b") as file:  # the same file, that the index has mapped
        file.write(data)
    answer = ask_index(fresh, Question("重要手段"), repair=lambda index: index.update())
    assert answer.exact == 1


def test_a_folder_that_cannot_be_written_is_a_sentence(two, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Store, "lock", refuse)
    with pytest.raises(SearchError, match="Permission denied"):
        two.index.update()


def test_a_full_disk_is_a_sentence_and_leaves_nothing(shelf, monkeypatch):
    # A folder in the place of the file: it cannot be written, as on a disk that is full.
    own = Writing.incoming

    def occupied(writing, name):
        path = own(writing, name)
        path.mkdir()
        return path

    shelf.write(**{f"note{number}": f"# {number}\n\n管制" for number in range(8)})
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "incoming", occupied)
        with pytest.raises(SearchError, match="cannot be kept in .*: Is a directory|Permission denied"):
            shelf.index.update()
    assert not shelf.index.is_complete


def test_who_finds_the_index_busy_goes_on_reading(two):
    other = LibraryIndex(two.index.library)
    with Store(two.index._root).lock():
        assert not other.update()
        assert not other.update_articles(["plain.md"], patience=0)
        assert other.snapshot().documents


def test_no_two_writers_write_at_the_same_place(two):
    store = Store(two.index._root / two.index._current())
    with store.writing() as writing:
        one = writing.incoming("1.seg")
        one.write_bytes(b"half")
    with store.writing() as writing:
        assert not one.exists()
        assert writing.incoming("1.seg") != one
        assert writing.incoming("1.seg") == writing.incoming("1.seg") != writing.incoming("2.seg")


def test_small_segments_are_merged_when_there_are_many(two):
    for number in range(14):
        two.write(**{f"n{number}": f"# Number {number}\n\nnumber{number} 数字\n"})
        two.index.update_articles([f"n{number}.md"])
    two.write(n3="# Number 3\n\nchanged 数字\n")
    two.index.update_articles(["n3.md"])
    assert len(two.index.snapshot().segments) > 10
    before = two.ask("数字", limit=100)
    assert two.index.tidy()
    assert len(two.index.snapshot().segments) == 1
    after = two.ask("数字", limit=100)
    assert after.exact == before.exact == 14
    assert {(hit.name, hit.line, hit.excerpt) for hit in after.hits} == {
        (hit.name, hit.line, hit.excerpt) for hit in before.hits
    }
    assert two.ask("number3").exact == 0
    assert two.ask("cqdyh").total
    assert not two.index.tidy()


def test_no_more_is_merged_than_a_worker_has_memory_for(two, monkeypatch):
    for number in range(14):
        two.write(**{f"n{number}": f"# Number {number}\n\nnumber{number} 数字\n"})
        two.index.update_articles([f"n{number}.md"])
    sizes = [segment.living for segment in two.index.snapshot().segments]
    monkeypatch.setattr(library_changes, "FULL", sum(sizes[:12]))
    assert two.index.tidy()
    assert [segment.living for segment in two.index.snapshot().segments] == [sum(sizes[:12]), *sizes[12:]]
    assert two.ask("数字", limit=100).exact == 14


WRITER = """
import sys
from pathlib import Path
from reader.catalogue.library import Library
from reader.search.build.library_index import LibraryIndex
index = LibraryIndex(Library(Path(sys.argv[1])))
print("begun", flush=True)
while True:
    for number in range(12):
        name = f"a{number}.md"
        path = Path(sys.argv[1], name)
        fresh = path.with_suffix(".new")
        fresh.write_text(path.read_text() + "\\nmore")
        fresh.replace(path)
        index.update_articles([name])
    index.update(rebuild=True, workers=0)
    index.update(rebuild=True, workers=1)
    index.tidy()
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_at_any_moment_leaves_a_whole_index(shelf):
    passages = 4
    body = "".join(f"## 标题{part}\n\n正文{part} common words\n\n" for part in range(passages))
    shelf.write(**{f"a{number}": f"# Article {number}\n\n{body}" for number in range(12)})
    assert shelf.index.update()
    whole = shelf.index.snapshot().documents // 12
    chance = random.Random(1)
    house = str(Path(reader.__file__).parents[1])
    for _ in range(times(60, 3)):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(shelf.folder)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": house},
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(timeout=chance.random() * 0.8)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        snapshot = LibraryIndex(shelf.index.library).snapshot()
        assert snapshot.documents == 12 * whole
        for segment, head, _ in snapshot.articles().values():
            assert len(segment.article(head)) == whole
        assert len(snapshot.articles()) == 12
    assert shelf.index.update(patience=5)
    assert shelf.ask("common").exact == 12 * passages


@given(
    st.builds(
        Place,
        st.sampled_from(["head", "passage"]),
        st.integers(1, 99),
        st.integers(0, 99),
        st.sampled_from(["", "甲", "乙"]),
        st.none() | st.just("甲/乙"),
        st.lists(st.sampled_from(["甲", "乙", ""])).map(tuple),
        st.lists(st.sampled_from(["甲", "乙", ""])).map(tuple),
    )
)
def test_a_place_comes_back_as_it_was(place):
    assert Place.from_bytes(place.to_bytes()) == place


@pytest.mark.parametrize("kind", ["a folder", "a long name", "a long text", "no text"])
def test_what_stands_in_place_of_the_index_in_use_is_mended(two, kind):
    current = two.index._root / "current"
    current.unlink()
    if kind == "a folder":
        (current / "inner").mkdir(parents=True)
    elif kind == "no text":
        current.write_bytes(b"\xff\0" * 9)
    else:
        current.write_text("x" * (300 if kind == "a long name" else 5_000_000))
    fresh = LibraryIndex(two.index.library)
    assert fresh.snapshot().documents == 0
    assert not fresh.is_complete
    assert fresh.update()
    assert current.is_file()
    assert LibraryIndex(two.index.library).snapshot().documents


def test_a_cache_that_cannot_be_written_is_kept_among_temporary_files(shelf, tmp_path, monkeypatch):
    locked = tmp_path / "locked"
    locked.write_text("no folder")
    monkeypatch.setattr(index_module.paths, "cache_folder", lambda: locked)
    monkeypatch.setattr(index_module.tempfile, "gettempdir", lambda: str(tmp_path))
    shelf.write(one="# One\n\n中文\n")
    index = LibraryIndex(shelf.index.library)
    assert index.update()
    assert LibraryIndex(shelf.index.library).snapshot().documents
    assert index._root.is_relative_to(tmp_path)
    if os.name == "posix":
        assert index._root.parent.stat().st_mode & 0o77 == 0
