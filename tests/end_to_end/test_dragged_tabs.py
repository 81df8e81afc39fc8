"""A tab dragged by a real pointer, on a display of its own: beside, out of all windows, into another."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "xdotool")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux" or not all(map(shutil.which, TOOLS)), reason="there is no display to be had"
    ),
]

PROGRAM = '''
import subprocess, sys
from pathlib import Path
from PySide6.QtCore import QPoint, QTimer
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.base.opening_way import Way
from reader.ui.session.open_library import OpenLibraries
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import application, make_window
from reader.ui.startup.several_windows import allow_several

app = application()
libraries = OpenLibraries(Tasks())
make = lambda settings, memory: make_window(settings, remembered=memory, libraries=libraries)
folder = Path(sys.argv[1])
settings = Settings()
settings.set("welcomed", True)
first = make(settings.for_window(), WindowMemory().add_window())
first.opening.open(folder / "one.md")
first.setGeometry(0, 0, 900, 600)
first.show()

def names():
    return [[[tab.path.stem for tab in pane.tabs] for pane in one.session.panes] for one in windows.windows]

def until(condition, then):
    (then if condition() else lambda: QTimer.singleShot(20, lambda: until(condition, then)))()

def drag(bar, index, window, point, then):
    """Drag a tab to a point of a window by the pointer of the display, in another process; then go on."""
    start, end = bar.mapToGlobal(bar.tabRect(index).center()), window.mapToGlobal(point)
    words = ["xdotool", "mousemove", start.x(), start.y(), "mousedown", 1, "sleep", 0.1]
    for step in range(1, 9):
        at = start + (end - start) * step / 8
        words += ["mousemove", at.x(), at.y(), "sleep", 0.05]
    pulled = subprocess.Popen([*map(str, words), "sleep", "0.3", "mouseup", "1"])
    until(lambda: pulled.poll() is not None, then)

def begin():
    global windows
    windows = allow_several(first, make)
    for name in ("two", "three", "four"):
        first.session.open_article(folder / f"{name}.md", way=Way.BEHIND)
    QTimer.singleShot(0, onto_half)

def onto_half():
    column = first.split.active
    body = column.middle.mapTo(first, column.middle.rect().bottomRight()) - QPoint(30, 30)
    drag(column.tab_bar, 3, first, body, lambda: until(lambda: len(first.session.panes) == 2, out_of_all))

def out_of_all():
    print(names(), flush=True)
    bar = first.split.columns[0].tab_bar
    drag(bar, 2, first, QPoint(1100, 300), lambda: until(lambda: len(windows.windows) == 2, into_other))

def into_other():
    print(names(), flush=True)
    second = windows.windows[1]
    second.setGeometry(950, 0, 900, 600)
    is_there = lambda: second.session.article is not None and second.is_complete
    until(is_there, lambda: QTimer.singleShot(300, drop))

def drop():
    second = windows.windows[1]
    bar, body = first.split.columns[0].tab_bar, second.split.active.middle
    place = body.mapTo(second, body.rect().topLeft()) + QPoint(30, 30)
    drag(bar, 1, second, place, lambda: until(lambda: len(second.session.panes) == 2, end))

def end():
    print(names(), flush=True)
    windows.quit()

first.completed.connect(begin)
app.exec()
libraries.shut_down()
'''


@pytest.fixture
def display():
    """Return the name of a display that nobody else has."""
    told, tell = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(tell), "-screen", "0", "1920x1080x24"],
        pass_fds=[tell],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tell)
    with os.fdopen(told) as number:
        name = f":{number.readline().strip()}"
    yield name
    server.terminate()
    server.wait()


def test_a_tab_is_dragged_beside_out_and_into_another_window(display, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("one", "two", "three", "four"):
        (folder / f"{name}.md").write_text(f"# {name}\n\ntext\n", encoding="utf-8")
    environment = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as runtime:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(folder)],
            env={**os.environ, **environment, "XDG_RUNTIME_DIR": runtime},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    assert done.stdout.splitlines() == [
        "[[['one', 'four', 'three'], ['two']]]",
        "[[['one', 'four'], ['two']], [['three']]]",
        "[[['one'], ['two']], [['four'], ['three']]]",
    ], done.stderr
