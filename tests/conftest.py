"""Fixtures for every test. Nothing here touches the person's own files."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

from reader import log
from tests.long_runs import IS_LONG, times

# Before Qt is imported: where there is no display, draw offscreen; and where several workers run, who would
# take the focus and the clipboard from one another.
_has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
if sys.platform.startswith("linux") and (not _has_display or os.environ.get("PYTEST_XDIST_WORKER")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Where the environment forbids bytecode, each worker and each process that a test starts would compile all of
# the program anew: 0.8 of the 2.2 s of CPU that a picture of the window costs, 16 of the 25 s that it takes a
# worker to collect the tests. It is kept beside the sources, as ever: in a folder of its own, what pip and
# Python have compiled already would be compiled once more.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No test may depend on the machine's speed, nor on what else it does meanwhile, nor on chance: a usual run
# tries the same examples each time, and a long one looks for others.
hypothesis.settings.register_profile(
    "any machine",
    max_examples=times(100, 40),
    derandomize=not IS_LONG,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")

PATIENCE = 60_000  # milliseconds: what never comes fails as surely after a minute, and a busy machine is slow
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


class PatientBot(QtBot):
    """Waits at least `PATIENCE` for what must come: no test depends on the machine's speed."""

    def waitSignal(self, signal: Any, *, timeout: int = 0, raising: bool = True, **more: Any) -> Any:
        """Return a context that ends when `signal` is emitted; what need not come is waited for as asked."""
        patience = max(timeout, PATIENCE) if raising else timeout
        return super().waitSignal(signal, timeout=patience, raising=raising, **more)

    def waitSignals(self, signals: Any, *, timeout: int = 0, **more: Any) -> Any:
        """Return a context that ends when all of `signals` are emitted."""
        return super().waitSignals(signals, timeout=max(timeout, PATIENCE), **more)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 0) -> None:
        """Wait until `callback` returns neither False nor fails an assertion."""
        super().waitUntil(callback, timeout=max(timeout, PATIENCE))

    def waitExposed(self, widget: Any, *, timeout: int = 0) -> Any:
        """Return a context that ends when `widget` is on the screen."""
        return super().waitExposed(widget, timeout=max(timeout, PATIENCE))


@pytest.fixture
def qtbot(qapp: Any, request: Any) -> PatientBot:
    """Return pytest-qt's bot, with patience."""
    return PatientBot(request)


def pytest_configure() -> None:
    """Leave garbage to the main thread, as the program does: `reader/ui/base/garbage_collection.py`."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Look for no garbage in the tests and modules themselves, which are 100,000 objects and stay."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Collect garbage after a test, where there is much: young objects, and all of them at times."""
    done = yield
    young, looks, more_looks = gc.get_count()
    if young > 5_000:
        gc.collect(2 if more_looks > 100 else 1 if looks else 0)
    return done


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
    """Look for garbage a last time: pytest would do so ten times over. Empty the clipboard.

    Offscreen, Qt destroys it after Python is gone, and crashes.
    """
    gc.collect()
    gc.freeze()
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()
