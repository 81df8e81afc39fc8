"""Asking for files: the suffix belongs to the name, nothing is overwritten unasked, kinds are words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit

from reader.settings import Settings
from reader.ui.parts import file_dialogs
from reader.ui.parts.file_dialogs import (
    FileKind,
    ask_for_file,
    ask_for_folder,
    ask_where_to_save,
    folder_at_hand,
)

ROOT = Path(__file__).resolve().parents[3]

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


def test_wherever_a_file_or_folder_was_chosen_is_proposed_next(settings, person, tmp_path):
    inner = tmp_path / "there" / "inner"
    inner.mkdir(parents=True)
    (inner / "a.md").write_text("mine")
    person.answers = [person.types(str(inner / "a.md"))]
    assert ask_for_file(None, "Open", settings, [NOTES]) == inner / "a.md"
    assert folder_at_hand(settings) == inner
    person.answers = [person.types(str(tmp_path / "there"))]
    assert ask_for_folder(None, "Save in", settings) == tmp_path / "there"
    assert folder_at_hand(settings) == tmp_path / "there"


def test_who_looks_in_a_folder_of_their_own_changes_no_other_dialog(settings, person, tmp_path):
    """Articles are looked for in the library; what is saved is not proposed to go there for that."""
    library = tmp_path / "library"
    library.mkdir()
    (library / "a.md").write_text("mine")
    person.answers = [person.types(str(library / "a.md"))]
    assert ask_for_file(None, "Open", settings, [NOTES], library) == library / "a.md"
    person.answers = [person.types(str(library))]
    assert ask_for_folder(None, "Open", settings, library) == library
    assert folder_at_hand(settings) == tmp_path


def test_what_is_saved_where_a_person_says_fails_in_a_sentence():
    """`write_whole` raises the system's own words, with a number before them."""
    modules = [path.read_text("utf-8") for path in (ROOT / "reader" / "ui").rglob("*.py")]
    asking = [text for text in modules if "import" in text and "ask_where_to_save" in text]
    assert len(asking) > 5
    assert not [text[:80] for text in asking if "write_whole" in text]


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
