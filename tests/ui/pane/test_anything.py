"""Anything that a person may do, in any order: the pane lives, and places stay within the text."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication

from reader.articles.digest.contents import hidden_lines
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import Mark
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import chapters

SAMPLER = Path(__file__).resolve().parents[2] / "data" / "sampler" / "sampler.md"
SOURCES = (SAMPLER.read_text(encoding="utf-8"), chapters(40), "", "x", "# a\n" * 200)
KEYS = (
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_F7,
    Qt.Key.Key_Escape,
)
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


class Person:
    """Does one thing after another, as chance has it."""

    def __init__(self, pane, qtbot, seed) -> None:
        self.pane, self.qtbot, self.chance = pane, qtbot, Random(seed)
        self.source = SOURCES[0]
        self.acts = [getattr(self, name) for name in dir(self) if name.startswith("act_")]

    def do(self) -> None:
        self.chance.choice(self.acts)()

    def article(self):
        return parse_article(self.source, SAMPLER)

    def span(self) -> Span:
        length = len(self.pane.column.article.text.text) if self.pane.column.article else 5
        start = self.chance.randrange(length + 3)
        return Span(start, start + self.chance.choice((0, 1, 5, 80, 3000)))

    def spot(self) -> QPoint:
        view = self.pane.viewport()
        return QPoint(self.chance.randrange(view.width()), self.chance.randrange(view.height()))

    def act_open(self) -> None:
        self.source = self.chance.choice(SOURCES)
        article = self.article()
        self.pane.show_article(article, hidden_lines(article))

    def act_edit(self) -> None:
        at = self.chance.randrange(len(self.source) + 1)
        new = self.chance.choice(("新的一段\n\n", "- 项\n", "```\n", ""))
        self.source = self.source[:at] + new + self.source[at + self.chance.choice((0, 0, 40, 2000)) :]
        self.pane.refresh(self.article())

    def act_jump(self) -> None:
        self.pane.jump_to(self.span())

    def act_select(self) -> None:
        self.pane.select(self.span())

    def act_zoom(self) -> None:
        self.pane.zoom(self.chance.choice((-3, -1, 1, 2)), QPointF(self.spot()))

    def act_resize(self) -> None:
        self.pane.resize(self.chance.choice((200, 600, 1400)), self.chance.choice((100, 500, 1200)))

    def act_scroll(self) -> None:
        bar = self.pane.verticalScrollBar()
        bar.setValue(self.chance.randrange(bar.maximum() + 1))

    def act_find(self) -> None:
        self.pane.open_find(self.chance.choice(("AI", "的", "没有这个")))
        self.pane.find_next()

    def act_stop_finding(self) -> None:
        self.pane.finding.bar.close_bar()

    def act_mark(self) -> None:
        marks = [Mark(self.span(), "highlight_1", mark_id=str(n)) for n in range(20)]
        self.pane.set_highlights("notes", marks)
        self.pane.set_active_mark("3")

    def act_press_a_key(self) -> None:
        self.qtbot.keyClick(self.pane, self.chance.choice(KEYS), self.chance.choice((NONE, SHIFT)))

    def act_drag(self) -> None:
        view = self.pane.viewport()
        self.qtbot.mousePress(view, LEFT, pos=self.spot())
        self.qtbot.mouseMove(view, self.spot())
        self.qtbot.mouseRelease(view, LEFT, pos=self.spot())

    def act_copy(self) -> None:
        self.pane.copy()
        self.pane.copy_as_markdown()

    def act_focus(self) -> None:
        self.pane.set_focus_span(self.chance.choice((None, self.span())))

    def act_restyle(self) -> None:
        now, toss = self.pane.style_now, self.chance.random() < 0.5
        self.pane.set_style(now._replace(justify=toss, indent=not toss, family="sans" if toss else "serif"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_done_the_pane_lives(qtbot, theme, seed):
    pane = ReadingPane()
    qtbot.addWidget(pane)
    pane.set_theme(theme)
    pane.resize(900, 700)
    pane.show()
    person = Person(pane, qtbot, seed)
    person.act_open()
    for _act in range(200):
        person.do()
        QCoreApplication.processEvents()
        length = len(pane.column.article.text.text)
        assert 0 <= pane.place() <= length
        assert 0 <= pane.selection().start <= pane.selection().end <= length
        assert len(pane.column.heights) == len(pane.column.pieces)
    QGuiApplication.clipboard().clear()
    pane.clear()
    pane.shut_down()
