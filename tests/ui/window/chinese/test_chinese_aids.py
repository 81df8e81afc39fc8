"""Pinyin and the other kind of characters in the window: what is seen changes, and nothing else."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QLabel, QToolButton

from reader.articles.source.canonical_text import Span
from reader.settings import Settings
from reader.ui.base.tasks import Tasks
from reader.ui.pane.layout.shapes import Readings
from reader.ui.window.chinese import chinese_aids
from tests.ui.windows import window_on

Key, Modifier = Qt.Key, Qt.KeyboardModifier
HEAD = "# 漢字的歷史\n\n文章标签：#銀行\n\n## 銀行\n\n"
SOURCE = HEAD + "銀行行長長大後，喜歡音樂，也重視𠮷祥的 AI。\n\n其他的話。\n"


@pytest.fixture
def window(qtbot, new_window, tmp_path):
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "a.md").write_text(SOURCE, encoding="utf-8")
    window = new_window()
    window.session.open_article(tmp_path / "library" / "a.md")
    window.complete()
    window.show()
    qtbot.waitExposed(window)
    window.pane.setFocus()
    return window


def settle(qtbot, window):
    """Wait until the whole screen is laid out anew."""

    def is_whole() -> bool:
        window.pane.viewport().repaint()
        return bool(window.pane.placed) and window.pane.screenful.missing_from is None

    qtbot.waitUntil(is_whole)


def shown(qtbot, window) -> str:
    """Return the text that stands in the pane."""
    settle(qtbot, window)
    return "\n".join(placed.laid.section.document.toPlainText() for placed in window.pane.placed)


def read(qtbot, window) -> list[str]:
    """Return the readings that are painted."""
    settle(qtbot, window)
    found = []
    for placed in window.pane.placed:
        placed.laid.section.prepare()
        for shape in placed.laid.section._decorations:
            if isinstance(shape, Readings):
                found += [words for _left, words in shape.words]
    return found


def span_of(window, words) -> Span:
    at = window.session.article.text.text.rindex(words)
    return Span(at, at + len(words))


def test_pinyin_over_all_of_it_by_its_key(qtbot, window):
    before = shown(qtbot, window)
    assert read(qtbot, window) == []
    qtbot.keyClick(window, Key.Key_Y, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert window.session.settings.get("pinyin") is True
    assert " ".join(read(qtbot, window)).startswith("yín háng yín háng háng zhǎng zhǎng dà hòu")
    assert shown(qtbot, window) == before
    assert window.session.actions["view.pinyin"].isChecked()
    window.session.settings.set("pinyin", False)
    assert read(qtbot, window) == []
    assert not window.session.actions["view.pinyin"].isChecked()


def test_readings_stand_above_their_characters_and_apart(qtbot, window):
    window.session.settings.set("pinyin", True)
    settle(qtbot, window)
    lines = 0
    for placed in window.pane.placed:
        section = placed.laid.section
        section.prepare()
        for shape in section._decorations:
            if isinstance(shape, Readings):
                lines += 1
                assert shape.frame.top() >= -2
                lefts = [left for left, _words in shape.words]
                assert lefts == sorted(lefts)
                wide = QFontMetricsF(shape.font).horizontalAdvance
                ends = [left + wide(words) for left, words in shape.words]
                assert all(end < following for end, following in zip(ends, lefts[1:], strict=False))
    assert lines >= 3


def test_lines_are_high_enough_for_readings(qtbot, window):
    window.session.settings.set("line_height", 1.2)
    settle(qtbot, window)
    low = sum(placed.laid.section.height for placed in window.pane.placed)
    window.session.settings.set("pinyin", True)
    settle(qtbot, window)
    assert sum(placed.laid.section.height for placed in window.pane.placed) > low + 7


def test_pinyin_over_chosen_words_wherever_they_stand(qtbot, window):
    window.pane.select(span_of(window, "銀行"))
    qtbot.keyClick(window, Key.Key_Y, Modifier.AltModifier)
    assert read(qtbot, window) == ["yín", "háng", "yín", "háng"]
    assert window.session.settings.get("pinyin_words") == ["銀行"]
    window.pane.select(span_of(window, "音樂，也重"))
    window.session.actions["view.pinyin_words"].trigger()
    assert window.session.settings.get("pinyin_words") == ["銀行", "音樂", "也重"]
    window.pane.select(span_of(window, "銀行"))
    window.session.actions["view.pinyin_words"].trigger()
    assert window.session.settings.get("pinyin_words") == ["音樂", "也重"]


def chosen(text: str, kept=()) -> list[str]:
    """Return the words that have pinyin once `text` was selected; `kept` had it before."""
    settings = Settings()
    settings.set("pinyin_words", list(kept))
    article = SimpleNamespace(text=SimpleNamespace(text=text))
    session = SimpleNamespace(
        article=article, selection=Span(0, len(text)), settings=settings, tell=lambda _words: None
    )
    chinese_aids.set_pinyin_over_selection(session)
    return settings.get("pinyin_words")


def test_words_are_words_each_once_and_not_too_many():
    assert chosen("銀行，AI銀行") == ["銀行"]
    assert chosen("字" * 30) == ["字" * 30]
    assert chosen("字" * 31) == []
    many = chosen("銀行", [f"字{number}" for number in range(500)])
    assert len(many) == 500
    assert (many[0], many[-1]) == ("字1", "銀行")


def test_without_words_it_says_what_to_do(window):
    said = []
    window.session.status_changed.connect(said.append)
    window.pane.select(span_of(window, "AI"))
    window.session.actions["view.pinyin_words"].trigger()
    assert "Select one Chinese word" in said[-1]
    assert window.session.settings.get("pinyin_words") == []


def test_simplified_is_shown_and_nothing_else_is_changed(qtbot, window):
    session, text = window.session, window.session.article.text.text
    note = window.annotations.highlight(span_of(window, "喜歡音樂"), "green")
    anchored = window.annotations.find(note).anchor.span
    session.settings.set("script", "simplified")
    assert "银行行长长大后，喜欢音乐，也重视𠮷祥的 AI。" in shown(qtbot, window)
    assert session.article.text.text == text
    assert window.annotations.find(note).anchor.span == anchored
    window.pane.select(anchored)
    assert session.selection == anchored
    window.pane.copy()
    # In slices of time; and the article's own words.
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "喜歡音樂")
    window.pane.open_find("音樂")
    assert len(window.pane.finding.hits.spans) == 1
    session.settings.set("script", "")
    assert "喜歡音樂" in shown(qtbot, window)


def test_the_title_above_is_in_the_same_characters(qtbot, window):
    window.session.settings.set("script", "simplified")
    said = [label.accessibleName() or label.text() for label in window.pane.findChildren(QLabel)]
    assert [words for words in said if "汉字的历史" in words.replace("\n", "")] != []
    chips = [chip.text() for chip in window.pane.findChildren(QToolButton)]
    assert "银行" in chips


def test_a_key_goes_through_the_kinds_of_characters(qtbot, window):
    settings = window.session.settings
    went = []
    for _time in range(3):
        qtbot.keyClick(window, Key.Key_Y, Modifier.AltModifier | Modifier.ShiftModifier)
        went.append(settings.get("script"))
    assert went == ["simplified", "traditional", ""]


def test_without_opencc_it_says_what_lacks(qtbot, window, monkeypatch):
    said = []
    window.session.status_changed.connect(said.append)
    monkeypatch.setattr(chinese_aids, "can_convert", lambda: False)
    window.session.actions["view.next_script"].trigger()
    assert window.session.settings.get("script") == ""
    assert "gangmu[opencc]" in said[-1]


TREE = HEAD.replace("## 銀行\n", "## 文章框架\n\n- 銀行\n  - 長處\n") + "## 銀行\n\n長大。\n\n"
TREE += "### 長處\n\n歡喜。\n"


def shown_in(qtbot, immediate, folder, text, script):
    """Return pictures of tree, list and notes, and the words of the bars, of a window on an article."""
    folder.mkdir(parents=True)
    (folder / "a.md").write_text(text, encoding="utf-8")
    settings = Settings(folder.parent / "settings.json")
    settings.set("script", script)
    window = window_on(Tasks(immediate), settings)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.session.open_article(folder / "a.md")
    window.complete()
    window.annotations.highlight(span_of(window, text.split("\n")[-2][:2]), "green")
    window.session.jump_to_node(window.session.contents.entries[0].entry_id)
    window.show()
    qtbot.waitExposed(window)
    window.show_panel("notes")
    views = [view for view in window.findChildren(QAbstractItemView) if view.isVisible()]
    pictures = [view.viewport().grab().toImage() for view in views]
    said = [window.windowTitle(), window.split.active.own.tab.name, *window.bar.way.labels()]
    window.close()
    return pictures, said


def test_tree_lists_and_bars_look_as_if_the_article_were_written_so(qtbot, immediate, tmp_path):
    written = TREE
    for old, new in ("漢汉", "歷历", "銀银", "長长", "處处", "歡欢"):
        written = written.replace(old, new)
    as_written, said_so = shown_in(qtbot, immediate, tmp_path / "one" / "library", written, "")
    pictures, said = shown_in(qtbot, immediate, tmp_path / "two" / "library", TREE, "simplified")
    others, _said = shown_in(qtbot, immediate, tmp_path / "three" / "library", TREE, "")
    assert len(pictures) >= 3
    assert pictures == as_written
    assert all(one != other for one, other in zip(pictures, others, strict=True))
    assert said[0] == said_so[0] == "汉字的历史 — Gangmu"
    assert said[2:] == said_so[2:]
