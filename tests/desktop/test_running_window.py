"""Handing a file to a window that runs: asked of a server made by hand, without Qt."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from reader import cli
from reader.__main__ import main
from reader.commands import open_command
from reader.desktop import running_window
from reader.desktop.running_window import (
    ANSWER,
    END,
    LARGEST,
    hand_over,
    hand_over_at_once,
    is_listened_to,
    requested,
    socket_name,
    wants_window,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nobody asks there yet")


@pytest.fixture(autouse=True)
def runtime(monkeypatch):
    """Give the person a folder for sockets: the name of a socket may not be long."""
    folder = tempfile.mkdtemp(prefix="gm")
    monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
    yield Path(folder)
    shutil.rmtree(folder)


class Window:
    """Answers each request with `answer`; None: not at all, as a window that hangs."""

    def __init__(self, answer: bytes | None) -> None:
        self.asked: list[str] = []
        self.windows_wanted: list[bool] = []
        self.answer = answer
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(socket_name(make_folder=True))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            link = self._server.accept()[0]
            with link, link.makefile("rb") as file:
                if not (request := _whole(file)):
                    return
                self.asked.append(requested(request))
                self.windows_wanted.append(wants_window(request))
                if self.answer is None:
                    file.read()  # until whoever asked has given up
                else:
                    link.sendall(self.answer)

    def close(self) -> None:
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(socket_name())
        self._thread.join()
        self._server.close()


def _whole(file) -> bytes:
    """Read up to the end of a request, or of what is sent."""
    read = b""
    while not read.endswith(END) and (more := file.read(1)):
        read += more
    return read


@pytest.fixture
def window():
    made = Window(ANSWER)
    yield made
    made.close()


def test_a_file_is_handed_over_by_its_whole_path(window, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert hand_over_at_once(["文章.md"])
    assert hand_over_at_once([(tmp_path / "a b.md").as_uri()])
    assert hand_over_at_once(["gangmu://open?path=a.md"])
    assert window.asked == [
        str(tmp_path / "文章.md"),
        str(tmp_path / "a b.md"),
        "gangmu://open?path=a.md",
    ]


def test_a_name_that_is_no_text_comes_over_whole(window, tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md")
    assert hand_over(name)
    assert window.asked == [name]


def test_what_may_be_a_command_or_an_option_is_left_to_the_command_line(window):
    for words in ([], ["notes"], ["--version"], ["-x.md"], ["open", "a.md"], ["--new-window", "a.md"]):
        assert not hand_over_at_once(words)
    assert window.asked == []


@pytest.mark.parametrize("answer", [b'"no"\n', b"", b"\n\n\n\n\n"])
def test_another_answer_is_none(answer):
    window = Window(answer)
    assert not hand_over("/a.md")
    window.close()
    assert len(window.asked) == 1


def test_a_window_that_hangs_is_given_a_second(monkeypatch):
    monkeypatch.setattr(running_window, "PATIENCE", 0.05)
    window = Window(None)
    assert not hand_over("/a.md")
    window.close()
    assert window.asked == ["/a.md"]


def test_the_patience_is_as_the_guide_says():
    assert 0.9 < running_window.PATIENCE < 1.1


def test_without_a_window_nothing_is_handed_over_and_nothing_made(runtime):
    assert not hand_over("/a.md")
    assert list(runtime.iterdir()) == []


def test_what_a_killed_window_left_behind_is_no_window():
    name = socket_name(make_folder=True)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        assert is_listened_to(name)
    assert not is_listened_to(name)
    assert not hand_over("/a.md")


def test_a_window_too_busy_to_greet_anybody_is_still_one():
    name = socket_name(make_folder=True)
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as waiting:
        server.bind(name)
        server.listen(0)
        waiting.connect(name)
        assert is_listened_to(name)


def test_what_is_too_long_is_not_sent(window):
    assert not hand_over("gangmu://open?path=" + "a" * LARGEST)
    assert window.asked == []
    assert hand_over("gangmu://open?path=" + "a" * (LARGEST * 4 // 5))


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"[" * LARGEST,
        b"\xff\n",
        b"3",
        b"1e99",
        b"/a.md",
        b"1e99 a.md",
        b"1e99 /a\0.md",
        b"1e99 /a.md\0/b.md",
        b"soon /a.md",
        b" /a.md",
        b"1.0 /a.md",  # long ago
        b"nan /a.md",
    ],
)
def test_a_bad_or_late_request_asks_nothing(request_):
    assert requested(request_ + END) is None


@pytest.mark.parametrize("target", ["", "/a.md", "gangmu://open?path=a.md"])
def test_a_good_one_asks(target):
    assert requested(f"{time.monotonic() + 60} {target}".encode() + END) == target


def test_programs_with_other_folders_or_screens_do_not_meet(monkeypatch):
    names = [socket_name(make_folder=True)]
    for variable in ("GANGMU_CONFIG", "GANGMU_DATA", "DISPLAY"):
        monkeypatch.setenv(variable, "/elsewhere")
        names.append(socket_name())
    assert len(set(names)) == 4


def test_a_folder_that_others_may_look_into_is_not_used(runtime):
    assert Path(socket_name(make_folder=True)).parent == runtime / "gangmu"
    assert (runtime / "gangmu").stat().st_mode & 0o777 == 0o700
    (runtime / "gangmu").chmod(0o750)
    assert socket_name() is None
    (runtime / "gangmu").rmdir()
    (runtime / "elsewhere").mkdir(mode=0o700)
    (runtime / "gangmu").symlink_to(runtime / "elsewhere")
    assert socket_name(make_folder=True) is None


def test_without_a_folder_of_the_system_it_is_in_the_cache(monkeypatch, runtime):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("GANGMU_CACHE", str(runtime / "cache"))
    assert Path(socket_name(make_folder=True)).parent == runtime / "cache" / "run"
    monkeypatch.setenv("GANGMU_CACHE", str(runtime / ("c" * 100)))
    assert socket_name(make_folder=True) is None  # no system has such names for sockets


# ---- by the command line


@pytest.fixture
def opened(monkeypatch):
    """Collect what is opened in a window of its own, instead of opening it."""
    words: list[str] = []
    monkeypatch.setattr("reader.doctor.display_check.check_display", lambda: None)
    monkeypatch.setattr(
        open_command, "import_window", lambda _target: lambda word, **_options: words.append(word) or 0
    )
    return words


def test_the_command_line_hands_over_all_that_opens_a_window(window, opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words in ([], ["folder"], ["open", "notes"], ["open", "--", "-a.md"]):
        assert cli.main(words) == 0
    assert window.asked == ["", *(str(tmp_path / name) for name in ("folder", "notes", "-a.md"))]
    assert opened == []


def test_a_probe_never_asks(window, opened):
    assert cli.main(["open", "a.md", "--quit-after-first-paint"]) == 0
    assert opened == ["a.md"]
    assert window.asked == []


def test_a_new_window_is_asked_for_as_one(window, opened):
    assert cli.main(["open", "/a.md"]) == 0
    assert cli.main(["--new-window", "/a.md"]) == 0
    assert opened == []
    assert window.asked == ["/a.md", "/a.md"]
    assert window.windows_wanted == [False, True]


def test_who_gets_no_answer_opens_a_window(opened):
    assert cli.main(["open", "a.md"]) == 0
    assert opened == ["a.md"]


def test_the_program_asks_before_all_else(window, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["gangmu", "/a.md"])
    monkeypatch.setattr(cli, "main", lambda: pytest.fail("the command line was asked"))
    assert main() == 0
    assert window.asked == ["/a.md"]


def test_to_ask_needs_little_of_python(window):
    code = """
import sys
before = set(sys.modules)
from reader.__main__ import main
sys.argv = ["gangmu", "/a.md"]
assert main() == 0
heavy = {"PySide6", "argparse", "gettext", "json", "logging", "pathlib", "platformdirs", "re", "reader.paths"}
sys.exit(", ".join((heavy & set(sys.modules)) - before) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.stderr == ""
