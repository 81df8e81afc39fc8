"""What a person has written is on the disk, comes back, and is never shrunk."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import date

import pytest

from reader.annotations.anchoring.anchor import describe
from reader.annotations.anchoring.placement import place
from reader.annotations.library_report import annotated
from reader.annotations.model import Annotation, Kind, State, new_id
from reader.annotations.store.annotation_store import AnnotationStore, snapshots
from reader.annotations.store.device import Device, this_device
from reader.annotations.store.web_annotation import from_json, to_json
from reader.articles.reading import read_article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.errors import AnnotationError

WORDS = "潮汐由月亮引起。\n\n大潮在新月与满月，小潮在弦月。\n"


@pytest.fixture
def library(tmp_path) -> Library:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "tides.md").write_text("# 潮汐\n\n" + WORDS, encoding="utf-8")
    return Library(folder)


def mark(library: Library, words: str = "新月与满月", note: str = "") -> Annotation:
    article = read_article(library.folder / "tides.md")
    start = article.text.text.index(words)
    target = describe(article, Span(start, start + len(words)), "tides.md")
    return Annotation(new_id(), Kind.HIGHLIGHT, target, note=note, colour="green", tags=("月", "sea"))


def saved(library: Library, *notes: str, device: str = "one") -> AnnotationStore:
    store = AnnotationStore(library, Device(device))
    for note in notes:
        store.put(mark(library, note=note), read_article(library.folder / "tides.md"))
    store.save()
    return store


def notes(library: Library, device: str = "reader") -> list[str]:
    return sorted(kept.annotation.note for kept in AnnotationStore(library, Device(device)).kept())


def sheet_of(store: AnnotationStore):
    [path] = [path for path in store.folder.glob("*.json") if f".{store.device}." in path.name]
    return path


def test_what_was_saved_is_read_again_as_it_was(library):
    store = AnnotationStore(library, Device("one"))
    article = read_article(library.folder / "tides.md")
    made = store.put(mark(library, note="# 为什么？\n\n*问* 🙂"), article)
    assert not store.is_saved
    store.save()
    assert store.is_saved
    [kept] = AnnotationStore(library, Device("two")).kept("tides.md")
    assert kept.annotation == made
    [placed] = place(article, store.kept("tides.md"), store.texts.get, "tides.md")
    assert (placed.anchor.state, placed.words, placed.line) == (State.ANCHORED, "新月与满月", 5)


def test_the_file_is_the_w3c_model_and_readable(library):
    data = json.loads(sheet_of(saved(library, "看")).read_text("utf-8"))
    [item] = data["items"]
    assert item["type"] == "Annotation"
    assert item["body"]["value"] == "看"
    kinds = {selector["type"]: selector for selector in item["target"]["selector"]}
    assert kinds["TextQuoteSelector"]["exact"] == "新月与满月"
    assert kinds["TextPositionSelector"]["end"] - kinds["TextPositionSelector"]["start"] == 5
    assert item["target"]["source"] == "tides.md"


def test_unknown_fields_are_written_back(library):
    store = saved(library, "one")
    path = sheet_of(store)
    data = json.loads(path.read_text("utf-8"))
    data["mood"] = "blue"
    data["items"][0]["rating"] = 5
    data["items"][0]["body"]["language"] = "zh"
    data["items"].append({"type": "Annotation", "from": "the future"})
    path.write_text(json.dumps(data), encoding="utf-8")
    again = AnnotationStore(library, Device("one"))
    [kept] = again.kept()
    again.put(replace(kept.annotation, note="two"))
    again.save()
    data = json.loads(path.read_text("utf-8"))
    assert data["mood"] == "blue"
    assert data["items"][0]["rating"] == 5
    assert data["items"][0]["body"] == {**data["items"][0]["body"], "language": "zh", "value": "two"}
    assert {"type": "Annotation", "from": "the future"} in data["items"]


def test_devices_write_their_own_files_and_see_each_other(library):
    one, two = saved(library, "from one"), saved(library, "from two", device="two")
    assert sheet_of(one) != sheet_of(two)
    assert notes(library) == ["from one", "from two"]
    assert one.refresh()
    assert len(one.kept()) == 2
    assert not one.refresh()


def test_what_is_in_the_trash_comes_back_when_it_is_imported(library):
    store = saved(library, "keep me")
    [kept] = store.kept()
    store.put(replace(kept.annotation, deleted=True))
    store.save()
    assert store.kept() == ()
    assert store.take(kept.annotation)
    store.save()
    assert notes(library) == notes(library, "two") == ["keep me"]
    assert not store.take(kept.annotation)


def test_a_deletion_is_a_tombstone_and_is_restored_from_the_trash(library):
    store = saved(library, "keep me")
    [kept] = store.kept()
    store.put(replace(kept.annotation, deleted=True))
    store.save()
    fresh = AnnotationStore(library, Device("two"))
    assert fresh.kept() == ()
    [gone] = fresh.kept(deleted=True)
    fresh.put(replace(gone.annotation, deleted=False))
    fresh.save()
    assert notes(library) == ["keep me"]


def test_two_devices_that_changed_one_note_keep_both_texts(library):
    saved(library, "first")
    one, two = AnnotationStore(library, Device("one")), AnnotationStore(library, Device("two"))
    for store, text in ((one, "mine"), (two, "theirs")):
        [kept] = store.kept()
        store.put(replace(kept.annotation, note=text))
    one.save()
    two.save()
    [kept] = AnnotationStore(library, Device("three")).kept()
    assert {kept.annotation.note, *(other.note for other in kept.conflicts)} == {"mine", "theirs"}
    third = AnnotationStore(library, Device("three"))
    third.put(replace(kept.annotation, colour="blue"))
    third.save()
    [kept] = AnnotationStore(library, Device("four")).kept()
    assert {kept.annotation.note, *(other.note for other in kept.conflicts)} == {"mine", "theirs"}
    third.put(replace(kept.annotation, note="both"), settles=True)
    third.save()
    [kept] = AnnotationStore(library, Device("four")).kept()
    assert (kept.annotation.note, kept.conflicts) == ("both", ())


def test_two_processes_of_one_device_lose_nothing_and_keep_both_texts(library):
    saved(library, "first")
    one, two = AnnotationStore(library, Device("one")), AnnotationStore(library, Device("one"))
    for store, text in ((one, "mine"), (two, "theirs")):
        [kept] = store.kept()
        store.put(replace(kept.annotation, note=text))
        store.put(mark(library, note=f"new {text}"))
    one.save()
    two.save()
    found = AnnotationStore(library, Device("one")).kept()
    texts = {kept.annotation.note for kept in found} | {c.note for kept in found for c in kept.conflicts}
    assert texts == {"mine", "theirs", "new mine", "new theirs"}


@pytest.mark.parametrize(
    "name", ["{stem}.sync-conflict-20260131-120000-ABCDEFG.json", "{stem} (conflicted copy 2026-01-31).json"]
)
def test_conflict_copies_are_read_and_left_alone(library, name):
    store = saved(library, "before")
    path = sheet_of(store)
    copy = path.with_name(name.format(stem=path.name.removesuffix(".json")))
    shutil.copy(path, copy)
    path.unlink()
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, note="after"))
    store.save()
    assert notes(library) == ["after", "before"]
    assert copy.exists()


def test_a_truncated_file_is_set_aside_its_backup_used_and_the_person_told(library):
    store = saved(library, "one")
    store.put(mark(library, note="two"))
    store.save()
    path = sheet_of(store)
    broken = path.read_bytes()[:200]
    path.write_bytes(broken)
    fresh = AnnotationStore(library, Device("one"))
    assert [kept.annotation.note for kept in fresh.kept()] == ["one"]
    assert any(path.name in problem for problem in fresh.problems)
    fresh.put(mark(library, note="three"))
    fresh.save()
    assert notes(library) == ["one", "three"]
    [aside] = path.parent.glob("*.damaged-1")
    assert aside.read_bytes() == broken


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"null",
        b"[]",
        b'{"items": 5}',
        b'{"items": [1, null, {"id": 7}, {"id": "x", "gangmu": {"kind": 9}}]}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"items": [NaN]}',
        b'{"items":[{"id":"\\ud800","body":{"value":"\\ud83d"}}]}',
        b'{"gangmu:format": 99, "items": []}',
    ],
)
def test_hostile_files_of_another_device_harm_nobody(library, hostile):
    store = saved(library, "mine")
    path = store.folder / sheet_of(store).name.replace(".one.", ".evil.")
    path.write_bytes(hostile)
    fresh = AnnotationStore(library, Device("one"))
    assert "mine" in [kept.annotation.note for kept in fresh.kept()]
    fresh.put(mark(library, note="more"))
    fresh.save()
    assert path.read_bytes() == hostile
    assert {"mine", "more"} <= set(notes(library))


def test_a_sheet_from_elsewhere_writes_and_reads_nothing_outside_the_library(library, tmp_path):
    (tmp_path / "secret.md").write_text("密\n", encoding="utf-8")
    store = saved(library, "mine")
    data = json.loads(sheet_of(store).read_text("utf-8"))
    data["gangmu:key"], data["about"]["source"] = "../../../evil", "../secret.md"
    data["items"][0]["id"] = "urn:uuid:evil"
    (store.folder / "x.evil.json").write_text(json.dumps(data), encoding="utf-8")
    fresh = AnnotationStore(library, Device("one"))
    fresh.put(replace(fresh.find("evil").annotation, note="changed"))
    fresh.save()
    assert not list(tmp_path.glob("*.json")) + list(library.folder.glob("*.json"))
    assert all(group.article is None for group in annotated(library, fresh) if "secret" in group.file)
    assert sorted(notes(library)) == ["changed", "mine"]


@pytest.mark.parametrize("hostile", [b"", b"[]", b"\x00" * 10, b"<<<<<<< HEAD\n"])
def test_hostile_content_of_our_own_file_is_set_aside_never_lost(library, hostile):
    store = saved(library, "mine")
    path = sheet_of(store)
    path.write_bytes(hostile)
    fresh = AnnotationStore(library, Device("one"))
    fresh.put(mark(library, note="more"))
    fresh.save()
    assert any(aside.read_bytes() == hostile for aside in path.parent.glob("*.damaged-*"))


def test_our_own_file_that_can_be_neither_read_nor_set_aside_is_never_written_over(library, monkeypatch):
    store = saved(library, "one")
    path = sheet_of(store)
    broken = path.read_bytes()[:90]
    path.write_bytes(broken)
    fresh = AnnotationStore(library, Device("one"))
    with monkeypatch.context() as patch:
        patch.setattr("reader.annotations.store.sheet_files.set_aside", lambda path: None)
        fresh.put(mark(library, note="two"))
        with pytest.raises(AnnotationError, match="cannot be read"):
            fresh.save()
        assert path.read_bytes() == broken
    fresh.save()
    assert "two" in notes(library)


def test_a_newer_format_is_read_but_not_written_over(library):
    store = saved(library, "new")
    path = sheet_of(store)
    path.write_text(
        path.read_text("utf-8").replace('"gangmu:format": 1', '"gangmu:format": 2'), encoding="utf-8"
    )
    fresh = AnnotationStore(library, Device("one"))
    fresh.put(mark(library, note="more"))
    with pytest.raises(AnnotationError, match="newer"):
        fresh.save()
    assert not fresh.is_saved
    assert sorted(kept.annotation.note for kept in fresh.kept()) == ["more", "new"]


def test_a_snapshot_is_kept_before_an_older_format_is_written_anew(library):
    store = saved(library, "old")
    path = sheet_of(store)
    path.write_text(
        path.read_text("utf-8").replace('"gangmu:format": 1', '"gangmu:format": 0'), encoding="utf-8"
    )
    fresh = AnnotationStore(library, Device("one"))
    fresh.put(mark(library, note="new"))
    fresh.save()
    [snapshot] = [each for each in snapshots.snapshots(library) if "before-format" in each.name]
    [sheet] = snapshots.read_snapshot(snapshot)
    assert (sheet.format, [version.note for version in sheet.versions]) == (0, ["old"])
    assert json.loads(path.read_text("utf-8"))["gangmu:format"] == 1


def test_a_vanished_library_is_offline_not_deleted(library, tmp_path):
    store = saved(library, "here")
    library.folder.rename(tmp_path / "away")
    assert not store.refresh()
    assert [kept.annotation.note for kept in store.kept()] == ["here"]
    store.put(mark(Library(tmp_path / "away"), note="meanwhile"))
    with pytest.raises(AnnotationError, match="not there"):
        store.save()
    (tmp_path / "away").rename(library.folder)
    store.save()
    assert notes(library) == ["here", "meanwhile"]


def test_an_emptied_folder_takes_nothing_from_memory(library):
    store = saved(library, "one", "two")
    shutil.rmtree(store.folder)
    store.put(mark(library, note="three"))
    store.save()
    assert notes(library) == ["one", "three", "two"]


def test_what_cannot_be_saved_stays_and_can_be_saved_elsewhere(library, tmp_path):
    store = saved(library)
    store.folder.parent.mkdir(exist_ok=True)
    store.folder.write_text("a file in the way")
    store.put(mark(library, note="keep"))
    with pytest.raises(AnnotationError, match="could not be saved"):
        store.save()
    assert [kept.annotation.note for kept in store.kept()] == ["keep"]
    store.save_copy(tmp_path / "elsewhere")
    [copy] = (tmp_path / "elsewhere").glob("*.json")
    assert "keep" in copy.read_text("utf-8")
    store.folder.unlink()
    store.save()
    assert notes(library) == ["keep"]


def test_a_read_only_library_is_annotated_in_the_data_folder(library, monkeypatch):
    saved(library, "before")
    with monkeypatch.context() as patch:
        patch.setattr(Library, "is_writable", property(lambda self: False))
        store = saved(library, "read-only")
        assert library.folder not in store.folder.parents
        assert notes(library) == ["before", "read-only"]
    assert notes(library) == ["before", "read-only"]


def test_snapshots_are_daily_outside_and_restore_what_was_lost(library):
    store = saved(library, "one")
    first = snapshots.keep_snapshot(library, today=date(2026, 1, 5))
    assert library.folder not in first.parents
    assert snapshots.keep_snapshot(library, today=date(2026, 1, 5)) is None
    shutil.rmtree(store.folder)
    fresh = AnnotationStore(library, Device("one"))
    assert fresh.kept() == ()
    [snapshot] = snapshots.snapshots(library)
    lost = list(snapshots.missing(snapshot, {}))
    for annotation in lost:
        fresh.put(annotation)
    fresh.save()
    assert notes(library) == ["one"]


def test_rotation_survives_a_clock_that_jumps(library):
    saved(library, "one")
    for day in range(1, 29):
        snapshots.keep_snapshot(library, today=date(2026, 2, day))
    snapshots.keep_snapshot(library, today=date(2026, 3, 25))
    names = [snapshot.name for snapshot in snapshots.snapshots(library)]
    assert "2026-02-19" not in names
    assert "2026-02-25" in names
    snapshots.keep_snapshot(library, today=date(2099, 1, 1))
    assert len(snapshots.snapshots(library)) >= snapshots.FEWEST


def test_the_device_has_one_name_for_each_place(tmp_path):
    assert this_device(tmp_path) == this_device(tmp_path)
    assert this_device(tmp_path) != this_device(tmp_path / "clone")


def test_a_real_git_merge_of_two_clones_keeps_both(library, tmp_path):
    def git(folder, *words):
        command = ["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org", *words]
        subprocess.run(command, check=True, capture_output=True)

    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    saved(library, "before")
    git(library.folder, "init", "-q", "-b", "main")
    git(library.folder, "add", "-A")
    git(library.folder, "commit", "-qm", "one")
    clone = Library(tmp_path / "clone")
    subprocess.run(["git", "clone", "-q", str(library.folder), str(clone.folder)], check=True)
    for folder, text in ((library, "in the original"), (clone, "in the clone")):
        store = AnnotationStore(folder, this_device(folder.folder))
        [kept] = store.kept()
        store.put(replace(kept.annotation, note=f"changed {text}"))
        store.put(mark(folder, note=f"new {text}"), read_article(folder.folder / "tides.md"))
        store.save()
        git(folder.folder, "add", "-A")
        git(folder.folder, "commit", "-qm", text)
    git(library.folder, "pull", "-q", "--no-rebase", "--no-edit", str(clone.folder), "main")
    found = AnnotationStore(library, Device("x")).kept()
    texts = {kept.annotation.note for kept in found} | {c.note for kept in found for c in kept.conflicts}
    assert texts == {
        f"{what} {where}" for what in ("changed", "new") for where in ("in the original", "in the clone")
    }


def test_gits_conflict_marks_are_read_as_two_sides(library):
    store = saved(library, "one")
    path = sheet_of(store)
    text = path.read_text("utf-8")
    line = next(line for line in text.split("\n") if '"value"' in line)
    other = line.replace("one", "other").replace("one", "other")
    path.write_text(
        text.replace(line, f"<<<<<<< HEAD\n{line}\n=======\n{other}\n>>>>>>> theirs"), encoding="utf-8"
    )
    [kept] = AnnotationStore(library, Device("x")).kept()
    assert {kept.annotation.note, *(c.note for c in kept.conflicts)} == {"one", "other"}


def test_json_keeps_every_field_of_every_kind(library):
    for kind in Kind:
        annotation = replace(
            mark(library, note="n"), kind=kind, underlined=True, clock=(("d", 3),), deleted=True
        )
        assert from_json(to_json(annotation)) == annotation


def test_what_is_not_saved_is_handed_to_the_library_s_new_place(library):
    store = AnnotationStore(library, Device("one"))
    store.put(mark(library, note="存了"), read_article(library.folder / "tides.md"))
    store.save()
    store.put(mark(library, "弦月", note="没存"), read_article(library.folder / "tides.md"))
    new = library.folder.with_name("renamed")
    library.folder.rename(new)
    other = AnnotationStore(Library(new), Device("one"))
    store.hand_over(other)
    assert store.is_saved
    assert not library.folder.exists()
    other.save()
    kept = AnnotationStore(Library(new), Device("two")).kept("tides.md")
    assert {each.annotation.note for each in kept} == {"存了", "没存"}
    assert {each.annotation.clock != () for each in kept} == {True}


def test_a_text_that_is_not_saved_is_handed_on_too(library):
    store = AnnotationStore(library, Device("one"))
    article = read_article(library.folder / "tides.md")
    store.put(mark(library), article)
    new = library.folder.with_name("renamed")
    library.folder.rename(new)
    other = AnnotationStore(Library(new), Device("one"))
    store.hand_over(other)
    other.save()
    assert (
        AnnotationStore(Library(new), Device("two")).texts.get(article.text.digest).text == article.text.text
    )
