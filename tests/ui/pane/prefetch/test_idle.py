"""Idle work that is paused: nothing is made ready for later, but a jump still leads where it should."""

from __future__ import annotations

import pytest

from reader.articles.source.canonical_text import Span
from reader.ui.base.tasks import Tasks
from tests.ui.pane.conftest import chapters, make_article
from tests.ui.windows import window_on


def test_a_paused_pane_makes_nothing_ready_whatever_is_painted(pane, qtbot):
    pane.pause_idle_work()
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(make_article(chapters(900)))
    qtbot.waitUntil(lambda: pane.column.complete)
    with qtbot.waitSignal(pane.painted):
        pane.viewport().update()
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    assert not pane.ahead.is_busy
    assert pane.column.unmeasured(0) >= 0
    pane.resume_idle_work()
    assert pane.ahead.is_busy
    qtbot.waitUntil(lambda: pane.column.unmeasured(0) == -1)


def test_a_paused_pane_cuts_to_where_a_jump_leads(pane, qtbot):
    article = make_article(chapters(900))
    pane.pause_idle_work()
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    pane.pause_idle_work()
    end = len(article.text.text) - 1
    pane.jump_to(Span(end, end + 1), mark=False)
    qtbot.waitUntil(lambda: pane.in_view().end >= end)


@pytest.mark.parametrize("finish", [False, True])
def test_a_window_makes_nothing_ready_before_its_panels_are_there(
    qtbot, immediate, tmp_path, monkeypatch, finish
):
    monkeypatch.setattr("reader.ui.startup.deferred_setup.PATIENCE", 600_000)  # however slow the machine
    path = tmp_path / "library" / "a.md"
    path.parent.mkdir()
    path.write_text("\n\n".join(f"## 第{n}节\n\n一段文字。" * 4 for n in range(80)), encoding="utf-8")
    window = window_on(Tasks(immediate))
    qtbot.addWidget(window)
    assert window.pane.idle.is_paused  # before anything is painted, too
    seen, dock = [], window.docking.dock_first

    def docked(panels):
        seen.append((window.pane.ahead.is_busy, window.pane.column.unmeasured(0)))
        dock(panels)

    monkeypatch.setattr(window.docking, "dock_first", docked)
    window.show()
    with qtbot.waitSignal(window.first_painted):
        window.opening.open(path)
    if finish:
        window.completion_requested.emit()
    qtbot.waitUntil(lambda: window.is_complete)
    ((is_ahead, unmeasured),) = seen
    assert not is_ahead
    assert unmeasured >= 0
    qtbot.waitUntil(lambda: window.pane.column.unmeasured(0) == -1)
    window.close()
