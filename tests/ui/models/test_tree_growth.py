"""Trees made on a thread: only the last is wanted, and none is let go of there."""

from __future__ import annotations

import threading
from types import SimpleNamespace

from reader.ui.base.tasks import Tasks
from reader.ui.models.tree_growth import LONG, TreeGrowth


class Made:
    """Notes the thread on which nobody holds it any more."""

    def __init__(self, ended):
        self.ended = ended

    def __del__(self):
        self.ended.append(threading.get_ident())


def test_what_nobody_wants_any_more_ends_on_the_main_thread(qtbot):
    tasks, ended, shown = Tasks(), [], []
    growing = TreeGrowth(tasks)
    for _time in range(200):
        growing.ask(LONG + 1, lambda: Made(ended), shown.append)
        qtbot.wait(0)
    qtbot.waitUntil(lambda: tasks.is_idle)
    tasks.shut_down()
    assert shown
    shown.clear()
    assert set(ended) == {threading.get_ident()}


def test_a_short_tree_is_made_at_once_and_a_long_one_that_is_overtaken_not_at_all():
    waiting, made, shown = [], [], []
    growing = TreeGrowth(SimpleNamespace(run=lambda work, done: waiting.append((work, done))))
    growing.ask(LONG + 1, lambda: made.append("long") or "long", shown.append)
    growing.ask(LONG, lambda: "short", shown.append)
    assert shown == ["short"]
    for work, done in waiting:
        done(work())
    assert (made, shown) == ([], ["short"])
