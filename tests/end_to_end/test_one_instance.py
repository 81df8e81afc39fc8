"""Two starts of the program: the second hands its file to the window of the first, and ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="nobody asks there yet"),
]


@pytest.fixture
def environment(monkeypatch):
    folder = tempfile.mkdtemp(prefix="gm")
    yield {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "XDG_RUNTIME_DIR": folder,
    }
    shutil.rmtree(folder)


def wait_for(is_there):
    until = time.monotonic() + 60
    while not (found := is_there()):
        assert time.monotonic() < until
        time.sleep(0.02)  # another process: no signal comes from it
    return found


def test_the_second_hands_its_file_to_the_first(tmp_path, environment):
    first, second, third = (tmp_path / f"{name}.md" for name in "甲乙丙")
    for path in (first, second, third):
        path.write_text(f"# {path.stem}文\n\n正文。\n", encoding="utf-8")
    command = [sys.executable, "-m", "reader"]
    place = Path(environment["XDG_RUNTIME_DIR"], "gangmu")
    with subprocess.Popen([*command, str(first)], env=environment, stderr=subprocess.PIPE) as running:
        try:
            wait_for(lambda: place.is_dir() and list(place.iterdir()))
            for word in (str(second), f"gangmu://open?path={third.name}"):
                done = subprocess.run(
                    [*command, word], env=environment, capture_output=True, timeout=60, check=False
                )
                assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
            memory = Path(os.environ["GANGMU_DATA"], "remembered.json")  # written soon after each change
            wait_for(lambda: memory.is_file() and third.name in memory.read_text(encoding="utf-8"))
            running.terminate()
            running.communicate(timeout=60)
        finally:
            running.kill()
    assert running.returncode == 0
    assert list(place.iterdir()) == []  # it ends with the window
    kept = json.loads(Path(os.environ["GANGMU_DATA"], "remembered.json").read_text(encoding="utf-8"))
    assert kept["recent"] == [str(third), str(second), str(first)]
