"""Files are asked for in one way: what is imported too."""

from __future__ import annotations

from PySide6.QtCore import Qt

from reader.ui.dialogs.import_dialog import ImportDialog
from reader.ui.dialogs.import_preview import ImportPreview


def test_what_is_to_be_imported_is_asked_for_by_words_and_the_folder_is_remembered(
    qtbot, new_window, person, tmp_path
):
    library, elsewhere = tmp_path / "library", tmp_path / "elsewhere"
    library.mkdir()
    elsewhere.mkdir()
    (elsewhere / "tides.txt").write_text("潮汐\n\n在新月与满月，水位最高。\n", encoding="utf-8")
    window = new_window()
    window.session.open_library(library)
    person.answers = [person.types(str(elsewhere / "tides.txt"))]
    window.opening.ask_to_import()
    (dialog,) = person.seen
    assert "*" not in "".join(dialog.nameFilters()).split("(")[0]
    preview = window.findChild(ImportPreview)
    qtbot.waitUntil(preview.import_button.isEnabled)
    assert list(library.iterdir()) == []  # it is shown before it is done
    qtbot.mouseClick(preview.import_button, Qt.MouseButton.LeftButton)
    assert window.findChild(ImportDialog) is not None
    assert list(library.glob("*.txt")) or list(library.glob("*.md"))
    assert window.session.settings.get("last_folder") == str(elsewhere)
    window.close()
