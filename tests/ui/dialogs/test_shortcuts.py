"""The sheet of keyboard shortcuts: what it says, the keys it gives, by real keys; mnemonics; keys of vi."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrinter

from reader.settings import Settings
from reader.ui.base.mnemonics import with_mnemonics
from reader.ui.base.tasks import Tasks
from reader.ui.dialogs.shortcut_sheet import sheet_html
from reader.ui.dialogs.shortcuts import NAME, Shortcuts
from tests.ui.windows import window_on

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def window(open_window, tmp_path):
    file = tmp_path / "library" / "a.md"
    file.parent.mkdir()
    words = "".join(f"## 第{n}节\n\n芯片的话。\n\n" * 5 for n in range(20))
    file.write_text(f"# 出口管制\n\n{words}", encoding="utf-8")
    return open_window(file)


@pytest.fixture
def sheet(qtbot, window):
    qtbot.keyClick(window, Key.Key_F1)
    sheet = window.findChild(Shortcuts)
    qtbot.waitUntil(sheet.isActiveWindow)
    return sheet


def choose(sheet, name: str) -> None:
    for _head, items in sheet._items:
        for item in items:
            if item.data(0, NAME) == name:
                sheet.tree.setCurrentItem(item)
                return
    raise AssertionError(name)


def key_of(window, name: str) -> str:
    return window.session.actions[name].shortcut().toString()


def test_all_that_can_be_called_is_there_under_its_menu(window, sheet):
    lines = {line.name: (section.title, line) for section in sheet.sections() for line in section.lines}
    rows = [row.name for row in window.session.actions.rows if row.call is not None]
    assert set(rows) == set(lines) - {""}
    title, line = lines["annotate.note"]
    assert (title, line.words, line.keys) == ("Annotate", "Write a note", "Ctrl+M")


def test_a_key_is_given_by_pressing_it_and_kept(qtbot, window, sheet):
    choose(sheet, "annotate.note")
    qtbot.keyClick(sheet.edit, Key.Key_F12)
    assert key_of(window, "annotate.note") == "F12"
    assert window.session.settings.get("keys") == {"annotate.note": "F12"}
    assert Settings().get("keys") == {"annotate.note": "F12"}  # on the disk
    assert sheet.tree.currentItem().text(1) == "F12"
    assert "(F12)" in window.session.actions["annotate.note"].toolTip()
    sheet.usual.click()
    assert key_of(window, "annotate.note") == "Ctrl+M"
    assert window.session.settings.get("keys") == {}


def test_a_key_that_somebody_has_is_taken_only_when_asked_to(qtbot, window, sheet):
    choose(sheet, "annotate.note")
    qtbot.keyClick(sheet.edit, Key.Key_K, Modifier.ControlModifier)
    assert "Search the library" in sheet.said.text()
    assert sheet.take.isVisible()
    assert key_of(window, "annotate.note") == "Ctrl+M"
    sheet.take.click()
    assert key_of(window, "annotate.note") == "Ctrl+K"
    assert key_of(window, "edit.search") == "Ctrl+Shift+F"  # its other one stays
    choose(sheet, "edit.search")
    sheet.usual.click()  # somebody else has one of them
    assert "Write a note" in sheet.said.text()


def test_reset_all_gives_everybody_the_usual_keys(qtbot, window, sheet):
    before = {row.name: key_of(window, row.name) for row in window.session.actions.rows}
    choose(sheet, "annotate.note")
    qtbot.keyClick(sheet.edit, Key.Key_K, Modifier.ControlModifier)
    sheet.take.click()
    choose(sheet, "edit.undo")
    sheet.none.click()
    assert key_of(window, "edit.undo") == ""
    sheet._reset_all()
    assert {row.name: key_of(window, row.name) for row in window.session.actions.rows} == before


def test_what_the_text_hears_is_not_given_away(qtbot, window, sheet):
    choose(sheet, "annotate.note")
    qtbot.keyClick(sheet.edit, Key.Key_Space)
    assert key_of(window, "annotate.note") == "Ctrl+M"
    assert sheet.said.text()
    assert not sheet.take.isVisible()


def test_the_letter_of_a_menu_is_not_given_away(qtbot, window, sheet):
    choose(sheet, "annotate.note")
    qtbot.keyClick(sheet.edit, Key.Key_F, Modifier.AltModifier)
    assert sheet.said.text() == "Alt+F opens the menu “File”."
    assert not sheet.take.isVisible()
    assert key_of(window, "annotate.note") == "Ctrl+M"


def test_own_keys_hold_from_the_start_and_in_the_panels_menu(qtbot, immediate, window):
    window.close()
    settings = Settings()
    settings.set("keys", {"go.panel_notes": "Ctrl+4", "edit.find": "", "nothing.known": "F5"})
    again = window_on(Tasks(immediate), settings)
    qtbot.addWidget(again)
    again.complete()
    assert key_of(again, "go.panel_notes") == "Ctrl+4"
    assert again.session.actions["panels.notes"].text().endswith("\tCtrl+4")
    assert key_of(again, "edit.find") == ""
    assert settings.get("keys")["nothing.known"] == "F5"  # another version's is kept
    again.close()


def test_the_filter_finds_by_words_and_by_keys(qtbot, sheet):
    def shown() -> list[str]:
        return [item.text(0) for _head, items in sheet._items for item in items if not item.isHidden()]

    sheet.filter.setText("ctrl+m")
    assert "Write a note" in shown()
    assert len(shown()) < 5
    sheet.filter.setText("zoom nowhere")
    assert shown() == []
    assert all(head.isHidden() for head, _items in sheet._items)


def test_escape_leads_out_of_the_field_and_then_closes(qtbot, window, sheet):
    choose(sheet, "annotate.note")
    sheet.edit.setFocus()
    qtbot.keyClick(sheet.edit, Key.Key_Escape)
    assert sheet.isVisible()
    assert key_of(window, "annotate.note") == "Ctrl+M"
    qtbot.keyClick(sheet, Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(Shortcuts))


def test_the_sheet_is_printed(qtbot, sheet, tmp_path):
    page = sheet_html(sheet.sections())
    assert "Ctrl+Shift+P" in page
    assert "Name the colours" not in page  # it has no key
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "keys.pdf"))
    document = QTextDocument()
    document.setHtml(page)
    document.print_(printer)
    assert (tmp_path / "keys.pdf").stat().st_size > 1000


# ---- mnemonics


@pytest.mark.parametrize(
    ("texts", "given"),
    [
        (["&Open", "Other"], ["&Open", "O&ther"]),
        (["Other", "&Open"], ["O&ther", "&Open"]),  # what was written stays
        (["&Open", "&Other"], ["&Open", "O&ther"]),
        (["打开(&O)…", "其他…"], ["打开(&O)…", "其他(&A)…"]),
        (["另存为 PDF…"], ["另存为 PDF(&A)…"]),
        (["Cut && paste"], ["&Cut && paste"]),
        (["One\tCtrl+1", "O"], ["&One\tCtrl+1", "O(&A)"]),
        ([], []),
    ],
)
def test_each_text_gets_a_letter_of_its_own(texts, given):
    assert with_mnemonics(texts) == given


def test_each_entry_of_each_menu_has_one(window):
    for title in window.menuBar().actions():
        title.menu().aboutToShow.emit()
        texts = [action.text() for action in title.menu().actions() if not action.isSeparator()]
        letters = [text[text.replace("&&", "__").index("&") + 1].upper() for text in texts]
        assert len(set(letters)) == len(letters), texts


# ---- keys of vi


def test_keys_of_vi_are_off_at_first(qtbot, window):
    qtbot.keyClick(window.pane, "G")
    qtbot.keyClick(window.pane, "/")
    assert window.pane.verticalScrollBar().value() == 0
    assert not window.pane.finding.is_open


def test_keys_of_vi_scroll_find_and_go_from_point_to_point(qtbot, window):
    window.session.settings.set("vi_keys", True)
    pane, bar, session = window.pane, window.pane.verticalScrollBar(), window.session
    qtbot.waitUntil(lambda: not pane.idle.is_busy)  # the text grows while the rest is laid out
    qtbot.keyClick(pane, "G", Modifier.ShiftModifier)
    assert bar.value() == bar.maximum() > 0
    qtbot.keyClick(pane, "g")
    assert bar.value() == bar.maximum()
    qtbot.keyClick(pane, "g")
    assert bar.value() == 0
    qtbot.keyClick(pane, "j")
    qtbot.waitUntil(lambda: bar.value() > 0)
    qtbot.keyClick(pane, "]")
    first = session.place
    qtbot.keyClick(pane, "]")
    assert session.place > first
    qtbot.keyClick(pane, "[")
    assert session.place == first
    qtbot.keyClick(pane, "/")
    assert pane.finding.bar.field.hasFocus()
    qtbot.keyClicks(pane.finding.bar.field, "jn")  # letters are letters there
    assert pane.finding.bar.field.text() == "jn"
    pane.finding.bar.field.setText("芯片")
    qtbot.keyClick(pane.finding.bar.field, Key.Key_Escape)
    qtbot.keyClick(pane, "n")
    assert pane.hasFocus()
    at = pane.finding.hits.current
    qtbot.keyClick(pane, "n")
    assert pane.finding.hits.current == at + 1
    qtbot.keyClick(pane, "N", Modifier.ShiftModifier)
    assert pane.finding.hits.current == at
