"""The articles panel: listing, filtering, opening, and a folder that changes under it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from reader.ui.models.article_list_model import ArticleRole, ArticlesModel
from reader.ui.panels.articles_panel import ArticlesPanel

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
    return [panel.model.index(row).data() for row in range(panel.model.rowCount())]


def test_the_model_keeps_qt_s_rules(qtmodeltester, panel):
    qtmodeltester.check(panel.model)
    qtmodeltester.check(ArticlesModel())


def test_the_library_s_articles_are_listed_with_what_is_known_of_them(panel):
    assert titles(panel) == ["苹果", "香蕉", "樱桃"]
    assert panel.model.index(0).data(ArticleRole.DETAIL) == "访谈  ·  #标签苹果"


@pytest.mark.parametrize(
    ("words", "left"), [("香", ["香蕉"]), ("访谈 c.md", ["樱桃"]), ("ABOUT A.MD", ["苹果"])]
)
def test_the_filter_looks_at_title_category_tags_and_name(panel, words, left):
    panel.filter.setText(words)
    assert titles(panel) == left
    assert "1 of 3" in panel.note.text()


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
    assert panel.model.index(1).data(ArticleRole.IS_OPEN)
    with qtbot.waitSignal(session.article_opened) as opened:
        qtbot.mouseClick(
            panel.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=panel.list.visualRect(panel.model.index(0)).center(),
        )
    assert opened.args[0].title == "苹果"


def test_a_new_file_appears_and_a_removed_one_goes(qtbot, panel, session, folder):
    with qtbot.waitSignal(session.library_changed):
        (folder / "sub" / "d.md").write_text(DIGEST.format(title="梨", original=""), encoding="utf-8")
    assert "梨" in titles(panel)
    with qtbot.waitSignal(session.library_changed):
        (folder / "a.md").unlink()
    assert "苹果" not in titles(panel)


def test_a_file_written_in_place_is_noticed(qtbot, panel, session, folder):
    with qtbot.waitSignal(session.library_changed):
        (folder / "a.md").write_text(DIGEST.format(title="李子", original=""), encoding="utf-8")
    assert "李子" in titles(panel)


def test_a_large_library_is_looked_at_again_when_the_person_comes_back(
    qtbot, session, folder, monkeypatch, qapp
):
    monkeypatch.setattr("reader.ui.session.file_watching.MOST_FILES", 2)
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(folder)
    panel.show()
    text = DIGEST.format(title="李子", original="")
    (folder / "a.md").write_text(text, encoding="utf-8")
    with qtbot.waitSignal(session.library_changed):
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert "李子" in titles(panel)


def test_a_renamed_file_is_told_and_the_first_listing_is_not(qtbot, session, folder):
    told = []
    session.library_changed.connect(told.append)
    panel = ArticlesPanel(session)
    qtbot.addWidget(panel)
    session.open_library(folder)
    panel.show()
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


def test_the_words_of_an_article_are_folded_once(session, folder, monkeypatch):
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import Library
    from reader.ui.models import article_list_model

    entries = Catalogue(Library(folder)).update()
    known = article_list_model.folded_texts(entries, {})
    monkeypatch.setattr(article_list_model, "fold", lambda _text: pytest.fail("folded again"))
    assert article_list_model.folded_texts(entries, known) == known


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
        for row in range(3):  # it passes over the others
            panel.list.entered.emit(panel.model.index(row))
    assert expected.args[0].title == "樱桃"


def test_a_pressed_row_is_expected_at_once(qtbot, panel, session):
    told = []
    session.article_expected.connect(lambda article: told.append(article.title))
    point = panel.list.visualRect(panel.model.index(1)).center()
    qtbot.mousePress(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert told == ["香蕉"]


def test_the_row_that_the_keyboard_is_on_is_expected(qtbot, panel, session):
    panel.list.enter()
    with qtbot.waitSignal(session.article_expected) as expected:
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert expected.args[0].title == "香蕉"


def test_the_mark_is_on_what_was_asked_for_also_where_it_cannot_be_read(panel, session, folder):
    session.open_article(folder / "a.md")
    assert panel.model.index(0).data(ArticleRole.IS_OPEN)
    (folder / "b.md").write_bytes(b"")
    session.open_article(folder / "b.md")
    assert [panel.model.index(row).data(ArticleRole.IS_OPEN) for row in range(2)] == [False, True]
    session.close_article()
    assert not panel.model.index(1).data(ArticleRole.IS_OPEN)
