"""A voice that is a program: it gets a sentence on its standard input, and ends when it is said.

espeak-ng is tried here; `say` (macOS) and Windows' speech through PowerShell are written from their manuals
and were not run.
"""

from __future__ import annotations

import math
import subprocess
import threading
from collections.abc import Callable

from reader.errors import MachineError
from reader.i18n import gettext as _
from reader.speech.voice import Spoken

PATIENCE = 1.0  # seconds for a program that was told to end
_WORDS_A_MINUTE = 175  # at the usual rate
_POWERSHELL = (
    "Add-Type -AssemblyName System.Speech; [Console]::InputEncoding = [Text.Encoding]::UTF8;"
    " $voice = New-Object System.Speech.Synthesis.SpeechSynthesizer; $voice.Rate = {rate};"
    " $voice.Speak([Console]::In.ReadToEnd())"
)


def words_a_minute(speed: float) -> int:
    """Return how many words a minute `speed` times the usual is."""
    return round(_WORDS_A_MINUTE * speed)


def _espeak(language: str, speed: float) -> list[str]:
    voice = "cmn" if language == "zh" else "en"
    return ["espeak-ng", "-v", voice, "-s", str(words_a_minute(speed)), "--stdin"]


def _say(language: str, speed: float) -> list[str]:
    voice = ["-v", "Tingting"] if language == "zh" else []
    return ["say", *voice, "-r", str(words_a_minute(speed)), "-f", "-"]


def _windows(_language: str, speed: float) -> list[str]:
    return [
        "powershell",
        "-NoProfile",
        "-NonInteractive",
        "-Command",
        _POWERSHELL.format(rate=round(10 * math.log2(speed))),
    ]


# The program that must be there, the platform it belongs to, and its command line for a language and a speed.
COMMANDS: tuple[tuple[str, str, Callable[[str, float], list[str]]], ...] = (
    ("say", "darwin", _say),
    ("powershell", "win32", _windows),
    ("espeak-ng", "linux", _espeak),
)


class CommandVoice:
    """Says each sentence with a process of its own."""

    def __init__(self, command: Callable[[str, float], list[str]]) -> None:
        """`command` gives the command line for a language and a speed."""
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._waiting: list[threading.Thread] = []  # each for the end of a sentence

    def say(self, words: str, language: str, speed: float, spoken: Spoken) -> None:
        """Begin to say `words`: see `Voice`."""
        self.stop()
        try:
            process = subprocess.Popen(
                self._command(language, speed),
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise MachineError(_("The voice cannot be started: {why}.").format(why=error.strerror)) from error
        self._process = process

        def wait() -> None:
            try:
                process.communicate(words.encode())
            except OSError:
                process.kill()  # it does not listen any more
                process.wait()
            spoken(process.returncode == 0)

        thread = threading.Thread(target=wait, name="voice", daemon=True)
        self._waiting = [*(each for each in self._waiting if each.is_alive()), thread]
        thread.start()

    def stop(self) -> None:
        """Cut off what is being said."""
        if self._process is not None:
            self._process.terminate()
            self._process = None

    def close(self) -> None:
        """End what is being said. Then nobody is told of anything any more: who listens may go."""
        self.stop()
        for thread in self._waiting:
            thread.join(PATIENCE)
