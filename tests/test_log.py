"""The log: what goes wrong is in it, and what a person reads is not."""

from __future__ import annotations

import logging
import subprocess
import sys

import pytest

from reader import log, paths


@pytest.fixture(autouse=True)
def discreet_by_default(monkeypatch):
    monkeypatch.delenv(log.DEBUG_VARIABLE, raising=False)


def written() -> str:
    return log.log_file().read_text(encoding="utf-8")


TITLE = "一个题目"


def fail(path):
    path.read_text()


def test_there_is_no_file_before_something_has_happened():
    log.begin()
    assert not log.log_file().exists()
    logging.getLogger("reader").warning("the first")
    assert "WARNING reader: the first" in written()


def test_it_tells_neither_paths_nor_titles(tmp_path):
    log.begin()
    secret = tmp_path / "给某人的信.md"
    logging.getLogger("reader").warning("Reading %s, “一个题目” and %r failed", secret, "other words")
    try:
        try:
            fail(secret)
        except OSError as error:
            raise KeyError(TITLE) from error
    except KeyError as error:
        logging.getLogger("reader").error("A fault", exc_info=error)
    said = written()
    for told in ("给某人的信", TITLE, "other words"):
        assert told not in said
    assert "in fail" in said  # the code is told whole, of all errors that belong together
    assert "FileNotFoundError" in said
    assert "KeyError" in said


def test_with_debug_it_tells_them(tmp_path, monkeypatch):
    monkeypatch.setenv(log.DEBUG_VARIABLE, "1")
    log.begin()
    logging.getLogger("reader").debug("Reading %s", tmp_path / "信.md")
    assert "信.md" in written()


def test_without_it_details_are_left_out():
    log.begin()
    logging.getLogger("reader").debug("a detail")
    logging.getLogger("reader").info("no detail")
    assert "a detail" not in written()


def test_it_stays_small(monkeypatch):
    monkeypatch.setattr(log, "LARGEST", 2000)
    log.begin()
    for number in range(400):
        logging.getLogger("reader").warning("the fault of the number %d", number)
    files = sorted(paths.log_folder().glob("gangmu.log*"))
    assert len(files) == log.OLDER_ONES + 1
    assert all(file.stat().st_size <= 2000 for file in files)
    assert "399" in written()


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path, monkeypatch, capfd):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GANGMU_LOG", str(tmp_path / "file" / "log"))
    log.begin()
    logging.getLogger("reader").warning("said all the same")
    assert "said all the same" in capfd.readouterr().err
    assert log.stderr_of_processes() is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have no /dev/full")
def test_on_a_full_disk_it_says_what_it_has_to_say_and_no_more(capfd):
    log.log_file().parent.mkdir(parents=True, exist_ok=True)
    log.log_file().symlink_to("/dev/full")
    log.begin()
    logging.getLogger("reader").warning("the disk is full")
    said = capfd.readouterr().err
    assert "WARNING reader: the disk is full" in said
    assert "Traceback" not in said
    assert "Logging error" not in said


def test_what_our_processes_say_is_kept(monkeypatch):
    assert log.stderr_of_processes() is None  # on the command line it is for the terminal
    log.begin()
    command = paths.module_command("reader.nowhere")
    with log.stderr_of_processes() as file:
        done = subprocess.run(command, env=paths.module_environment(), stderr=file, check=False)
    assert done.returncode == 1
    said = (paths.log_folder() / "processes.log").read_text(encoding="utf-8")
    assert "ModuleNotFoundError" in said
    monkeypatch.setattr(log, "LARGEST", 10)
    with log.stderr_of_processes() as file:
        assert file.tell() == 0
    assert (paths.log_folder() / "processes.old.log").read_text(encoding="utf-8") == said


def test_a_crash_says_where_the_program_stood():
    code = "import faulthandler\nfrom reader import log\nlog.begin()\nfaulthandler._sigsegv()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert "most recent call first" in (paths.log_folder() / "crash.log").read_text(encoding="utf-8")
