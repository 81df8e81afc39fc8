"""Annotations in and out of the window, and the names of colours."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QMessageBox

from reader.annotations.exporters import exporter_named
from reader.ui.annotating.colour_names_dialog import ColourNamesDialog
from reader.ui.parts.highlight_colours import meaning_of

MOVING = "reader.ui.annotating.import_export_dialogs."


@pytest.fixture
def told(monkeypatch):
    """Return the texts of the boxes that were opened, which close by themselves."""
    texts = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: texts.append(box.text()))
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: texts.append(text))
    return texts


def test_what_is_exported_comes_back_by_import(session, marker, desk, span, tmp_path, monkeypatch, told):
    desk.highlight(span("水位最高"), "green", note="多高？")
    desk.finish()
    out = tmp_path / "all.json"
    kind = f"{exporter_named('json').label()} (*.json)"
    monkeypatch.setattr(MOVING + "QFileDialog.getSaveFileName", lambda *a: (str(out), kind))
    session.actions["annotate.export"].trigger()
    assert len(json.loads(out.read_text("utf-8"))["items"]) == 1
    desk.delete([desk.placed[0].annotation])
    monkeypatch.setattr(MOVING + "QFileDialog.getOpenFileName", lambda *a: (str(out), ""))
    session.actions["annotate.import"].trigger()
    assert [placed.annotation.note for placed in desk.placed] == ["多高？"]
    assert told == ["1 imported, 0 were here already."]


def test_a_file_that_is_none_is_told(session, marker, tmp_path, monkeypatch, told):
    path = tmp_path / "x.bin"
    path.write_bytes(b"\xff")
    monkeypatch.setattr(MOVING + "QFileDialog.getOpenFileName", lambda *a: (str(path), ""))
    session.actions["annotate.import"].trigger()
    assert len(told) == 1


def test_a_colour_is_called_what_the_person_says(qtbot, session, marker):
    dialog = ColourNamesDialog(session)
    qtbot.addWidget(dialog)
    dialog.lines["green"].setText("论据 & 事实")
    dialog.accept()
    assert meaning_of("green", session.settings) == "论据 & 事实"
    assert session.actions["annotate.green"].text() == "论据 && 事实"
    marker.bar.show()
    assert any(
        "论据" in button.toolTip()
        for button in marker.bar.findChildren(type(marker.bar._button(marker.bar.layout())))
    )
