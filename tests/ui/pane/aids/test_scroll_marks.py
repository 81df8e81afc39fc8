"""The scroll bar that paints itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStyle, QStyleOptionSlider

from reader.settings import Settings
from reader.ui.base.theming import Theming
from reader.ui.pane.aids.scroll_marks import MarkedScrollBar


@pytest.fixture
def bar(qapp, qtbot):
    Theming(Settings()).dress(qapp)
    bar = MarkedScrollBar()
    qtbot.addWidget(bar)
    bar.resize(12, 706)
    bar.show()
    yield bar
    qapp.setStyleSheet("")


@pytest.mark.parametrize(
    ("most", "page", "value"),
    [
        (0, 706, 0),
        (1, 706, 1),
        (100, 706, 50),
        (5000, 706, 0),
        (5000, 706, 2500),
        (5000, 706, 5000),
        (10**9, 706, 10**8),
    ],
)
def test_the_handle_is_painted_where_the_mouse_takes_hold_of_it(bar, most, page, value):
    bar.setRange(0, most)
    bar.setPageStep(page)
    bar.setValue(value)
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ScrollBar, QStyle.SubControl.SC_ScrollBarSlider
    wanted = bar.style().subControlRect(control, option, part, bar)
    assert bar.handle().toRect() == wanted
