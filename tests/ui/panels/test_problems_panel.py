"""The problems panel: lists what is wrong while it is in sight, opens it at the line, follows the library."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from reader.catalogue.entries import Catalogue
from reader.catalogue.library_check import Problem, ProblemKind
from reader.ui.base.opening_way import Way
from reader.ui.models.problems_model import ProblemsModel
from reader.ui.panels import problems_panel
from reader.ui.panels.problems_panel import ProblemsPanel

BODY = "\n\n".join(f"第{number}段，潮水上涨。" for number in range(1, 60))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text(f"# 甲\n\n{BODY}\n\n见[别处](gone.md)。\n\n{BODY}\n", encoding="utf-8")
    (folder / "b.md").write_text("# 乙\n\n话。\n", encoding="utf-8")
    (folder / "zero.md").write_bytes(b"\x00\x01\x02\x03" * 500)
    return folder


@pytest.fixture
def panel(qtbot, session, folder, monkeypatch):
    monkeypatch.setattr(problems_panel, "CALM", 1)
    panel = ProblemsPanel(session, lambda: None)
    qtbot.addWidget(panel)
    session.open_library(folder)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def kinds(panel):
    rows = (panel.model.problem(panel.model.index(row)) for row in range(panel.model.rowCount()))
    return [problem.kind for problem in rows]


def test_the_model_keeps_qt_s_rules(qtmodeltester, panel):
    qtmodeltester.check(panel.model)
    qtmodeltester.check(ProblemsModel())


def test_what_is_wrong_is_listed_with_a_sentence_each(panel):
    assert kinds(panel) == [ProblemKind.UNREADABLE, ProblemKind.LINK]
    assert panel.note.text() == "2 problems"


def test_nothing_is_looked_for_before_it_is_in_sight(qtbot, session, folder, monkeypatch):
    asked = []
    monkeypatch.setattr(problems_panel, "problems_of", lambda *given: asked.append(given) or iter(()))
    panel = ProblemsPanel(session, lambda: None)
    qtbot.addWidget(panel)
    panel.make()
    session.open_library(folder)
    assert asked == []
    panel.show()
    assert len(asked) == 1
    assert "All is well" in panel.note.text()
    assert panel.list.isHidden()


def test_enter_opens_the_article_at_the_line(qtbot, panel, session):
    panel.filter.setText("gone")
    panel.list.enter()
    jumps = []
    session.jump_requested.connect(jumps.append)
    with qtbot.waitSignal(session.article_opened):
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.article.path.name == "a.md"
    assert "别处" in session.article.text.words(jumps[0])


def test_the_filter_keeps_what_has_its_words(panel):
    panel.filter.setText("link")
    assert kinds(panel) == [ProblemKind.LINK]
    assert panel.note.text() == "1 of 2 problems"
    panel.filter.setText("no such")
    assert panel.list.isHidden()


def test_it_follows_the_library(qtbot, panel, session, folder):
    (folder / "gone.md").write_text("# 回来\n\n在。\n", encoding="utf-8")
    from reader.catalogue.entries import Catalogue

    Catalogue(session.library).update()
    session.note_library_changed()
    qtbot.waitUntil(lambda: kinds(panel) == [ProblemKind.UNREADABLE])


def test_many_rows_cost_what_is_seen(panel, monkeypatch):
    panel.model.add(
        [Problem(f"{number}.md", ProblemKind.LINK, "x " * 40, number) for number in range(20_000)]
    )
    asked = set()
    plain = ProblemsModel.data
    monkeypatch.setattr(
        ProblemsModel, "data", lambda self, index, role=0: asked.add(index.row()) or plain(self, index, role)
    )
    panel.resize(300, 400)
    panel.list.doItemsLayout()
    panel.list.viewport().repaint()
    panel.list.scrollToBottom()
    panel.list.viewport().repaint()
    assert len(asked) < 60


def test_a_copy_is_shown_beside_what_it_is_a_copy_of(qtbot, panel, session, folder):
    (folder / "c.md").write_text("# 乙\n\n话。\n", encoding="utf-8")
    Catalogue(session.library).update()
    session.note_library_changed()
    qtbot.waitUntil(lambda: ProblemKind.DUPLICATE in kinds(panel))
    row = kinds(panel).index(ProblemKind.DUPLICATE)
    opened = []
    session.open_article = lambda path, place=None, way=Way.HERE: opened.append((path.name, way))
    panel._open(panel.model.index(row))
    assert opened == [("c.md", Way.HERE), ("b.md", Way.BESIDE)]


def test_a_row_has_the_menu_of_its_article(panel):
    asked = []

    class Acts:
        def listed(self, name):
            return name

        def show_menu(self, articles, _point):
            asked.append(articles)

    panel.take_acts(Acts())
    panel.list.setCurrentIndex(panel.model.index(1))
    panel.list.customContextMenuRequested.emit(panel.list.visualRect(panel.model.index(1)).center())
    assert asked == [["a.md"]]
