"""The program itself with two windows, which says a line when it has come as far as is asked for.

Run as `python -m tests.end_to_end.two_windows MOMENT [TARGET]`. "saved": a note was made in each of two,
all is on the disk, and it stays. "restored": the windows of the last time are back; it says what is in them,
and quits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer

from reader.ui.base.opening_way import Way
from reader.ui.session.tabs.tab_list import Tab
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup import app
from reader.ui.window.main_window import MainWindow


def until(condition: Callable[[], bool], then: Callable[[], object]) -> None:
    """Call `then` once `condition` holds."""
    if condition():
        then()
    else:
        QTimer.singleShot(10, lambda: until(condition, then))


def is_ready(window: MainWindow) -> bool:
    """Whether an article stands there, its annotations are known, and there may be other windows."""
    notes = window.annotations
    has_windows = "file.windows" in window.session.actions  # there may be several from now on
    return has_windows and notes is not None and notes.placed_in is not None


def save(windows: list[MainWindow]) -> None:
    (first,) = windows
    folder = first.session.library.folder
    first.session.open_article(folder / "two.md", way=Way.BEHIND)
    first.session.ask_for_window(Tab(folder / "three.md"))
    until(lambda: len(windows) == 2 and is_ready(windows[1]), lambda: note(windows, folder))


def note(windows: list[MainWindow], folder: Path) -> None:
    for window, words in zip(windows, ("in the first", "in the second"), strict=True):
        window.annotations.note_on_node(None, words)
    windows[0].annotations.saved.connect(lambda: until(lambda: is_kept(windows, folder), say_saved))


def is_kept(windows: list[MainWindow], folder: Path) -> bool:
    kept = [one.tabs(folder) for one in WindowMemory().windows()]
    counts = [[len(pane["tabs"]) for pane in tabs["panes"]] for tabs in kept if tabs]
    return windows[0].annotations.store.is_saved and sorted(counts) == [[1], [2]]


def say_saved() -> None:
    print("saved", flush=True)


def tell(windows: list[MainWindow]) -> None:
    def say() -> None:
        found = sorted(
            ("+".join(tab.path.stem for tab in one.session.active.tabs), len(one.annotations.store.kept()))
            for one in windows
        )
        names, counts = zip(*found, strict=True)
        print(" | ".join(names) + ": " + ", ".join(f"{count} notes" for count in counts), flush=True)
        windows[0].quit()

    until(lambda: len(windows) == 2 and all(map(is_ready, windows)), say)


MOMENTS = {"saved": save, "restored": tell}


def main(moment: str, target: str = "") -> int:
    make = app.make_window
    windows: list[MainWindow] = []

    def made(*given, **named) -> MainWindow:
        window = make(*given, **named)
        windows.append(window)
        if len(windows) == 1:
            window.completed.connect(
                lambda: until(lambda: is_ready(window), lambda: MOMENTS[moment](windows))
            )
        return window

    app.make_window = made
    return app.open_window(target)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
