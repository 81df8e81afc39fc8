"""What a benchmark watches in a window: how late the main thread is, when it has been painted, memory."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer

STALL = 16.0  # milliseconds


class Stalls(QObject):
    """Notes how late a timer of 2 ms is; with `trace`, also where the main thread then was."""

    def __init__(self, *, trace: bool) -> None:
        super().__init__()
        self.late: list[float] = []
        self.busy: list[float] = []  # of that, what the main thread itself computed
        self.places: Counter[str] = Counter()
        self._last, self._used = time.perf_counter(), time.thread_time()
        timer = QTimer(self, interval=2, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start()
        if trace:
            threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True).start()

    def since(self, mark: int) -> str:
        """Say how late it was since there were `mark` ticks."""
        late = self.late[mark:]
        busy = self.busy[mark:]
        return (
            f"{spread(late)}; {sum(one > STALL for one in late)} over {STALL:.0f} ms"
            f" ({sum(one > STALL for one in busy)} by its own work, most {max(busy, default=0.0):.1f} ms)"
        )

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, now - self._last - 0.002) * 1000)
        self._last = now
        used = time.thread_time()
        self.busy.append((used - self._used) * 1000)
        self._used = used

    def _look(self, main: int) -> None:
        while True:
            time.sleep(0.004)
            if time.perf_counter() - self._last > 0.012:
                stack = traceback.extract_stack(sys._current_frames().get(main))
                names = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in stack]
                self.places[" < ".join(names[:-5:-1])] += 1


class Painted(QObject):
    """Calls back when the window has been painted."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self.waiting: Callable[[], None] | None = None
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest and self.waiting is not None:
            QTimer.singleShot(0, self, self.waiting)  # once this event is done with
            self.waiting = None
        return False


def spread(times: list[float]) -> str:
    if not times:
        return "none"
    ordered = sorted(times)
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {middle:.1f}, p95 {high:.1f}, most {ordered[-1]:.1f} ms"


def memory() -> str:
    """Return what this process holds: anonymous memory, and all of it with mapped files."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    anonymous, resident = (int(lines[name].split()[0]) // 1024 for name in ("Anonymous", "Rss"))
    return f"{anonymous} MB of its own, {resident} MB with mapped files"
