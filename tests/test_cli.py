"""The command line as a whole: usage, help, errors, exit status."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reader import __version__, cli
from reader.commands import COMMANDS, command, open_command
from reader.errors import ReaderError


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")


def status(*words: str) -> int:
    with pytest.raises(SystemExit) as stop:
        cli.main(words)
    return stop.value.code


def test_the_version(capsys):
    assert status("--version") == 0
    assert capsys.readouterr().out == f"gangmu {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    assert command(name).name == name
    assert status(name, "--help") == 0
    assert command(name).describe().split(";")[0][:40] in " ".join(capsys.readouterr().out.split())


def test_wrong_usage_is_status_2():
    assert status("outline") == 2
    assert status("doctor", "--no-such-option") == 2


@pytest.mark.parametrize(
    ("words", "target"),
    [([], None), (["some-folder"], "some-folder"), (["./notes"], "notes"), (["open"], None)],
)
def test_without_a_command_the_window_opens(words, target, monkeypatch):
    seen = []
    monkeypatch.setattr(open_command, "run", lambda arguments: seen.append(arguments.target) or 0)
    assert cli.main(words) == 0
    assert [str(each) if each else None for each in seen] == [target]


def test_an_expected_error_is_one_sentence_and_status_1(monkeypatch, capsys):
    def fail(arguments):
        raise ReaderError("The sky has fallen; hold it up.")

    monkeypatch.setattr(open_command, "run", fail)
    assert cli.main([]) == 1
    assert capsys.readouterr() == ("", "The sky has fallen; hold it up.\n")


def test_the_help_stays_free_of_qt_and_of_the_heavy_rooms():
    code = (
        "import sys; from reader.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "sys.exit(' '.join(sorted({'PySide6', 'whoosh', 'markdown', 'rapidfuzz'} & set(sys.modules))) or 0)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
