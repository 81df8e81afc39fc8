"""Asking for files: the suffix belongs to the name, nothing is overwritten unasked, kinds are words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from reader.settings import Settings
from reader.ui.parts import file_dialogs
from reader.ui.parts.file_dialogs import FileKind, ask_for_file, ask_where_to_save, folder_at_hand

NOTES = FileKind("Notes", (".md",))


@pytest.fixture
def settings(tmp_path):
    made = Settings()
    made.set("last_folder", str(tmp_path))
    return made


def ask(settings):
    return ask_where_to_save(None, "Save", settings, "潮汐与风", NOTES)


@pytest.mark.parametrize(
    ("typed", "file"), [("foo", "foo.md"), ("version 1.2", "version 1.2.md"), ("a.MD", "a.MD")]
)
def test_the_suffix_is_part_of_what_is_asked_about(settings, person, tmp_path, typed, file):
    (tmp_path / file).write_text("mine")
    person.answers = [person.types(typed), person.presses("Replace")]
    assert ask(settings) == tmp_path / file
    assert file in person.asked[0]
    person.answers = [person.types(typed), person.presses("Choose another name"), person.cancels]
    assert ask(settings) is None


def test_another_name_is_asked_for_where_the_file_stays(settings, person, tmp_path):
    (tmp_path / "foo.md").write_text("mine")
    person.answers = [person.types("foo"), person.presses("Choose another name"), person.types("bar")]
    assert ask(settings) == tmp_path / "bar.md"
    assert person.proposed == ["潮汐与风.md", "foo.md"]


def test_a_new_file_needs_no_question(settings, person, tmp_path):
    person.answers = [person.types("")]
    assert ask(settings) == tmp_path / "潮汐与风.md"
    assert not person.asked


def test_the_last_folder_is_proposed(settings, person, tmp_path):
    (tmp_path / "there").mkdir()
    person.answers = [person.types(str(tmp_path / "there" / "x"))]
    assert ask(settings) == tmp_path / "there" / "x.md"
    assert folder_at_hand(settings) == tmp_path / "there"


def test_no_folder_is_proposed_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = Settings()
    settings.set("last_folder", str(tmp_path / "gone"))
    assert folder_at_hand(settings) == tmp_path
    (tmp_path / "Documents").mkdir()
    assert folder_at_hand(settings) == tmp_path / "Documents"


def test_kinds_are_words_without_patterns(settings, person):
    words = []

    def look(dialog):
        assert isinstance(dialog, QFileDialog)
        box = dialog.findChild(QComboBox, "fileTypeCombo")
        words.extend(box.itemText(row) for row in range(box.count()))
        dialog.reject()

    person.answers = [look]
    assert ask_for_file(None, "Open", settings, [NOTES, FileKind("All files")]) is None
    assert words == ["Notes", "All files"]


def test_no_list_lies_over_the_field(settings, qtbot):
    dialog = file_dialogs._dialog(None, "x", settings)
    qtbot.addWidget(dialog)
    fields = dialog.findChildren(QLineEdit)
    assert fields
    assert all(field.completer() is None for field in fields)
