"""Scrolling through the view: what is on the screen, and that the line under the eye stays."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import Mark
from reader.ui.pane.layout.typesetter import MarkdownTypesetter
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import chapters, make_article

RICH = "\n\n".join(
    f"## 第{n}节\n\n出口管制与**技术** `code {n}`，民主与安全。" * 1
    + f"\n\n- 第{n}项\n- ☑ 其他\n\n> 引文{n}，讲安全。\n\n"
    + "|甲|乙|\n|-|-|\n|1|2|\n\n```python\nprint('管制')\n```\n\n"
    + "技术" * (40 + n % 7 * 30)
    for n in range(60)
)


def on_screen(pane: ReadingPane) -> QImage:
    """Return what the screen shows of the pane, without painting it anew."""
    return pane.screen().grabWindow(pane.winId()).toImage()


def painted(pane: ReadingPane) -> QImage:
    """Return the pane painted anew."""
    return pane.grab().toImage()


def same(one: QImage, other: QImage) -> bool:
    """Whether both show the same; the soft edges of shapes that were painted in two parts may differ."""
    rgb = QImage.Format.Format_RGB32
    first, second = (bytes(image.convertToFormat(rgb).constBits()) for image in (one, other))
    different = sum(a != b for a, b in zip(first, second, strict=True)) if first != second else 0
    return one.size() == other.size() and different < 600


@pytest.fixture
def rich(qtbot, theme):
    """Show everything there is, all measured."""
    pane = ReadingPane(MarkdownTypesetter())
    qtbot.addWidget(pane)
    pane.set_theme(theme)
    pane.resize(800, 500)
    pane.show()
    qtbot.waitExposed(pane)
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(make_article(RICH))
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    yield pane
    pane.clear()
    pane.shut_down()


def test_what_was_moved_looks_as_if_it_was_painted(rich, qtbot):
    rich.aids.show_heading(False)
    bar = rich.verticalScrollBar()
    text = rich.column.article.text.text
    spots = range(0, len(text) - 20, 40)
    rich.set_highlights("notes", [Mark(Span(at, at + 9), "highlight_1") for at in spots])
    rich.select(Span(300, 900))
    chance = random.Random(3)
    bar.setValue(2000)
    qtbot.waitUntil(lambda: same(on_screen(rich), painted(rich)))
    for _step in range(40):
        bar.setValue(bar.value() + chance.choice((3, 7, 40, 111, 260, -5, -40, -111, -300)))
        with qtbot.waitSignal(rich.painted):
            pass
        qtbot.waitUntil(lambda: same(on_screen(rich), painted(rich)))


def test_what_one_has_scrolled_past_is_let_go_though_no_screen_was_complete(rich, monkeypatch):
    monkeypatch.setattr("reader.ui.pane.scroll.column_view.BUDGET", 0.0)
    bar, height = rich.verticalScrollBar(), rich.viewport().height()
    for _page in range(20):
        bar.setValue(bar.value() + height - 60)
        rich.viewport().repaint()
        index, offset = rich.anchor
        assert offset < rich.column.heights[index]
        assert all(placed.y + rich.column.heights[placed.laid.index] > 0 for placed in rich.placed)
    assert bar.value() >= 20 * (height - 60)


def test_what_was_laid_out_while_a_corner_was_painted_is_painted_too(rich, qtbot, monkeypatch):
    rich.aids.show_heading(False)
    with qtbot.waitSignal(rich.painted):
        rich.resize(800, 1600)  # room for several sections
    for budget in ("BUDGET", "AT_FIRST", "THEN", "PATIENCE"):
        monkeypatch.setattr(f"reader.ui.pane.scroll.column_view.{budget}", 0.0)
    with qtbot.waitSignal(rich.painted):
        rich.verticalScrollBar().setValue(6000)
        rich.viewport().repaint()
        before = rich.screenful.missing_from
        while rich.screenful.missing_from == before:  # lays out more, outside of what it paints
            rich.viewport().repaint(0, 0, 4, 4)
        assert None not in (before, rich.screenful.missing_from)
    qtbot.waitUntil(lambda: same(on_screen(rich), painted(rich)))


class Watching:
    """A layer that notes what is painted."""

    def __init__(self) -> None:
        self.exposed: set[float] = set()

    def prepare(self, laid) -> None:
        """Nothing."""

    def paint(self, painter, laid, theme, exposed) -> None:
        """Note it."""
        self.exposed.add(exposed.height())


def test_a_step_paints_only_what_comes_into_sight(rich, qtbot):
    rich.aids.show_heading(False)
    bar = rich.verticalScrollBar()
    bar.setValue(3000)
    with qtbot.waitSignal(rich.painted):
        rich.viewport().update()
    rich.layers.append(watching := Watching())
    with qtbot.waitSignal(rich.painted):
        bar.setValue(bar.value() + 40)
    assert watching.exposed == {40.0}


@pytest.mark.parametrize("still", ["heading", "ruler", "focus", "find bar", "a widget"])
def test_what_stands_still_is_painted_anew(rich, qtbot, still):
    rich.aids.show_heading(still == "heading")
    rich.aids.show_ruler(still == "ruler")
    if still == "focus":
        rich.set_focus_span(Span(2000, 2400))
        rich.jump_to(Span(1900, 1901), mark=False)
    else:
        rich.verticalScrollBar().setValue(3000)
    if still == "find bar":
        rich.open_find("技术")
    if still == "a widget":
        label = QLabel("Highlight", rich.viewport())
        label.setAutoFillBackground(True)
        label.move(200, 200)
        label.show()
    qtbot.waitUntil(lambda: same(on_screen(rich), painted(rich)))
    for step in (40, -25, 130):
        with qtbot.waitSignal(rich.painted):
            rich.verticalScrollBar().setValue(rich.verticalScrollBar().value() + step)
        qtbot.waitUntil(lambda: same(on_screen(rich), painted(rich)))  # but for a caret that blinks


@pytest.mark.parametrize("step", [-40, -300, 40, 300])
def test_a_line_in_sight_moves_by_the_step_whatever_was_guessed(pane, qtbot, step, monkeypatch):
    monkeypatch.setattr(
        "reader.ui.pane.prefetch.idle.SLICE", 0.0
    )  # however fast the machine: next to nothing is measured
    article = make_article(chapters(800))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    pane.idle.stop()
    pane.ahead.stop()
    while pane.column.pull(1.0):
        pass
    pane.jump_to(Span(12_000, 12_001))
    with qtbot.waitSignal(pane.painted):
        pane.viewport().update()
    index = pane.column.piece_at(12_000)
    assert not pane.column._known[index - 9]
    for _turn in range(6):
        caret = pane.caret_at(QPointF(pane.left, 320.0))
        before = pane.rectangle_of(caret).top()
        for above in range(30):
            if not pane.column.laid(index - 3 - above):
                pane.column.heights.change(index - 3 - above, 500.0 + above)  # a guess that is far off
        with qtbot.waitSignal(pane.painted):
            pane.verticalScrollBar().setValue(pane.verticalScrollBar().value() + step)
        pane.ahead.stop()
        assert pane.rectangle_of(caret).top() == pytest.approx(before - step, abs=1.01)
        index = pane.anchor[0]


def test_all_heights_are_found_in_time_and_the_line_that_is_read_stays(pane, qtbot, monkeypatch):
    monkeypatch.setattr("reader.ui.pane.prefetch.idle.MEASURED", 30)
    monkeypatch.setattr("reader.ui.pane.prefetch.idle.LEISURE", 0)
    monkeypatch.setattr("reader.ui.pane.prefetch.idle.SLICE", 0.0)  # one at a time, however fast the machine
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(make_article(chapters(900)))
    qtbot.waitUntil(lambda: pane.idle.is_at_leisure)
    assert not pane.idle.is_busy
    pane.jump_to(Span(20_000, 20_001), mark=False)
    with qtbot.waitSignal(pane.painted):
        pane.viewport().update()
    caret = pane.caret_at(QPointF(pane.left, 300.0))
    before = pane.rectangle_of(caret).top()
    near = pane.column.unmeasured(pane.anchor[0])
    assert near >= 0
    qtbot.waitUntil(lambda: pane.column._known[near])
    qtbot.waitUntil(lambda: not pane.idle.is_at_leisure, timeout=20_000)
    assert pane.column.unmeasured(0) == -1
    assert pane.rectangle_of(caret).top() == pytest.approx(before, abs=0.01)  # heights are sums of many
    y = pane.column.heights.top(pane.anchor[0]) + pane.anchor[1] + pane.head.height
    assert pane.verticalScrollBar().value() == int(y)
