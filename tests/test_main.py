"""The ways into the program: a command, or one of our modules in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from reader import paths


def run(module, *arguments):
    command = [*paths.module_command(module), *arguments]
    return subprocess.run(
        command, env=paths.module_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_module_runs_in_a_process_of_its_own(tmp_path):
    done = run("reader.ui.startup.qt_probe", "-platform", "offscreen")
    assert done.returncode == 0, done.stderr
    assert '"platform": "offscreen"' in done.stdout  # it was handed its arguments


def test_a_font_of_emoji_has_more_of_them_than_a_few_faces(qapp):
    named = json.loads(run("reader.ui.startup.qt_probe", "-platform", "offscreen").stdout)["emoji"]
    letters = QFontMetrics(QFont(named))
    assert not named or all(letters.inFontUcs4(ord(one)) for one in "😀🧭🚀🥇")


def test_it_says_on_stderr_what_it_raises():
    done = run("reader.no_such_module")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Traceback (most recent call last):"
    assert done.stderr.splitlines()[-1].startswith("ModuleNotFoundError: ")


@pytest.mark.parametrize("module", ["os", "readers.x"])
def test_only_our_own_modules_run(module):
    assert run(module).returncode == 2


def test_a_frozen_program_is_its_own_python(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/gangmu/gangmu")
    assert paths.module_command("reader.x") == ["/opt/gangmu/gangmu", "--module", "reader.x"]


def test_the_modules_that_are_run_so_have_a_main():
    from reader.search.build import index_server
    from reader.ui.startup import qt_probe

    assert all(callable(module.main) for module in (index_server, qt_probe))


def test_a_module_imports_nothing_of_the_command_line():
    code = "import sys, reader.__main__\nsys.exit('argparse' in sys.modules or 'reader.cli' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
