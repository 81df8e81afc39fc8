"""Looking up a word in the window: by key, by menu, with the answer in a card."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from reader import paths
from reader.articles.source.canonical_text import Span
from reader.dictionaries.model import Answer
from reader.ui.dictionary.word_lookup import WordLookup
from tests.dictionaries.stardict_files import write_stardict


@pytest.fixture
def window(qtbot, new_window, handmade, article_file):
    window = new_window()
    window.resize(900, 700)
    window.show()
    with qtbot.waitSignal(window.pane.first_painted):
        window.session.open_article(article_file)
    window.complete()
    window.pane.setFocus()
    return window


@pytest.fixture
def lookup(window):
    return window.pane.findChild(WordLookup)


@pytest.fixture
def dictionary():
    return write_stardict(
        paths.data_folder() / "dictionaries", [("文字", "characters; <writing>"), ("甲", "first")]
    )


def select(window, words):
    start = window.session.article.text.text.index(words)
    window.pane.select(Span(start, start + len(words)))


def look_up(qtbot, window):
    qtbot.keyClick(
        window.pane, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )


def test_what_is_selected_is_looked_up_by_a_key(qtbot, window, lookup, dictionary):
    select(window, "文字")
    look_up(qtbot, window)
    assert lookup.card.isVisible()
    assert lookup.card.word.text() == "文字"
    assert "characters; <writing>" in lookup.card.said.toPlainText()
    assert "Test" in lookup.card.said.toPlainText()
    assert lookup.card.folder_button.isHidden()
    assert lookup.card.said.hasFocus()
    assert window.pane.rect().contains(lookup.card.geometry())


def test_escape_closes_the_card_and_gives_the_keyboard_back(qtbot, window, lookup, dictionary):
    select(window, "文字")
    look_up(qtbot, window)
    qtbot.keyClick(lookup.card.said, Qt.Key.Key_Escape)
    assert not lookup.card.isVisible()
    assert window.pane.hasFocus()
    assert window.pane.selection().end > window.pane.selection().start


def test_escape_in_the_text_closes_it_too(qtbot, window, lookup, dictionary):
    select(window, "文字")
    look_up(qtbot, window)
    window.pane.setFocus()
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)  # takes the selection away
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)
    assert not lookup.card.isVisible()


def test_the_word_at_the_caret_is_meant_where_nothing_is_selected(qtbot, window, lookup, dictionary):
    start = window.session.article.text.text.index("甲的文字") + 2
    window.pane.select(Span(start, start))
    look_up(qtbot, window)
    assert lookup.card.word.text() == "文字"


def test_without_a_word_one_is_told(qtbot, window, lookup, dictionary):
    said = []
    window.session.status_changed.connect(said.append)
    look_up(qtbot, window)
    assert "Select the word" in said[-1]
    assert "card" not in lookup.__dict__


def test_the_menu_offers_the_word_that_was_clicked(qtbot, window, lookup, dictionary):
    menu = QMenu(window)
    position = window.session.article.text.text.index("甲的文字") + 3
    window.pane.context_menu_requested.emit(menu, position)
    (action,) = [each for each in menu.findChildren(QAction) if each.text() == "Look up this word"]
    action.trigger()
    assert "characters" in lookup.card.said.toPlainText()
    select(window, "甲的文字")
    window.pane.context_menu_requested.emit(menu, position)
    assert "Look up “甲的文字”" in [each.text() for each in menu.findChildren(QAction)]


def test_without_dictionaries_one_is_told_where_to_put_them(qtbot, window, lookup, monkeypatch):
    opened = []
    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", opened.append)
    select(window, "文字")
    look_up(qtbot, window)
    folder = paths.data_folder() / "dictionaries"
    assert str(folder) in lookup.card.said.toPlainText().replace("\n", "")
    assert lookup.card.folder_button.hasFocus()
    qtbot.keyClick(lookup.card.folder_button, Qt.Key.Key_Space)
    assert opened[0].toLocalFile() == str(folder)
    assert folder.is_dir()


def test_the_folder_that_the_person_chose_is_asked(qtbot, window, lookup, tmp_path):
    write_stardict(tmp_path / "own", [("文字", "from my own")])
    window.session.settings.set("dictionaries_folder", str(tmp_path / "own"))
    select(window, "文字")
    look_up(qtbot, window)
    assert "from my own" in lookup.card.said.toPlainText()


def test_an_unknown_word_and_a_broken_file_are_said(qtbot, window, lookup, dictionary):
    dictionary.with_name("bad.ifo").write_text("nothing")
    select(window, "框架")
    look_up(qtbot, window)
    said = lookup.card.said.toPlainText()
    assert "nothing about this" in said
    assert "bad.ifo" in said


def test_an_answer_that_comes_late_is_not_shown(qtbot, window, lookup, dictionary):
    select(window, "文字")
    look_up(qtbot, window)
    select(window, "甲")
    look_up(qtbot, window)
    lookup._show(1, Answer("文字", "文字", (), (), 1))
    assert lookup.card.word.text() == "甲"
    assert "first" in lookup.card.said.toPlainText()


def test_another_article_closes_the_card(qtbot, window, lookup, dictionary, article_file):
    other = article_file.with_name("two.md")
    other.write_text(article_file.read_text("utf-8"), "utf-8")
    select(window, "文字")
    look_up(qtbot, window)
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(other)
    assert not lookup.card.isVisible()


def test_the_bar_at_the_selection_makes_room(qtbot, window, lookup, dictionary):
    select(window, "文字")
    qtbot.waitUntil(lambda: "bar" in window.marker.__dict__ and window.marker.bar.isVisible())
    look_up(qtbot, window)
    assert not window.marker.bar.isVisible()
