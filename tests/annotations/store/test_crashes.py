"""What was acknowledged survives being killed, a full disk, and a folder that may not be written."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.model import Annotation, Kind, Target, TextQuote, new_id
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import Library
from reader.errors import AnnotationError
from tests.long_runs import times

CHECKOUT = Path(__file__).resolve().parents[3]


def note(words: str) -> Annotation:
    return Annotation(new_id(), Kind.HIGHLIGHT, Target("a.md", TextQuote("潮汐")), note=words)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
def test_nothing_acknowledged_is_lost_by_kills(tmp_path):
    wanted = times(500, 60)
    script = CHECKOUT / "tests" / "annotations" / "store" / "killing.py"
    command = [sys.executable, str(script), str(tmp_path), str(wanted), "20260131"]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kills, acknowledged, unfinished = map(int, done.stdout.split())
    assert kills >= wanted
    assert acknowledged > wanted
    assert unfinished > wanted / 20  # killed while a file was written, or the test would prove nothing


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no small disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
def test_a_full_disk_costs_nothing_that_was_saved_and_is_retried(small_disk):
    store = AnnotationStore(Library(small_disk), Device("one"))
    saved = 0
    refused = ""
    while not refused:
        store.put(note("很长的笔记" * 800))
        try:
            store.save()
            saved += 1
        except AnnotationError as error:
            refused = str(error)
    assert "could not be saved" in refused
    assert saved > 2
    assert len(store.kept()) == saved + 1
    fresh = AnnotationStore(Library(small_disk), Device("two"))
    assert len(fresh.kept()) == saved
    assert not fresh.problems
    for backup in store.folder.glob("*.bak"):
        backup.unlink()
    store.put(note("短"))
    for kept in store.kept()[: saved - 1]:
        store.put(replace(kept.annotation, note=""))
    store.save()
    assert store.is_saved
    assert len(AnnotationStore(Library(small_disk), Device("two")).kept()) == saved + 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts a tmpfs")
def test_a_read_only_disk_is_annotated_elsewhere(small_disk):
    (small_disk / "a.md").write_text("潮汐\n", encoding="utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = AnnotationStore(Library(small_disk), Device("one"))
    store.put(note("kept"))
    store.save()
    assert small_disk not in store.folder.parents
    [kept] = AnnotationStore(Library(small_disk), Device("one")).kept()
    assert kept.annotation.note == "kept"


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions are another thing here")
def test_without_permission_the_person_is_told(tmp_path):
    store = AnnotationStore(Library(tmp_path), Device("one"))
    store.put(note("kept"))
    is_root = os.geteuid() == 0  # to whom nothing is forbidden: be nobody for a moment
    tmp_path.chmod(0o500)
    if is_root:
        os.seteuid(65534)
    try:
        with pytest.raises(AnnotationError, match="could not be saved"):
            store.save()
        assert not store.is_saved
    finally:
        if is_root:
            os.seteuid(0)
        tmp_path.chmod(0o700)
    store.save()
    assert [kept.annotation.note for kept in AnnotationStore(Library(tmp_path), Device("two")).kept()] == [
        "kept"
    ]


def test_two_processes_see_each_other(tmp_path):
    here = AnnotationStore(Library(tmp_path), Device("one"))
    here.put(note("here"))
    here.save()
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.annotations.store.test_crashes import *\n"
        "store = AnnotationStore(Library(Path(sys.argv[1])), Device('one'))\n"
        "assert [kept.annotation.note for kept in store.kept()] == ['here']\n"
        "store.put(note('there')); store.save()\n"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=True,
    )
    assert here.refresh()
    assert sorted(kept.annotation.note for kept in here.kept()) == ["here", "there"]


def test_threads_that_put_and_save_at_once_lose_nothing(tmp_path):
    store = AnnotationStore(Library(tmp_path), Device("one"))
    writing = threading.Event()

    def save() -> None:
        while not writing.is_set():
            store.save()

    saver = threading.Thread(target=save)
    saver.start()
    for number in range(150):
        store.put(note(str(number)))
    writing.set()
    saver.join()
    store.save()
    assert len(AnnotationStore(Library(tmp_path), Device("two")).kept()) == 150
