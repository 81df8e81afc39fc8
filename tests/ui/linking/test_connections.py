"""The panel of connections: what it lists, where a row leads, that it works only while it is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from reader.ui.linking.connections import Kind
from reader.ui.models.connections_model import ConnectionsModel, Heading, Remark, Shown

PLAIN = "这一段说的是平常的事情，没有什么特别的地方，大家读过也就忘了。"
INDEX = "聚簇索引把数据行存在叶子节点里，二级索引只存主键值，要回表才查得到整行。"
FILES = {
    "本文.md": f"# 聚簇索引\n\n{PLAIN}\n\n## 正题\n\n{INDEX}\n\n## 尾声\n\n{PLAIN}\n",
    "链来.md": f"# 链来的\n\n{PLAIN}\n\n详见[[本文#正题|那一篇]]。\n",
    "提到.md": f"# 提到的\n\n{PLAIN}\n\n## 里面\n\n有人说聚簇索引很快。\n",
    "相关.md": f"# 另一篇\n\n{PLAIN}\n\n## 这里\n\n二级索引只存主键值，要回表才查得到。\n",
    **{f"别的{number}.md": f"# 别的{number}\n\n{PLAIN}\n" for number in range(12)},
}


@pytest.fixture
def window(new_window, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name, source in FILES.items():
        (folder / name).write_text(source, encoding="utf-8")
    window = new_window()
    window.resize(1400, 800)
    window.complete()
    window.show()
    window.activateWindow()
    window.session.open_library(folder)
    window.session.open_article(folder / "本文.md")
    return window


def shown(panel):
    """Return the titles of the rows below each heading; a remark as its sentence."""
    found: dict[str, list[str]] = {}
    title = ""
    for number in range(panel.model.rowCount()):
        row = panel.model.row(panel.model.index(number))
        if isinstance(row, Heading):
            title = row.title
            found[title] = []
        else:
            found.setdefault(title, []).append(row.sentence if isinstance(row, Remark) else row.title)
    return found


def open_panel(qtbot, window):
    window.session.actions["go.panel_connections"].trigger()
    panel = window.panels["connections"]
    qtbot.waitUntil(lambda: Kind.RELATED in panel.connections.found)
    return panel


def test_it_lists_what_links_here_mentions_it_and_is_related(qtbot, window):
    panel = open_panel(qtbot, window)
    found = shown(panel)
    assert found["Linked from"] == ["链来的"]
    assert found["Mentioned in"] == ["提到的"]
    assert found["Related articles"][0] == "另一篇"
    (backlink,) = panel.connections.found[Kind.BACKLINK]
    assert backlink.text[slice(*backlink.matches[0])] == "那一篇"
    assert backlink.why == "#正题"
    related = panel.connections.found[Kind.RELATED][0]
    assert related.place[-1] == "这里"
    assert "二级索引" in related.why


def test_passages_like_the_one_that_is_read_follow_the_reading(qtbot, window):
    panel = open_panel(qtbot, window)
    (before,) = [one for one in panel.connections.found[Kind.ALIKE] if one.title == "另一篇"]
    assert "二级索引" not in before.why  # the title shares one word with it
    window.session.set_place(window.session.article.text.text.index("聚簇索引把"))
    qtbot.waitUntil(lambda: "二级索引" in panel.connections.found[Kind.ALIKE][0].why)


def test_enter_opens_the_passage_and_back_returns(qtbot, window):
    panel = open_panel(qtbot, window)
    qtbot.waitUntil(lambda: window.focusWidget() is panel.list)
    panel.list.setCurrentIndex(panel.model.first())
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    article = window.session.article
    assert article.path.name == "链来.md"
    line = article.text.line_at(window.pane.place())
    assert "那一篇" in article.text.words(article.text.span_of_lines(line, line))
    window.session.actions["go.back"].trigger()
    assert window.session.article.path.name == "本文.md"


def test_a_click_opens_it_too(qtbot, window):
    panel = open_panel(qtbot, window)
    row = next(
        panel.model.index(number)
        for number in range(panel.model.rowCount())
        if isinstance(one := panel.model.row(panel.model.index(number)), Shown) and one.title == "另一篇"
    )
    panel.list.scrollTo(row)
    qtbot.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualRect(row).center()
    )
    assert window.session.article.path.name == "相关.md"
    assert window.session.article.text.text[window.pane.place() :].startswith(("二级索引", "这里"))


def test_nothing_is_worked_out_while_it_is_out_of_sight(qtbot, window):
    panel = open_panel(qtbot, window)
    panel.close()
    folder = window.session.library.folder
    window.session.open_article(folder / "提到.md")
    assert panel.connections.found == {}
    window.show_panel("connections")
    qtbot.waitUntil(lambda: Kind.RELATED in panel.connections.found)
    assert shown(panel)["Linked from"] == ["No other article links here."]


def test_a_new_link_is_listed(qtbot, window):
    panel = open_panel(qtbot, window)
    folder = window.session.library.folder
    (folder / "新来.md").write_text("# 新来的\n\n也看[[聚簇索引]]。\n", encoding="utf-8")
    window.panels["articles"]._stir()
    qtbot.waitUntil(lambda: sorted(shown(panel)["Linked from"]) == ["新来的", "链来的"])


def test_without_an_article_it_says_what_it_is_for(new_window):
    window = new_window()
    window.complete()
    window.show()
    window.show_panel("connections")
    assert next(iter(shown(window.panels["connections"]).values()))[0].startswith("Open an article")
    window.close()


def test_the_model_is_one(qapp):
    model = ConnectionsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [Heading("甲", "1"), Shown("题", ("节",), "文字", ((0, 1),), "因为", 7), Remark("没有")]
    assert model.show(rows)
    assert not model.show(rows)
    assert model.find(7) == model.first() == model.index(1)
    assert model.data(model.index(1)) == "题. 节. 文字. 因为"
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.show([])
    assert tester is not None
