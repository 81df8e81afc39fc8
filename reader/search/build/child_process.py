"""A process of our own at the other end of a pipe: lines of JSON go to and fro.

Our own pipe and not a pool, because such a process ends by itself when whoever
started it is gone, however that came about.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator
from typing import Any

from reader import paths
from reader.log import stderr_of_processes

_PATIENCE = 5.0  # seconds for a process to end by itself once its pipe is closed


class ChildProcess:
    """`module.main()` in a process of its own, whose pipes carry UTF-8. Its stderr goes to the log."""

    def __init__(self, module: str, *arguments: str) -> None:
        environment = {
            "OPENBLAS_NUM_THREADS": "1",  # numpy would start a thread a core for algebra that we do not do
            **paths.module_environment(),
        }
        with stderr_of_processes() or contextlib.nullcontext() as log:
            self._process = subprocess.Popen(
                [*paths.module_command(module), *arguments],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                text=True, encoding="utf-8", env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                process_group=0 if os.name == "posix" else None,  # Ctrl+C is for us: it ends when we do
            )  # fmt: skip

    @property
    def has_ended(self) -> bool:
        """Whether the process has exited."""
        return self._process.poll() is not None

    def tell(self, line: dict[str, Any]) -> None:
        """Send a line. That the process is gone is noticed where its answers are read."""
        assert self._process.stdin is not None
        if not self._process.stdin.closed:
            try:
                self._process.stdin.write(json.dumps(line) + "\n")
                self._process.stdin.flush()
            except OSError:
                self.hang_up()

    def answers(self) -> Iterator[dict[str, Any]]:
        """Yield its answers as they come, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield json.loads(line)

    def hang_up(self) -> None:
        """Close the pipe that it reads: it ends when it has done what it is at. Never raises."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def end(self) -> None:
        """Hang up, and wait until it has ended; a process that does not end is killed."""
        self.hang_up()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
