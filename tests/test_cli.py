"""The command line as a whole: usage, help, errors, exit status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader import __version__, cli, log, paths
from reader.commands import COMMANDS, command, open_command, search_command
from reader.errors import ReaderError
from tests.long_runs import some


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
    [([], None), (["some-folder"], "some-folder"), (["./notes"], "./notes"), (["open"], None)],
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


def run(*words, **streams):
    """Run `gangmu` in a process of its own, as a terminal does: what is printed waits in a buffer."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(
        [sys.executable, "-m", "reader", *words],
        env={**environment, "LANGUAGE": "en", "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
        **streams,
    )


def one_sentence(done):
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.endswith(".")
    return line


@pytest.fixture(params=some(["outline", "search", "notes", "doctor", "--help"], 2))
def words(request, tmp_path):
    """Return a command that prints something."""
    article = tmp_path / "library" / "a.md"
    article.parent.mkdir()
    article.write_text("# 题目\n\n## 一节\n\n正文。\n", encoding="utf-8")
    named = ["--library", str(article.parent)]
    return {
        "outline": ["outline", str(article)],
        "notes": ["notes", "--json", *named],
        "search": ["search", "正文", *named],
        "doctor": ["doctor", *named],
        "--help": ["--help"],
    }[request.param]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_one_sentence_and_status_1(words):
    with Path("/dev/full").open("w") as full:
        assert "No space left on device" in one_sentence(run(*words, stdout=full))


@pytest.mark.slow
def test_a_pipe_that_nobody_reads_is_one_sentence_and_status_1(words):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert "Broken pipe" in one_sentence(run(*words, stdout=writing))
    finally:
        os.close(writing)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="no shell that closes it")
def test_a_closed_stdout_is_one_sentence_and_status_1(words):
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "reader", *words],
        env={**os.environ, "LANGUAGE": "en", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "standard output is closed" in one_sentence(done)


def test_an_error_that_nobody_expects_is_told_whole_and_in_the_log(monkeypatch, capsys):
    def fail(arguments):
        raise KeyError("x")

    monkeypatch.setattr(open_command, "run", fail)
    assert cli.main([]) == 1
    assert "Traceback" in capsys.readouterr().err
    assert "in fail" in log.log_file().read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [["--debug"], ["--debug", "some.md"], ["some.md", "--debug"]])
def test_debug_may_stand_anywhere(words, monkeypatch):
    monkeypatch.setenv(log.DEBUG_VARIABLE, "")
    seen = []
    monkeypatch.setattr(open_command, "run", lambda arguments: seen.append(log.is_debug()) or 0)
    assert cli.main(words) == 0
    assert seen == [True]


def test_a_word_to_search_for_is_no_option_of_ours(monkeypatch):
    monkeypatch.setenv(log.DEBUG_VARIABLE, "")
    seen = []
    monkeypatch.setattr(search_command, "run", lambda arguments: seen.append(log.is_debug()) or 0)
    assert cli.main(["search", "--", "--debug"]) == 0
    assert seen == [False]


def test_a_command_that_goes_well_writes_no_log(capsys):
    assert cli.main(["notes"]) == 0
    assert not paths.log_folder().exists()
