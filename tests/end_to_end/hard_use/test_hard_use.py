"""A sample of each hard use; a long run (tests/long_runs.py) has 500 kills, 300 damages and all the bombs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.long_runs import IS_LONG, times

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(times(3_600, 300)),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked"),
]


# Of each kind of hostile article one that is cheap to open: deep, long, many, odd, and a picture.
FEW = ("lists 200 deep", "a heading of 300 KB", "footnotes in a ring", "nothing but hashes", "SVG size")


def run(module: str, *arguments: object) -> list[str]:
    """Run a module of this folder; return its lines."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.end_to_end.hard_use.{module}", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout.splitlines()


def test_what_a_window_called_saved_survives_its_death(tmp_path):
    wanted = times(500, 4)
    kills, acknowledged, _unfinished = map(int, run("saver_kills", tmp_path, wanted, 20261128)[-1].split())
    assert kills == wanted
    assert acknowledged >= wanted


def test_an_export_that_is_killed_leaves_a_whole_file_or_none(tmp_path):
    wanted = times(500, 8)
    kills, finished, _unfinished = map(int, run("export_kills", tmp_path, wanted, 20261128)[-1].split())
    assert kills == wanted
    assert finished > 0


def test_a_damaged_index_answers_right_or_is_made_anew(tmp_path):
    wanted = times(300, 10)
    damaged, _survived = map(int, run("damaged_indexes", tmp_path, wanted, 20261128)[-1].split())
    assert damaged == wanted


def test_a_hostile_article_holds_nothing_up(tmp_path):
    names = () if IS_LONG else FEW
    tried, _over, broken = map(int, run("article_bombs", tmp_path, *names)[-1].split())
    assert tried == len(names) or (IS_LONG and tried > 100)
    assert broken == 0
