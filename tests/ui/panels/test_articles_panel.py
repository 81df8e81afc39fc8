"""The articles panel: listing, filtering, opening, and a folder that changes under it."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt

from reader.catalogue import entries
from reader.catalogue.article_list import SORTS, Facts, Stage
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.settings import SETTINGS
from reader.ui.base.tasks import Tasks
from reader.ui.models.article_list_model import ArticleRole, ArticlesModel
from reader.ui.models.article_sieving import Heading
from reader.ui.panels.articles_panel import ArticlesPanel
from reader.ui.parts.articles.arranging_menu import sort_names
from reader.ui.session.session import Session

DIGEST = "{title}\n原文标题：{original}\n文章类别：访谈\n\n正文。\n\n### 文章标签\n#标签{title}\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    (folder / "sub").mkdir(parents=True)
    for name, title in (("a.md", "苹果"), ("b.md", "香蕉"), ("sub/c.md", "樱桃")):
        (folder / name).write_text(DIGEST.format(title=title, original=f"About {name}"), encoding="utf-8")
    return folder


@pytest.fixture
def panel(qtbot, session, folder):
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(folder)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def titles(panel):
    return [row.entry.title for row in panel.model.rows if not isinstance(row, Heading)]


def test_the_model_keeps_qt_s_rules(qtmodeltester, panel):
    qtmodeltester.check(panel.model)
    qtmodeltester.check(ArticlesModel())


def test_the_library_s_articles_are_listed_with_what_is_known_of_them(panel):
    assert titles(panel) == ["苹果", "香蕉", "樱桃"]
    assert panel.model.index_of("a.md").data(ArticleRole.DETAIL) == "访谈  ·  #标签苹果"


@pytest.mark.parametrize(
    ("words", "left"), [("香", ["香蕉"]), ("访谈 c.md", ["樱桃"]), ("ABOUT A.MD", ["苹果"])]
)
def test_the_filter_looks_at_title_category_tags_and_name(panel, words, left):
    panel.filter.setText(words)
    assert titles(panel) == left
    assert "1 of 3" in panel.note.text()


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("tag:标签苹果", ["苹果"]),
        ("-香蕉 类别：访谈", ["苹果", "樱桃"]),
        ("is:reading", ["苹果"]),
        ("is:unread folder:sub", ["樱桃"]),
        ("pingguo", ["苹果"]),
        ("yt", ["樱桃"]),
    ],
)
def test_the_filter_speaks_the_language_of_the_search(panel, typed, left):
    panel._facts = Facts({"a.md": 0.4}, {"a.md": 5})
    panel.filter.setFocus()
    panel._prepare()
    for letter in typed:  # Qt has no keys for Chinese
        panel.filter.insert(letter)
    assert titles(panel) == left


def test_what_was_not_understood_is_said_below_the_filter(panel):
    panel.filter.setText("before:yesterday")
    assert "yesterday" in panel.note.text()
    panel.filter.setText("node:甲")
    assert "node:" in panel.note.text()
    panel.filter.setText("苹")
    assert panel.note.text() == "1 of 3 articles"


def test_an_answer_to_an_old_question_is_dropped(qtbot, qapp, immediate, folder):
    executor = Held()
    session = Session(Tasks(immediate), sieving=Tasks(executor))
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    session.open_library(folder)
    panel.filter.setText("香")
    first = executor.waiting[:]
    panel.filter.setText("樱")
    executor.waiting.reverse()
    executor.go()
    assert len(first) >= 1
    assert titles(panel) == ["樱桃"]
    session.shut_down()


def test_an_answer_that_comes_after_the_next_letter_is_not_shown(qtbot, qapp, immediate, folder):
    executor = Held()
    session = Session(Tasks(immediate), sieving=Tasks(executor))
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    session.open_library(folder)
    executor.go()
    panel.filter.setText("香")
    future, work = executor.waiting.pop(0)
    answer = work()  # it is found, and on its way
    panel.filter.setText("樱")
    future.set_result(answer)
    assert len(titles(panel)) == 3
    executor.go()
    assert titles(panel) == ["樱桃"]
    session.shut_down()


def test_nothing_found_says_so(panel):
    panel.filter.setText("无此文")
    assert panel.note.isVisible()
    panel.filter.clear()
    assert not panel.note.isVisible()


def test_enter_and_click_open(qtbot, panel, session):
    panel.list.enter()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(session.article_opened) as opened:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args[0].title == "香蕉"
    assert panel.model.index_of("b.md").data(ArticleRole.IS_OPEN)
    with qtbot.waitSignal(session.article_opened) as opened:
        qtbot.mouseClick(
            panel.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=panel.list.visualRect(panel.model.index_of("a.md")).center(),
        )
    assert opened.args[0].title == "苹果"


def test_a_new_file_appears_and_a_removed_one_goes(qtbot, panel, session, folder):
    session.shared.watching.begin()
    with qtbot.waitSignal(session.library_changed):
        (folder / "sub" / "d.md").write_text(DIGEST.format(title="梨", original=""), encoding="utf-8")
    assert "梨" in titles(panel)
    with qtbot.waitSignal(session.library_changed):
        (folder / "a.md").unlink()
    assert "苹果" not in titles(panel)


def test_a_file_written_in_place_is_noticed(qtbot, panel, session, folder):
    session.shared.watching.begin()
    with qtbot.waitSignal(session.library_changed):
        (folder / "a.md").write_text(DIGEST.format(title="李子", original=""), encoding="utf-8")
    assert "李子" in titles(panel)


def test_a_storm_of_changes_stops_no_look_and_all_of_it_is_listed(qtbot, session, folder):
    tasks = Tasks()  # a thread
    session.cataloguing = tasks
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(folder)
    panel.show()
    qtbot.waitUntil(lambda: len(titles(panel)) == 3)
    (folder / "d.md").write_text(DIGEST.format(title="梨", original=""), encoding="utf-8")
    shown = []
    panel._show, plain = lambda listing: shown.append(listing.number) or plain(listing), panel._show
    for _stir in range(50):
        session.shared.watching.articles_changed.emit()
    (folder / "e.md").write_text(DIGEST.format(title="桃", original=""), encoding="utf-8")
    session.shared.watching.articles_changed.emit()
    qtbot.waitUntil(lambda: {"梨", "桃"} <= set(titles(panel)))
    qtbot.waitUntil(lambda: tasks.is_idle and not panel._is_looking)
    assert len(shown) <= 3  # a look, and one for what came meanwhile: not one a change
    tasks.shut_down()


def test_a_renamed_file_is_told_and_the_first_listing_is_not(qtbot, session, folder):
    told = []
    session.library_changed.connect(told.append)
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(folder)
    panel.show()
    with qtbot.waitSignal(
        session.shared.watching.articles_changed
    ):  # what happened before it began is looked for
        session.shared.watching.begin()
    assert titles(panel)
    assert not told
    with qtbot.waitSignal(session.library_changed):
        (folder / "b.md").rename(folder / "z.md")
    assert panel.model.index_of("z.md").isValid()
    assert not panel.model.index_of("b.md").isValid()


def test_what_happens_while_the_library_is_first_listed_is_told(qtbot, session, folder, monkeypatch):
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    looks = []
    monkeypatch.setattr(panel, "_look", lambda: looks.append(1))
    session.open_library(folder)
    session.shared.watching.begin()
    (folder / "new.md").write_text("新", encoding="utf-8")
    qtbot.waitUntil(lambda: len(looks) == 2)
    monkeypatch.undo()
    with qtbot.waitSignal(session.library_changed):
        panel._look()


def test_only_what_is_looked_at_is_asked_of_python(qtbot, session, tmp_path, monkeypatch):
    for number in range(300):
        (tmp_path / f"{number:03}.md").write_text(f"# {number}\n", encoding="utf-8")
    asked = []
    plain = ArticlesModel.data
    monkeypatch.setattr(
        ArticlesModel,
        "data",
        lambda self, index, role=Qt.ItemDataRole.DisplayRole: (
            asked.append(index.row()) or plain(self, index, role)
        ),
    )
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 300)
    session.open_library(tmp_path)
    panel.show()
    panel.list.viewport().repaint()
    assert panel.model.rowCount() == 300
    assert len(set(asked)) < 30


def test_an_empty_folder_says_what_to_do(qtbot, session, tmp_path):
    (tmp_path / "empty").mkdir()
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(tmp_path / "empty")
    panel.show()
    assert panel.note.isVisible()
    assert panel.note.text()


def test_what_cannot_be_read_is_listed_with_the_reason(qtbot, session, folder):
    (folder / "broken.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(folder)
    panel.show()
    index = panel.model.index_of("broken.md")
    assert index.data(ArticleRole.PROBLEM)
    assert index.data(ArticleRole.DETAIL)


def test_the_row_under_a_resting_pointer_is_expected(qtbot, panel, session):
    with qtbot.waitSignal(session.article_expected) as expected:
        for row in range(panel.model.rowCount()):  # it passes over the others
            panel.list.entered.emit(panel.model.index(row))
    assert expected.args[0].title == "樱桃"


def test_a_pressed_row_is_expected_at_once(qtbot, panel, session):
    told = []
    session.article_expected.connect(lambda article: told.append(article.title))
    point = panel.list.visualRect(panel.model.index_of("b.md")).center()
    qtbot.mousePress(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert told == ["香蕉"]


def test_the_row_that_the_keyboard_is_on_is_expected(qtbot, panel, session):
    panel.list.enter()
    with qtbot.waitSignal(session.article_expected) as expected:
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert expected.args[0].title == "香蕉"


# ---- a library that is being read


class Held:
    """An executor that keeps what it is asked until `go` is called."""

    def __init__(self):
        self.waiting = []

    def submit(self, work):
        future = Future()
        self.waiting.append((future, work))
        return future

    def go(self):
        while self.waiting:
            future, work = self.waiting.pop(0)
            future.set_result(work())

    def shutdown(self, **_how):
        self.waiting.clear()


@pytest.fixture
def held(qtbot, qapp, immediate):
    executor = Held()
    session = Session(Tasks(immediate), cataloguing=Tasks(executor))
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    yield panel, executor
    session.shut_down()


def test_a_library_is_never_blank_while_it_is_read(held, folder, monkeypatch):
    panel, executor = held
    panel.session.open_library(folder)
    assert panel.note.text() == "Looking through the folder…"
    monkeypatch.setattr("reader.catalogue.entries._TELL_AFTER", 0)
    monkeypatch.setattr("reader.ui.session.library_listing.SHARE", 0)
    seen = []
    panel._grown.connect(lambda _listing: seen.append((len(titles(panel)), panel.note.text())))
    executor.go()
    assert seen == [(1, "Reading 1 article…"), (2, "Reading 2 articles…"), (3, "Reading 3 articles…")]
    assert len(titles(panel)) == 3
    assert not panel.note.isVisible()


def test_a_look_that_is_given_up_is_not_lost(folder, monkeypatch):
    catalogue, read = Catalogue(Library(folder)), []
    plain = entries._read
    monkeypatch.setattr(entries, "_read", lambda *all_: read.append(all_[1]) or plain(*all_))
    catalogue.update(lambda: len(read) == 2)
    assert len(catalogue.update()) == 3
    assert sorted(read) == ["a.md", "b.md", "sub/c.md"]
    Catalogue(Library(folder)).update()
    assert len(read) == 3  # all of it is on the disk
    (folder / "a.md").write_text("# other", encoding="utf-8")
    (folder / "b.md").write_text("# another", encoding="utf-8")
    fresh = Catalogue(Library(folder))
    fresh.update(lambda: len(read) == 4)
    fresh.update()
    Catalogue(Library(folder)).update()
    assert read[3:] == ["a.md", "b.md"]


def test_what_was_known_is_there_before_the_folder_is_looked_at(held, folder, monkeypatch):
    panel, executor = held
    panel.session.open_library(folder)
    executor.go()
    (folder / "new.md").write_text("# 新\n", encoding="utf-8")
    shown = []
    monkeypatch.setattr(Catalogue, "update", lambda *_all: shown.append(titles(panel)) or ())
    panel._use(Library(folder))
    executor.go()
    assert shown == [["苹果", "香蕉", "樱桃"]]


def test_the_list_grows_where_it_stands(held, tmp_path, monkeypatch):
    for number in range(200):
        (tmp_path / f"{number:03}.md").write_text(f"# {number}\n", encoding="utf-8")
    panel, executor = held
    panel.resize(300, 300)
    panel.session.open_library(tmp_path)
    executor.go()
    panel.list.setCurrentIndex(panel.model.index_of("100.md"))
    panel.list.scrollTo(panel.list.currentIndex())
    before = panel.list.verticalScrollBar().value()
    (tmp_path / "999.md").write_text("# last", encoding="utf-8")
    panel._stir()
    executor.go()
    assert panel.model.shown == 201
    assert panel.list.verticalScrollBar().value() == before > 0
    assert panel.model.name_at(panel.list.currentIndex()) == "100.md"


# ---- how it looks and is arranged


def test_a_long_title_has_two_lines_and_a_short_one_one(panel, folder):
    (folder / "long.md").write_text(DIGEST.format(title="长" * 30, original=""), encoding="utf-8")
    panel._stir()
    rows = [panel.list.visualRect(panel.model.index_of(name)) for name in ("a.md", "long.md")]
    assert rows[1].height() > rows[0].height()
    assert panel.list.indexAt(rows[1].center()) == panel.model.index_of("long.md")
    for index in map(panel.model.index, range(panel.model.rowCount() - 1)):
        below = index.siblingAtColumn(0).sibling(index.row() + 1, 0)
        assert panel.list.visualRect(index).bottom() + 1 == panel.list.visualRect(below).top()


def test_the_keyboard_passes_over_headings(qtbot, panel):
    rows = panel.model.rows
    assert [row.text for row in rows if isinstance(row, Heading)] == ["In no folder", "sub"]
    panel.list.enter()
    names = [panel.model.name_at(panel.list.currentIndex())]
    for _step in range(3):
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
        names.append(panel.model.name_at(panel.list.currentIndex()))
    assert names == ["a.md", "b.md", "sub/c.md", "sub/c.md"]
    qtbot.keyClick(panel.list, Qt.Key.Key_Home)
    assert panel.model.name_at(panel.list.currentIndex()) == "a.md"
    for _page in range(2):  # a small window: a page may be one article
        qtbot.keyClick(panel.list, Qt.Key.Key_PageDown)
    assert panel.model.name_at(panel.list.currentIndex()) == "sub/c.md"


def test_letters_typed_go_to_a_title(panel):
    for letters in ("香", "蕉"):
        panel.list.keyboardSearch(letters)
        assert panel.list.currentIndex().data() == "香蕉"
    panel.list.keyboardSearch("桃")  # "香蕉桃": there is none
    assert panel.list.currentIndex().data() == "香蕉"
    panel.list._typed_at.invalidate()  # a while later
    panel.list.keyboardSearch("桃")
    assert panel.list.currentIndex().data() == "樱桃"


@pytest.mark.parametrize("sort", sort_names())
def test_every_order_shows_every_article_and_is_remembered(panel, sort):
    panel.arranging.sort_by(sort)
    assert sorted(titles(panel)) == sorted(["苹果", "香蕉", "樱桃"])
    assert panel.session.settings.get("articles_sort") == sort


def test_the_orders_are_those_of_the_catalogue_and_of_the_settings():
    wanted = next(one for one in SETTINGS if one.name == "articles_sort")
    assert set(sort_names()) == set(SORTS) == set(wanted.choices)


def test_articles_are_grouped_by_tag_and_by_year(panel, folder):
    head = "---\n- 修改后的标题：李子\n- 链接：https://x.org/2019/03/04/y\n---\n"
    (folder / "y.md").write_text(f"{head}\n正文。\n\n### 文章标签\n#标签李子\n", encoding="utf-8")
    (folder / "plain.md").write_text("# 无标签\n", encoding="utf-8")
    panel._stir()
    panel.arranging.sort_by("tag")
    headings = [row.text for row in panel.model.rows if isinstance(row, Heading)]
    assert headings == ["#标签李子", "#标签樱桃", "#标签苹果", "#标签香蕉", "No tag"]
    panel.arranging.sort_by("year")
    headings = [row.text for row in panel.model.rows if isinstance(row, Heading)]
    assert headings[-1] == "2019"
    assert titles(panel)[-1] == "李子"


def test_titles_are_sorted_as_they_are_pronounced(panel):
    panel.arranging.sort_by("title")
    assert titles(panel) == ["苹果", "香蕉", "樱桃"]  # pingguo, xiangjiao, yingtao
    assert [row.text for row in panel.model.rows if isinstance(row, Heading)] == ["P", "X", "Y"]
    panel.arranging.use_headings(False)
    assert not [row for row in panel.model.rows if isinstance(row, Heading)]


def test_how_far_one_has_read_is_shown_said_and_chosen_by(panel):
    facts = Facts({"a.md": 0.4, "b.md": 1.0}, {"a.md": 5}, {"a.md": 2})
    panel._facts = facts
    panel.model.take_facts(facts)
    said = [
        panel.model.index_of(name).data(Qt.ItemDataRole.AccessibleTextRole)
        for name in ("a.md", "b.md", "sub/c.md")
    ]
    assert said == ["苹果, 40 % read, 1 min left, 2 notes", "香蕉, read", "樱桃, 1 min"]
    for stage, left in ((Stage.READING, ["苹果"]), (Stage.READ, ["香蕉"]), (Stage.UNREAD, ["樱桃"])):
        panel.arranging.keep_stage(stage)
        assert titles(panel) == left
    panel.arranging.keep_stage(None)
    assert len(titles(panel)) == 3


def test_alike_titles_say_where_they_stand_and_copies_what_they_copy(panel, folder):
    (folder / "sub" / "a.md").write_bytes((folder / "a.md").read_bytes())
    panel._stir()
    assert panel.model.index_of("sub/a.md").data(ArticleRole.DETAIL).startswith("copy  ·  sub  ·")
    assert "The same text as a.md" in panel.model.index_of("sub/a.md").data(Qt.ItemDataRole.ToolTipRole)
    assert "same text" not in panel.model.index_of("b.md").data(Qt.ItemDataRole.ToolTipRole)


def test_the_mark_is_on_what_was_asked_for_also_where_it_cannot_be_read(panel, folder):
    panel.session.open_article(folder / "a.md")
    assert panel.model.index_of("a.md").data(ArticleRole.IS_OPEN)
    (folder / "b.md").write_bytes(b"")
    panel.session.open_article(folder / "b.md")
    assert [panel.model.index_of(name).data(ArticleRole.IS_OPEN) for name in ("a.md", "b.md")] == [
        False,
        True,
    ]
    panel.session.close_article()
    assert not panel.model.index_of("b.md").data(ArticleRole.IS_OPEN)


def test_the_row_of_the_open_article_stays_in_sight_when_others_come_before_it(panel, session, folder):
    session.open_article(folder / "sub" / "c.md")
    for number in range(60):
        text = DIGEST.format(title=f"阿{number}", original="x")
        (folder / f"a{number}.md").write_text(text, encoding="utf-8")
    panel.list.scrollTo(panel.list.currentIndex())
    panel._stir()
    assert len(titles(panel)) == 63
    row = panel.list.visualRect(panel.model.index_of("sub/c.md"))
    assert panel.list.viewport().rect().contains(row)
