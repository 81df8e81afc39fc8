"""Where the disk of an open library answers no more, the window goes on: no act asks it on its thread."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import os, sys, threading, time, traceback
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from reader.ui.startup import app

library, main = sys.argv[1], threading.main_thread()
act = ""  # what is done now; nothing is told of before the first


def tell(path):
    is_ours = isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(library)
    if is_ours and act and threading.current_thread() is main:
        frames = [each for each in traceback.extract_stack() if f"{os.sep}reader{os.sep}" in each.filename]
        print(f"{act}: {path} " + " < ".join(f"{each.filename}:{each.lineno}" for each in frames[:-4:-1]))


def telling(call):
    def called(path, *rest, **more):
        tell(path)
        return call(path, *rest, **more)

    return called


for name in ("stat", "lstat", "access", "readlink", "mkdir"):  # of which no audit event tells
    setattr(os, name, telling(getattr(os, name)))
sys.addaudithook(lambda event, given: tell(given[0]) if event.startswith(("open", "os.")) and given else None)

application = QApplication(sys.argv[:1])
window = app.make_window()
window.show()


def until(is_done, name=""):
    end = time.monotonic() + 60
    while not is_done():
        assert time.monotonic() < end, f"in vain: {act} {name}"
        QCoreApplication.processEvents()
        time.sleep(0.002)


session = window.session
window.complete()
window.opening.open(Path(library))
until(lambda: session.article is not None and window.annotations is not None, "the first article")
until(lambda: not window.pane.idle.is_busy, "the window")
for each in ("search", "notes", "articles", "framework"):
    window.show_panel(each)
until(lambda: window.annotations.store is not None, "the annotations")


def do(name, call, is_done=lambda: True):
    global act
    act = name
    call()
    until(is_done)
    until(lambda: not window.pane.idle.is_busy)
    end = time.monotonic() + 0.2
    until(lambda: time.monotonic() > end)


trigger = lambda name: session.actions[name].trigger
do("open", lambda: session.open_article(Path(library, "b.md")), lambda: session.article.path.name == "b.md")
do("new tab", trigger("tabs.new"))
do("jump", lambda: session.jump_to_next_node(1))
do("select", window.pane.select_all)
do("highlight", trigger("annotate.highlight"))
do("bookmark", trigger("annotate.bookmark"))
do("undo", trigger("edit.undo"))
do("find", lambda: window.pane.open_find("文"))
do("search", lambda: window.search_for("文字"))
do("copy", window.pane.copy)
do("back", session.go_back)
do("expect", lambda: session.expect_article(Path(library, "c.md")))
do("next", lambda: session.open_article(Path(library, "c.md")), lambda: session.article.path.name == "c.md")
print("done")
sys.stdout.flush()
os._exit(0)
"""


def test_no_act_in_an_open_library_asks_its_disk_on_the_main_thread(tmp_path):
    library = tmp_path / "library"
    library.mkdir()
    for name, other in ("ab", "bc", "ca"):
        body = "".join(f"## 节{number}\n\n文字，见[另一篇]({other}.md)。\n\n" for number in range(9))
        (library / f"{name}.md").write_text(f"# 题{name}\n\n{body}", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(library)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", timeout=110, check=False,
    )  # fmt: skip
    assert told.stdout.splitlines() == ["done"], told.stdout + told.stderr
