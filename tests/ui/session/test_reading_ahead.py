"""Articles read before they are asked for, and sketches of long ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.articles import reading
from reader.articles.partial_reading import LONG, SKETCH
from reader.articles.reading import read_around, read_beginning
from reader.ui.base.tasks import Tasks
from reader.ui.session.session import Session

LINE = "这一行说了些什么，下一行又说了些别的。\n\n"


class Slow:
    """Tasks that answer when told to, in order."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable, Callable, Callable]] = []

    def run(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def answer(self):
        work, done, _failed = self.waiting.pop(0)
        done(work())

    def shut_down(self):
        self.waiting.clear()


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("one", "two", "three"):
        path = folder / f"{name}.md"
        path.write_text(f"# {name}\n\n{LINE * 9}", encoding="utf-8")
        os.utime(path, (1_000_000_000, 1_000_000_000))
    (folder / "long.md").write_text(f"# long\n\n{LINE * LONG}"[: LONG * 2], encoding="utf-8")
    return folder


@pytest.fixture
def read(monkeypatch):
    """Return the names of the files that are read, as they are."""
    names: list[str] = []
    own = reading.read_article

    def noting(path: Path):
        names.append(path.name)
        return own(path)

    monkeypatch.setattr("reader.articles.reading.read_article", noting)
    return names


def heard(signal) -> list:
    calls: list = []
    signal.connect(lambda *values: calls.append(values[0] if len(values) == 1 else values))
    return calls


def test_an_expected_article_is_read_once_and_opens_at_once(session, library, read):
    expected, opened = heard(session.article_expected), heard(session.article_opened)
    session.expect_article(library / "one.md")
    session.expect_article(library / "one.md")
    assert read == ["one.md"]
    session.open_article(library / "one.md")
    assert read == ["one.md"]
    assert opened[0] is expected[0]


def test_nothing_is_expected_of_the_article_that_is_open(session, library, read):
    session.open_article(library / "one.md")
    session.expect_article(library / "one.md")
    assert read == ["one.md"]


def test_what_was_read_ahead_is_read_again_where_the_file_has_changed_since(qtbot, session, library):
    session.expect_article(library / "one.md")
    (library / "one.md").write_text("# other\n\nwords of another length", encoding="utf-8")
    session.open_article(library / "one.md")
    qtbot.waitUntil(lambda: session.article.source.startswith("# other"))


def test_an_article_that_cannot_be_read_is_told_only_when_it_is_opened(session, library):
    failed = heard(session.article_failed)
    session.open_library(library)
    session.expect_article(library / "gone.md")
    assert failed == []
    session.open_article(library / "gone.md")
    assert [path.name for path, _sentence in failed] == ["gone.md"]


def test_who_asks_for_what_is_being_read_ahead_waits_for_that(qapp, immediate, library, read):
    slow = Slow()
    session = Session(Tasks(immediate), reading=slow)
    session.expect_article(library / "one.md")
    session.open_article(library / "one.md")
    slow.answer()
    assert session.article.path.name == "one.md"
    assert read == ["one.md"]
    assert slow.waiting == []


def test_a_wanted_article_does_not_wait_for_one_that_was_only_expected(qapp, immediate, library, read):
    slow = Slow()
    session = Session(Tasks(immediate), reading=slow)
    session.expect_article(library / "one.md")
    session.open_article(library / "two.md")
    slow.answer()
    slow.answer()
    assert read == ["two.md"]


def test_an_expectation_given_up_for_another_is_read_when_it_is_wanted_after_all(qapp, immediate, library):
    slow = Slow()
    session = Session(Tasks(immediate), reading=slow)
    session.expect_article(library / "one.md")
    session.expect_article(library / "two.md")
    session.open_article(library / "one.md")
    while slow.waiting:
        slow.answer()
    assert session.article.path.name == "one.md"


def test_the_beginning_of_a_long_article_comes_first(qapp, immediate, library):
    whole = Slow()
    session = Session(Tasks(immediate), wholes=whole)
    sketched, opened = heard(session.article_sketched), heard(session.article_opened)
    session.open_article(library / "long.md")
    assert SKETCH / 2 < len(sketched[0].source) <= SKETCH
    assert opened == []
    whole.answer()
    assert len(opened[0].source) > LONG


def test_another_article_does_not_wait_for_the_rest_of_a_long_one(qapp, immediate, library, read):
    whole = Slow()
    session = Session(Tasks(immediate), wholes=whole)
    session.open_article(library / "long.md")
    session.open_article(library / "two.md")
    assert session.article.path.name == "two.md"
    whole.answer()
    assert session.article.path.name == "two.md"
    assert "long.md" not in read  # nor is it read for nobody


def test_one_can_go_back_while_only_the_beginning_of_a_long_one_is_there(qapp, immediate, library):
    whole = Slow()
    session = Session(Tasks(immediate), wholes=whole)
    session.open_article(library / "one.md")
    opened = heard(session.article_opened)
    session.open_article(library / "long.md")
    session.open_article(library / "one.md")
    whole.answer()
    assert [article.path.name for article in opened] == ["one.md"]
    assert session.article.path.name == "one.md"


def test_asking_twice_for_a_long_article_reads_it_once(qapp, immediate, library):
    whole = Slow()
    session = Session(Tasks(immediate), wholes=whole)
    session.open_article(library / "long.md")
    session.open_article(library / "long.md")
    assert len(whole.waiting) == 1


def test_a_sketch_has_words_to_show_after_a_long_drawing(tmp_path):
    drawing = "".join(f"├── 第{n}点：这一点说了些什么\n" for n in range(400))
    path = tmp_path / "drawn.md"
    path.write_text(f"题目\n\n### 文章框架\n```\n{drawing}```\n\n### 第1点\n\n{LINE * 500}", encoding="utf-8")
    article = read_beginning(path, SKETCH)
    last = article.framework.last_line
    assert last > 400
    assert len(article.text.text) - article.text.span_of_lines(1, last).end >= SKETCH / 2
    assert len(article.source) < path.stat().st_size / 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_sketch_ends_with_a_whole_line_in_any_encoding(tmp_path, encoding):
    path = tmp_path / "a.md"
    path.write_text(f"# 题目\n\n{LINE * 9000}", encoding=encoding)
    article = read_beginning(path, SKETCH)
    assert article.source.startswith("# 题目\n")
    assert set(article.source.split("\n")[2:]) <= {LINE.strip(), ""}


def sections(count: int) -> str:
    return "题目\n\n" + "".join(
        f"## 第{n}章\n\n第{n}章的文字：{LINE}```\n# 代码{n}\n```\n\n" for n in range(count)
    )


@pytest.mark.parametrize("line", [1, 2, 9, 700, 702, 1398, 1400])
def test_a_sketch_around_a_line_has_the_lines_of_the_file(tmp_path, line):
    path = tmp_path / "a.md"
    source = sections(200)
    path.write_text(source, encoding="utf-8")
    whole, sketch = reading.read_article(path), read_around(path, SKETCH, line)
    own, its = source.split("\n"), sketch.source.split("\n")
    first = next(number for number, words in enumerate(its) if words)
    assert its[first:] == own[first : len(its)]
    assert first <= line - 1 < len(its)
    assert own[first].startswith(("##", "```")) or not first
    assert len(sketch.source.lstrip()) < 3 * SKETCH
    for number in range(first + 1, len(its) + 1):
        words = whole.text.words(whole.text.span_of_lines(number, number))
        assert sketch.text.words(sketch.text.span_of_lines(number, number)) == words


def test_a_sketch_of_text_without_sections_is_short_too(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"题目\n\n{LINE * 9000}", encoding="utf-8")
    sketch = read_around(path, SKETCH, 12_000)
    assert SKETCH < len(sketch.source.lstrip()) < 3 * SKETCH


def test_a_long_article_is_sketched_where_it_was_left(qapp, immediate, library):
    path = library / "left.md"
    path.write_text(sections(900), encoding="utf-8")
    session = Session(Tasks(immediate), wholes=Slow())
    session.remembered.keep_place(path, 9, 20.0, (4002, 3))
    sketched = heard(session.article_sketched)
    session.open_article(path)
    assert sketched[0].source.split("\n")[4001] == sections(900).split("\n")[4001]
    assert "第20章的文字" not in sketched[0].source


def test_a_place_in_a_sketch_is_no_place_in_the_open_article(qapp, immediate, library):
    session = Session(Tasks(immediate), wholes=Slow())
    session.open_article(library / "one.md")
    session.set_place(7)
    session.open_article(library / "long.md")
    session.set_place(70)
    assert session.place == 7
