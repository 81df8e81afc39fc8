"""A change of language while the program runs: every word is another, and all else is as it was."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from reader import i18n
from reader.articles.source.canonical_text import Span
from reader.settings import PAGES, Settings
from reader.ui.base.actions import plain_text
from reader.ui.base.tasks import Tasks
from reader.ui.session.open_library import OpenLibraries
from reader.ui.session.window_memory import WindowMemory
from reader.ui.settings.settings_dialog import SettingsDialog
from reader.ui.startup import app
from reader.ui.startup.app import make_window
from reader.ui.startup.language_switch import LanguageSwitch
from reader.ui.startup.several_windows import allow_several
from reader.ui.window.window_dialogs import show_settings
from tests import translations
from tests.long_runs import IS_LONG

SOURCE = (
    "# 潮汐\n\n文章框架\n\n├── 成因\n└── 影响\n\n## 成因\n\n月球的引力。\n\n## 影响\n\n潮间带的生物。\n\n"
    + "".join(f"## 第{n}节\n\n{'海水涨落。' * 40}\n\n" for n in range(12))
)


@pytest.fixture
def shown(qtbot, immediate, tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("潮汐", "月球"):
        (folder / f"{name}.md").write_text(SOURCE.replace("# 潮汐", f"# {name}"), encoding="utf-8")

    libraries = OpenLibraries(Tasks(immediate))

    def make(settings, remembered):
        return make_window(settings, Tasks(immediate), remembered, libraries)

    settings = Settings()
    settings.set("language", "en")
    window = make(settings, WindowMemory())
    shown = LanguageSwitch(window, make)
    window.resize(1280, 800)
    window.session.open_article(folder / "潮汐.md")
    window.show()
    qtbot.waitExposed(window)
    window.complete()
    yield shown
    shown.window.close()
    app.speak(i18n.use_language("en"))


def switch(qtbot, shown, language):
    with qtbot.waitSignal(shown.switched):
        shown.window.session.settings.set("language", language)
    qtbot.waitExposed(shown.window)


# ---- every word


def texts_of(window) -> set[str]:
    """Return every text that a person may see or hear in `window` and what belongs to it."""
    found = {window.windowTitle()}
    for widget in [window, *window.findChildren(QWidget)]:
        found |= {
            widget.toolTip(),
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.windowTitle(),
        }
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        elif isinstance(widget, QGroupBox):
            found.add(widget.title())
        elif isinstance(widget, QComboBox):
            found |= {widget.itemText(at) for at in range(widget.count())}
        elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
            found.add(widget.placeholderText())
    for action in window.findChildren(QAction):
        found |= {action.text(), action.toolTip(), action.iconText()}
    for action in window.session.actions:
        found |= {action.text(), action.toolTip()}
    return {words for words in (plain_text(text).strip() for text in found) if words}


def sentences(language) -> tuple[set[str], list[re.Pattern[str]]]:
    """Return all that `language` says: whole sentences, and patterns of those with blanks in them."""
    whole, patterns = set(), []
    for message in translations.load(translations.LANGUAGES[0] if language == i18n.ENGLISH else language):
        if not message.id:
            continue
        said = message.id if language == i18n.ENGLISH else message.string
        for text in (said,) if isinstance(said, str) else said:
            words = plain_text(text).strip()
            if re.search(r"[^\W\d_]", re.sub(r"\{[^}]*\}", "", words)) is None:
                continue
            if "{" in words:
                parts = [re.escape(part) for part in re.split(r"\{[^}]*\}", words)]
                if max(map(len, parts)) > 4:
                    patterns.append(re.compile(".+".join(parts)))
            else:
                whole.add(words)
    return whole, patterns


SAID = {language: sentences(language) for language in i18n.LANGUAGES}


def of_another_language(window, language) -> list[tuple[str, str]]:
    """Return the texts in `window` that only another language says, each with that language."""
    own, own_patterns = SAID[language]
    wrong = []
    for text in sorted(texts_of(window)):
        bare = re.sub(r" \([^()]*\)$", "", text).rstrip("…。.")
        forms = {text, bare, f"{bare}…", f"{bare}.", f"{bare}。"}
        if forms & own or any(pattern.fullmatch(one) for one in forms for pattern in own_patterns):
            continue
        for other in i18n.LANGUAGES:
            whole, patterns = SAID[other]
            if other != language and (
                forms & whole or any(pattern.fullmatch(one) for one in forms for pattern in patterns)
            ):
                wrong.append((other, text))
    return wrong


def open_all(qtbot, window):
    """Show all that a window has: panels with rows, the find bar, notices, settings."""
    for panel in window.panels.values():
        panel.show()
        panel.make()
    window.search_for("海水")
    window.pane.open_find("月球")
    for title in window.menuBar().actions():
        title.menu().aboutToShow.emit()
    show_settings(window, "reading")
    window.findChild(SettingsDialog).search.setText("e")
    window.findChild(SettingsDialog).search.clear()


# Each language is left once, and come to once.
ROUND = [*zip(i18n.LANGUAGES, (*i18n.LANGUAGES[1:], i18n.LANGUAGES[0]), strict=True)]


def test_no_word_of_the_language_before_is_left(qtbot, shown):
    open_all(qtbot, shown.window)
    for before, after in permutations(i18n.LANGUAGES, 2) if IS_LONG else ROUND:
        if before != shown.window.session.settings.get("language"):
            switch(qtbot, shown, before)
            open_all(qtbot, shown.window)
        switch(qtbot, shown, after)
        open_all(qtbot, shown.window)
        assert len(texts_of(shown.window)) > 200
        assert of_another_language(shown.window, after) == [], (before, after)


def test_the_test_would_see_a_word_that_is_left(qtbot, shown):
    open_all(qtbot, shown.window)
    QLabel("设置", shown.window)
    QLabel("无法读取“a.md”", shown.window)
    assert {text for _other, text in of_another_language(shown.window, "en")} == {"设置", "无法读取“a.md”"}


def test_qt_s_own_words_change_too(qtbot, shown):
    said = []
    for language in ("zh_CN", "zh_TW", "en"):
        switch(qtbot, shown, language)
        box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", QMessageBox.StandardButton.Cancel, shown.window)
        said.append(box.button(QMessageBox.StandardButton.Cancel).text().replace("&", ""))
    assert said == ["取消", "取消", "Cancel"]
    assert shown.window.menuBar().actions()[0].text() == "&File"


# ---- words that are too long


def cut_words(window) -> list[str]:
    """Return the words that stand in less room than they need. What is shortened on purpose ends in "…"."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.width() <= 1 or widget.visibleRegion().isEmpty():
            continue
        metrics = widget.fontMetrics()
        if isinstance(widget, QLabel) and not widget.wordWrap() and widget.pixmap().isNull():
            needed, room = metrics.horizontalAdvance(plain_text(widget.text())), widget.contentsRect().width()
        elif isinstance(widget, QPushButton | QCheckBox | QRadioButton):
            needed, room = widget.minimumSizeHint().width() - 2, widget.width()
        elif isinstance(widget, QToolButton) and widget.text() and widget.icon().isNull():
            needed, room = metrics.horizontalAdvance(plain_text(widget.text())), widget.width()
        elif isinstance(widget, QLineEdit) and not widget.text():
            needed = metrics.horizontalAdvance(widget.placeholderText())
            room = widget.width() - 2 * metrics.averageCharWidth()
        else:
            continue
        if needed > room:
            found.append(f"{type(widget).__name__} {widget.text() or widget.toolTip()}: {needed} in {room}")
    return found


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_words_are_cut_nor_in_the_settings(qtbot, shown, language):
    if language != "en":
        switch(qtbot, shown, language)
    window = shown.window
    for width in (700, 1000, 1280):
        window.resize(width, 700)
        window.pane.open_find("")
        for name in list(window.panels):
            window.show_panel(name)
            qtbot.waitUntil(window.panels[name].isVisible)
            assert cut_words(window) == [], (width, name)
    for page in PAGES:
        show_settings(window, page)
        dialog = window.findChild(SettingsDialog)
        qtbot.waitUntil(lambda dialog=dialog, page=page: page in dialog.sections)
        assert cut_words(dialog) == [], page


def test_the_test_would_see_words_that_are_cut(qtbot, shown):
    label = QLabel("a sentence that has no room", shown.window)
    label.setFixedWidth(40)
    label.show()
    assert len(cut_words(shown.window)) == 1


# ---- all else


def test_all_is_as_it_was(qtbot, shown):
    old = shown.window
    session, pane = old.session, old.pane
    folder = session.library.folder
    session.open_article(folder / "月球.md")
    session.jump_to(session.article.outline.sections[4].span)
    position = pane.place()
    assert position > 100
    pane.select(Span(position, position + 3))
    note = old.annotations.highlight(Span(10, 12), "green")
    old.search_for("海水")
    old.resize(1111, 777)
    old.panels["notes"].show()
    show_settings(old, "language")
    switch(qtbot, shown, "zh_TW")
    new = shown.window
    assert new is not old
    assert new.session.article.path == folder / "月球.md"
    assert new.pane.place() == position
    assert new.pane.selection() == Span(position, position + 3)
    assert new.size() == old.size()
    assert new.panels["notes"].isVisible()
    assert new.search.question.text == "海水"
    assert new.session.history.can_go_back
    assert new.annotations.find(note) is not None
    assert new.findChild(SettingsDialog).page == "language"
    new.session.actions["edit.undo"].trigger()
    assert new.annotations.find(note) is None
    new.session.actions["edit.redo"].trigger()
    assert new.annotations.find(note) is not None
    new.session.go_back()
    qtbot.waitUntil(lambda: new.pane.place() < position)


def test_what_hides_all_still_does(qtbot, shown):
    shown.window.show_only_text(True)
    switch(qtbot, shown, "zh_CN")
    assert shown.window.calm.is_hiding
    assert not shown.window.menuBar().isVisible()
    qtbot.keyClick(shown.window.pane, Qt.Key.Key_Escape)
    assert shown.window.menuBar().isVisible()
    assert shown.window.panels["framework"].isVisible()


def test_the_window_before_hears_of_nothing_any_more(qtbot, shown):
    old, pane = shown.window, shown.window.pane
    switch(qtbot, shown, "zh_CN")
    assert not old.isVisible()
    shown.window.session.settings.set("font_size", 30)
    shown.window.session.settings.set("theme", "night")
    assert shown.window.pane.style_now.size == 30
    assert pane.style_now.size == 18
    assert Settings().get("language") == "zh_CN"


def test_the_program_goes_on_in_the_new_window(qtbot, tmp_path):
    settings = Settings()
    settings.set("language", "en")
    window = make_window(settings, remembered=WindowMemory())
    (tmp_path / "潮汐.md").write_text(SOURCE, encoding="utf-8")
    window.opening.open(tmp_path / "潮汐.md")
    window.show()
    libraries = OpenLibraries(Tasks())
    windows = allow_several(window, lambda given, memory: make_window(given, None, memory, libraries))
    settings.set("language", "zh_TW")
    qtbot.waitUntil(lambda: windows.active is not window)
    assert windows.active.menuBar().actions()[0].text().startswith("檔案")
    assert "Noto Sans CJK TC" in windows.active.font().families()
    windows.quit()
    libraries.shut_down()
    app.speak(i18n.use_language("en"))


def test_the_same_language_by_another_name_changes_nothing(qtbot, shown, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en_GB")
    old = shown.window
    old.session.settings.set("language", "")
    qtbot.waitUntil(lambda: True)
    assert shown.window is old


def test_notes_that_cannot_be_saved_keep_their_window(qtbot, shown, monkeypatch):
    old, said = shown.window, []
    old.session.status_changed.connect(said.append)
    monkeypatch.setattr(old, "keep", lambda: False)
    old.session.settings.set("language", "zh_CN")
    qtbot.waitUntil(lambda: bool(said))
    assert shown.window is old
    assert "next start" in said[-1]
    monkeypatch.undo()
