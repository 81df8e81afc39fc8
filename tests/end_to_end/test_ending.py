"""The program is told to end in the middle of what it does: nothing is lost, or stays, or crashes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.catalogue.library import open_library
from tests.end_to_end.interrupted import WORDS

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="nobody sends signals to a window there"),
]


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number}.md").write_text(f"# 题目{number}\n\n正文。\n" * 20, encoding="utf-8")
    return folder


@pytest.fixture
def long(library):
    text = "".join(f"## 第{n}章\n\n第{n}章的第一段，讲出口管制与技术。\n\n" for n in range(20_000))
    path = library / "long.md"
    path.write_text(f"# 长文\n\n{text}", encoding="utf-8")
    return path


def end(moment, target, number):
    """Start the program, send it signal `number` at `moment`; return what it wrote to stderr."""
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"}
    command = [sys.executable, "-m", "tests.end_to_end.interrupted", moment, str(target)]
    with subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            said = process.stdout.readline()
            tell = os.killpg if number is signal.SIGINT else os.kill  # Ctrl+C: to all at the terminal
            tell(process.pid, number)
            _out, told = process.communicate(timeout=120)  # of whatever it has started, too
        finally:
            process.kill()
    assert said == "now\n", told
    assert process.returncode == 0, told
    return [line for line in told.splitlines() if "This plugin does not support" not in line]


@pytest.mark.parametrize(("moment", "number"), [("opening", signal.SIGTERM), ("sketched", signal.SIGINT)])
def test_reading_a_long_article_it_ends_as_if_its_window_had_been_closed(long, moment, number):
    ends_well(moment, long, number)


@pytest.mark.parametrize(("moment", "number"), [("painted", signal.SIGHUP), ("indexing", signal.SIGINT)])
def test_it_ends_as_if_its_window_had_been_closed(library, moment, number):
    ends_well(moment, library / "0.md", number)


def ends_well(moment, target, number):
    assert end(moment, target, number) == []
    kept = json.loads(Path(os.environ["GANGMU_DATA"], "remembered.json").read_text(encoding="utf-8"))
    assert kept["shapes"]["window"]


def test_what_was_just_typed_is_kept(library):
    assert end("writing", library / "0.md", signal.SIGTERM) == []
    (kept,) = AnnotationStore(open_library(library), Device("another")).kept()
    assert kept.annotation.note == WORDS
