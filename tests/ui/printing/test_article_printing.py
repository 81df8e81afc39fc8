"""Printing: every line once and in order, cut between lines; a PDF with outline, links and words."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF, QPdfWriter

from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.exporting.note_blocks import NodeNote, closing
from reader.articles.markdown.cutting import cut
from reader.articles.markdown.rendering import render
from reader.articles.reading import parse_article, read_article
from reader.articles.source.canonical_text import Span
from reader.articles.source.canonical_text import extract as canonical_text
from reader.articles.source.scanner import scan
from reader.errors import ReaderError
from reader.theme import themes
from reader.ui.pane.interfaces import Style
from reader.ui.pane.layout.fonts import font, fonts_for
from reader.ui.pane.layout.typesetting import typeset
from reader.ui.printing.article_printing import PAPER_STYLE, print_article, print_pdf
from reader.ui.printing.paging import paginate
from reader.ui.printing.pdf_outline import Bookmark, BookmarkError, add_bookmarks
from reader.ui.printing.pdf_unicode import mend_words
from reader.ui.printing.spaced_text import width_of

SAMPLER = Path(__file__).resolve().parents[2] / "data" / "sampler" / "sampler.md"
TREE = "# 题目\n\n```\n├── 甲\n│   └── 甲一\n└── 乙\n```\n\n"
SOURCE = TREE + "## 甲\n\n**甲一**：口口声声。\n\n" + "正文一段。\n\n" * 120 + "## 乙\n\n后文\n"


@pytest.fixture(scope="module")
def theme():
    return next(theme for theme in themes() if theme.key == "paper")


@pytest.fixture
def article():
    return parse_article(SOURCE, Path("a.md"))


def sections(source, width=500):
    return [typeset(render(piece), Style(size=14, scrolls=False), width) for piece in cut(scan(source))]


@pytest.mark.parametrize("height", [200, 640, 5000])
def test_pages_show_everything_once(qapp, height):
    laid_out = sections(SAMPLER.read_text(encoding="utf-8"))
    pages = paginate(laid_out, height)
    for section in laid_out:
        parts = [part for page in pages for part in page if part.section is section and not part.repeated]
        assert parts[0].top == 0
        assert parts[-1].bottom == pytest.approx(section.height)
        assert all(one.bottom == other.top for one, other in pairwise(parts))
    for page in pages:
        assert page[-1].y + page[-1].bottom - page[-1].top <= height + 0.5


def test_no_line_is_cut_and_no_heading_ends_a_page(qapp):
    laid_out = sections("".join(f"## 标题{n}\n\n{'正文，' * 150}\n\n" for n in range(30)))
    for page in paginate(laid_out, 400)[:-1]:
        part = page[-1]
        last = ""
        block = part.section.document.begin()
        while block.isValid():
            y = part.section.origin_of(block).y()
            for n in range(block.layout().lineCount()):
                line = block.layout().lineAt(n)
                top, bottom = y + line.y(), y + line.y() + line.height()
                assert bottom <= part.bottom + 0.5 or top >= part.bottom - 0.5
                last = block.text() if bottom <= part.bottom + 0.5 else last
            block = block.next()
        assert not last.startswith("标题")


def test_a_pdf_has_pages_an_outline_and_links(qapp, article, theme, tmp_path):
    print_pdf(article, tmp_path / "a.pdf", theme, highlights=[Highlight(Span(30, 40), 2)])
    data = (tmp_path / "a.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    codes = re.findall(rb"/Title <([0-9a-fA-F]+)>", data)
    titles = [bytes.fromhex(code.decode()).decode("utf-16") for code in codes]
    assert titles == ["甲", "乙", "甲一"]
    assert article.title.encode("utf-16-be") in data  # what a viewer of PDFs calls it
    assert data.count(b"/Subtype /Link") == 3
    places = [int(page) for page in re.findall(rb"/Title <\w+> /Parent \d+ 0 R /Dest \[(\d+) 0 R", data)]
    assert places[1] != places[0] == places[2]  # the second point is on a later page


def lines_of(section):
    """Return (text of the block, number of the line, how many it has, top, bottom) of every line."""
    found = []
    for block in section.text_blocks():
        count = block.layout().lineCount()
        for n in range(count):
            line = block.layout().lineAt(n)
            y = section.origin_of(block).y() + line.y()
            found.append((block.text(), n, count, y, y + line.height()))
    return found


def test_a_paragraph_leaves_no_line_alone_and_an_announcement_not_its_list(qapp):
    source = "".join(f"{'正文，' * (40 + 7 * n)}\n\n如下：\n\n- 甲\n- 乙\n\n" for n in range(30))
    cuts = 0
    for height in (300, 340, 380):
        for page in paginate(sections(source), height)[:-1]:
            part = page[-1]
            whole = [each for each in lines_of(part.section) if each[4] <= part.bottom + 0.5]
            text, number, count, *_rest = whole[-1]
            assert not text.endswith("：")
            assert count == 1 or number != 0
            assert count == 1 or number != count - 2
            cuts += number not in (0, count - 1)
    assert cuts > 5


def test_the_words_that_a_note_is_on_stay_with_the_note(qapp):
    text = canonical_text("引用的原话。\n\n" * 40)
    at = [match.start() for match in re.finditer("引用", text.text)]
    blocks = closing([Highlight(Span(one, one + 5), 1, "批语。" * 60) for one in at], (), text)
    section = typeset(blocks, Style(size=14, scrolls=False), 500)
    starts = 0
    for height in range(300, 500, 7):
        for page in paginate([section], height)[:-1]:
            whole = [each for each in lines_of(section) if each[4] <= page[-1].bottom + 0.5]
            assert whole[-1][0] != "引用的原话"
            following = next(each for each in lines_of(section) if each[4] > page[-1].bottom + 0.5)
            starts += following[0] == "引用的原话"
    assert starts > 5


def test_a_table_that_goes_on_has_its_head_again(qapp):
    rows = "".join(f"| {n} | 第{n}项 |\n" for n in range(60))
    (piece,) = cut(scan(f"| 序号 | 名称 |\n|---|---|\n{rows}"), whole=True)
    section = typeset(render(piece), Style(size=14, scrolls=False), 500)
    pages = paginate([section], 400)
    assert len(pages) > 3
    for page in pages[1:]:
        assert [part.repeated for part in page] == [True, False]
        assert page[0].bottom - page[0].top == pytest.approx(page[1].y)
        assert page[0].bottom < 60
        assert page[1].y + page[1].bottom - page[1].top <= 400.5
    own = [part for page in pages for part in page if not part.repeated]
    assert sum(part.bottom - part.top for part in own) == pytest.approx(section.height)
    assert section.document.findBlock(section.places[27].position).layout().lineCount() == 1  # 第12项


def test_notes_are_printed(qapp, article, theme, tmp_path):
    notes = [NodeNote("甲", "记一笔", 8), NodeNote("丙", "没有地方")]
    print_pdf(article, tmp_path / "a.pdf", theme)
    print_pdf(article, tmp_path / "b.pdf", theme, highlights=[Highlight(Span(30, 40), 2, "批")], notes=notes)
    before, after = ((tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    for letter in "笔批":
        code = b"<%04X>" % ord(letter)
        assert code in after
        assert code not in before


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_device_that_cannot_be_painted_on_is_a_sentence(qapp, article, theme):
    writer = QPdfWriter("/nowhere/at/all.pdf")
    with pytest.raises(ReaderError, match="printer"):
        print_article(article, writer, theme, PAPER_STYLE)


def test_words_outside_the_text_are_spaced_as_in_it(qapp):
    chosen = font(fonts_for(Style()).heading, 20)
    plain = QFontMetricsF(chosen)
    gaps = 2 * 0.22 * 20
    assert width_of("谈AI竞争", chosen) == pytest.approx(plain.horizontalAdvance("谈AI竞争") + gaps, abs=0.5)
    assert width_of("plain words", chosen) == pytest.approx(plain.horizontalAdvance("plain words"))


def test_words_are_copied_as_they_were_written(qapp, article, theme, tmp_path):
    print_pdf(article, tmp_path / "a.pdf", theme)
    data = (tmp_path / "a.pdf").read_bytes()
    assert not re.search(rb"<2[EF][0-9A-F]{2}> ", data)
    assert b"<53E3>" in data
    assert mend_words(data) == data


def test_every_offset_of_the_new_table_is_right(qapp, article, theme, tmp_path):
    print_pdf(article, tmp_path / "a.pdf", theme)
    data = (tmp_path / "a.pdf").read_bytes()
    start = int(re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)[1])
    entries = re.findall(rb"(\d+) 1\n(\d{10}) 00000 n ", data[start:])
    assert entries
    for number, offset in entries:
        assert data[int(offset) :].startswith(number + b" 0 obj")


def test_the_hard_sampler_prints(qapp, theme, tmp_path):
    print_pdf(read_article(SAMPLER), tmp_path / "s.pdf", theme)
    assert (tmp_path / "s.pdf").stat().st_size > 50_000


def test_what_is_no_such_pdf_is_refused():
    with pytest.raises(BookmarkError):
        add_bookmarks(b"%PDF-1.7 nothing", [Bookmark("x", 0, 0)])


def test_a_folder_that_is_not_there_is_a_sentence(qapp, article, theme, tmp_path):
    with pytest.raises(ReaderError, match="written"):
        print_pdf(article, tmp_path / "no" / "a.pdf", theme)


def test_the_outline_leads_past_the_front_page(qapp, article, theme, tmp_path):
    print_pdf(article, tmp_path / "a.pdf", theme)
    data = (tmp_path / "a.pdf").read_bytes()
    pages = [
        int(number) for number in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids\s*\[(.*?)\]", data, re.S)[1])
    ]
    targets = [int(page) for page in re.findall(rb"/Title <\w+> /Parent \d+ 0 R /Dest \[(\d+) 0 R", data)]
    assert len(pages) > 2
    assert pages[0] not in targets
    assert targets[0] == pages[1]


def test_on_paper_nothing_is_wider_than_the_column(qapp):
    row = "| " + " | ".join(["12,345.6"] * 14) + " |"
    long_code = "x" * 300
    for source in (f"{row}\n{'|---' * 14}|\n{row}", f"```\n{long_code}\n```"):
        (section,) = sections(source)
        assert section.areas == []
        assert section.document.idealWidth() <= 501
    section = sections(f"{row}\n{'|---' * 14}|\n{row}")[0]
    first_cell = section.document.findBlock(section.places[0].position)
    assert first_cell.layout().lineCount() == 1  # smaller, not broken


def test_a_pdf_can_be_written_in_the_background(qapp, article, theme, tmp_path):
    print_pdf(article, tmp_path / "here.pdf", theme)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(print_pdf, article, tmp_path / "there.pdf", theme).result()
    here, there = ((tmp_path / name).stat().st_size for name in ("here.pdf", "there.pdf"))
    assert here == there
