"""Nothing glides for who wants no motion, by the system's setting or by ours."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from reader.ui.window.exchange import less_motion


@pytest.fixture(params=[False, True], ids=["usual", "system"])
def window(request, qtbot, new_window, monkeypatch, tmp_path):
    monkeypatch.setattr(less_motion, "prefers_less_motion", lambda: request.param)
    (tmp_path / "a.md").write_text("# 题\n\n" + "一段话。\n\n" * 400, encoding="utf-8")
    window = new_window()
    window.resize(900, 600)
    with qtbot.waitSignal(window.pane.first_painted):
        window.session.open_article(tmp_path / "a.md")
        window.show()
    window.complete()
    return window


def scrolled_at_once(window) -> int:
    bar, spot = window.pane.verticalScrollBar(), QPointF(window.pane.viewport().rect().center())
    before = bar.value()
    turn = QWheelEvent(
        spot, window.pane.viewport().mapToGlobal(spot), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(window.pane.viewport(), turn)
    return bar.value() - before


def test_the_wheel_moves_the_text_at_once_where_motion_is_not_wanted(window, request):
    is_still = "system" in request.node.name
    assert (scrolled_at_once(window) > 0) == is_still
    assert window.isAnimated() != is_still


def test_both_panes_of_a_split_keep_to_it(window, request, tmp_path):
    is_still = "system" in request.node.name
    window.session.open_beside(tmp_path / "a.md")
    assert len(window.split.columns) == 2
    assert [one.pane.motion.is_smooth for one in window.split.columns] == [not is_still] * 2
    assert (scrolled_at_once(window) > 0) == is_still  # the new one, which is active
    for wanted in (True, False):
        window.session.settings.set("reduce_motion", wanted)
        smooth = not (is_still or wanted)
        assert [one.pane.motion.is_smooth for one in window.split.columns] == [smooth] * 2


def test_our_own_switch_does_the_same_at_once(window):
    window.session.settings.set("reduce_motion", True)
    window.pane.motion.rest()
    assert scrolled_at_once(window) > 0
    assert not window.isAnimated()
