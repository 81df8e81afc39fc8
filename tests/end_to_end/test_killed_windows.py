"""The program is killed with two windows: nothing that was said to be saved is lost, and both come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import open_library

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="nobody is killed so there"),
]


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("one", "two", "three"):
        (folder / f"{name}.md").write_text(f"# {name}\n\n## A heading\n\nSome words.\n", encoding="utf-8")
    return folder


def run(moment, *target):
    """Start the program; return it, and what it says at `moment` (see `two_windows`)."""
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.end_to_end.two_windows", moment, *map(str, target)],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def test_two_windows_that_were_killed_come_back_with_all_that_was_saved(library):
    process, said = run("saved", library / "one.md")
    try:
        assert said == "saved", process.communicate(timeout=60)[1]
    finally:
        process.kill()
        process.communicate()
    notes = AnnotationStore(open_library(library), Device("another")).kept()
    assert sorted(kept.annotation.note for kept in notes) == ["in the first", "in the second"]
    process, said = run("restored")
    _out, told = process.communicate(timeout=120)
    assert process.returncode == 0, told
    assert said == "one+two | three: 2 notes, 2 notes"
