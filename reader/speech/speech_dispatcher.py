"""Linux's own voice: speech-dispatcher, spoken to through its socket in SSIP.

The protocol is that of its manual, "SSIP Documentation" (0.9 and later): lines that end in CR LF, each
answered by a code of three digits (2xx all is well, 7xx an event of a message), with "-" behind it where more
lines follow.
Only the machine's own socket is used, never a network's.
"""

from __future__ import annotations

import contextlib
import math
import os
import queue
import shutil
import socket
import subprocess
import threading
from pathlib import Path

from reader.errors import MachineError
from reader.i18n import gettext as _
from reader.speech.voice import Spoken

PATIENCE = 5.0  # seconds for an answer
_BEGINS, _ENDS, _IS_CUT_OFF = "701", "702", "703"


def find_socket() -> Path | None:
    """Return speech-dispatcher's socket; it is started where it is installed and does not run yet."""
    address = os.environ.get("SPEECHD_ADDRESS", "")
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if address:
        kind, _colon, place = address.partition(":")
        path = Path(place) if kind == "unix_socket" else None
    else:
        path = Path(runtime) / "speech-dispatcher" / "speechd.sock" if runtime else None
    if path is None or _answers(path):
        return path
    if (program := shutil.which("speech-dispatcher")) is not None:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            quiet = subprocess.DEVNULL
            subprocess.run([program, "--spawn"], timeout=PATIENCE, check=False, stdout=quiet, stderr=quiet)
    return path if _answers(path) else None


def _answers(path: Path) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(PATIENCE)
        probe.connect(str(path))
        return True
    return False


class SpeechDispatcher:
    """One connection. What comes from it is read on a thread of its own."""

    def __init__(self, path: Path) -> None:
        """Connect to the socket at `path`. Raises `MachineError` where nobody answers as one should."""
        self._answers: queue.Queue[tuple[str, list[str]] | None] = queue.Queue()
        self._changed = threading.Condition()  # guards what follows
        self._begun: set[str] = set()  # the numbers of the messages that begin, or have ended; "" for all
        self._waiting: dict[str, Spoken] = {}  # by the number of the message
        self._ended: dict[str, bool] = {}  # what was said before its number was known
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._socket.settimeout(PATIENCE)
            self._socket.connect(str(path))
            self._socket.settimeout(None)
        except OSError as error:
            self._socket.close()
            raise _gone() from error
        self._lines = self._socket.makefile("r", encoding="utf-8", errors="replace", newline="\r\n")
        self._listening = threading.Thread(target=self._listen, name="speech-dispatcher", daemon=True)
        self._listening.start()
        for setting in ("CLIENT_NAME user:gangmu:reading", "NOTIFICATION ALL ON", "PRIORITY MESSAGE"):
            self._ask(f"SET SELF {setting}")

    def say(self, words: str, language: str, speed: float, spoken: Spoken) -> None:
        """Begin to say `words`: see `Voice`."""
        self._ask(f"SET SELF LANGUAGE {language}")
        self._ask(f"SET SELF RATE {round(100 * math.log2(speed))}")  # from -100 to 100
        self._ask("SPEAK")
        lines = ("." + line if line.startswith(".") else line for line in words.splitlines())
        lines_said = self._ask("\r\n".join([*lines, "."]))
        number = lines_said[0] if lines_said else ""
        with self._changed:
            is_heard = self._changed.wait_for(lambda: {number, ""} & self._begun, PATIENCE)
            ended = self._ended.pop(number, None)
            if is_heard and ended is None:
                self._waiting[number] = spoken
        if not is_heard:
            self.stop()
            raise MachineError(_("The voice makes no sound. Does this machine have a sound device?"))
        if ended is not None:
            spoken(ended)

    def stop(self) -> None:
        """Cut off what is being said."""
        with contextlib.suppress(MachineError):
            self._ask("CANCEL SELF")

    def close(self) -> None:
        """Cut off what is being said, and say good-bye. Then nobody is told of anything any more."""
        with contextlib.suppress(OSError):
            self._socket.sendall(b"CANCEL SELF\r\nQUIT\r\n")
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._listening.join(PATIENCE)

    def _ask(self, command: str) -> list[str]:
        """Return the lines that answer `command`, but its last. Raises `MachineError`."""
        try:
            self._socket.sendall(command.encode() + b"\r\n")
            answer = self._answers.get(timeout=PATIENCE)
        except (OSError, queue.Empty) as error:
            raise _gone() from error
        if answer is None or not answer[0].startswith("2"):
            raise _gone()
        return answer[1]

    def _listen(self) -> None:
        """Sort what comes: answers to the one who asked, events to their messages. Ends with the socket."""
        before: list[str] = []
        with contextlib.suppress(OSError, ValueError):
            for line in self._lines:
                code, mark, rest = line[:3], line[3:4], line[4:].rstrip("\r\n")
                if mark == "-":
                    before.append(rest)
                    continue
                if code.startswith("7"):
                    self._note(code, before)
                else:
                    self._answers.put((code, before))
                before = []
        self._lines.close()
        self._answers.put(None)
        with self._changed:
            left, self._waiting = list(self._waiting.values()), {}
            self._begun.add("")
            self._changed.notify_all()
        for spoken in left:
            spoken(False)

    def _note(self, code: str, about: list[str]) -> None:
        if not about or code not in (_BEGINS, _ENDS, _IS_CUT_OFF):
            return
        is_ended, spoken = code == _ENDS, None
        with self._changed:
            self._begun.add(about[0])
            if code != _BEGINS and (spoken := self._waiting.pop(about[0], None)) is None:
                self._ended[about[0]] = is_ended
            self._changed.notify_all()
        if spoken is not None:
            spoken(is_ended)


def _gone() -> MachineError:
    return MachineError(_("speech-dispatcher does not answer. Start it anew, then try again."))
