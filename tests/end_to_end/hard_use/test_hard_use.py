"""A sample of each hard use; how each is run in full (500 kills, 300 damages, 90 bombs) its module says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")]


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
    kills, acknowledged, _unfinished = map(int, run("saver_kills", tmp_path, 5, 20261128)[-1].split())
    assert kills == 5
    assert acknowledged >= 5


def test_an_export_that_is_killed_leaves_a_whole_file_or_none(tmp_path):
    kills, finished, _unfinished = map(int, run("export_kills", tmp_path, 12, 20261128)[-1].split())
    assert kills == 12
    assert finished > 0


def test_a_damaged_index_answers_right_or_is_made_anew(tmp_path):
    times, _survived = map(int, run("damaged_indexes", tmp_path, 20, 20261128)[-1].split())
    assert times == 20


def test_a_hostile_article_holds_nothing_up(tmp_path):
    tried, _over, broken = map(int, run("article_bombs", tmp_path, 25)[-1].split())
    assert tried >= 3
    assert broken == 0
