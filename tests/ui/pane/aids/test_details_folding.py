"""Folds through the view: what is hidden, what stays open, what the pointer says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from reader.articles.source.canonical_text import Span
from reader.ui.pane.layout.typesetter import MarkdownTypesetter
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import make_article, on_the_screen

DETAILS = """# 甲

前面的话，讲出口管制。

<details><summary>更多内容</summary>

藏起来的一段，讲出口管制与技术，也讲民主与安全，长到要折成两行，所以再写几个字，好让它真的折行，看看右边齐不齐，齐。

| 表头甲 | 表头乙 |
|---|---|
| 甲一 | 乙一 |

</details>

后面的话。

```python
print("码")
```

"""
FAR = "\n\n".join(f"## 第{n}节\n\n" + "技术与安全。" * 30 for n in range(120))


@pytest.fixture
def real(qtbot, theme):
    with on_the_screen(qtbot, ReadingPane(MarkdownTypesetter()), theme, 800, 600) as pane:
        yield pane


def show(pane, qtbot, source):
    """Show an article, all measured; return it."""
    article = make_article(source)
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    return article


def spot_of(pane, words) -> QPoint:
    """Return where the middle of `words` is in the viewport."""
    at = pane.column.article.text.text.index(words)
    line = pane.rectangle_of(pane.selecting.caret_of(at))
    return QPointF(line.left() + 20, line.center().y()).toPoint()


def is_open(pane) -> bool:
    """Whether the hidden passage is shown."""
    caret = pane.selecting.caret_of(pane.column.article.text.text.index("藏起来"))
    return bool(pane.column.lay(caret.piece).section.rectangles(caret.units, caret.units + 1))


def click(pane, words):
    QTest.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(pane, words))


def test_details_with_a_table_fold(real, qtbot):
    show(real, qtbot, DETAILS)
    assert not is_open(real)
    shut = real.column.lay(0).section
    cell = shut.document.find("甲一").selectionStart()
    assert shut.rectangles(cell, cell + 1) == []
    height = shut.height
    plain = DETAILS.split("| 表头甲")[0] + DETAILS.split("乙一 |\n")[1]
    click(real, "更多内容")
    assert is_open(real)
    assert shut.rectangles(cell, cell + 1)[0].height() > 10
    assert shut.height > height + 100
    click(real, "更多内容")
    assert shut.height == pytest.approx(height, abs=0.01)
    show(real, qtbot, plain)
    assert real.column.lay(0).section.height == pytest.approx(height, abs=8)  # the table takes no room


def test_an_unfolded_paragraph_is_spread_over_its_lines(real, qtbot):
    show(real, qtbot, DETAILS)
    click(real, "更多内容")
    section = real.column.lay(0).section
    block = section.document.find("藏起来").block()
    line = block.layout().lineAt(0)
    room = real.width_now - block.blockFormat().leftMargin()
    assert block.layout().lineCount() > 1
    assert line.naturalTextWidth() == pytest.approx(room, abs=3)


def test_what_was_opened_stays_open(real, qtbot, theme):
    show(real, qtbot, DETAILS + FAR)
    click(real, "更多内容")
    real.set_style(real.style_now._replace(size=22.0))
    qtbot.waitUntil(lambda: not real.idle.is_busy)
    assert is_open(real)
    real.set_theme(theme)
    real.resize(700, 600)
    qtbot.waitUntil(lambda: not real.idle.is_busy)
    height = real.column.heights[0]
    real.jump_to(Span(len(real.column.article.text.text) - 1, len(real.column.article.text.text)))
    for index in range(len(real.column.pieces)):
        real.column.lay(index)
    assert real.column.laid(0) is None  # far away
    real.jump_to(Span(0, 1))
    assert is_open(real)
    assert real.column.heights[0] == pytest.approx(height, abs=0.01)


@pytest.mark.parametrize(
    ("before", "after"),
    [("前面的话", "前面改了的话"), ("# 甲", "# 零\n\n新的一节。\n\n# 甲"), ("第100节", "百")],
)
def test_what_was_opened_stays_open_when_the_file_is_edited(real, qtbot, before, after):
    show(real, qtbot, "# 序\n\n一。\n\n" + DETAILS + FAR)
    click(real, "更多内容")
    edited = make_article(("# 序\n\n一。\n\n" + DETAILS + FAR).replace(before, after))
    real.refresh(edited)
    qtbot.waitUntil(lambda: real.column.article is edited)
    assert is_open(real)


def test_another_article_is_folded_as_it_is_written(real, qtbot):
    show(real, qtbot, DETAILS)
    click(real, "更多内容")
    show(real, qtbot, DETAILS + "尾")
    assert not is_open(real)


@pytest.mark.parametrize("what", ["summary", "copy button", "link", "text"])
def test_the_pointer_says_what_can_be_pressed(real, qtbot, what):
    show(real, qtbot, DETAILS + "[链接文字](https://example.org)\n")
    spot = spot_of(real, {"summary": "更多", "copy button": "print", "link": "链接", "text": "后面"}[what])
    if what == "copy button":
        button = next(each for each in real.column.lay(0).section._decorations if each.press).frame.center()
        spot = (button + QPointF(real.left, real.placed[0].y)).toPoint()
    QTest.mouseMove(real.viewport(), QPoint(2, 2))
    QTest.mouseMove(real.viewport(), spot)
    hand, beam = Qt.CursorShape.PointingHandCursor, Qt.CursorShape.IBeamCursor
    qtbot.waitUntil(lambda: real.viewport().cursor().shape() == (beam if what == "text" else hand))
    QTest.mouseMove(real.viewport(), spot_of(real, "前面"))
    qtbot.waitUntil(lambda: real.viewport().cursor().shape() == beam)


def test_what_is_focused_ends_where_the_last_of_it_that_is_shown_does(real, qtbot):
    article = show(real, qtbot, DETAILS.split("后面的话")[0] + "\n\n# 乙\n\n另一节。\n")
    real.set_focus_span(Span(0, article.text.text.index("乙", article.text.text.index("乙一") + 2)))
    with qtbot.waitSignal(real.painted):
        real.viewport().update()
    picture = real.viewport().grab().toImage()

    def darkest(words: str) -> int:
        spot = spot_of(real, words)
        around = [
            picture.pixelColor(spot.x() + dx, spot.y() + dy) for dx in range(-8, 30) for dy in range(-8, 9)
        ]
        return min(colour.lightness() for colour in around)

    assert darkest("更多内容") < 100  # in focus, though what it hides is not shown
    assert darkest("另一节") > 130  # dimmed
