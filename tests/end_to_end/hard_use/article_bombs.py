"""Opens hostile articles in a window: none ends it, holds it up, fills the memory, or is a fault of ours.

    python -m tests.end_to_end.hard_use.article_bombs FOLDER [NAME...]

Each article is opened, read to its end, acted upon (`ACTS`) and exported as a page, in a child that is forked
for it and has folders of its own: one after another; or only those named, side by side, as most of the time
is waiting. Prints a line an article: the longest event of the main thread (its own CPU time), in which act
and whose, what all took, and the memory; then how many there were, how many were over the bar of 100 ms, and
how many broke a limit.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu

from reader.ui.startup import app, deferred_setup
from reader.ui.window.main_window import MainWindow
from tests.end_to_end.hard_use.hostile_articles import bombs, more, unseen

BAR = 100.0  # milliseconds that the main thread is to compute at a time at most
HELD = 400.0  # what is taken for broken, on a machine that does other things besides
LONGEST = 60.0  # seconds that an article may take, all told
MOST = 1_500  # MB of memory
PATIENCE = 900.0  # seconds by the clock after which a child is taken to hang, on a machine that is busy


class Watched(QApplication):
    """Knows its longest event, in milliseconds of the main thread's own time, and whose it was."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.act = ""
        self.held, self.by = 0.0, ""

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        begin = time.thread_time()
        done = super().notify(receiver, event)
        self.note(time.thread_time() - begin, f"{type(receiver).__name__} {event.type().name}")
        return done

    def do(self, act: str, call: Callable[[], object]) -> None:
        """Do `call`, the `act` that is named with what takes long from now on."""
        self.act, begin = act, time.thread_time()
        call()
        self.note(time.thread_time() - begin, "at once")

    def note(self, seconds: float, by: str) -> None:
        """Note that something took so long."""
        if seconds * 1000 > self.held:
            self.held, self.by = seconds * 1000, f"{self.act}: {by}"


def _action(name: str) -> Callable[[MainWindow], None]:
    """Return a function that does what the action of that name does."""
    return lambda window: window.session.actions[name].trigger()


# What a person does with the article, by name; each a function of the window.
ACTS: dict[str, Callable[[MainWindow], object]] = {
    "select all": lambda window: window.pane.select_all(),
    "copy": lambda window: window.pane.copy(),
    "find": lambda window: window.pane.open_find("a"),
    "find the next": lambda window: window.pane.find_next(),
    "find no more": lambda window: window.pane.finding.bar.close_bar(),
    "highlight all": _action("annotate.highlight"),
    "larger": lambda window: window.pane.zoom(1),
    "narrower": lambda window: window.resize(800, 700),
    "wider": lambda window: window.resize(1400, 900),
    "tree": lambda window: window.show_panel("framework"),
    "notes": lambda window: window.show_panel("notes"),
    "way": lambda window: window.bar.way.findChildren(QMenu)[0].aboutToShow.emit(),
    "next point": lambda window: window.session.jump_to_next_node(1),
    "pinyin": lambda window: window.session.settings.set("pinyin", True),
    "no pinyin": lambda window: window.session.settings.set("pinyin", False),
    "drawing": _action("view.drawing"),
    "search": lambda window: window.search_for("a"),
    "next hit": _action("go.next_hit"),
    "no tree": _action("view.collapse"),
    "whole tree": _action("view.expand"),
    "leads": _action("view.outline_leads"),
    "copy as Markdown": _action("edit.copy_markdown"),
    "bookmark": _action("annotate.bookmark"),
    "feedback": _action("annotate.copy_feedback"),
    "undo": _action("edit.undo"),
    "script": _action("view.next_script"),
    "alike": _action("edit.search_alike"),
    "connections": lambda window: window.show_panel("connections"),
    "problems": lambda window: window.show_panel("problems"),
    "read": _action("edit.mark_read"),
    "only the text": _action("view.calm"),
    "tab": _action("tabs.new"),
    "beside": _action("tabs.beside"),
}


def main(folder: Path, names: Sequence[str]) -> int:
    """Try each article, or those of `names`; return how many broke a limit."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import_module("reader.ui.panels")  # once for all children: a third of what a small article takes
    deferred_setup._import_rest()
    pictures = folder / "pictures"
    pictures.mkdir(parents=True)
    tried = over = broken = 0
    running: list[tuple[str, int, int]] = []
    for number, (name, text) in enumerate(chain(bombs(pictures), more(), unseen())):
        if names and name not in names:
            continue
        running.append((name, *_start(folder / str(number), text, pictures)))
        if len(running) < len(names):
            continue
        for each, child, reading in running:
            said, is_broken = _end(child, reading)
            tried += 1
            broken += is_broken
            is_over = not is_broken and float(said.split()[1]) > BAR
            over += is_over
            print(f"{'!' if is_broken else '~' if is_over else ' '} {each:32} {said}", flush=True)
        running.clear()
    print(tried, over, broken)
    return broken


def _start(folder: Path, text: str, pictures: Path) -> tuple[int, int]:
    """Open `text` in a child whose folders are in `folder`; return its id and the pipe it writes to."""
    library = folder / "library"
    library.mkdir(parents=True)
    for picture in pictures.iterdir():
        os.link(picture, library / picture.name)
    path = library / "bomb.md"
    path.write_text(text, encoding="utf-8", newline="")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        for name in ("CONFIG", "DATA", "CACHE", "LOG"):
            os.environ[f"GANGMU_{name}"] = str(folder / name.lower())
        try:
            _read(path)
        except BaseException as error:  # whatever it is, it is told
            print(f"{type(error).__name__}: {error}", flush=True)
            os._exit(1)
        os._exit(0)
    os.close(writing)
    return child, reading


def _end(child: int, reading: int) -> tuple[str, bool]:
    """Wait for `child`; return what it said last, and whether it broke a limit."""
    begin = time.monotonic()
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() - begin > PATIENCE:
            os.kill(child, 9)
            os.waitpid(child, 0)
            os.close(reading)
            return "hangs", True
        time.sleep(0.02)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as pipe:
        said = pipe.read().strip().splitlines()
    last = said[-1] if said else f"ended with {ended[1]}"
    return last, ended[1] != 0


def _read(path: Path) -> None:
    """Open the article, read it to its end, export it; say what that took. Raises `AssertionError`."""
    from PySide6.QtCore import QCoreApplication

    from reader.articles.exporting.article_html import export_html
    from reader.ui.base.error_report import ErrorReports
    from reader.ui.base.garbage_collection import GarbageCollection

    application = Watched(sys.argv[:1])
    reports = ErrorReports(application)
    faults: list[object] = []
    reports.fault_found.connect(faults.append)
    reports.watch()
    window = app.make_window()
    window.show()
    begin = time.process_time()

    def pump(is_done, most: float) -> None:
        end = time.monotonic() + most
        while not is_done() and time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.001)

    ended: list[str] = []
    session = window.session
    session.article_opened.connect(lambda _article: ended.append("opened"))
    session.article_failed.connect(lambda _path, sentence: ended.append(sentence))
    pump(lambda: window.is_complete, 1.0)
    window.complete()
    GarbageCollection(application)  # as the program does: Python's own comes when it likes
    application.held = 0.0  # what completing takes is measured elsewhere
    application.do("open", lambda: window.opening.open(path))
    pump(lambda: bool(ended), PATIENCE)
    assert ended, "neither opened nor failed"
    bar = window.pane.verticalScrollBar()
    for share in (0.1, 0.5, 0.9, 1.0):
        application.do("scroll", lambda: bar.setValue(int(bar.maximum() * share)))  # noqa: B023 - at once
        pump(lambda: False, 0.1)
    pump(lambda: not window.pane.idle.is_busy, 3.0)
    article = session.article
    if article is not None:
        for name, act in ACTS.items():
            application.do(name, lambda: act(window))  # noqa: B023 - at once
            pump(lambda: False, 0.08)
        begun = time.process_time()
        export_html(article, session.theming.theme)
        exported = time.process_time() - begun
    else:
        exported = 0.0
    taken = time.process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    all_of_it = f"all {taken:5.1f} s, export {exported:5.1f} s, {memory:5} MB"
    print(f"held {application.held:6.1f} ms, {all_of_it}  {ended[0][:40]}  {application.by}")
    sys.stdout.flush()
    assert not faults, faults[0]
    told = f"the main thread was held for {application.held:.0f} ms by {application.by}"
    assert application.held <= HELD, f"{told}; {all_of_it}"
    assert taken <= LONGEST, f"it took {taken:.0f} s"
    assert memory <= MOST, f"it took {memory} MB"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]) > 0)
