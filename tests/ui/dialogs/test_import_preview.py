"""Before an import: what would come in is shown, nothing is written before, and the person has the say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QWidget

from reader.catalogue.importing import Taken
from reader.catalogue.library import Library
from reader.ui.dialogs.import_dialog import ImportDialog
from reader.ui.dialogs.import_preview import ImportPreview
from reader.ui.window.opening import Opening, pasted

WORDS = "水的文字，足够长的一段。" * 12
PAGE = (
    "<html><head><title>一页</title></head><body><div class='menu'><p>菜单一项</p></div>"
    f"<article><h1>一页</h1><p>{WORDS}</p></article><div><p>订阅我们的来信</p></div></body></html>"
)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    (folder / "夹").mkdir(parents=True)
    return folder


@pytest.fixture
def files(tmp_path):
    page, text, odd = (tmp_path / name for name in ("page.html", "plain.txt", "odd.xyz"))
    page.write_text(PAGE, encoding="utf-8")
    text.write_text("题目\n\n正文。\n", encoding="utf-8")
    odd.write_bytes(b"?")
    return [page, text, odd]


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def preview(qtbot, session, folder, files, window):
    session.open_library(folder)
    preview = ImportPreview(session, Library(folder), files, window)
    preview.open()
    return preview


def written(folder):
    found = (path.relative_to(folder) for path in folder.rglob("*.*") if path.is_file())
    return sorted(path.as_posix() for path in found if ".gangmu" not in path.parts)


def row(preview, name):
    return next(n for n in range(preview.list.count()) if preview.list.item(n).text() == name)


def test_it_shows_what_would_come_in_and_writes_nothing(preview, folder):
    assert "2 articles would come in; already there: 0; left out: 1." in preview.told.text()
    preview.list.setCurrentRow(row(preview, "一页"))
    assert WORDS in preview.text.toPlainText()
    assert "菜单" not in preview.text.toPlainText()
    assert preview.dropped.toPlainText().splitlines() == ["菜单一项", "订阅我们的来信"]
    assert preview.dropped.isVisibleTo(preview)
    preview.list.setCurrentRow(row(preview, "odd.xyz"))
    assert "cannot be imported" in preview.text.toPlainText()
    assert not preview.whole.isVisibleTo(preview)
    assert written(folder) == []


def test_a_page_can_be_taken_whole(qtbot, preview, folder):
    preview.list.setCurrentRow(row(preview, "一页"))
    with qtbot.waitSignal(preview.looked):
        preview.whole.click()
    assert "菜单一项" in preview.text.toPlainText()
    assert preview.whole.isChecked()
    assert not preview.dropped.isVisibleTo(preview)


def test_what_is_agreed_is_imported_into_the_folder(qtbot, session, folder, files, window):
    session.open_library(folder)
    opening = Opening(session, window)
    opening.bring_in(files)
    preview = window.findChild(ImportPreview)
    preview.list.setCurrentRow(row(preview, "一页"))
    preview.whole.click()
    preview.list.item(row(preview, "plain")).setCheckState(Qt.CheckState.Unchecked)
    assert [preview.folder.itemText(n) for n in range(preview.folder.count())] == ["", "夹"]
    preview.folder.setCurrentText("夹/新")
    qtbot.mouseClick(preview.import_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ImportDialog)
    assert "1 article came in" in dialog.told.text()
    assert written(folder) == ["夹/新/一页.md"]
    assert "菜单一项" in (folder / "夹/新/一页.md").read_text(encoding="utf-8")
    dialog.reject()


def test_a_folder_outside_is_refused_in_words(qtbot, preview, folder):
    preview.folder.setCurrentText("../draussen")
    told = []
    preview.agreed.connect(lambda *given: told.append(given))
    preview.import_button.click()
    assert "is not inside the library" in preview.told.text()
    assert told == []
    assert preview.isVisible()


def test_nothing_ticked_is_nothing_to_import(preview, folder):
    for number in range(preview.list.count()):
        item = preview.list.item(number)
        if isinstance(item.data(Qt.ItemDataRole.UserRole + 1), Taken):
            item.setCheckState(Qt.CheckState.Unchecked)
    assert not preview.import_button.isEnabled()


def test_cancel_leaves_all_as_it_was(qtbot, preview, folder):
    cancel = preview.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Cancel)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert written(folder) == []


# ---- pasting


def clipboard(*, text="", html="", files=()):
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if files:
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return data


@pytest.mark.parametrize(
    ("given", "suffix"),
    [
        ({"text": "一段话。"}, ".md"),
        ({"text": "一段话。", "html": "<p>一段<b>话</b>。</p>"}, ".html"),
        ({"text": "# 题\n\n- 项", "html": "<pre># 题</pre>"}, ".md"),  # an editor puts both there
        ({"text": " \n"}, ""),
        ({"html": "<img src='x'>"}, ""),
        ({}, ""),
    ],
)
def test_what_on_the_clipboard_could_be_an_article(qapp, given, suffix):
    found = pasted(clipboard(**given))
    assert (found.name[-len(suffix) :] if found else "") == suffix


def paste(session, window, **given):
    QGuiApplication.clipboard().setMimeData(clipboard(**given))
    opening = Opening(session, window)
    opening.paste()
    return window.findChild(ImportPreview)


@pytest.mark.parametrize(
    ("given", "name", "words"),
    [
        ({"text": "出口管制的三个问题\n\n第一段。"}, "出口管制的三个问题.md", "第一段。"),
        (
            {"text": "见下", "html": "<h2>一节</h2><p>说了<b>重要</b>的话。</p><nav>x</nav>"},
            "一节.md",
            "**重要**",
        ),
    ],
)
def test_what_was_pasted_becomes_an_article(qtbot, session, folder, window, given, name, words):
    session.open_library(folder)
    preview = paste(session, window, **given)
    assert preview.list.count() == 1
    qtbot.mouseClick(preview.import_button, Qt.MouseButton.LeftButton)
    assert written(folder) == [name]
    assert words in (folder / name).read_text(encoding="utf-8")
    window.findChild(ImportDialog).reject()


def test_files_are_pasted_too_and_an_empty_clipboard_is_told(qtbot, session, folder, files, window):
    session.open_library(folder)
    preview = paste(session, window, files=files[:2])
    assert preview.list.count() == 2
    preview.reject()
    told = []
    session.status_changed.connect(told.append)
    QGuiApplication.clipboard().clear()
    Opening(session, window).paste()
    assert "nothing on the clipboard" in told[-1]
