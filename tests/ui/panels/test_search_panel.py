"""The search panel, through its widgets: type, walk, open, narrow, go back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from reader.search.model import ArticleHits, Hit, Question
from reader.search.user_data import NoteWords, UserData
from reader.ui.base.actions import plain_text
from reader.ui.base.opening_way import Way
from reader.ui.base.tasks import Tasks
from reader.ui.panels.search_panel import SearchPanel
from reader.ui.search.search_service import SearchService
from reader.ui.session.session import Session

FIRST = "# 芯片与出口\n\n## 背景\n\n出口管制的背景，芯片很重要。\n\n## 结论\n\n出口管制继续。\n"
SECOND = "# Machine learning\n\nAbout deep learning and 出口管制.\n"


@pytest.fixture
def library(tmp_path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "one.md").write_text(FIRST, encoding="utf-8")
    (folder / "two.md").write_text(SECOND, encoding="utf-8")
    return folder


@pytest.fixture
def panel(qtbot, immediate, library) -> SearchPanel:
    session = Session(Tasks(immediate))
    panel = SearchPanel(session, SearchService(session, session.tasks))
    qtbot.add_widget(panel)
    panel.resize(400, 700)
    panel.show()
    session.open_library(library)
    session.open_article(library / "two.md")
    yield panel
    panel.search.shut_down()
    session.shut_down()


def rows(panel) -> list[object]:
    model = panel.hits.hits
    return [model.row(model.index(number)) for number in range(model.rowCount())]


def hits(panel) -> list[Hit]:
    return [row for row in rows(panel) if isinstance(row, Hit)]


def test_nothing_is_asked_before_two_letters_or_one_chinese_character(qtbot, panel):
    assert panel.middle.currentWidget() is panel.empty
    qtbot.keyClicks(panel.box, "l")
    assert not rows(panel)
    qtbot.keyClicks(panel.box, "e")
    assert hits(panel)
    panel.box.setText("芯")
    assert {hit.name for hit in hits(panel)} == {"one.md"}


def test_hits_stand_under_their_article(panel):
    panel.box.setText("出口管制")
    shown = rows(panel)
    assert isinstance(shown[0], ArticleHits)
    assert {row.name for row in shown if isinstance(row, ArticleHits)} == {"one.md", "two.md"}
    assert "2 articles" in panel.summary.text()


def test_the_model_keeps_qts_rules(panel, qtmodeltester):
    panel.box.setText("出口管制")
    qtmodeltester.check(panel.hits.hits)
    tester = QAbstractItemModelTester(panel.hits.hits, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.box.setText("learning")
    panel.box.clear()
    assert tester.model() is panel.hits.hits


def test_arrow_keys_lead_into_the_hits_and_back(qtbot, panel):
    panel.box.setText("出口管制")
    panel.box.setFocus()
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    assert isinstance(panel.hits.hits.row(panel.hits.currentIndex()), Hit)
    first = panel.hits.currentIndex().row()
    while True:
        before = panel.hits.currentIndex().row()
        qtbot.keyClick(panel.hits, Qt.Key.Key_Down)
        row = panel.hits.hits.row(panel.hits.currentIndex())
        assert isinstance(row, Hit)
        if panel.hits.currentIndex().row() == before:
            break
    assert before == len(rows(panel)) - 1
    while panel.hits.currentIndex().row() > first:
        qtbot.keyClick(panel.hits, Qt.Key.Key_Up)
    with qtbot.wait_signal(panel.hits.left_upwards):
        qtbot.keyClick(panel.hits, Qt.Key.Key_Up)


def test_letters_typed_in_the_list_go_to_the_box(qtbot, panel):
    panel.box.setText("learn")
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    panel.box.deselect()
    qtbot.keyClicks(panel.hits, "i")
    assert panel.box.text() == "learni"


def test_enter_opens_at_the_words_and_lights_them_all(qtbot, panel):
    session = panel.session
    lit, jumps = [], []
    panel.search.hits_changed.connect(lambda spans, _current: lit.append(spans))
    session.jump_requested.connect(jumps.append)
    panel.box.setText("芯片")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    article = session.article
    assert article.path.name == "one.md"
    assert article.text.words(jumps[-1]) == "芯片"
    assert [article.text.words(span) for span in lit[-1]] == ["芯片", "芯片"]


def test_the_next_hit_goes_on_into_the_next_article(panel):
    session = panel.session
    panel.box.setText("出口管制")
    names = []
    session.article_opened.connect(lambda article: names.append(article.path.name))
    steps = 0
    while panel.search.walk(1):
        steps += 1
    assert steps == sum(len(hit.spans) for hit in hits(panel))
    assert set(names) == {Path(hit.name).name for hit in hits(panel)}
    assert len(set(names)) == 2
    while panel.search.walk(-1):
        steps -= 1
    assert steps == 1


def test_escape_returns_to_where_one_was(qtbot, panel):
    session = panel.session
    returned = []
    session.return_requested.connect(lambda position, y: returned.append(position))
    session.set_place(5)
    panel.box.setText("芯片")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert session.article.path.name == "one.md"
    qtbot.keyClick(panel.box, Qt.Key.Key_Escape)
    assert session.article.path.name == "two.md"
    assert returned == [5]
    qtbot.keyClick(panel.box, Qt.Key.Key_Escape)
    assert panel.box.text() == ""


def test_the_lights_go_out_when_the_box_is_emptied(panel):
    lit = []
    panel.search.hits_changed.connect(lambda spans, _current: lit.append(spans))
    panel.box.setText("learning")
    assert lit[-1]
    panel.box.clear()
    assert lit[-1] == ()


def test_it_can_look_only_in_the_open_article(panel):
    panel.box.setText("出口管制")
    panel.in_article.setChecked(True)
    assert {hit.name for hit in hits(panel)} == {"two.md"}


def test_it_follows_into_the_next_article(panel, library):
    panel.box.setText("出口管制")
    panel.in_article.setChecked(True)
    panel.session.open_article(library / "one.md")
    assert {hit.name for hit in hits(panel)} == {"one.md"}


def test_what_was_asked_before_stands_in_the_empty_panel(qtbot, panel):
    panel.memory.save("出口 OR 芯片")
    panel.box.setText("learning")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    panel.box.clear()
    assert "出口 OR 芯片" in panel.empty.text()
    assert ">learning<" in panel.empty.text()


def test_a_facet_narrows_in_a_click(panel):
    panel.box.setText("出口")
    before = len(hits(panel))
    panel.facets._toggle("year", "1999", "1999")
    assert not hits(panel)
    assert "narrowed" in panel.empty.text()
    panel.facets._toggle("year", "1999", "1999")
    assert len(hits(panel)) == before


def test_near_spelling_is_offered_and_taken(panel):
    panel.box.setText("lerning")
    assert panel.middle.currentWidget() is panel.empty
    assert "learning" in panel.empty.text()
    panel.empty.linkActivated.emit("learning")
    assert hits(panel)


def test_what_is_not_understood_is_said(panel):
    panel.box.setText("is:purple learning")
    assert "purple" in panel.summary.text() + panel.empty.text()


def test_questions_are_remembered_and_saved(qtbot, panel):
    panel.box.setText("芯片")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert panel.memory.recent == ["芯片"]
    panel.memory.save("出口 OR 芯片")
    menu = panel.remembered.menu()
    panel.remembered.fill()
    texts = {plain_text(action.text()): action for action in menu.actions()}
    texts["出口 OR 芯片"].trigger()
    assert panel.box.text() == "出口 OR 芯片"


def test_the_hits_keep_their_place_while_the_index_changes(panel, library):
    panel.box.setText("出口管制")
    panel.hits.enter()
    chosen = panel.hits.hits.row(panel.hits.currentIndex())
    (library / "three.md").write_text("# 三\n\n" + "出口管制。" * 9, encoding="utf-8")
    panel.session.library_changed.emit(panel.session.library)
    assert "three.md" in {hit.name for hit in hits(panel)}
    kept = panel.hits.hits.row(panel.hits.currentIndex())
    assert (kept.name, kept.span) == (chosen.name, chosen.span)


def test_an_edited_article_is_found_at_once(panel, library):
    panel.box.setText("zebra")
    assert not hits(panel)
    (library / "two.md").write_text(SECOND + "\nzebra\n", encoding="utf-8")
    from reader.articles.reading import read_article

    panel.session.use_links(read_article(library / "two.md"))
    assert hits(panel)


def test_the_persons_notes_are_found_and_open_their_article(panel):
    panel.search._collecting._kept = UserData(notes=(NoteWords("1", "one.md", "芯片", "要再读"),))
    panel.box.setText("再读")
    (note,) = (row for row in rows(panel) if isinstance(row, NoteWords))
    panel.hits.chosen.emit(note, Way.HERE)
    assert panel.session.article.path.name == "one.md"


def test_more_like_this_asks_for_its_telling_words(panel):
    panel.search.ask_like_what_is_read()
    assert "learning" in panel.box.text()


def test_an_answer_to_an_old_question_is_dropped(qtbot, immediate, library):
    """The question is asked while the answer to the one before is still on its way."""
    waiting = []

    class Later(type(immediate)):
        def submit(self, fn, /, *args, **kwargs):
            from concurrent.futures import Future

            future = Future()
            waiting.append((future, fn))
            return future

    session = Session(Tasks(immediate))
    search = SearchService(session, session.tasks)
    search._asking = Tasks(Later())
    session.open_library(library)
    answers = []
    search.answered.connect(answers.append)
    search.ask(Question("出口"))
    search.ask(Question("learning"))
    while waiting:
        future, fn = waiting.pop(0)
        future.set_result(fn())
    assert [answer.question.text for answer in answers] == ["learning"]
    session.shut_down()


def test_while_letters_come_nothing_but_hits_is_asked_for(qtbot, panel, library):
    """Lights, counts on the tree and facets follow once no letter comes for a moment."""
    panel.session.open_article(library / "one.md")
    search = panel.search
    search._at_once = search._lights._at_once = False
    told = []
    search.hits_changed.connect(lambda spans: told.append(("text", len(spans))))
    search.node_hits_changed.connect(lambda counts: told.append(("tree", sum(counts.values()))))
    search.faceted.connect(lambda _values: told.append(("facets", 0)))
    panel.box.setText("出")
    assert hits(panel)
    assert search._typing.isActive()
    panel.box.setText("出口管制")
    assert hits(panel)
    assert not told
    qtbot.wait_until(lambda: len(told) == 3)
    assert sorted(told) == [("facets", 0), ("text", 2), ("tree", 2)]
    assert told.index(("text", 2)) < told.index(("tree", 2))


def test_another_library_takes_back_what_was_to_follow(qtbot, panel, tmp_path):
    panel.search._at_once = False
    lit, divided = [], []
    panel.search.hits_changed.connect(lambda spans, _current: lit.append(spans))
    panel.search.faceted.connect(divided.append)
    panel.box.setText("learn")
    (tmp_path / "other").mkdir()
    panel.session.open_library(tmp_path / "other")
    qtbot.wait_until(lambda: lit == [()])  # the lights go out instead
    qtbot.wait_until(lambda: not panel.search._typing.isActive())
    assert not [values for values in divided if any(values.values())]  # the words are asked anew there


def test_a_letter_that_comes_takes_back_what_was_to_follow(panel):
    panel.search._at_once = False
    panel.box.setText("learn")
    assert panel.search._typing.isActive()
    lit = []
    panel.search.hits_changed.connect(lambda spans, _current: lit.append(spans))
    panel.box.setText("l")
    assert panel.search.answer is None
    assert len(panel.search._to_follow) == 1
    panel.search._follow()
    assert lit == [()]


def test_the_same_hits_once_more_are_not_laid_out_again(panel):
    panel.box.setText("learn")
    reset = []
    panel.hits.hits.modelReset.connect(lambda: reset.append(1))
    panel.search._ask_again()
    assert not reset
    panel.box.setText("出口")
    assert reset


def test_an_article_is_made_ready_for_its_words_only_once(panel, library, monkeypatch):
    from reader.ui.search import match_spans

    made = []
    plain = match_spans.form_and_edits
    monkeypatch.setattr(match_spans, "form_and_edits", lambda text: made.append(text) or plain(text))
    for text in ("le", "lea", "learn"):
        panel.box.setText(text)
    assert len(made) == 1
    panel.session.open_article(library / "one.md")
    assert len(made) == 2


def test_the_row_that_the_keyboard_enters_at_is_seen(qtbot, panel):
    panel.box.setText("出口管制")
    panel.box.setFocus()
    qtbot.keyClick(panel.box, Qt.Key.Key_Down)
    assert panel.hits.selectionModel().isSelected(panel.hits.currentIndex())


def test_nothing_takes_room_that_says_nothing(panel):
    panel.box.setText("zebra")
    assert panel.middle.currentWidget() is panel.empty
    assert panel.summary.isHidden()
    assert panel.facets.isHidden()
    panel.box.setText("is:purple zebra")
    assert not panel.summary.isHidden()


def test_the_box_is_emptied_by_its_button(panel):
    assert not panel.box._empty.isVisible()
    panel.box.setText("learning")
    assert panel.box._empty.isVisible()
    panel.box._empty.trigger()
    assert panel.box.text() == ""


def test_another_letter_takes_back_what_was_to_follow(panel):
    panel.search._at_once = False
    values = []
    panel.search.faceted.connect(values.append)
    panel.search.ask(Question("出口管制", limit=1))
    assert len(panel.search._to_follow) == 2
    panel.search.ask(Question("learn"))
    panel.search.clear()
    while panel.search._to_follow:
        panel.search._follow()
    assert not values
    assert panel.summary.isHidden()


def test_more_hits_are_asked_for(panel):
    panel.search.ask(Question("出口管制", limit=1))
    assert len(hits(panel)) == 1
    panel.search.ask_more()
    assert len(hits(panel)) == 2


def lights(panel) -> tuple[list, list]:
    """Return lists that are filled: what is lit with the current one of it, and the counts of the tree."""
    spans, counts = [], []
    panel.search.hits_changed.connect(lambda lit, current: spans.append((lit, current)))
    panel.search.node_hits_changed.connect(counts.append)
    return spans, counts


def test_the_match_that_was_gone_to_is_the_current_one(panel):
    spans, _counts = lights(panel)
    panel.ask_for("出口管制")
    assert spans[-1][1] == -1
    panel.search.go_to_hit(1)
    article = panel.session.article.text
    lit, current = spans[-1]
    first = lit[current]
    assert article.words(first) == "出口管制"
    panel.search.go_to_hit(1)
    assert spans[-1][1] >= 0
    assert spans[-1][0][spans[-1][1]] != first or panel.session.article.text is not article


def test_the_lights_go_with_the_panel_and_come_back_with_it(panel):
    spans, counts = lights(panel)
    panel.ask_for("出口管制")
    assert spans[-1][0]
    panel.close()
    assert (spans[-1][0], counts[-1]) == ((), {})
    panel.session.open_article(panel.session.library.folder / "one.md")
    assert (spans[-1][0], counts[-1]) == ((), {})
    panel.show()
    assert spans[-1][0]
    assert counts[-1]


def test_a_query_without_a_hit_counts_nothing_on_the_tree(panel):
    _spans, counts = lights(panel)
    panel.session.open_article(panel.session.library.folder / "one.md")
    panel.ask_for("出口管制")
    assert counts[-1]
    panel.ask_for("出口管制 完全没有的词")
    assert not hits(panel)
    assert counts[-1] == {}


def test_what_stands_in_the_box_is_asked_in_the_next_library(panel, tmp_path):
    (tmp_path / "next").mkdir()
    (tmp_path / "next" / "three.md").write_text("# 三\n\n出口管制在这里。\n", encoding="utf-8")
    panel.ask_for("出口管制")
    panel.session.open_library(tmp_path / "next")
    assert {hit.name for hit in hits(panel)} == {"three.md"}
    assert panel.middle.currentWidget() is panel.hits


def test_below_a_single_letter_stand_no_hints(panel):
    nothing = panel.empty.text()
    panel.box.setText("x")
    assert panel.empty.text() not in ("", nothing)
    panel.box.clear()
    assert panel.empty.text() == nothing


def test_nothing_found_is_not_said_while_the_library_is_first_read(panel):
    panel.ask_for("完全没有的词")
    assert "still being read" not in panel.empty.text()
    panel.search.indexing.kept._is_reading = True
    panel.ask_for("也没有这个词")
    assert "still being read" in panel.empty.text()
    panel.search.indexing.kept._end()
    assert "still being read" not in panel.empty.text()


def test_lights_that_come_after_the_panel_is_closed_stay_out(panel, library):
    (library / "none.md").write_text("# 别的\n\n话。\n", encoding="utf-8")
    panel.session.open_article(library / "none.md")
    panel.box.setText("出口管制")
    panel.hide()  # there was nothing to put out yet
    told = []
    panel.search.node_hits_changed.connect(told.append)
    panel.search.hits_changed.connect(lambda spans, _current: told.append(spans))
    panel.session.open_article(library / "one.md")
    assert not any(told)
    panel.show()
    assert any(told)
