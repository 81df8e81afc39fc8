"""The session, without a window: what is asked of it and what it tells."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import reader
from reader.articles.given_framework import with_framework
from reader.articles.source.canonical_text import Span
from reader.errors import ArticleError
from reader.ui.base.tasks import Tasks
from reader.ui.session import tree_building
from reader.ui.session.session import Session


def heard(signal) -> list:
    calls: list = []
    signal.connect(lambda *values: calls.append(values[0] if len(values) == 1 else values))
    return calls


def test_opening_an_article_opens_its_library_first(session, article_file):
    libraries, articles = heard(session.library_opened), heard(session.article_opened)
    session.open_article(article_file)
    assert [library.folder for library in libraries] == [article_file.parent]
    assert [article.path for article in articles] == [article_file]


def test_an_article_inside_the_library_leaves_the_library_open(session, article_file):
    session.open_library(article_file.parent.parent)
    libraries = heard(session.library_opened)
    session.open_article(article_file)
    assert libraries == []


def test_a_missing_library_is_told_in_a_sentence(session, tmp_path):
    told = heard(session.library_failed)
    assert not session.open_library(tmp_path / "gone")
    assert "gone" in told[0][1]
    assert session.library is None


def test_scrolling_tells_the_node_once(handmade, session, article_file):
    session.open_article(article_file)
    nodes = heard(session.node_changed)
    text = session.article.text
    for line in (2, 3, 4, 5, 6, 7, 9):
        session.set_place(text.span_of_lines(line, line).start)
    assert nodes == ["甲", "甲/甲一", "甲/甲二", "outline:7:附录", "乙"]


def test_a_jump_asks_the_pane_and_can_be_taken_back(handmade, session, article_file):
    session.open_article(article_file)
    jumps, returns = heard(session.jump_requested), heard(session.return_requested)
    session.set_place(3)
    assert session.jump_to_node("乙")
    assert jumps == [session.contents.by_id["乙"].span]
    session.go_back()
    assert returns == [(3, None)]
    assert not session.jump_to_node("乙/乙一")


def test_a_link_to_a_point_of_a_made_framework_is_followed_once_it_is_there(session, tmp_path):
    """Their framework comes after the article is shown, with the annotations."""
    file = tmp_path / "plain.md"
    file.write_text("# 潮汐\n\n## 成因\n\n引力。\n\n## 用处\n\n发电。\n", encoding="utf-8")
    jumps, told = heard(session.jump_requested), heard(session.status_changed)
    session.open_article(file, "#自己的点")
    assert jumps == []
    assert "自己的点" in told[-1]
    session.use_links(with_framework(session.article, "- 用处\n  - 自己的点\n"))
    passage = session.article.links["用处/自己的点"].passage
    assert [span.start for span in jumps] == [passage.span.start]
    session.use_links(with_framework(session.article, "- 自己的点\n"))
    assert len(jumps) == 1


def test_the_tree_of_a_long_article_is_never_made_by_who_takes_it(session, tmp_path, monkeypatch):
    """Not even where what is left out of it was changed while it was made."""
    file = tmp_path / "long.md"
    file.write_text("".join(f"## 节{n}\n\n话\n\n" for n in range(tree_building.MANY + 1)), encoding="utf-8")
    session.open_article(file)
    waiting, made = [], []
    monkeypatch.setattr(session.reading, "run", lambda work, done: waiting.append((work, done)))
    tree = session.trees._tree
    monkeypatch.setattr(session.trees, "_tree", lambda article: made.append(article) or tree(article))
    changed = heard(session.article_changed)
    for _time in range(2):
        session.use_links(session.article)
    for work, _done in waiting:
        work()
    assert len(made) == 1  # the first was asked for again before its turn came
    session.settings.set("outline_leads", True)
    for _work, done in waiting[:]:
        done(None)
    assert (len(made), len(changed), len(waiting)) == (1, 0, 3)
    work, done = waiting[2]
    work()
    done(None)
    assert (len(made), len(changed)) == (2, 1)


def test_each_kind_of_long_work_waits_for_no_other(qtbot):
    session = Session(Tasks(), cataloguing=Tasks())
    go_on, answers = threading.Event(), []
    session.tasks_for("statistics").run(lambda: go_on.wait(60), lambda _none: answers.append("slow"))
    with qtbot.waitSignal(session.status_changed):
        session.tasks_for("connections").run(lambda: "quick", lambda word: session.tell(word))
    assert session.tasks_for("statistics") is session.tasks_for("statistics")
    assert not answers
    go_on.set()
    qtbot.waitUntil(lambda: answers == ["slow"])
    session.shut_down()
    assert session.tasks_for("statistics").is_shut


def test_next_and_previous_node_follow_the_text(handmade, session, article_file):
    session.open_article(article_file)
    session.jump_requested.connect(lambda span: session.set_place(span.start))
    session.jump_to_next_node()
    assert session.current_node == "甲"
    for expected in ("甲/甲一", "甲/甲二", "outline:7:附录", "乙", "乙"):
        session.jump_to_next_node()
        assert session.current_node == expected
    session.jump_to_next_node(-1)
    assert session.current_node == "outline:7:附录"


def test_back_reaches_the_article_before(handmade, session, article_file):
    other = article_file.with_name("two.md")
    other.write_text(article_file.read_text(encoding="utf-8"), encoding="utf-8")
    session.open_article(article_file)
    session.set_place(20)
    session.open_article(other, Span(5, 9))
    returns = heard(session.return_requested)
    session.go_back()
    assert session.article.path == article_file
    assert returns == [(20, None)]
    session.go_forward()
    assert session.article.path == other


def test_the_way_back_leads_to_where_the_pane_says_that_one_is(handmade, session, article_file):
    session.open_article(article_file)
    session.set_place(20)
    session.measure_by(lambda path: (21, 33.5) if path == article_file else None)
    session.jump_to(Span(40, 41))
    returns = heard(session.return_requested)
    session.go_back()
    assert returns == [(21, 33.5)]


def test_a_changed_file_is_read_again(handmade, qtbot, session, article_file):
    session.open_article(article_file)
    session.set_place(20)
    with qtbot.waitSignal(session.article_changed) as changed:
        article_file.write_text(article_file.read_text(encoding="utf-8") + "又一行\n", encoding="utf-8")
    assert changed.args[0].source.endswith("又一行\n")
    assert session.place == 20


def test_a_file_replaced_by_an_editor_is_read_again(handmade, qtbot, session, article_file):
    session.open_article(article_file)
    for text in ("一次", "二次"):
        fresh = article_file.with_name("fresh.tmp")
        fresh.write_text(text * 30 + "\n" * 12, encoding="utf-8")
        with qtbot.waitSignal(session.article_changed):
            fresh.replace(article_file)
        assert session.article.source.startswith(text)


def test_an_unreadable_article_is_told_and_heals(handmade, qtbot, session, tmp_path):
    session.open_library(tmp_path)
    told = heard(session.article_failed)
    missing = tmp_path / "later.md"
    session.open_article(missing)
    assert told[0][0] == missing
    with qtbot.waitSignal(session.article_opened):
        missing.write_text("# 有了\n" * 12, encoding="utf-8")


def test_an_editor_that_truncates_first_shows_no_empty_article(handmade, qtbot, session, article_file):
    session.open_article(article_file)
    text = article_file.read_text(encoding="utf-8") + "写完了。\n"
    sources = []
    session.article_changed.connect(lambda article: sources.append(article.source))
    failed = heard(session.article_failed)
    article_file.write_text("", encoding="utf-8")
    qtbot.waitUntil(lambda: session.reader._watch._looks_at_nothing > 2)
    with qtbot.waitSignal(session.article_changed):
        article_file.write_text(text, encoding="utf-8")
    assert sources == [text]
    assert failed == []


def test_an_article_that_becomes_unreadable_stays_on_show(
    handmade, qtbot, session, article_file, monkeypatch
):
    session.open_article(article_file)
    failed = heard(session.article_failed)

    def refuse(path):
        raise ArticleError("No more.")

    monkeypatch.setattr("reader.articles.reading.read_article", refuse)
    with qtbot.waitSignal(session.article_outdated) as told:
        article_file.write_text("x" * 400, encoding="utf-8")
    assert told.args == [article_file, "No more."]
    assert failed == []
    assert session.article is not None


BINARY = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


@pytest.mark.parametrize("data", [b"", b"  \n", BINARY], ids=["empty", "blank", "binary"])
def test_what_cannot_be_read_is_read_once_for_each_state_of_its_file(qtbot, session, article_file, data):
    article_file.write_bytes(data)
    failed = heard(session.article_failed)
    session.open_article(article_file)
    qtbot.waitUntil(lambda: not session.reader._watch._calm.isActive())  # nothing is about to look once more
    assert len(failed) == 1
    with qtbot.waitSignal(session.article_opened):
        article_file.write_text("# 有了\n" * 12, encoding="utf-8")
    assert len(failed) == 1


@pytest.mark.parametrize("data", [b"", BINARY], ids=["empty", "binary"])
def test_an_open_file_that_cannot_be_read_any_more_is_told_once(qtbot, session, article_file, data):
    session.open_article(article_file)
    told = heard(session.article_outdated)
    with qtbot.waitSignal(session.article_outdated):
        article_file.write_bytes(data)
    qtbot.waitUntil(lambda: not session.reader._watch._calm.isActive())
    assert len(told) == 1
    assert session.article is not None
    with qtbot.waitSignal(session.article_changed):
        article_file.write_text("# 有了\n" * 12, encoding="utf-8")


def test_a_file_that_may_be_read_again_is_read(qtbot, session, article_file, monkeypatch):
    forbidden = [True]
    monkeypatch.setattr(
        "reader.ui.session.watching.file_watching.os.access",
        lambda path, mode: not forbidden and path.exists(),
    )

    def refuse(path):
        raise ArticleError("Not now.")

    with monkeypatch.context() as refusing:
        refusing.setattr("reader.articles.reading.read_article", refuse)
        session.open_article(article_file)
    assert session.article is None
    forbidden.clear()
    with qtbot.waitSignal(session.article_opened):
        article_file.chmod(0o640)  # neither its time nor its size changes


def test_a_fault_of_ours_is_told_in_the_place_of_the_article_too(qtbot, session, article_file, monkeypatch):
    def stumble(path):
        raise ZeroDivisionError

    monkeypatch.setattr("reader.articles.reading.read_article", stumble)
    failed = heard(session.article_failed)
    with qtbot.captureExceptions() as faults:
        session.open_article(article_file)
    assert [kind for kind, *_rest in faults] == [ZeroDivisionError]
    assert len(failed) == 1
    assert session.opened.awaited is None  # so that it can be opened again


class Slow:
    """Tasks that answer when told to."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done, failed):
        self.waiting.append((work, done, failed))

    def answer(self, which):
        work, done, _failed = self.waiting[which]
        done(work())


def test_an_answer_that_comes_too_late_is_dropped(qapp, immediate, handmade, article_file):
    slow = Slow()
    session = Session(Tasks(immediate), reading=slow)
    other = article_file.with_name("two.md")
    other.write_text("# 二\n" * 12, encoding="utf-8")
    session.open_article(article_file)
    session.open_article(other)
    opened = heard(session.article_opened)
    slow.answer(1)
    slow.answer(0)
    assert [article.path for article in opened] == [other]
    assert session.article.path == other


def test_a_relative_path_is_made_absolute(session, article_file, monkeypatch):
    monkeypatch.chdir(article_file.parent)
    session.open_article(Path("one.md"))
    assert session.article.path == article_file
    session.close_article()
    session.open_article(Path("..", article_file.parent.name, "one.md"))
    assert session.article.path == article_file.resolve()


def test_the_tree_is_made_on_the_thread_that_reads_the_article(
    qapp, qtbot, handmade, article_file, monkeypatch
):
    threads, make = [], tree_building.framework_contents
    monkeypatch.setattr(
        "reader.ui.session.tree_building.framework_contents",
        lambda *given, **named: threads.append(threading.get_ident()) or make(*given, **named),
    )
    session = Session(Tasks())
    with qtbot.waitSignal(session.article_opened):
        session.open_article(article_file, Span(0, 1))
    session.shut_down()
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


def test_whoever_hears_that_an_article_is_closed_hears_that_one_failed():
    """What was of the article before would stay beside the page that says so."""
    ui = Path(reader.__file__).parent / "ui"
    deaf = set()
    for path in ui.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        hears_closing = "article_closed.connect" in source or "article_closed)" in source
        others = ("article_failed.connect", "article_failed)", "article_opening.connect")
        if hears_closing and not any(each in source for each in others):
            deaf.add(path.name)
    assert deaf == set()
