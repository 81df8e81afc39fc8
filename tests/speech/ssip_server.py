"""Answers as speech-dispatcher does, in the same process: what is said to it can be looked at."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path


class SsipServer:
    """Listens at `path`. Each message is "said" when the test calls `end`."""

    def __init__(self, path: Path) -> None:
        self.said: list[str] = []
        self.settings: list[str] = []
        self.cancelled = 0
        self.is_deaf = self.is_silent = False
        self._connection: socket.socket | None = None
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(path))
        self._listening.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def end(self, number: int, code: str = "702 END") -> None:
        """Tell that message `number`, from 1, is said."""
        self._send(f"{code[:3]}-{number}", f"{code[:3]}-7", code)

    def close(self) -> None:
        for each in (self._connection, self._listening):
            if each is not None:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()
        self._thread.join(10)

    def _send(self, *lines: str) -> None:
        assert self._connection is not None
        self._connection.sendall("".join(line + "\r\n" for line in lines).encode())

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._connection, _address = self._listening.accept()
                with self._connection:
                    self._talk()

    def _talk(self) -> None:
        assert self._connection is not None
        with self._connection.makefile("r", encoding="utf-8", newline="\r\n") as lines:
            words: list[str] | None = None
            for line in lines:
                line = line.rstrip("\r\n")
                if self.is_deaf:
                    continue
                if words is not None:
                    if line == ".":
                        self.said.append("\n".join(words))
                        words = None
                        self._send(f"225-{len(self.said)}", "225 OK MESSAGE QUEUED")
                        if not self.is_silent:
                            self._send(f"701-{len(self.said)}", "701-7", "701 BEGIN")
                    else:
                        words.append(line.removeprefix("."))
                elif line == "SPEAK":
                    words = []
                    self._send("230 OK RECEIVING DATA")
                elif line == "CANCEL SELF":
                    self.cancelled += 1
                    self._send("210 OK CANCELED")
                elif line == "QUIT":
                    self._send("231 HAPPY HACKING")
                    return
                else:
                    self.settings.append(line)
                    self._send("208 OK SET")
