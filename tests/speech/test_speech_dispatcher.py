"""The voice of Linux, spoken to as its protocol says."""

from __future__ import annotations

import queue

import pytest

from reader.errors import MachineError
from reader.speech import speech_dispatcher
from reader.speech.speech_dispatcher import SpeechDispatcher, find_socket
from tests.speech.ssip_server import SsipServer


@pytest.fixture
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("s") / "speechd.sock"  # a socket's path may not be long


@pytest.fixture
def server(place):
    server = SsipServer(place)
    yield server
    server.close()


@pytest.fixture
def voice(server, place):
    voice = SpeechDispatcher(place)
    yield voice
    voice.close()


def test_a_sentence_is_said_and_its_end_is_told(server, voice):
    told = queue.Queue()
    voice.say("纲举目张。", "zh", 2, told.put)
    assert server.said == ["纲举目张。"]
    assert {"SET SELF LANGUAGE zh", "SET SELF RATE 100", "SET SELF NOTIFICATION ALL ON"} <= set(
        server.settings
    )
    assert told.empty()
    server.end(1)
    assert told.get(timeout=30) is True


def test_each_end_goes_to_its_own_sentence(server, voice):
    told = queue.Queue()
    voice.say("one", "en", 1, lambda ended: told.put((1, ended)))
    voice.say("two", "en", 1, lambda ended: told.put((2, ended)))
    server.end(2)
    server.end(1)
    assert [told.get(timeout=30), told.get(timeout=30)] == [(2, True), (1, True)]


def test_what_is_cut_off_is_told_so(server, voice):
    told = queue.Queue()
    voice.say("one", "en", 1, told.put)
    voice.stop()
    assert server.cancelled == 1
    server.end(1, "703 CANCELED")
    assert told.get(timeout=30) is False


def test_lines_and_full_stops_are_said_as_they_are(server, voice):
    voice.say(".hidden\n.\nlast", "en", 1, lambda _ended: None)
    assert server.said == [".hidden\n.\nlast"]


def test_when_it_dies_whoever_waits_is_told(server, voice):
    told = queue.Queue()
    voice.say("one", "en", 1, told.put)
    server.close()
    assert told.get(timeout=30) is False
    with pytest.raises(MachineError, match="does not answer"):
        voice.say("two", "en", 1, told.put)


def test_one_that_does_not_answer_is_not_waited_for_for_ever(server, voice, monkeypatch):
    monkeypatch.setattr(speech_dispatcher, "PATIENCE", 0.1)
    server.is_deaf = True
    with pytest.raises(MachineError, match="does not answer"):
        voice.say("one", "en", 1, lambda _ended: None)


def test_one_that_makes_no_sound_is_told(server, voice, monkeypatch):
    monkeypatch.setattr(speech_dispatcher, "PATIENCE", 1)
    server.is_silent = True
    with pytest.raises(MachineError, match="no sound"):
        voice.say("one", "en", 1, lambda _ended: None)
    assert server.cancelled == 1


def test_the_socket_is_found_where_it_is(server, place, monkeypatch):
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{place}")
    assert find_socket() == place
    monkeypatch.setenv("SPEECHD_ADDRESS", "inet_socket:127.0.0.1:6560")
    assert find_socket() is None
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.setenv("SPEECHD_ADDRESS", f"unix_socket:{place}x")
    assert find_socket() is None
