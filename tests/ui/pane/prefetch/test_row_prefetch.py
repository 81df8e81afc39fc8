"""What stands in sight of the list is made ready once, and never shown where it no longer holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.articles import partial_reading
from reader.articles.markdown.blocks import Run
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.pane.layout import typesetter
from reader.ui.pane.prefetch.row_prefetch import MOST
from reader.ui.panels.articles_panel import ArticleList
from reader.ui.session import article_reader
from reader.ui.session.pane_binding import LAID_OUT
from reader.ui.session.session import Session
from reader.ui.session.window_memory import Remembered
from reader.ui.startup.app import make_window
from tests.ui.session.test_reading_ahead import Slow

COUNT = MOST + 8
HEAD = "题目{n}\n原文标题：The Original\n文章类别：访谈\n\n"
DIGEST = HEAD + "## 开头\n第{n}篇的文字。\n\n## 后来\n第{n}篇的后话。\n"


def path_of(folder: Path, number: int) -> Path:
    return folder / f"{number:02}.md"


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for number in range(COUNT):
        path = path_of(folder, number)
        path.write_text(DIGEST.format(n=number), encoding="utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return folder


@pytest.fixture
def looked(monkeypatch):
    """Return the names of the files that are looked into, as they are."""
    names: list[str] = []
    own = partial_reading.look

    def noting(path: Path, **how):
        names.append(path.name)
        return own(path, **how)

    monkeypatch.setattr(article_reader, "look", noting)
    monkeypatch.setattr(partial_reading, "look", noting)
    return names


@pytest.fixture
def laid_out(monkeypatch):
    """Return the first words of the pieces that are laid out, as they are."""
    words: list[str] = []
    own = typesetter.typeset

    def noting(blocks, *rest):
        words.extend(run.text for block in blocks for run in block.inlines if isinstance(run, Run))
        return own(blocks, *rest)

    monkeypatch.setattr(typesetter, "typeset", noting)
    return words


@pytest.fixture
def window(qtbot, immediate, tmp_path, library, looked):
    window = make_window(Settings(tmp_path / "s.json"), Tasks(immediate), Remembered(tmp_path / "r.json"))
    qtbot.addWidget(window)
    window.resize(1200, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.furnish()
    window.session.open_article(path_of(library, 0))
    qtbot.waitUntil(lambda: bool(window.pane.placed))
    rest(qtbot, window)
    yield window
    window.close()


def rest(qtbot, window):
    """Wait until the list stands still, and nothing is made ready any more."""
    listed = window.panels["articles"].list
    parts = (window.reading.foreseeing, window.pane.expecting, window.pane.idle, window.pane.ahead)
    qtbot.waitUntil(lambda: not listed._calm.isActive() and not any(part.is_busy for part in parts))


def tell(qtbot, window, *numbers):
    """Let the list say that these rows are in sight."""
    folder = window.session.library.folder
    window.session.articles_in_sight.emit([path_of(folder, number) for number in numbers])
    rest(qtbot, window)


def open_one(qtbot, window, number):
    """Open an article; return the words of its first screen."""
    window.session.open_article(path_of(window.session.library.folder, number))
    qtbot.waitUntil(window.pane.settle)
    return "\n".join(placed.laid.section.document.toPlainText() for placed in window.pane.placed)


def test_rows_in_sight_are_read_once_the_list_stands_still(window, looked, qtbot):
    rows = window.panels["articles"].list.rows_in_sight()
    assert len(rows) > 2
    assert {f"{row.row():02}.md" for row in rows[1 : MOST + 1]} <= set(looked)
    before = len(looked)
    window.panels["articles"].list.stir()
    rest(qtbot, window)
    assert len(looked) == before


def test_at_rest_nothing_works(window):
    pane = window.pane
    assert not window.reading.foreseeing._turn.isActive()
    assert not pane.expecting._timer.isActive()
    assert not window.panels["articles"].list._calm.isActive()


def test_an_article_in_sight_is_neither_read_nor_laid_out_when_it_is_opened(window, looked, laid_out, qtbot):
    tell(qtbot, window, 3, 4)
    looked.clear()
    laid_out.clear()
    assert "开头" in open_one(qtbot, window, 3)
    assert looked == []
    assert "开头" not in laid_out
    assert "第3篇的文字。" not in laid_out
    assert "第3篇的后话。" in laid_out


def test_the_first_words_are_those_of_the_place_where_it_was_left(window, laid_out, library, qtbot):
    path = path_of(library, 3)
    text = window.session.article.text.text
    position = text.index("后来")
    window.session.remembered.keep_place(path, position, 40.0, (8, 0))
    tell(qtbot, window, 3)
    assert "后来" in laid_out
    assert "第3篇的文字。" not in laid_out


def test_only_the_likeliest_are_laid_out_and_only_so_many_are_kept(window, looked, laid_out, qtbot):
    window.session.reader.stop()
    window.pane.expecting.stop()
    laid_out.clear()
    tell(qtbot, window, *range(1, COUNT))
    assert [f"第{n}篇的文字。" in laid_out for n in range(1, COUNT)] == [
        n <= LAID_OUT for n in range(1, COUNT)
    ]
    assert len(window.pane.expecting._likely) == MOST
    tell(qtbot, window, *range(COUNT - 1, 0, -1))
    laid = [bool(begun.column._laid) for begun in window.pane.expecting._likely.values()]
    assert sum(laid) <= LAID_OUT


def test_a_file_changed_since_is_read_again(window, library, looked, qtbot):
    tell(qtbot, window, 3)
    path_of(library, 3).write_text("别的题目\n\n## 别的\n别的文字，长短不同。\n", encoding="utf-8")
    assert "别的文字" in open_one(qtbot, window, 3)


def test_what_was_laid_out_in_another_width_or_size_is_laid_out_anew(window, qtbot):
    tell(qtbot, window, 3, 4)
    window.resize(900, 900)
    window.session.settings.set("font_size", 26)
    rest(qtbot, window)
    assert "第3篇" in open_one(qtbot, window, 3)
    pane = window.pane
    assert {placed.laid.section.width for placed in pane.placed} == {pane.width_now}
    assert {placed.laid.section.formats.style for placed in pane.placed} == {pane.style_now}
    assert pane.style_now.size == 26


def test_it_looks_as_if_nobody_had_foreseen_it(window, qtbot):
    tell(qtbot, window, 3)
    open_one(qtbot, window, 3)
    foreseen = window.pane.viewport().grab().toImage()
    open_one(qtbot, window, 4)
    rest(qtbot, window)
    window.session.reader.stop()
    window.pane.expecting.stop()
    open_one(qtbot, window, 3)
    assert window.pane.viewport().grab().toImage() == foreseen


def test_pieces_with_pictures_are_not_laid_out_for_a_mere_chance(window, library, laid_out, qtbot):
    path_of(library, 3).write_text("题目\n\n## 图\n话。\n\n![图](a.png)\n", encoding="utf-8")
    tell(qtbot, window, 3)
    assert "话。" not in laid_out
    assert "话。" in open_one(qtbot, window, 3)


def test_the_rows_next_to_the_open_one_come_first(window):
    listed = window.panels["articles"].list
    listed.setCurrentIndex(listed.model().index(4, 0))
    assert [index.row() for index in listed.rows_in_sight()][:5] == [4, 3, 5, 2, 6]


def test_a_list_out_of_sight_has_no_rows_in_sight(qtbot):
    listed = ArticleList()
    qtbot.addWidget(listed)
    assert listed.rows_in_sight() == []


# ---- reading


@pytest.fixture
def slow(qapp, immediate, looked):
    slow = Slow()
    slow.session = Session(Tasks(immediate), reading=slow)
    return slow


def test_what_is_asked_for_while_it_is_read_for_a_chance_is_read_once(slow, library, looked):
    got: list = []
    assert slow.session.reader.glance(path_of(library, 1), 0, got.append)
    slow.session.open_article(path_of(library, 1))
    slow.answer()
    assert slow.session.article.path == path_of(library, 1)
    assert slow.waiting == []
    assert got == [None]
    assert looked == ["01.md"]


def test_what_is_expected_while_it_is_read_for_a_chance_is_told(slow, library, looked):
    told: list = []
    slow.session.article_expected.connect(lambda article: told.append(article.path.name))
    slow.session.reader.glance(path_of(library, 1), 0, lambda _article: None)
    slow.session.expect_article(path_of(library, 1))
    slow.answer()
    assert told == ["01.md"]
    assert looked == ["01.md"]


def test_what_is_read_for_a_chance_is_not_told_as_expected(slow, library):
    told: list = []
    got: list = []
    slow.session.article_expected.connect(told.append)
    slow.session.reader.glance(path_of(library, 1), 0, got.append)
    slow.answer()
    assert got[0].path.name == "01.md"
    assert told == []


def test_nothing_is_read_for_a_chance_while_another_is_wanted(slow, library):
    slow.session.expect_article(path_of(library, 1))
    assert not slow.session.reader.glance(path_of(library, 2), 0, lambda _article: None)
    slow.answer()
    slow.session.open_article(path_of(library, 3))
    assert not slow.session.reader.glance(path_of(library, 2), 0, lambda _article: None)


def test_a_large_file_is_read_for_a_chance_only_where_it_is_left_near_its_beginning(
    slow, library, monkeypatch
):
    monkeypatch.setattr(partial_reading, "FAR", partial_reading.LONG + 1)
    long = path_of(library, 1)
    long.write_text("题目\n\n" + "一行文字，又长又多。\n\n" * partial_reading.LONG, encoding="utf-8")
    got: list = []
    for line in (0, 1, 9, partial_reading.LONG):
        slow.session.reader.stop()
        assert slow.session.reader.glance(long, line, got.append)
        slow.answer()
    assert [article is not None for article in got] == [True, True, True, False]


def test_a_file_of_usual_size_is_read_for_a_chance_where_it_was_left(slow, library):
    path = path_of(library, 1)
    path.write_text("题目\n\n" + "".join(f"第{n}行。\n\n" for n in range(9000)), encoding="utf-8")
    got: list = []
    slow.session.reader.glance(path, 9001, got.append)
    slow.answer()
    assert got[0].source.split("\n")[9000] == "第4499行。"


def test_opening_an_article_ends_it(window, library, looked, qtbot):
    paths = [path_of(library, number) for number in range(1, COUNT)]
    window.session.reader.stop()
    looked.clear()
    window.session.articles_in_sight.emit(paths)
    window.session.open_article(path_of(library, COUNT - 1))
    assert not window.reading.foreseeing.is_busy
    assert looked == [f"{COUNT - 1:02}.md"]
