"""A note on its card reads as Markdown until it is edited, and loads and opens nothing by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument

from reader.ui.annotating.notes import note_view
from reader.ui.annotating.notes.note_html import note_html, safe_address

NOTE = """**大潮**在新月与满月。

- 一
- 二 `code`

[网](https://example.org/?a=1&b=2) [文件](file:///etc/passwd) ![图](file:///etc/hostname)
"""


def html(note):
    return note_html(note, "#123456", "#777777")


@pytest.fixture
def card(qtbot, marker, desk, span):
    made = desk.highlight(span("水位最高"), "green", note=NOTE)
    marker.open_card(made)
    qtbot.waitUntil(marker.card.isVisible)
    return marker.card


def test_a_note_is_shown_rendered_and_edited_as_it_is_written(qtbot, card, desk):
    assert card.view.isVisible()
    assert not card.note.isVisible()
    shown = card.view.toPlainText()
    assert "大潮在新月" in shown
    assert "•" in shown
    assert "**" not in shown
    qtbot.keyClick(card.view, Qt.Key.Key_Return)
    assert card.note.isVisible()
    assert not card.view.isVisible()
    assert card.note.toPlainText() == NOTE
    card.note.setPlainText("*新的*")
    card.keep()
    card._read()
    assert desk.placed[0].annotation.note == "*新的*"
    assert card.view.toPlainText() == "新的"


def test_a_click_edits(qtbot, card):
    qtbot.mouseClick(
        card.view.viewport(), Qt.MouseButton.LeftButton, pos=card.view.viewport().rect().bottomRight()
    )
    assert card.note.isVisible()


def test_the_key_for_a_note_edits_at_once(session, card, marker):
    chosen = marker.chosen
    card.close_card()
    marker.choose(chosen)
    session.actions["annotate.note"].trigger()
    assert card.note.isVisible()
    assert not card.view.isVisible()


def test_an_empty_note_is_a_place_to_write(marker, desk, span):
    marker.open_card(desk.highlight(span("水位最低"), "green"))
    assert marker.card.note.isVisible()
    assert not marker.card.view.isVisible()


def test_nothing_is_loaded(card, tmp_path):
    secret = tmp_path / "secret.png"
    secret.write_text("secret")
    kinds = QTextDocument.ResourceType
    for kind in (kinds.ImageResource, kinds.StyleSheetResource, kinds.HtmlResource):
        given_back = card.view.document().resource(kind, QUrl.fromLocalFile(str(secret)))
        assert given_back.width() == 1 if isinstance(given_back, QImage) else given_back == b" "


def test_only_addresses_on_the_web_are_opened(monkeypatch, card):
    opened = []
    monkeypatch.setattr(note_view, "open_on_the_web", lambda address: opened.append(address) or True)
    for address in (
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://host/x",
        "https://example.org/?a=1&b=2",
    ):
        card.view.anchorClicked.emit(QUrl(address))
    assert opened == ["https://example.org/?a=1&b=2"]
    assert not card.view.source().isValid()


def test_links_and_code_and_emphasis_are_written_and_other_schemes_are_words():
    page = html(NOTE)
    assert '<a href="https://example.org/?a=1&amp;b=2"' in page
    assert "<b>大潮</b>" in page
    assert "<code>code</code>" in page
    assert "file:" not in page
    assert "[图]" in page


def test_html_in_a_note_does_not_get_through():
    page = html(
        '<img src="file:///x"> <script>alert(1)</script> <a href="javascript:x">y</a> <iframe src="x">'
    )
    assert not any(word in page for word in ("<img", "<script", "<iframe", "href"))


@given(st.text(alphabet="ab*_`[]()<>!-#&\\\n \"'中:/", max_size=80))
def test_whatever_is_written_can_be_shown(note):
    page = html(note)
    assert not any(word in page for word in ("<img", "<script", "<style"))


def test_odd_addresses_are_refused():
    assert safe_address("http://[") == ""
    assert safe_address("HTTPS://example.org") == "HTTPS://example.org"
    assert safe_address("/etc/passwd") == ""
