"""A voice that is a program."""

from __future__ import annotations

import queue
import sys
import threading

import pytest

from reader.errors import MachineError
from reader.speech.command_voice import COMMANDS, CommandVoice, words_a_minute
from reader.speech.find_voice import find_voice


def python(code):
    return lambda language, speed: [sys.executable, "-c", code, language, str(speed)]


def test_the_program_gets_the_words_and_its_end_is_told(tmp_path):
    told = queue.Queue()
    said = str(tmp_path / "said")
    code = f"import sys; open({said!r}, 'wb').write(sys.stdin.buffer.read() + sys.argv[1].encode())"
    CommandVoice(python(code)).say("纲举目张", "zh", 1, told.put)
    assert told.get(timeout=60) is True
    assert (tmp_path / "said").read_text("utf-8") == "纲举目张zh"


def test_it_can_be_cut_off():
    told = queue.Queue()
    speaking = CommandVoice(python("import time; time.sleep(1000)"))
    speaking.say("long", "en", 1, told.put)
    speaking.stop()
    assert told.get(timeout=60) is False


def test_once_it_is_closed_nobody_is_told_of_anything():
    told = queue.Queue()
    speaking = CommandVoice(python("import time; time.sleep(1000)"))
    speaking.say("long", "en", 1, told.put)
    speaking.close()
    assert told.get_nowait() is False  # that was before it returned
    assert not any(thread.name == "voice" for thread in threading.enumerate())


def test_the_next_sentence_cuts_the_one_before_off():
    told = queue.Queue()
    speaking = CommandVoice(lambda language, _speed: [sys.executable, "-c", language])
    speaking.say("one", "import time; time.sleep(1000)", 1, lambda ended: told.put((1, ended)))
    speaking.say("two", "pass", 1, lambda ended: told.put((2, ended)))
    assert {told.get(timeout=60), told.get(timeout=60)} == {(1, False), (2, True)}


def test_a_program_that_fails_is_not_said_to_its_end():
    told = queue.Queue()
    CommandVoice(python("raise SystemExit(3)")).say("one", "en", 1, told.put)
    assert told.get(timeout=60) is False


def test_one_that_is_not_there_is_a_sentence():
    with pytest.raises(MachineError, match="cannot be started"):
        CommandVoice(lambda _language, _speed: ["no-such-program"]).say("one", "en", 1, print)


@pytest.mark.parametrize(("speed", "words"), [(0.5, 88), (1, 175), (2, 350)])
def test_a_speed_is_half_to_twice_the_usual(speed, words):
    assert words_a_minute(speed) == words
    for _program, _platform, command in COMMANDS:
        assert all(isinstance(part, str) for part in command("zh", speed))


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_without_a_voice_one_is_told(monkeypatch, platform):
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setattr("reader.speech.find_voice.find_socket", lambda: None)
    with pytest.raises(MachineError, match="voice"):
        find_voice()


@pytest.mark.parametrize(
    ("platform", "program"), [("linux", "espeak-ng"), ("darwin", "say"), ("win32", "powershell")]
)
def test_each_system_has_its_program(monkeypatch, platform, program):
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr("shutil.which", lambda name: name if name == program else None)
    monkeypatch.setattr("reader.speech.find_voice.find_socket", lambda: None)
    assert isinstance(find_voice(), CommandVoice)
