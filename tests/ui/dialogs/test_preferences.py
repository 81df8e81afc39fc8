"""The preferences: every setting of one value has its place, and takes effect at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLabel, QSpinBox

from reader import i18n
from reader.settings import SETTINGS, Settings
from reader.ui.dialogs.preferences import HIDDEN, Preferences


@pytest.fixture
def settings():
    return Settings()


@pytest.fixture
def dialog(qtbot, settings):
    dialog = Preferences(settings)
    qtbot.addWidget(dialog)
    return dialog


def test_every_setting_of_one_value_is_there(dialog):
    wanted = {s.name for s in SETTINGS if isinstance(s.default, bool | int | float | str)} - HIDDEN
    assert set(dialog.editors) == wanted
    assert all(editor.accessibleName() for editor in dialog.editors.values())


def test_a_change_takes_effect_at_once_and_is_kept(dialog, settings):
    heard = []
    settings.on_change(heard.append)
    dialog.editors["font_size"].setValue(22)
    dialog.editors["justify"].setChecked(False)
    dialog.editors["line_height"].setValue(2.0)
    box = dialog.editors["theme"]
    box.setCurrentIndex(box.findData("night"))
    assert heard == ["font_size", "justify", "line_height", "theme"]
    again = Settings()
    assert [again.get(name) for name in heard] == [22, False, 2.0, "night"]


def test_the_present_values_are_shown(qtbot, settings):
    settings.set("font_size", 25)
    settings.set("theme", "a theme that is gone")
    dialog = Preferences(settings)
    qtbot.addWidget(dialog)
    assert dialog.editors["font_size"].value() == 25
    assert dialog.editors["theme"].currentData() == "a theme that is gone"
    assert settings.get("theme") == "a theme that is gone"


def test_all_can_be_set_back(dialog, settings):
    dialog.editors["font_size"].setValue(30)
    dialog.editors["indent"].setChecked(True)
    dialog._reset()
    for setting in SETTINGS:
        if setting.name in dialog.editors:
            assert settings.get(setting.name) == setting.default, setting.name


def test_each_editor_fits_its_setting(dialog):
    kinds = {bool: QCheckBox, int: QSpinBox, float: QDoubleSpinBox, str: QComboBox}
    for setting in SETTINGS:
        if setting.name in dialog.editors:
            assert isinstance(dialog.editors[setting.name], kinds[type(setting.default)]), setting.name


def test_each_number_is_edited_in_its_declared_range_and_steps(dialog):
    numbers = [one for one in SETTINGS if isinstance(dialog.editors.get(one.name), QSpinBox | QDoubleSpinBox)]
    assert len(numbers) == 3
    for setting in numbers:
        editor = dialog.editors[setting.name]
        assert (editor.minimum(), editor.maximum()) == (setting.least, setting.most), setting.name
        assert editor.singleStep() == setting.step, setting.name


def test_what_cannot_be_saved_is_said_where_it_was_set(qtbot, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings = Settings(tmp_path / "file" / "settings.json")
    dialog = Preferences(settings)
    qtbot.addWidget(dialog)
    dialog.editors["font_size"].setValue(22)
    dialog.show()
    assert settings.get("font_size") == 22
    assert settings.problem in [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_where_all_is_well_nothing_is_said(dialog):
    dialog.show()
    dialog.editors["font_size"].setValue(22)
    assert all(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("width", [460, 620, 900])
@pytest.mark.parametrize("size", [10, 14])
def test_no_words_are_cut(qtbot, language, width, size):
    try:
        i18n.use_language(language)
        dialog = Preferences(Settings())
        qtbot.addWidget(dialog)
        larger = dialog.font()
        larger.setPointSize(size)
        dialog.setFont(larger)
        dialog.resize(width, 700)
        dialog.show()
        qtbot.waitExposed(dialog)
        for label in dialog.findChildren(QLabel):
            if label.isVisible():
                metrics = label.fontMetrics()
                flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag(0)
                room = QRect(0, 0, label.contentsRect().width(), 10_000)
                needed = metrics.boundingRect(room, int(flags), label.text())
                assert needed.width() <= label.contentsRect().width(), label.text()
                assert needed.height() <= label.contentsRect().height() + 1, label.text()
    finally:
        i18n.use_language("en")
