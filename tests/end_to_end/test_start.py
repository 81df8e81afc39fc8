"""The program as a person starts it: a process of its own, that paints an article and ends well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import paths
from reader.settings import Settings
from reader.ui.session.first_article import folder_to_open, lost_library
from tests.long_runs import some

ROOT = Path(__file__).resolve().parents[2]


def start(*words, **environment):
    usual = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, "-m", "reader", *words],
        env={**os.environ, **usual, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.mark.slow
def test_the_window_opens_paints_and_closes(tmp_path):
    article = tmp_path / "文章.md"
    article.write_text("# 题目\n\n## 一节\n\n正文。\n", encoding="utf-8")
    before = article.stat().st_mtime_ns
    done = start(str(article), "--quit-after-first-paint")
    assert done.returncode == 0, done.stderr
    words = [line for line in done.stderr.splitlines() if "This plugin does not support" not in line]
    assert words == []
    assert article.stat().st_mtime_ns == before
    kept = json.loads(Path(os.environ["GANGMU_DATA"], "remembered.json").read_text(encoding="utf-8"))
    assert kept["recent"] == [str(article)]


@pytest.mark.slow
def test_the_first_start_opens_the_guide_in_the_person_s_language(tmp_path):
    done = start("--quit-after-first-paint", LANGUAGE="zh_CN")
    assert done.returncode == 0, done.stderr
    kept = json.loads(Path(os.environ["GANGMU_DATA"], "remembered.json").read_text(encoding="utf-8"))
    assert Path(kept["recent"][0]).name == "从这里开始.md"


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_one_sentence_says_what_works():
    done = start(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert "gangmu outline" in done.stderr


def _settings(text):
    folder = Path(os.environ["GANGMU_CONFIG"])
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text(text, encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "odd",
    some(
        [
            pytest.param(json.dumps({"last_library": "a\0b", "theme": "a\0b"}), id="nul"),
            pytest.param(json.dumps({"last_library": "/no/such/library"}), id="gone"),
            pytest.param(json.dumps({"last_library": "a" * 5000}), id="long"),
        ],
        1,
    ),
)
def test_odd_settings_keep_no_window_from_opening(odd):
    _settings(odd)
    done = start("--quit-after-first-paint", LANGUAGE="en")
    assert done.returncode == 0, done.stderr
    kept = json.loads(Path(os.environ["GANGMU_DATA"], "remembered.json").read_text(encoding="utf-8"))
    assert Path(kept["recent"][0]).name == "start-here.md"


@pytest.mark.slow
@pytest.mark.parametrize("name", some(["DATA", "LOG", "CONFIG", "CACHE"], 2))
def test_a_folder_of_its_own_that_cannot_be_written_keeps_no_window_from_opening(tmp_path, name):
    (tmp_path / "file").write_text("in the way")
    done = start("--quit-after-first-paint", **{f"GANGMU_{name}": str(tmp_path / "file" / "inside")})
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_a_lost_library_is_named(tmp_path):
    settings = Settings()
    assert lost_library(settings) == ""
    settings.set("last_library", str(tmp_path))
    assert lost_library(settings) == ""
    settings.set("last_library", str(tmp_path / "gone"))
    assert str(tmp_path / "gone") in lost_library(settings)
    assert folder_to_open(None, settings) == paths.starter_library()
