"""What helps to read: the heading line, focus, the ruler, cards over links, a picture by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from reader.articles.model import Outline, Section, SectionKind
from reader.articles.source.canonical_text import Span
from reader.ui.pane.pictures.image_view import ImageView
from tests.ui.pane.conftest import chapters, make_article


def outlined(source):
    """Return an article whose outline has its "# " headings under one of their own."""
    article = make_article(source)
    lines = source.split("\n")
    inner = tuple(
        Section(SectionKind.HEADING, line[2:], 2, 2, number, number + 3)
        for number, line in enumerate(lines, 1)
        if line.startswith("# ")
    )
    whole = Section(SectionKind.HEADING, "全文", 1, 1, 1, len(lines), children=inner)
    return replace(article, outline=Outline((whole,)))


@pytest.fixture
def article(pane, qtbot):
    article = outlined(chapters(60))
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    qtbot.waitUntil(lambda: not pane.idle.is_busy)
    return article


def pixel(pane, x, y):
    return pane.viewport().grab().toImage().pixelColor(x, y)


def test_the_heading_stays_in_sight_while_its_section_is_read(pane, article):
    line = pane.aids._heading
    assert line.current() is None
    pane.jump_to(Span(article.text.text.index("第20章的第二段"), 0), mark=False)
    pane.settle()
    position, path = line.current()
    assert path == ("全文", "第20章")
    assert article.text.text[position:].startswith("第20章")
    assert pixel(pane, 2, 30) == QColor(pane.theme.roles["rule"])


def test_a_click_on_the_heading_line_leads_to_the_heading(pane, article, qtbot):
    pane.jump_to(Span(article.text.text.index("第20章的第二段"), 0), mark=False)
    pane.viewport().repaint()
    qtbot.mouseClick(pane.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 10))
    assert pane.place() == article.text.text.index("第20章")


def darkest(pane, position):
    """Return how dark the darkest pixel of the first letters at `position` is, from 0 (black) to 255."""
    line = pane.rectangle_of(pane.selecting.caret_of(position)).toRect()
    image = pane.viewport().grab().toImage()
    spots = [(line.left() + x, line.top() + y) for x in range(40) for y in range(line.height())]
    return min(image.pixelColor(*spot).lightness() for spot in spots if spot[1] < image.height())


def test_focus_dims_all_but_the_passage(pane, article):
    text = article.text.text
    inside, outside = text.index("第1章的第一段"), text.index("第3章的第一段")
    pane.set_focus_span(Span(inside, inside + 20))
    assert darkest(pane, inside) < 90 < 130 < darkest(pane, outside)
    pane.set_focus_span(None)
    assert darkest(pane, outside) < 90


def test_the_ruler_follows_the_pointer(pane, article, qtbot):
    pane.aids.show_ruler(True)
    qtbot.mouseMove(pane.viewport(), QPoint(300, 250))
    qtbot.mouseMove(pane.viewport(), QPoint(300, 300))
    first = pane.viewport().grab().toImage()
    qtbot.mouseMove(pane.viewport(), QPoint(300, 400))
    assert pane.viewport().grab().toImage() != first


def test_a_card_shows_what_a_link_leads_to(pane, article, qtbot):
    pane.pointing.link_hovered.emit("#第7章")
    qtbot.waitUntil(pane.aids.card.isVisible)
    assert pane.aids.card.words.startswith("第7章")
    pane.pointing.link_hovered.emit("")
    assert not pane.aids.card.isVisible()


def test_a_picture_is_zoomed_and_put_away(pane, qtbot):
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    view = ImageView(image, "一幅图", pane)
    fitting = view.scale
    assert fitting * 3000 <= pane.width()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.scale > fitting
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.scale == pytest.approx(fitting)
    with qtbot.waitSignal(view.closed):
        qtbot.keyClick(view, Qt.Key.Key_Escape)
