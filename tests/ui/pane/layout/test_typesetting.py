"""Setting blocks: the words stay as they are whatever the style; places, links and painting agree."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from reader.articles.markdown.blocks import BlockKind, Mark
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.source.scanner import scan
from reader.theme import themes
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout import justification
from reader.ui.pane.layout.decorations import decorate
from reader.ui.pane.layout.formats import Formats
from reader.ui.pane.layout.laid_section import rectangles_in
from reader.ui.pane.layout.ruby import divided
from reader.ui.pane.layout.shapes import Dots, Words
from reader.ui.pane.layout.typesetting import typeset
from reader.ui.pane.pictures.section_pictures import FinishedPictures
from reader.ui.pane.scroll.column import width_in
from tests.long_runs import times

SAMPLER = Path(__file__).resolve().parents[3] / "data" / "sampler" / "sampler.md"
STYLES = [
    Style(),
    Style(size=10, justify=False),
    Style(size=40, family="sans", indent=True),
    Style(emphasis_dots=True, language="zh_TW", line_height=1.4),
]


class Counted:
    """A block of text, or its layout, that counts the lines that it is asked for."""

    asked = 0

    def __init__(self, real):
        self._real = real

    def __getattr__(self, name):
        Counted.asked += name == "lineAt"
        return getattr(self._real, name)

    def layout(self):
        return Counted(self._real.layout())


def test_no_line_is_asked_for_that_a_stretch_does_not_touch():
    section = typeset(render(next(cut(scan("字" * 3_900)))), Style(), 400.0)
    block = section.document.begin()
    lines = block.layout().lineCount()
    assert lines > 100
    Counted.asked = 0
    found = list(rectangles_in(Counted(block), section.origin_of(block), None, 2_000, 2_001))
    assert len(found) == 1
    assert Counted.asked <= 2
    assert len(list(rectangles_in(block, section.origin_of(block), None, 0, 3_900))) == lines


@pytest.fixture(scope="module")
def blocks():
    source = SAMPLER.read_text(encoding="utf-8")
    definitions = scan(source).definitions
    return [render(piece, definitions) for piece in cut(scan(source))]


def painted(section, theme):
    picture = QImage(900, max(1, round(section.height)), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    painter = QPainter(picture)
    section.draw(painter, theme, QRectF(0, 0, 900, section.height))
    painter.end()
    return picture


def test_the_text_is_the_same_in_every_style_and_width(qapp, blocks):
    for piece in blocks:
        texts = {
            typeset(piece, style, width).document.toPlainText() for style in STYLES for width in (200, 684)
        }
        assert len(texts) == 1


def test_the_text_is_that_of_the_blocks(qapp, blocks):
    for piece in blocks:
        section = typeset(piece, Style(), 684)
        text = section.document.toPlainText().encode("utf-16-le")
        for place in section.places:
            if not place.block.rows and all(hasattr(inline, "text") for inline in place.block.inlines):
                there = text[2 * place.position : 2 * (place.position + place.length)].decode("utf-16-le")
                assert there.replace("\n", "\u2028") == place.block.text.replace("\xa0", " ")


def test_a_theme_changes_the_colours_and_lays_nothing_out(qapp, blocks):
    section = typeset(blocks[0], Style(), 684)
    shown = themes()
    before = painted(section, shown[0])
    revision, height = section.document.revision(), section.height
    darker = shown[0]._replace(
        roles={**shown[0].roles, "text": "#ff0000", "heading": "#00ff00", "link": "#0000ff"}
    )
    assert painted(section, darker) != before
    assert (section.document.revision(), section.height) == (revision, height)
    assert painted(section, shown[0]) == before


@pytest.mark.parametrize(("size", "width"), [(18, 684), (18, 333), (40, 900), (10, 380)])
def test_justified_lines_break_where_ragged_ones_do(qapp, blocks, size, width):
    for piece in blocks:
        even = typeset(piece, Style(size=size), width)
        ragged = typeset(piece, Style(size=size, justify=False), width)
        unsettled = lines_of(ragged)
        assert breaks(ragged) == unsettled
        assert even.height == pytest.approx(ragged.height, abs=0.01)
        even.settle()
        settled = even.document.size().height()
        assert settled == pytest.approx(ragged.document.size().height(), abs=0.01)
        for one, other in zip(breaks(even), breaks(ragged), strict=True):
            assert len(one) == len(other)
            assert one[:-1] == other[:-1]
            assert not one or other[-1] - 3 <= one[-1] <= other[-1]  # see the next test


LONELY = "他还强调了利用技术自身来增强网络安全的可能性，" * 3


def test_no_last_line_is_a_single_character(qapp):
    pulled = 0
    for width in range(400, 690, 7):
        parsed = render(next(cut(scan(LONELY + "可能性。"))))
        even, ragged = typeset(parsed, Style(), width), typeset(parsed, Style(justify=False), width)
        even.settle()
        (one,), (other,) = breaks(even), breaks(ragged)
        text = even.document.toPlainText()
        if len(text) - other[-1] <= 2:
            pulled += 1
            assert len(text[one[-1] :].rstrip("。")) == 2
            assert one[:-1] == other[:-1]
            full = even.document.begin().layout().lineAt(len(one) - 2)
            assert width - 3 <= full.naturalTextWidth() <= width + 1
        assert even.height == ragged.height
        assert len(text) - one[-1] > 2 or text[one[-1]] not in "，。"
    assert pulled > 1


@pytest.mark.parametrize("first", ["（", "“", "《", "「"])
def test_a_bracket_at_the_start_of_a_line_gives_up_its_empty_half(qapp, first):
    last = {"（": "）", "“": "”", "《": "》", "「": "」"}[first]
    source = f"{first}甲乙{last}" + f"丙丁戊己庚辛{first}壬癸{last}" * 9
    halved = 0
    for width in range(360, 690, 18):
        section = typeset(render(next(cut(scan(source)))), Style(), width)
        section.settle()
        layout = section.document.begin().layout()
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            if source[line.textStart()] == first:
                ink = line.glyphRuns(line.textStart(), 1)[0].boundingRect()
                assert ink.left() < 5 or line.naturalTextWidth() < width - 40
                halved += ink.left() < 5
                if n < layout.lineCount() - 1 and ink.left() < 5:
                    assert width - 3 <= line.naturalTextWidth() <= width
    assert halved >= 18


@pytest.mark.parametrize("style", [Style(justify=False), Style(justify=False, family="sans", size=24)])
def test_brackets_are_halved_in_ragged_lines_headings_and_cells_too(qapp, style):
    for source in ("{}", "# {}", "- {}", "> {}", "|{}|乙|\n|:--|---|\n|甲|乙|", "“甲”\n: {}"):
        section = typeset(render(next(cut(scan(source.format("（甲乙）" + "丙丁《戊己》" * 6))))), style, 400)
        place = next(place for place in section.places if "（甲乙）" in text_of(section, place))
        before = lines_of(section)
        size = section.formats.size_of(place.block)
        section.settle()
        layout, starts = section.document.findBlock(place.position).layout(), 0
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            if text_of(section, place)[line.textStart()] in "（《":
                starts += 1
                ink = line.glyphRuns(line.textStart(), 1)[0].boundingRect()
                assert ink.left() - line.x() < size * 0.25
        assert starts
        assert breaks(section) == before


def text_of(section, place):
    return section.document.findBlock(place.position).text()


def test_latin_paragraphs_are_ragged_and_chinese_ones_are_not(qapp):
    latin = "Lines without hyphenation can be stretched only so far, and then they are left as they are. "
    chinese = "出口管制是美国保持技术领先的重要手段，通过限制Nvidia芯片的出口。"
    for source, even in (
        (latin * 4 + "中文", False),
        (chinese * 4, True),
        ((chinese + latin[:36]) * 4, True),
    ):
        section = typeset(render(next(cut(scan(source)))), Style(), 684)
        section.settle()
        layout = section.document.begin().layout()
        wide = [layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount() - 1)]
        assert all(each > 680 for each in wide) is even
        ragged = breaks(typeset(render(next(cut(scan(source)))), Style(justify=False), 684))
        assert [each[:-1] for each in breaks(section)] == [each[:-1] for each in ragged]


def test_emphasised_chinese_stands_upright_and_is_dotted(qapp):
    source = "前*强调Latin词*后"
    section = typeset(render(next(cut(scan(source)))), Style(), 684)
    runs = section.document.begin().layout().lineAt(0).glyphRuns(1, 2)
    assert not any(run.rawFont().style() == QFont.Style.StyleItalic for run in runs)
    latin = section.document.begin().layout().lineAt(0).glyphRuns(3, 5)
    assert all(run.rawFont().style() == QFont.Style.StyleItalic for run in latin)
    formats = section.formats
    (paint,) = (paint for paint in section.paints if Mark.EMPHASIS in paint.run.marks)
    assert formats.dotted(paint.run) is not bool(formats.fonts.kai)
    longer = paint.run._replace(text="很长的一句话" * 5)
    assert not formats.dotted(longer)
    assert Formats(Style(emphasis_dots=True)).dotted(longer)


def test_a_tall_formula_leaves_the_lines_where_they_are(qapp):
    pictures = FinishedPictures(None, 1.0)
    source = r"行内公式$\sum_{i=1}^{n} x_i$同行，分式$\frac{a}{b}$也是，" + "文字继续写下去" * 12
    layout = typeset(render(next(cut(scan(source)))), Style(), 684, pictures).document.begin().layout()
    tops = [layout.lineAt(n).y() for n in range(layout.lineCount())]
    assert {round(b - a) for a, b in pairwise(tops)} <= {31, 32}


def test_lists_end_with_the_space_of_a_paragraph(qapp):
    section = typeset(render(next(cut(scan("- 甲\n- 乙\n\n正文\n\n正文\n\n1. 丙\n\n- 丁")))), Style(), 684)
    tops = [section.rectangles(place.position, place.position + 1)[0].top() for place in section.places]
    inside, after, between, before, other = (b - a for a, b in pairwise(tops))
    assert inside < after
    assert after == pytest.approx(between, abs=1)
    assert before == pytest.approx(between, abs=1)
    assert other == pytest.approx(between, abs=1)


@pytest.mark.parametrize(
    ("reading", "lengths", "parts"),
    [
        ("かんじ", [1, 1], ["かん", "じ"]),
        ("gāngmù", [1, 1], ["gāng", "mù"]),
        ("gāng mù", [1, 1], ["gāng", "mù"]),
        ("Zhōngguó rén", [2, 1], ["Zhōngguó", "rén"]),
        ("zhōnghuárénmín", [3, 1], ["zhōnghuárén", "mín"]),
        ("ㄍㄤ ㄇㄨˋ", [1, 1], ["ㄍㄤ", "ㄇㄨˋ"]),
        ("", [1, 1], ["", ""]),
        ("network", [2], ["network"]),
    ],
)
def test_readings_are_divided_by_syllables(reading, lengths, parts):
    assert divided(reading, lengths) == parts


def test_the_reading_of_a_divided_word_is_divided(qapp):
    section = typeset(render(next(cut(scan("甲乙丙<ruby>漢字<rt>かんじ</rt></ruby>")))), Style(size=20), 82)
    section.prepare()
    readings = [shape.text for shape in decorate(section) if isinstance(shape, Words)]
    assert readings == ["かん", "じ"]
    whole = typeset(render(next(cut(scan("<ruby>漢字<rt>かんじ</rt></ruby>")))), Style(), 684)
    assert [shape.text for shape in decorate(whole) if isinstance(shape, Words)] == ["かんじ"]


@pytest.mark.parametrize("height", [1.2, 1.4, 1.75])
def test_readings_keep_clear_of_the_line_above_and_of_their_own(qapp, height):
    source = "甲*乙丙*丁<br>戊<ruby>己庚<rt>gāngmù</rt></ruby>辛"
    section = typeset(
        render(next(cut(scan(source)))), Style(size=36, line_height=height, emphasis_dots=True), 684
    )
    section.prepare()
    shapes = decorate(section)
    (reading,) = (shape for shape in shapes if isinstance(shape, Words))
    (dots,) = (shape for shape in shapes if isinstance(shape, Dots))
    layout = section.document.begin().layout()
    first, second = (layout.lineAt(n).y() + layout.lineAt(n).ascent() for n in range(2))
    ink = QFontMetricsF(reading.font).tightBoundingRect(reading.text).translated(reading.baseline)
    assert ink.top() > first + section.top + 36 * 0.1  # below what Chinese letters reach
    assert ink.bottom() < second + section.top - 36 * 0.84
    below = dots.middles[0].y() + dots.radius
    assert ink.top() > below or height < 1.75
    assert dots.middles[0].y() - dots.radius > first + section.top + 36 * 0.1


def breaks(section):
    section.settle()
    return lines_of(section)


def lines_of(section):
    found, block = [], section.document.begin()
    while block.isValid():
        layout = block.layout()
        found.append([layout.lineAt(n).textStart() for n in range(layout.lineCount())])
        block = block.next()
    return found


def test_rectangles_and_positions_agree(qapp, blocks):
    for piece in blocks:
        section = typeset(piece, Style(), 684)
        for place in section.places:
            if place.block.kind in (BlockKind.FORMULA, BlockKind.FIGURE):
                continue
            for position in range(place.position, place.position + min(place.length, 30)):
                for frame in section.rectangles(position, position + 1):
                    if frame.width() > 4 and frame.right() < 684:
                        found = section.position_at(frame.center() - QPointF(frame.width() / 4, 0))
                        assert abs(found - position) <= 1


def test_a_wide_table_scrolls_sideways(qapp):
    row = "| " + " | ".join(["一二三四五六"] * 20) + " |"
    section = typeset(render(next(cut(scan(f"{row}\n{'|---' * 20}|\n{row}")))), Style(), 400)
    inside = QPointF(200, section.height / 2)
    before = section.position_at(inside)
    assert section.scroll_sideways(inside, 300)
    assert section.position_at(inside) > before
    assert section.scroll_sideways(inside, 1e6)
    assert not section.scroll_sideways(inside, 10)
    assert not section.scroll_sideways(QPointF(200, -50), 10)


def test_a_table_that_scrolls_does_not_break_short_words(qapp):
    row = "| " + " | ".join(["清明时节"] * 20) + " |"
    section = typeset(render(next(cut(scan(f"{row}\n{'|---' * 20}|\n{row}")))), Style(), 400)
    first = section.document.findBlock(section.places[0].position)
    assert first.layout().lineCount() == 1
    assert section.areas


def test_links_are_found_under_the_pointer(qapp):
    section = typeset(render(next(cut(scan("前文[链接](https://example.com/)后文")))), Style(), 400)
    (frame,) = section.rectangles(2, 4)
    assert section.link_at(frame.center()) == "https://example.com/"
    assert section.link_at(QPointF(2, frame.center().y())) == ""


def test_details_fold_and_unfold_and_keep_their_text(qapp):
    source = "<details>\n<summary>问</summary>\n\n- **答**\n\n```\n码\n```\n\n</details>\n\n后"
    section = typeset(render(next(cut(scan(source)))), Style(), 684)
    text, shut_height = section.document.toPlainText(), section.height
    hidden = next(place for place in section.places if place.block.text == "答")
    assert section.rectangles(hidden.position, hidden.position + 1) == []
    (summary,) = section.rectangles(0, 1)
    assert section.press(summary.center()) is True
    assert section.height > shut_height
    assert section.rectangles(hidden.position, hidden.position + 1)
    assert section.press(summary.center()) is True
    assert section.height == shut_height
    assert section.reveal(hidden.position)
    assert not section.reveal(hidden.position)
    assert section.height > shut_height
    assert section.document.toPlainText() == text


def test_the_copy_button_copies_the_code(qapp):
    section = typeset(render(next(cut(scan("```py\nx = 1\n\ny = 2\n```")))), Style(), 684)
    found = {section.press(QPointF(x, 16)) for x in range(640, 684, 4)}
    assert "x = 1\n\ny = 2" in found
    assert section.press(QPointF(10, 16)) is False


@pytest.mark.parametrize("style", [Style(), Style(justify=False), Style(language="zh_TW")])
def test_no_line_starts_or_ends_with_the_wrong_punctuation(qapp, style):
    source = "他说：“这是《书名》（一本书），很好！”——于是，（甲、乙）；「丙」……完。" * 20
    for width in range(200, 700, 37):
        section = typeset(render(next(cut(scan(source)))), style, width)
        section.settle()
        layout = section.document.begin().layout()
        text = section.document.toPlainText()
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            words = text[line.textStart() : line.textStart() + line.textLength()]
            if n:
                assert words[0] not in "，。、；：！？）》」”…—"
            if n < layout.lineCount() - 1:
                assert words[-1] not in "（《「“"


def test_justified_lines_end_at_the_margin(qapp):
    source = "出口管制是美国保持技术领先的重要手段，通过限制Nvidia芯片的出口。" * 12
    section = typeset(render(next(cut(scan(source)))), Style(), 684)
    section.settle()
    layout = section.document.begin().layout()
    text = section.document.toPlainText()
    lines = [layout.lineAt(n) for n in range(layout.lineCount() - 1)]
    assert len(lines) > 4
    for line in lines:
        last = text[line.textStart() + line.textLength() - 1]
        ends = line.glyphRuns(line.textStart() + line.textLength() - 1, 1)[0].positions()[0].x()
        assert ends + (9 if last in "，。" else 18) == pytest.approx(684, abs=1)


MARKDOWN = st.text(st.sampled_from(list("*_`~=^$[]()!<>#-+|:\\\"'&\n\n  文字，。“”a1𠮷🚀")), max_size=160)


@settings(
    max_examples=times(60, 24), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(source=MARKDOWN)
def test_whatever_is_written_is_set_alike_in_every_style(qapp, source):
    theme = themes()[0]
    for piece in cut(scan(source)):
        parsed = render(piece)
        made = [typeset(parsed, style, width) for style, width in ((STYLES[0], 300), (STYLES[2], 684))]
        assert len({section.document.toPlainText() for section in made}) == 1
        for section in made:
            painted(section, theme)
            places = section.places
            assert all(a.position + a.length <= b.position for a, b in pairwise(places))


def test_latin_words_in_chinese_lines_are_spread_over_every_space_alike(qapp):
    source = (
        "中文之间的一句 quoted from the original text 也要排得均匀，再看看下面的 Latin words between them，"
        * 6
    )
    section = typeset(render(next(cut(scan(source)))), Style(), 684)
    section.settle()
    layout = section.document.begin().layout()
    for n in range(layout.lineCount() - 1):
        line = layout.lineAt(n)
        text = section.document.toPlainText()
        widths = {
            round(section.rectangles(at, at + 1)[0].width(), 1)
            for at in range(line.textStart(), line.textStart() + line.textLength() - 1)
            if text[at] == " " and text[at - 1].isascii() and text[at + 1].isascii()
        }
        assert not widths or max(widths) - min(widths) < 0.2


def test_what_follows_a_table_stands_as_far_below_it_as_it_would_below_other_blocks(qapp):
    section = typeset(render(next(cut(scan("前面\n\n|甲|乙|\n|-|-|\n|1|2|\n\n后面")))), Style(), 684)
    rules = [shape.frame for shape in decorate(section) if shape.role == "table_rule"]
    before, *_cells, after = (
        section.rectangles(place.position, place.position + 1)[0] for place in section.places
    )
    above, below = rules[0].top() - before.bottom(), after.top() - rules[-1].bottom()
    assert 11 < above < 32
    assert 11 < below < 32


def test_the_rules_of_a_table_are_as_far_in_as_its_words(qapp):
    for source in ("{}", "> {}", "- 项\n\n  {}", "<details open><summary>s</summary>\n\n{}\n\n</details>"):
        indent = {"> {}": "> ", "- 项\n\n  {}": "  "}.get(source, "")
        table = f"\n{indent}".join(("|甲|乙|", "|-|-|", "|1|2|"))
        section = typeset(render(next(cut(scan(source.format(table))))), Style(), 684)
        rule = next(shape.frame for shape in decorate(section) if shape.role == "table_rule")
        cell = next(place.position for place in section.places if place.block.kind == "table")
        assert section.rectangles(cell, cell + 1)[0].left() - rule.left() == pytest.approx(7.5, abs=1.5)


@pytest.mark.parametrize("size", [10, 18, 40])
def test_a_narrow_pane_gives_its_room_to_the_text(size):
    style = Style(size=size)
    widths = [width_in(style, room) for room in range(size * 7, size * 60)]
    assert widths == sorted(widths)
    assert width_in(style, size * 60) == size * style.measure
    assert width_in(style, size * 15) >= size * 12
    assert size * 30 - width_in(style, size * 30) >= size * 4


def test_a_box_at_the_end_of_a_line_keeps_its_letters_inside(qapp):
    found = 0
    for width in range(300, 684, 6):
        section = typeset(
            render(next(cut(scan("按这里的<kbd>K</kbd>键再看看结果如何吧" * 8)))), Style(), width
        )
        section.prepare()
        layout = section.document.begin().layout()
        boxes = [shape.frame for shape in decorate(section) if shape.role == "table_rule"]
        for n in range(layout.lineCount() - 1):
            line = layout.lineAt(n)
            last = line.textStart() + line.textLength() - 1
            if section.document.characterAt(last) == "K":
                found += 1
                (run,) = line.glyphRuns(last, 1)
                right = (
                    run.positions()[0].x() + run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())[0].x()
                )
                box = next(
                    box for box in boxes if box.left() < right < box.right() + 9 and box.top() > line.y() - 9
                )
                assert right + 1 < box.right() <= width
    assert found > 3


@pytest.mark.parametrize(
    ("line", "is_alone", "given"),
    [
        ("字", True, 0),
        ("字。", True, 0),
        ("字。）…", True, 0),
        ("字。）……", False, 0),
        ("字。  ", True, 0),
        ("字 。", False, 0),
        ("两字", False, 1),
        ("，字。", False, 1),
        ("一句话字。”", False, 3),
        ("一句话。”）", False, 0),
        ("word", False, 0),
        ("word字", False, 0),
        ("", False, 0),
    ],
)
def test_what_is_too_short_for_a_last_line_and_what_is_given_to_it(line, is_alone, given):
    assert justification.is_alone(line) == is_alone
    assert justification.movable_end(line) == given
