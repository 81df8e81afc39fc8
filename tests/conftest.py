"""Fixtures for every test. Nothing here touches the person's own files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from reader import log

# Before Qt is imported: where there is no display, draw offscreen.
if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED = Path(__file__).resolve().parents[2] / "shared"


class ImmediateExecutor(Executor):
    """Runs work at once, on this thread: no test waits for what it need not."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """Give every test its own settings, data, cache and log folders."""
    for name in ("CONFIG", "DATA", "CACHE", "LOG"):
        monkeypatch.setenv(f"GANGMU_{name}", str(tmp_path / "own" / name.lower()))
    yield
    log.end()


@pytest.fixture
def immediate() -> Executor:
    """Return an executor that runs work at once."""
    return ImmediateExecutor()


@pytest.fixture
def digests() -> Path:
    """Return the folder of real digests; skips where it is missing."""
    folder = SHARED / "digests"
    if not folder.is_dir():
        pytest.skip("the folder of real digests is not here")
    return folder


def pytest_sessionfinish() -> None:
    """Empty the clipboard: offscreen, Qt destroys it after Python is gone, and crashes."""
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()
