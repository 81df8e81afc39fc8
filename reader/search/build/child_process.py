"""Processes of our own, at the other end of a pipe: lines of JSON go to and fro.

Our own pipe and not a pool, because such a process ends by itself when whoever
started it is gone, however that came about.
"""

from __future__ import annotations

import contextlib
import os
import subprocess

from reader import paths
from reader.log import stderr_of_processes

_PATIENCE = 5.0  # seconds for a process to end by itself once its pipe is closed


def start(module: str, *arguments: str) -> subprocess.Popen[str]:
    """Run `module.main()` in a process; both its pipes carry UTF-8. What it says on stderr is in the log."""
    environment = {
        "OPENBLAS_NUM_THREADS": "1",  # numpy would start a thread a core for algebra that we do not do
        **paths.module_environment(),
    }
    with stderr_of_processes() or contextlib.nullcontext() as log:
        return subprocess.Popen(
            [*paths.module_command(module), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            text=True, encoding="utf-8", env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            process_group=0 if os.name == "posix" else None,  # Ctrl+C is for us: it ends when we do
        )  # fmt: skip


def hang_up(process: subprocess.Popen[str]) -> None:
    """Close the pipe that it reads: it ends when it has done what it is at. Never raises."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()


def see_off(process: subprocess.Popen[str]) -> None:
    """Wait until a process that was hung up on has ended; one that does not is killed."""
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
