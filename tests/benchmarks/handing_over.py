"""From the start of a second `gangmu FILE` to the file's first text in the window that runs already.

Run by hand: `python tests/benchmarks/handing_over.py [FILE] [RUNS]`. The bar is 60 ms. The window runs in
this process, offscreen unless told otherwise; each FILE is a copy of its own, so that none was read before.
Printed beside the whole: what Python takes to start and do nothing (the floor), and until it has asked.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 15
BAR = 60  # milliseconds


def main() -> None:
    """Print the times."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "library" / "从这里开始.md"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
    with tempfile.TemporaryDirectory(prefix="gangmu-") as own:
        for name in ("CONFIG", "DATA", "CACHE", "LOG"):
            os.environ[f"GANGMU_{name}"] = f"{own}/{name.lower()}"
        os.environ["XDG_RUNTIME_DIR"] = own
        os.environ["PYTHONPATH"] = str(ROOT)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{own}/compiled"  # what is installed is compiled
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        library = Path(own, "library")
        library.mkdir()
        files = [Path(shutil.copy(given, library / f"{number}.md")) for number in range(runs + 3)]
        _measure(files)


def _measure(files: list[Path]) -> None:
    from PySide6.QtCore import QEventLoop

    from reader.ui.base.garbage_collection import GarbageCollection
    from reader.ui.startup import window_server
    from reader.ui.startup.app import SWITCH, application, make_window

    app = application()
    window = make_window()
    server = window_server.WindowServer(lambda _target: window, lambda _path: window, app)
    server.listen()
    GarbageCollection(app)  # this and the next as `open_window` does
    sys.setswitchinterval(SWITCH)
    window.opening.open(files.pop(0))
    window.show()
    _work(3)
    asked: list[float] = []
    hand = window_server.hand_to

    def heard(shown, target: str) -> None:
        asked.append(time.monotonic())
        hand(shown, target)

    window_server.hand_to = heard
    painted: list[tuple[Path | None, float]] = []

    def note() -> None:
        article = window.pane.article  # of a long one, its beginning comes first
        painted.append((article.path if article is not None else None, time.monotonic()))

    window.pane.painted.connect(note)
    script = Path(sys.executable).with_name(
        "gangmu"
    )  # as pip makes it; it imports more or less, by pip's version
    command = [str(script)] if script.is_file() else [sys.executable, "-m", "reader"]
    bare, until_asked, whole = [], [], []
    for number, path in enumerate(files):
        started = time.monotonic()
        subprocess.run([sys.executable, "-c", ""], check=True)
        bare.append(time.monotonic() - started)
        started = time.monotonic()
        process = subprocess.Popen([*command, str(path)])
        while not any(path == each for each, _when in painted):
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        seen = next(when for each, when in painted if each == path)
        if number >= 2:  # those before warm the disk
            whole.append(seen - started)
            until_asked.append(asked[-1] - started)
        assert process.wait() == 0
        _work(0.5)
    window.close()
    server.close()
    python, handed, text = (1000 * statistics.median(times) for times in (bare, until_asked, whole))
    print(f"Python alone {python:.0f} ms; until the window is asked {handed:.0f} ms")
    print(f"from the start to the first text {text:.0f} ms (bar {BAR}), slowest {1000 * max(whole):.0f} ms")


def _work(seconds: float) -> None:
    """Let the window come to rest."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
