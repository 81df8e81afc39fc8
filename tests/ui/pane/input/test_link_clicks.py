"""Links, cards, pictures and folds in an article as the Markdown typesetter sets it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from reader.articles.markdown.inner_links import target_of, words_of
from reader.articles.model import Outline, Section, SectionKind
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.ui.pane.aids.text_marks import Mark
from reader.ui.pane.pictures.image_view import ImageView
from reader.ui.pane.view import ReadingPane

LEFT = Qt.MouseButton.LeftButton
SOURCE = (
    """# 题目

正文[^甲]，见[第二节](#第二节)，也见[外面](https://example.org/x)和[另一篇](other.md)。

![一张图](picture.png)

```python
print("你好")
```

质能 $E=mc^2$ 公式。

"""
    + "\n\n".join(f"很长的一段，编号{n}，讲出口管制与技术。" * 4 for n in range(30))
    + """

## 第二节

第二节的正文。

[^甲]: 这是脚注的**内容**。
"""
)


@pytest.fixture
def pane(qtbot, theme):
    pane = ReadingPane()
    qtbot.addWidget(pane)
    pane.set_theme(theme)
    pane.resize(900, 700)
    with qtbot.waitExposed(pane):
        pane.show()
    yield pane
    pane.clear()
    pane.shut_down()


@pytest.fixture
def article(pane, qtbot, tmp_path):
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "picture.png"))
    line = SOURCE.split("\n").index("## 第二节") + 1
    heading = Section(SectionKind.HEADING, "第二节", 2, 1, line, line + 3)
    article = replace(parse_article(SOURCE, tmp_path / "a.md"), outline=Outline((heading,)))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    qtbot.waitUntil(lambda: not any(placed.laid.section.waiting for placed in pane.placed))
    pane.viewport().repaint()
    return article


def spot_of(pane, article, words):
    start = article.text.text.index(words)
    return (pane.rectangle_of(pane.selecting.caret_of(start)).center() + QPointF(6, 0)).toPoint()


def test_a_link_within_leads_there(pane, article, qtbot):
    with qtbot.waitSignal(pane.jump_requested):
        qtbot.mouseClick(pane.viewport(), LEFT, pos=spot_of(pane, article, "第二节"))
    assert article.text.text[pane.place() :].startswith("第二节\n")


@pytest.mark.parametrize(("words", "address"), [("外面", "https://example.org/x"), ("另一篇", "other.md")])
def test_a_link_elsewhere_is_handed_on_by_a_click_only(pane, article, qtbot, words, address):
    spot = spot_of(pane, article, words)
    with qtbot.assertNotEmitted(pane.link_activated), qtbot.waitSignal(pane.link_hovered) as told:
        qtbot.mouseMove(pane.viewport(), spot)
    assert told.args == [address]
    with qtbot.waitSignal(pane.link_activated) as told:
        qtbot.mouseClick(pane.viewport(), LEFT, pos=spot)
    assert told.args == [address]


def test_a_footnote_is_shown_and_found(pane, article, qtbot):
    assert words_of(article, "#fn:甲").startswith("这是脚注的内容。")
    span = target_of(article, "#fn:甲")
    assert "这是脚注" in article.text.words(span)
    assert article.text.line_at(target_of(article, "#fnref:甲").start) == 3
    assert target_of(article, "#没有") is None
    assert words_of(article, "#第二节").startswith("第二节\n\n第二节的正文。")


def test_a_picture_is_shown_by_itself(pane, article, qtbot):
    image = next(
        (placed, inset, at)
        for placed in pane.placed
        for inset, at, _area in placed.laid.section._inset_places
        if placed.laid.section.picture_at(QPointF(at.x() + 5, at.y() - 5))
    )
    placed, _inset, at = image
    spot = QPoint(int(pane.left + at.x() + 20), int(placed.y + at.y() - 20))
    qtbot.mouseClick(pane.viewport(), LEFT, pos=spot)
    qtbot.waitUntil(lambda: pane.window().findChild(ImageView) is not None)
    shown = pane.window().findChild(ImageView)
    pane.window().resize(500, 400)
    qtbot.waitUntil(lambda: shown.size() == pane.window().size())
    assert shown.scale < 1.0  # it was fitted, and is still
    qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_the_copy_button_copies_the_code(pane, article, qtbot):
    for placed in pane.placed:
        for decoration in placed.laid.section._decorations:
            if decoration.press:
                spot = decoration.frame.center() + QPointF(pane.left, placed.y)
                qtbot.mouseClick(pane.viewport(), LEFT, pos=spot.toPoint())
    assert QGuiApplication.clipboard().text().strip() == 'print("你好")'


def test_a_formula_is_copied_as_it_is_said(pane, article, qtbot):

    start = article.text.text.index("质能")
    pane.select(Span(start, article.text.text.index("公式。") + 3))
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    assert "E=mc^2" in QGuiApplication.clipboard().text()


def test_a_table_is_copied_in_rows_and_columns(pane, qtbot):
    article = parse_article("前\n\n|甲|乙|\n|-|-|\n|**丙**|丁|\n\n后", Path("a.md"))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    pane.select_all()
    pane.copy()
    qtbot.waitUntil(lambda: not pane.copying.is_busy)
    copied = QGuiApplication.clipboard().mimeData()
    lines = [line for line in copied.text().split("\n") if line.strip()]
    assert lines == ["前", "甲\t乙", "丙\t丁", "后"]
    assert "<strong>丙</strong></td>" in copied.html()
    assert copied.html().count("<tr>") == 2


@pytest.mark.parametrize(
    "odd", ["[" * 5000, "> " * 300 + "深", "- a\n" * 4000, "x" * 300_000, "|a|b|\n|-|-|\n" + "|1|2|\n" * 3000]
)
def test_odd_input_leaves_the_pane_alive(pane, qtbot, odd):
    article = parse_article(odd, Path("a.md"))
    with qtbot.waitSignal(pane.first_painted, timeout=20_000):
        pane.show_article(article)
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum())
    pane.viewport().repaint()
    assert pane.placed


FOLDED = "<details>\n<summary>先看这里</summary>\n\n藏起来的一段话。\n\n</details>\n\n后面。\n"


def test_a_fold_opens_at_a_click_and_for_a_jump(pane, qtbot):
    article = parse_article(FOLDED, Path("a.md"))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    shut = pane.column.heights.total
    qtbot.mouseClick(pane.viewport(), LEFT, pos=spot_of(pane, article, "先看"))
    assert pane.column.heights.total > shut
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    assert pane.column.heights.total == pytest.approx(shut, abs=0.01)
    start = article.text.text.index("藏起来")
    pane.jump_to(Span(start, start + 3))
    assert pane.column.heights.total > shut


def test_a_wide_table_scrolls_sideways_with_its_highlights(pane, qtbot):
    row = "|" + "|".join(f"第{n}列很长很长的内容" for n in range(20)) + "|"
    article = parse_article(f"{row}\n|{'---|' * 20}\n{row}\n", Path("a.md"))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    start = article.text.text.index("第3列")
    pane.set_highlights("notes", [Mark(Span(start, start + 3), "highlight_1", mark_id="m")])
    layer = next(layer for layer in pane.layers if getattr(layer, "name", "") == "highlights:notes")
    before = layer.drawn(pane.placed[0].laid)[0].rectangles[0].left()
    at = QPointF(pane.left + 80, pane.placed[0].y + 40)
    event = QWheelEvent(
        at,
        pane.viewport().mapToGlobal(at),
        QPoint(-60, 0),
        QPoint(-60, 0),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(pane.viewport(), event)
    moved = layer.drawn(pane.placed[0].laid)[0].rectangles[0].left()
    assert moved == pytest.approx(before - 60, abs=0.01)


@pytest.mark.parametrize("wide", ["| {} |\n|" + "---|" * 30 + "\n| {} |", "```\n{}\n{}\n```"])
def test_a_hit_in_what_scrolls_sideways_comes_into_sight(pane, qtbot, wide):
    rows = [" | ".join(f"{name}{n}列很长很长的内容" for n in range(30)) for name in ("甲", "乙")]
    article = parse_article("前面。\n\n" + wide.format(*rows) + "\n\n后面。\n", Path("a.md"))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    pane.open_find()
    shown = pane.viewport().rect().adjusted(int(pane.left), 0, -int(pane.left), 0)
    for words in ("乙25列", "甲3列", "甲29列", "乙0列"):
        pane.finding.bar.field.setText("")
        pane.finding.bar.field.insert(words)
        qtbot.waitUntil(lambda: pane.finding.bar._found.is_complete)
        start = pane.finding.hits.spans[0].start
        first, after = (pane.rectangle_of(pane.selecting.caret_of(at)) for at in (start, start + len(words)))
        assert shown.left() - 1 <= first.left() < after.left() <= shown.right() + 1
        drawn = pane.finding.hits.drawn(pane.column.lay(pane.column.piece_at(start)))
        assert drawn[0].rectangles[0].width() > 20


def test_tab_goes_from_link_to_link_and_enter_follows(pane, article, qtbot):
    pane.setFocus()
    reached = []
    pane.link_hovered.connect(reached.append)
    for _step in range(5):
        qtbot.keyClick(pane, Qt.Key.Key_Tab)
    addresses = ["#fn:甲", "#第二节", "https://example.org/x", "other.md", ""]
    assert reached == addresses
    assert pane.stops.caret is not None  # the picture
    qtbot.keyClick(pane, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pane.window().findChild(ImageView) is not None)
    qtbot.keyClick(pane.window().findChild(ImageView), Qt.Key.Key_Escape)
    qtbot.keyClick(pane, Qt.Key.Key_Backtab)
    with qtbot.waitSignal(pane.link_activated) as told:
        qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert told.args == ["other.md"]
    qtbot.keyClick(pane, Qt.Key.Key_Backtab)
    qtbot.keyClick(pane, Qt.Key.Key_Backtab)
    qtbot.waitUntil(lambda: pane.aids.card.isVisible())
    with qtbot.waitSignal(pane.jump_requested):
        qtbot.keyClick(pane, Qt.Key.Key_Return)
    assert article.text.text[pane.place() :].startswith("第二节\n")
    assert not pane.aids.card.isVisible()
    qtbot.keyClick(pane, Qt.Key.Key_Tab)  # from what is in sight now
    assert reached[-1] == "#fnref:甲"
    qtbot.keyClick(pane, Qt.Key.Key_Escape)
    assert pane.stops.caret is None


def test_a_card_goes_when_the_text_moves(pane, article, qtbot):
    qtbot.mouseMove(pane.viewport(), spot_of(pane, article, "第二节"))
    qtbot.waitUntil(lambda: pane.aids.card.isVisible())
    pane.verticalScrollBar().setValue(200)
    assert not pane.aids.card.isVisible()


def test_tab_leaves_the_text_behind_its_last_link(pane, qtbot):
    article = parse_article(
        "甲[乙](a.md)丙\n\n<details><summary>折</summary>\n\n[里](b.md)\n\n</details>\n", Path("a.md")
    )
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    pane.setFocus()
    shut = pane.column.heights.total
    qtbot.keyClick(pane, Qt.Key.Key_Tab)
    qtbot.keyClick(pane, Qt.Key.Key_Tab)
    qtbot.keyClick(pane, Qt.Key.Key_Return)  # unfolds
    assert pane.column.heights.total > shut
    with qtbot.waitSignal(pane.link_hovered) as told:
        qtbot.keyClick(pane, Qt.Key.Key_Tab)
    assert told.args == ["b.md"]
    qtbot.keyClick(pane, Qt.Key.Key_Tab)
    assert pane.stops.caret is None
