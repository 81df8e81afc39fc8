"""Articles whose first screen is laid out before they are shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.ui.pane.layout.typesetter import MarkdownTypesetter
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.conftest import chapters, make_article, on_the_screen


class Counting(MarkdownTypesetter):
    """Counts what it sets."""

    count = 0

    def typeset(self, piece, parsed, style, width, *, measures=False):
        self.count += not measures
        return super().typeset(piece, parsed, style, width, measures=measures)


@pytest.fixture
def setter():
    return Counting()


@pytest.fixture
def pane(qtbot, theme, setter):
    with on_the_screen(qtbot, ReadingPane(setter), theme) as pane:
        yield pane


def expect(qtbot, pane, article, place=(0, 0.0)):
    pane.expecting.expect(article, frozenset(), pane.style_now, 0.0, place)
    qtbot.waitUntil(lambda: not pane.expecting.is_busy)


def grabbed(qtbot, pane):
    """Return the picture of the pane when all that is in sight is laid out (several turns)."""
    qtbot.waitUntil(pane.settle)
    pane.viewport().repaint()
    return pane.viewport().grab().toImage()


def test_an_expected_article_is_shown_without_setting_anything(qtbot, pane, setter):
    article = make_article(chapters(200))
    expect(qtbot, pane, article)
    before = setter.count
    pane.show_article(article)
    pane.viewport().repaint()
    assert pane.settle()
    assert setter.count == before


def test_it_looks_as_if_it_had_not_been_expected(qtbot, pane):
    article, again = make_article(chapters(200)), make_article(chapters(200))
    expect(qtbot, pane, article)
    pane.show_article(article)
    first = grabbed(qtbot, pane)
    assert grabbed(qtbot, pane) == first
    pane.show_article(again)
    qtbot.waitUntil(lambda: pane.column.complete and not pane.idle.is_busy)
    pane.verticalScrollBar().setValue(0)
    assert grabbed(qtbot, pane) == first


def test_it_can_be_expected_at_the_place_where_it_was_left(qtbot, pane, setter):
    article = make_article(chapters(200))
    position = article.text.text.index("第90章的第一段")
    expect(qtbot, pane, article, (position, 40.0))
    before = setter.count
    pane.show_article(article)
    pane.restore_place(position, 40.0)
    pane.viewport().repaint()
    assert pane.settle()
    assert setter.count == before
    assert pane.place() <= position <= pane.place() + 200


def test_what_was_expected_in_another_width_is_laid_out_anew(qtbot, pane):
    article = make_article(chapters(200))
    expect(qtbot, pane, article)
    pane.set_style(pane.style_now._replace(size=30.0))
    pane.show_article(article)
    pane.viewport().repaint()
    assert all(placed.laid.section.width == pane.width_now for placed in pane.placed)
    assert all(placed.laid.section.formats.style.size == 30.0 for placed in pane.placed)


def test_lines_hidden_since_are_not_shown(qtbot, pane):
    article = make_article(chapters(3))
    expect(qtbot, pane, article)
    pane.show_article(article, frozenset({1, 2, 3}))
    assert pane.column.pieces[0].cut.leaves[0].first == 5


def test_only_a_few_are_kept(qtbot, pane):
    articles = [make_article(chapters(n)) for n in range(1, 9)]
    for article in articles:
        expect(qtbot, pane, article)
    assert pane.expecting.take(articles[0], frozenset()) is None
    assert pane.expecting.take(articles[-1], frozenset()) is not None
    assert pane.expecting.take(articles[-1], frozenset()) is None


def test_pictures_of_the_open_article_are_not_sought_where_an_expected_one_lies(
    qtbot, pane, setter, tmp_path
):
    source = "\n\n".join(f"# 第{n}章\n\n![图](a{n}.png)\n\n{'一段文字。' * 60}" for n in range(40))
    here, there = tmp_path / "here", tmp_path / "there"
    article = replace(make_article(source), path=here / "a.md")
    pane.show_article(article)
    pane.viewport().repaint()
    expect(qtbot, pane, replace(make_article(source), path=there / "b.md"))
    qtbot.waitUntil(lambda: pane.column.complete)
    pane.column.lay(30)
    folders: list[Path] = [piece.folder for piece in pane.column.pieces]
    assert set(folders) == {here}
    assert list(setter._pictures) == [there, here]


def test_the_whole_takes_the_place_of_a_sketch_without_a_step(qtbot, pane):
    source = chapters(200)
    cut = source.index("# 第120章")
    sketch = make_article("\n" * source.count("\n", 0, cut) + source[cut : source.index("# 第140章")])
    position = sketch.text.text.index("第125章的第一段")
    pane.show_article(sketch)
    pane.restore_place(position, 55.0)
    before = grabbed(qtbot, pane)
    whole = make_article(source)
    pane.refresh(whole)
    qtbot.waitUntil(lambda: pane.column.article is whole)
    assert whole.text.text[pane.place() :].startswith(sketch.text.text[position : position + 20]) or (
        whole.text.line_at(pane.place()) <= sketch.text.line_at(position)
    )
    assert grabbed(qtbot, pane) == before


def test_of_sections_all_alike_the_one_on_the_same_line_takes_the_place(qtbot, pane):
    alike = "# 小结\n同样的话，说了又说。\n\n" * 40
    pane.show_article(make_article("\n" * 90 + alike))
    qtbot.waitUntil(lambda: pane.column.complete)
    pane.set_anchor(7, 5.0)
    line = pane.column.pieces[7].first_line
    whole = make_article("# 小结\n同样的话，说了又说。\n\n" * 70)
    pane.refresh(whole)
    qtbot.waitUntil(lambda: pane.column.article is whole)
    assert pane.column.pieces[pane.anchor[0]].first_line == line
    assert pane.anchor[1] == 5.0
