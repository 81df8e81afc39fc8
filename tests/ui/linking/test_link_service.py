"""Links between articles in the window: followed by mouse and keyboard, shown by a card, marked if broken."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices

from reader.annotations.made_framework import made_for
from reader.articles.reading import read_article
from reader.ui.base.theme_colours import colour
from reader.ui.pane.aids import link_cards

LONG = "这里说了许多别的话，为的是有好几行那么长，可以滚动。" * 40
FILES = {
    "起点.md": (
        "# 起点\n\n见[[深层学习]]一文。\n\n又见[[学习#结论|它的结论]]。\n\n再看[旁边](夹/旁边.md#乙节)。\n\n"
        "断的是[[深层学刁]]。\n\n也断的是[无此文](没有.md)。\n\n网上的是[一页](https://example.org/x)。\n\n"
        "码是`[[深层学习]]`。\n\n本文[[#末节]]。\n\n无此节[[深层学习#无此节]]。\n\n"
        + f"{LONG}\n\n## 末节\n\n完。\n"
    ),
    "深层学习.md": (
        "---\naliases: [学习, 深度学习]\n---\n\n# 一个题目\n\n开头的一段话。\n\n"
        f"{LONG}\n\n## 结论\n\n结论里的话。\n"
    ),
    "夹/旁边.md": f"# 旁边的文章\n\n甲话。\n\n{LONG}\n\n## 乙节\n\n乙节的话。\n",
}


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    for name, source in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder


@pytest.fixture
def window(new_window, library, monkeypatch):
    monkeypatch.setattr(link_cards, "DELAY", link_cards.DELAY // 40)
    window = new_window()
    window.resize(1000, 700)
    window.complete()
    window.show()
    window.activateWindow()
    window.session.open_library(library)
    window.session.open_article(library / "起点.md")
    return window


def spot_of(window, words):
    """Return where in the viewport the middle of `words` is."""
    pane, text = window.pane, window.session.article.text.text
    start = text.index(words)
    pane.settle()
    first = pane.rectangle_of(pane.selecting.caret_of(start))
    last = pane.rectangle_of(pane.selecting.caret_of(start + len(words)))
    return QPoint(int((first.left() + last.left()) / 2), int(first.center().y()))


def click(qtbot, window, words):
    qtbot.mouseClick(window.pane.viewport(), Qt.MouseButton.LeftButton, pos=spot_of(window, words))


def open_now(window):
    return window.session.article.path.name


@pytest.mark.parametrize(
    ("words", "name", "section"),
    [
        ("深层学习", "深层学习.md", "开头的一段话。"),
        ("它的结论", "深层学习.md", "结论"),
        ("旁边", "旁边.md", "乙节"),
    ],
)
def test_a_click_opens_the_article_at_the_section_and_back_returns(qtbot, window, words, name, section):
    click(qtbot, window, words)
    assert open_now(window) == name
    text = window.session.article.text
    place = window.pane.place()
    line = text.words(text.span_of_lines(text.line_at(place), text.line_at(place)))
    assert line == section
    window.session.actions["go.back"].trigger()
    assert open_now(window) == "起点.md"
    window.session.actions["go.forward"].trigger()
    assert open_now(window) == name


def test_a_link_to_a_section_of_the_same_article_goes_there(qtbot, window):
    click(qtbot, window, "#末节")
    text = window.session.article.text.text
    assert text[window.pane.place() :].startswith("末节")


def test_the_keyboard_goes_through_links_and_follows_them(qtbot, window):
    window.pane.setFocus()
    told = []
    window.session.status_changed.connect(told.append)
    for _step in range(2):
        qtbot.keyClick(window.pane, Qt.Key.Key_Tab)
    assert told[-1] == "一个题目 › 结论"
    qtbot.keyClick(window.pane, Qt.Key.Key_Return)
    assert open_now(window) == "深层学习.md"
    assert window.session.article.text.text[window.pane.place() :].startswith("结论")


def test_a_broken_link_says_what_it_may_mean_and_is_marked(qtbot, window):
    told = []
    window.session.status_changed.connect(told.append)
    click(qtbot, window, "深层学刁")
    assert open_now(window) == "起点.md"
    assert "深层学刁" in told[-1]
    assert "深层学习.md" in told[-1]
    assert window.pane._broken.addresses == {"wiki:深层学刁", "没有.md"}
    error = colour(window.session.theming.theme, "error").name()

    def is_marked(words):
        spot = spot_of(window, words)
        image = window.pane.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        return any(
            image.pixelColor(int((spot.x() + x) * ratio), int((spot.y() + y) * ratio)).name() == error
            for x in range(-20, 20)
            for y in range(0, 20)
        )

    assert is_marked("深层学刁")
    assert is_marked("无此文")
    assert not is_marked("它的结论")


def test_a_new_article_mends_its_links(window, library):
    (library / "深层学刁.md").write_text("# 来了\n", encoding="utf-8")
    window.panels["articles"]._stir()
    assert window.pane._broken.addresses == {"没有.md"}


def test_what_stands_in_code_is_no_link(qtbot, window):
    pane, text = window.pane, window.session.article.text.text
    start = text.index("[[深层学习]]")
    assert pane.pointing.link_at(pane.rectangle_of(pane.selecting.caret_of(start + 4)).center()) == ""


def test_a_missing_section_opens_the_article_and_is_told(qtbot, window):
    click(qtbot, window, "深层学习#无此节")
    assert open_now(window) == "深层学习.md"
    assert "无此节" in window.told.text()


def test_the_card_shows_the_passage_and_takes_no_keyboard(qtbot, window):
    window.pane.setFocus()
    window.pane.pointing.link_hovered.emit("wiki:学习#结论")
    card = window.pane.aids.card
    qtbot.waitUntil(card.isVisible)
    assert card.heading == "一个题目 › 结论"
    assert card.words.startswith("结论里的话")
    assert card.foot == "深层学习.md"
    assert window.focusWidget() is window.pane
    window.pane.pointing.link_hovered.emit("夹/旁边.md#乙节")
    qtbot.waitUntil(lambda: card.heading == "旁边的文章 › 乙节")
    assert "乙节的话" in card.words
    window.pane.pointing.link_hovered.emit("")
    assert not card.isVisible()


def test_the_card_shows_a_point_that_the_person_has_made(qtbot, window, library):
    qtbot.waitUntil(lambda: window.session.shared.store is not None)
    store = window.session.shared.store
    other = read_article(library / "深层学习.md")
    store.put(made_for(other, ((1, "结论"), (2, "无此节")), "深层学习.md"))
    window.pane.pointing.link_hovered.emit("wiki:深层学习#无此节")
    card = window.pane.aids.card
    qtbot.waitUntil(lambda: card.heading == "一个题目 › 无此节")
    assert "结论里的话" in card.words


def test_the_card_says_that_there_is_no_such_section(qtbot, window):
    window.pane.pointing.link_hovered.emit("wiki:深层学习#无此节")
    qtbot.waitUntil(window.pane.aids.card.isVisible)
    assert window.pane.aids.card.heading == "一个题目"
    assert "无此节" in window.pane.aids.card.words


def test_the_card_comes_for_the_keyboard_too(qtbot, window):
    window.pane.setFocus()
    qtbot.keyClick(window.pane, Qt.Key.Key_Tab)
    card = window.pane.aids.card
    qtbot.waitUntil(card.isVisible)
    assert card.heading == "一个题目"
    assert "开头的一段话" in card.words


def test_a_link_on_the_web_shows_its_address_and_opens_by_a_click_alone(qtbot, window, monkeypatch):
    opened, told = [], []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    window.session.status_changed.connect(told.append)
    window.pane.pointing.link_hovered.emit("https://example.org/x")
    assert told[-1] == "https://example.org/x"
    qtbot.wait(0)
    assert opened == []
    window.pane.pointing.link_hovered.emit("")
    click(qtbot, window, "一页")
    assert opened == ["https://example.org/x"]


def test_tab_finds_a_wiki_link_where_there_is_no_other(qtbot, window, library):
    (library / "只有.md").write_text("# 只有\n\n见[[深层学习]]。\n", encoding="utf-8")
    window.session.open_article(library / "只有.md")
    window.pane.setFocus()
    told = []
    window.session.status_changed.connect(told.append)
    qtbot.keyClick(window.pane, Qt.Key.Key_Tab)
    assert told[-1] == "一个题目"
