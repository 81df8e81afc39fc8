"""The settings: each has its place on a page, is found by its words, takes effect at once, and goes back."""

from __future__ import annotations

import json

import pytest
from opencc import OpenCC
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QInputDialog, QLabel, QPushButton, QWidget

from reader import i18n, paths
from reader.i18n import use_language
from reader.settings import PAGES as KEYS
from reader.settings import SETTINGS, Settings
from reader.theme import theme_named
from reader.ui.base.tasks import Tasks
from reader.ui.base.theming import Theming
from reader.ui.settings.backup_rows import BackupRow
from reader.ui.settings.font_editor import FontEditor
from reader.ui.settings.pages import PAGES
from reader.ui.settings.reading_preview import ReadingPreview
from reader.ui.settings.setting_editors import (
    CheckEditor,
    ChoiceEditor,
    FolderEditor,
    NumberEditor,
    TextEditor,
    choices_of,
)
from reader.ui.settings.settings_dialog import SettingsDialog
from reader.ui.window.window_dialogs import show_settings
from tests.ui.windows import window_on

SHOWN = [setting for setting in SETTINGS if setting.page]


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def window(qtbot, immediate, settings):
    window = window_on(Tasks(immediate), settings)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


@pytest.fixture
def dialog(qtbot, window):
    return opened(qtbot, window)


def opened(qtbot, window, page=""):
    show_settings(window, page)
    dialog = window.findChild(SettingsDialog)
    qtbot.waitExposed(dialog)
    qtbot.waitUntil(lambda: dialog.page in dialog.sections)
    return dialog


def every_section(dialog):
    return [dialog.section(page) for page in PAGES]


def editor(dialog, name):
    page = next(page for page in PAGES if page.key == next(s.page for s in SETTINGS if s.name == name))
    return dialog.section(page).editors[name]


def test_a_backup_is_written_and_brought_back_from_its_page(qtbot, window, tmp_path, monkeypatch):
    session = window.session
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "a.md").write_text("# 甲\n\n话。\n", encoding="utf-8")
    session.open_library(tmp_path / "library")
    session.settings.set("font_size", 27)
    dialog = opened(qtbot, window, "backup")
    (row,) = dialog.section(next(page for page in PAGES if page.key == "backup")).findChildren(BackupRow)
    path = tmp_path / "b.zip"
    monkeypatch.setattr("reader.ui.settings.backup_rows.ask_where_to_save", lambda *_given: path)
    monkeypatch.setattr("reader.ui.settings.backup_rows.ask_for_file", lambda *_given: path)
    row.write_button.click()
    assert str(path) in dialog.told.text()
    assert path.is_file()
    session.settings.reset("font_size")
    row.restore_button.click()
    assert session.settings.get("font_size") == 27
    assert "1 setting" in dialog.told.text()
    row.restore_button.click()
    assert dialog.told.text() == "Nothing of the backup was missing here."
    path.write_bytes(b"no zip")
    row.restore_button.click()
    assert "no backup of Gangmu" in dialog.told.text()


def seen_labels(dialog):
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible() and label.text()]


# ---- every setting


def test_the_pages_are_those_that_settings_name():
    assert tuple(page.key for page in PAGES) == KEYS
    assert {setting.page for setting in SHOWN} <= set(KEYS)


def test_every_setting_of_one_value_that_is_set_here_has_its_row_and_an_editor_that_fits_it(dialog):
    rows = {name for section in every_section(dialog) for name in section.editors}
    assert rows == {setting.name for setting in SHOWN}
    for section in every_section(dialog):
        assert all(each.accessibleName() for each in section.editors.values())

    kinds = {bool: QCheckBox, int: NumberEditor, float: NumberEditor, str: QComboBox}
    for setting in SHOWN:
        kind = FolderEditor if setting.is_path else kinds[type(setting.default)]
        made = editor(dialog, setting.name)
        if isinstance(made, TextEditor):  # what may be any text
            assert not setting.choices
            continue
        assert isinstance(made, kind), setting.name
        if isinstance(made, ChoiceEditor):
            assert made.count() > 1, setting.name  # there is something to choose

    numbers = [one for one in SHOWN if isinstance(editor(dialog, one.name), NumberEditor)]
    assert len(numbers) >= 3
    for setting in numbers:
        edit = editor(dialog, setting.name)
        assert (edit.minimum(), edit.maximum()) == (setting.least, setting.most), setting.name
        assert edit.singleStep() == pytest.approx(setting.step), setting.name
        assert (edit.decimals() == 0) == isinstance(setting.default, int)

    for setting in SHOWN:
        if setting.is_path:
            assert setting.words, setting.name
            assert editor(dialog, setting.name).name.text() == setting.words[0]  # none was chosen


def test_a_program_is_named_by_typing_and_an_empty_line_says_what_it_stands_for(qtbot, dialog):
    line = editor(dialog, "editor")
    assert line.placeholderText() == "The system's program"
    line.setFocus()
    qtbot.keyClicks(line, "vim -g ")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert dialog._settings.get("editor") == "vim -g"
    assert editor(dialog, "dictionaries_folder").name.text() == "The program's own"


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_choice_is_called_something(language):
    i18n.use_language(language)
    try:
        for setting in SHOWN:
            if setting.choices:
                assert len(setting.words) in (len(setting.choices), 1), setting.name
                for key, words in choices_of(setting):
                    assert words
                    assert words != key, (setting.name, key)
    finally:
        i18n.use_language("en")


def test_every_setting_that_is_shown_is_heeded_somewhere():
    house = paths.starter_library().parent / "reader"
    code = "".join(
        path.read_text("utf-8") for path in house.rglob("*.py") if path.name not in ("settings.py",)
    )
    built = {"light_theme", "dark_theme"}  # asked for by the system's mode
    assert [one.name for one in SHOWN if f'"{one.name}"' not in code and one.name not in built] == []


# ---- setting


def test_a_change_takes_effect_at_once_and_is_kept(dialog, settings, window):
    heard = []
    settings.on_change(heard.append)
    editor(dialog, "font_size").setValue(22)
    editor(dialog, "justify").click()
    editor(dialog, "line_height").setValue(2.0)
    box = editor(dialog, "theme")
    box.setCurrentIndex(box.findData("night"))
    assert heard == ["font_size", "justify", "line_height", "theme"]
    again = Settings()
    assert [again.get(name) for name in heard] == [22, False, 2.0, "night"]
    assert type(again.get("font_size")) is int
    assert window.pane.style_now.size == 22
    assert window.pane.theme.key == "night"


def test_the_sample_is_traditional_where_the_window_is(settings):
    before = i18n.language()
    use_language("zh_TW")
    try:
        preview = ReadingPreview(settings, Theming(settings))
        text = preview.pane.column.article.text.text
        preview.shut_down()
    finally:
        use_language(before)
    assert "張網" in text
    assert text == OpenCC("s2tw").convert(text)


def test_a_number_that_is_typed_counts_when_it_is_whole(qtbot, dialog, settings):
    edit, heard = editor(dialog, "font_size"), []
    settings.on_change(lambda name: heard.append(settings.get(name)))
    edit.setFocus()
    edit.selectAll()
    qtbot.keyClicks(edit, "24")
    qtbot.keyClick(edit, Qt.Key.Key_Tab)
    assert heard == [24]


def test_the_preview_is_set_as_the_text_will_be(dialog):
    assert dialog.preview.isVisible()
    editor(dialog, "font_size").setValue(30)
    editor(dialog, "indent").click()
    style = dialog.preview.pane.style_now
    assert (style.size, style.indent) == (30, True)
    box = editor(dialog, "theme")
    box.setCurrentIndex(box.findData("night"))
    assert dialog.preview.pane.theme.key == "night"
    dialog.show_page("library")
    assert not dialog.preview.isVisible()


def test_what_is_set_elsewhere_is_seen_here(dialog, settings):
    settings.set("font_size", 26)
    settings.set("vi_keys", True)
    assert editor(dialog, "font_size").value() == 26
    assert editor(dialog, "vi_keys").isChecked()


def test_the_present_values_are_shown_even_what_is_gone(qtbot, settings, window):
    settings.set("font_size", 25)
    settings.set("theme", "a theme that is gone")
    settings.set("latin_font", "A Font of Another Machine")
    dialog = opened(qtbot, window)
    assert editor(dialog, "font_size").value() == 25
    assert editor(dialog, "theme").currentData() == "a theme that is gone"
    assert editor(dialog, "latin_font").currentText() == "A Font of Another Machine"
    assert settings.get("theme") == "a theme that is gone"
    dialog.close()


def test_the_list_is_arranged_anew_when_its_order_is_set_here(dialog, window):
    heard = []
    window.panels["articles"].arranging.order_changed.connect(lambda: heard.append(True))
    box = editor(dialog, "articles_sort")
    box.setCurrentIndex(box.findData("title"))
    assert heard == [True]


def test_the_menu_knows_of_a_drawn_framework_that_is_set_here(dialog, window):
    editor(dialog, "show_drawing").click()
    assert window.session.actions["view.drawing"].isChecked()


def test_a_wheel_over_the_page_changes_nothing(qtbot, dialog, settings):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    for name in ("font_size", "font_family", "chinese_font"):
        edit = editor(dialog, name)
        centre = QPointF(edit.rect().center())
        turned = QWheelEvent(
            centre,
            QPointF(edit.mapToGlobal(centre.toPoint())),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(edit, turned)
        assert settings.is_default(name), name


def test_a_folder_is_chosen_in_a_dialog(qtbot, dialog, settings, person, tmp_path):
    (tmp_path / "词典").mkdir()
    settings.set("last_folder", str(tmp_path))
    edit = editor(dialog, "dictionaries_folder")
    person.answers = [person.types(str(tmp_path / "词典")), person.cancels]
    qtbot.mouseClick(edit.choose, Qt.MouseButton.LeftButton)
    assert settings.get("dictionaries_folder") == str(tmp_path / "词典")
    assert edit.name.text() == "词典"
    qtbot.mouseClick(edit.choose, Qt.MouseButton.LeftButton)
    assert settings.get("dictionaries_folder") == str(tmp_path / "词典")
    settings.reset("dictionaries_folder")
    assert edit.name.text() == "The program's own"


# ---- back to the usual


def test_one_setting_goes_back_by_its_button(qtbot, dialog, settings):
    back = dialog.section(PAGES[0]).backs["font_size"]
    assert not back.isVisible()
    editor(dialog, "font_size").setValue(30)
    assert back.isVisible()
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert settings.get("font_size") == 18
    assert editor(dialog, "font_size").value() == 18
    assert not back.isVisible()


def test_a_page_and_all_go_back_and_that_can_be_taken_back(qtbot, dialog, settings):
    settings.set_all({"font_size": 30, "indent": True, "articles_sort": "title", "keys": {"edit.copy": "F2"}})
    qtbot.mouseClick(dialog.reset_page, Qt.MouseButton.LeftButton)
    assert (settings.get("font_size"), settings.get("indent")) == (18, False)
    assert settings.get("articles_sort") == "title"
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert (settings.get("font_size"), settings.get("indent")) == (30, True)
    assert not dialog.back.isVisible()
    qtbot.mouseClick(dialog.reset_all, Qt.MouseButton.LeftButton)
    assert {one.name: settings.get(one.name) for one in SHOWN} == {one.name: one.default for one in SHOWN}
    assert settings.get("keys") == {"edit.copy": "F2"}  # what is set elsewhere stays
    assert dialog.back.isVisible()


# ---- finding


def test_words_find_their_settings_on_all_pages(qtbot, dialog):
    qtbot.keyClicks(dialog.search, "articles")
    labels = seen_labels(dialog)
    assert "What comes first in the list of articles" in labels
    assert "Size of the text, in pixels" not in labels
    qtbot.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Size of the text, in pixels" in seen_labels(dialog)
    qtbot.keyClicks(dialog.search, "hong kong")  # a choice
    assert "Regional forms of characters" in seen_labels(dialog)
    dialog.search.setText("no such thing")
    assert "No setting has these words." in seen_labels(dialog)


def test_a_chinese_window_finds_chinese_pinyin_and_english(qtbot, window, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    use_language("zh_CN")
    try:
        dialog = opened(qtbot, window)
        for typed in ("两端对齐", "duiqi", "lddq", "justified", "LIANGDUAN"):
            dialog.search.setText("")
            assert "版心宽度（汉字数）" in seen_labels(dialog)
            dialog.search.setText(typed)
            assert "两端对齐" in seen_labels(dialog), typed
            assert "版心宽度（汉字数）" not in seen_labels(dialog), typed
    finally:
        use_language("en")


def test_the_keyboard_alone_is_enough(qtbot, dialog, settings):
    assert dialog.search.hasFocus()
    qtbot.keyClicks(dialog.search, "justified")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    assert dialog.focusWidget() is editor(dialog, "justify")
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert settings.get("justify") is False
    qtbot.keyClick(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.search.hasFocus()
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_tab_goes_from_the_pages_to_what_stands_there_and_to_the_buttons_last(qtbot, dialog):
    for page in ("reading", "library"):
        dialog.show_page(page)
        dialog.pages.setFocus()
        first = next(one for one in SHOWN if one.page == page)
        qtbot.keyClick(dialog.pages, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is editor(dialog, first.name), page
        dialog.search.setFocus()
        found = []
        for _step in range(3):
            qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Backtab)
            found.append(dialog.focusWidget())
        assert found == [dialog.done_button, dialog.reset_all, dialog.reset_page], page


def test_the_arrows_go_through_the_pages(qtbot, dialog):
    dialog.pages.setFocus()
    qtbot.keyClick(dialog.pages, Qt.Key.Key_Down)
    assert dialog.page == "theme"
    assert "Your own themes" in seen_labels(dialog)


# ---- fonts


def test_fonts_are_offered_for_their_letters_with_some_of_them(qtbot, dialog, settings):
    for name in ("chinese_font", "latin_font"):
        edit = editor(dialog, name)
        assert isinstance(edit, FontEditor)
        assert edit.count() == 1, name
        edit.setFocus()
        qtbot.keyClick(edit, Qt.Key.Key_Down)
        assert edit.count() > 1, name
        assert settings.get(name) == edit.itemData(1)
        edit.showPopup()
        grabbed = edit.view().grab().toImage()
        assert not grabbed.isNull()
        edit.hidePopup()


# ---- profiles


def test_a_profile_is_kept_used_and_removed(qtbot, dialog, settings, window, monkeypatch):
    row = dialog.section(PAGES[0]).findChildren(QWidget)
    row = next(each for each in row if type(each).__name__ == "ProfileRow")
    settings.set_all({"font_size": 28, "theme": "night"})
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_a: ("夜间", True)))
    qtbot.mouseClick(row.keep, Qt.MouseButton.LeftButton)
    assert row.choice.currentText() == "夜间"
    settings.set_all({"font_size": 18, "theme": "auto"})
    assert row.choice.currentData() == ""
    row.choice.setCurrentIndex(row.choice.findText("夜间"))
    assert (settings.get("font_size"), settings.get("theme")) == (28, "night")
    settings.set("font_size", 20)
    window.session.actions["view.next_profile"].trigger()
    assert settings.get("font_size") == 28
    qtbot.mouseClick(row.drop, Qt.MouseButton.LeftButton)
    assert settings.get("reading_profiles") == {}
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert list(settings.get("reading_profiles")) == ["夜间"]


# ---- themes and style sheets of one's own


def test_what_is_broken_is_named_with_its_sentence(qtbot, window, settings):
    themes, styles = paths.config_folder() / "themes", paths.config_folder() / "styles"
    themes.mkdir(parents=True)
    styles.mkdir(parents=True)
    (themes / "mine.toml").write_text("[palette", "utf-8")
    (styles / "a.css").write_text("p { color: red; }", "utf-8")
    (styles / "b.css").write_text("p { color: red; ", "utf-8")
    dialog = opened(qtbot, window, "theme")
    said = "\n".join(seen_labels(dialog))
    assert "mine.toml" in said
    assert "a.css" in said
    assert "“b.css” is left out: its braces do not match." in said
    dialog.close()


def test_a_copy_of_the_theme_is_ones_own_and_in_use(qtbot, dialog, settings):
    dialog.show_page("theme")
    qtbot.mouseClick(button(dialog, "Make one from this theme"), Qt.MouseButton.LeftButton)
    assert settings.get("theme") == "my-theme-1"
    made = theme_named("my-theme-1")
    assert made is not None
    assert (made.is_own, made.name) == (True, "my-theme-1")
    assert editor(dialog, "theme").currentData() == "my-theme-1"
    assert "my-theme-1" in seen_labels(dialog)


def test_a_broken_theme_in_use_stands_over_the_text_until_it_is_mended(qtbot, window, settings):
    file = paths.config_folder() / "themes" / "mine.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[palette", "utf-8")
    settings.set("theme", "mine")
    assert "mine.toml" in window.notices.notice.words
    qtbot.mouseClick(window.notices.buttons()[0], Qt.MouseButton.LeftButton)
    dialog = window.findChild(SettingsDialog)
    assert dialog.page == "theme"
    assert "mine.toml" in dialog.told.text()
    file.write_text(paths.resource("themes/sepia.toml").read_text("utf-8"), "utf-8")
    window.session.theming.look_again()
    assert window.notices.notice is None
    dialog.close()


# ---- a file


def test_settings_go_to_a_file_and_come_back(qtbot, dialog, settings, person, tmp_path):
    dialog.show_page("backup")
    settings.set_all({"font_size": 28, "last_folder": str(tmp_path)})
    person.answers = [person.types("mine"), person.types("given.json")]
    qtbot.mouseClick(button(dialog, "Save…"), Qt.MouseButton.LeftButton)
    assert json.loads((tmp_path / "mine.json").read_text("utf-8")) == {"font_size": 28}
    assert dialog.told.text() == "1 setting is in “mine.json”."
    path = tmp_path / "given.json"
    path.write_text(json.dumps({"font_size": 30, "theme": "night", "measure": "wide"}), "utf-8")
    qtbot.mouseClick(button(dialog, "Take in…"), Qt.MouseButton.LeftButton)
    assert (settings.get("font_size"), settings.get("theme")) == (30, "night")
    assert dialog.told.text() == "2 settings are taken in. Not understood, and left out: measure."
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert (settings.get("font_size"), settings.get("theme")) == (28, "auto")


def button(dialog, words):
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


# ---- what cannot be kept, and what is seen


def test_what_cannot_be_saved_is_said_where_it_was_set(qtbot, dialog, settings, tmp_path):
    file = tmp_path / "own" / "config"
    for each in file.glob("*"):
        each.unlink()
    if file.is_dir():
        file.rmdir()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("in the way")
    editor(dialog, "font_size").setValue(22)
    assert settings.get("font_size") == 22
    assert settings.problem
    assert settings.problem in seen_labels(dialog)


def test_closed_it_hears_of_nothing_any_more(qtbot, window, settings):
    dialog = opened(qtbot, window)
    dialog.close()
    qtbot.waitUntil(lambda: window.findChild(SettingsDialog) is None)
    settings.set("font_size", 30)
    settings.set("theme", "night")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [640, 760, 1000])
@pytest.mark.parametrize("size", [10, 14])
def test_no_words_are_cut(qtbot, new_window, language, width, size):
    i18n.use_language(language)
    window = new_window()
    try:
        window.complete()
        dialog = SettingsDialog(window.session)
        qtbot.addWidget(dialog)
        larger = dialog.font()
        larger.setPointSize(size)
        dialog.setFont(larger)
        dialog.resize(width, 600)
        dialog.show()
        qtbot.waitExposed(dialog)
        for page in PAGES:
            dialog.show_page(page.key)
            qtbot.waitUntil(lambda: dialog.layout().activate() or True)
            for label in dialog.findChildren(QLabel):
                if label.isVisible():
                    metrics = label.fontMetrics()
                    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag(0)
                    room = QRect(0, 0, label.contentsRect().width(), 10_000)
                    needed = metrics.boundingRect(room, int(flags), label.text())
                    assert needed.width() <= label.contentsRect().width(), label.text()
                    assert needed.height() <= label.contentsRect().height() + 1, label.text()
            for each in dialog.findChildren(QPushButton):
                if each.isVisible():
                    assert each.width() >= each.minimumSizeHint().width() - 2, each.text()
        dialog.close()
    finally:
        window.close()
        i18n.use_language("en")


def test_choices_of_light_and_dark_are_of_their_mode():
    for name, mode in (("light_theme", "light"), ("dark_theme", "dark")):
        setting = next(one for one in SETTINGS if one.name == name)
        keys = [key for key, _words in choices_of(setting)]
        assert setting.default in keys
        assert {theme_named(key).mode for key in keys} == {mode}


def test_a_choice_that_is_offered_anew_tells_nothing(qtbot):
    edit, heard = ChoiceEditor([("a", "A"), ("b", "B")], "b"), []
    qtbot.addWidget(edit)
    edit.changed.connect(heard.append)
    edit.offer([("b", "B"), ("c", "C")], "b")
    assert heard == []
    assert edit.currentData() == "b"


def test_a_box_is_ticked_by_a_click_anywhere_in_its_row(qtbot, dialog, settings, window):
    editor = dialog.findChildren(CheckEditor)[0]
    dialog.show()
    before = editor.isChecked()
    qtbot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=editor.rect().center())
    assert editor.isChecked() != before
