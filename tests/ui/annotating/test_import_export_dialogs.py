"""Annotations in and out of the window, and the names of colours."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QMessageBox

from reader.annotations.exporters import EXPORTERS
from reader.settings import Settings
from reader.ui.annotating.colour_names_dialog import ColourNamesDialog
from reader.ui.annotating.export_dialog import ExportDialog
from reader.ui.parts.highlight_colours import meaning_of


@pytest.fixture
def told(monkeypatch):
    """Return the texts of the boxes that were opened, which close by themselves."""
    texts = []
    monkeypatch.setattr(QMessageBox, "open", lambda box: texts.append(box.text()))
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: texts.append(text))
    return texts


def test_what_is_exported_comes_back_by_import(session, marker, desk, span, tmp_path, person, told):
    desk.highlight(span("水位最高"), "green", note="多高？")
    desk.finish()
    out = tmp_path / "all.json"
    person.answers = [person.chooses("json"), person.types(str(tmp_path / "all"))]
    session.actions["annotate.export"].trigger()
    assert len(json.loads(out.read_text("utf-8"))["items"]) == 1
    desk.delete([desk.placed[0].annotation])
    person.answers = [person.types(str(out))]
    session.actions["annotate.import"].trigger()
    assert [placed.annotation.note for placed in desk.placed] == ["多高？"]
    assert told == ["1 imported, 0 were here already."]


def test_an_export_takes_no_file_s_place_unasked(session, marker, desk, span, tmp_path, person):
    desk.highlight(span("水位最高"), "green")
    (tmp_path / "foo.md").write_text("mine")
    person.answers = [
        person.chooses("markdown"),
        person.types(str(tmp_path / "foo")),
        person.presses("Choose another name"),
        person.cancels,
    ]
    session.actions["annotate.export"].trigger()
    assert not person.answers
    assert (tmp_path / "foo.md").read_text() == "mine"


def test_an_export_that_fails_says_why_in_a_sentence(
    session, marker, desk, tmp_path, person, told, full_disk
):
    out = tmp_path / "foo.md"
    person.answers = [person.chooses("markdown"), person.types(str(out))]
    session.actions["annotate.export"].trigger()
    assert told == [f"{out} cannot be written: No space left on device."]
    assert not out.exists()


def test_a_name_is_proposed_the_article_s(session, marker, desk, tmp_path, person):
    session.settings.set("last_folder", str(tmp_path))
    person.answers = [person.chooses("csv"), person.types("")]
    session.actions["annotate.export"].trigger()
    assert person.proposed == [f"{session.article.title}.csv"]
    assert session.settings.get("export_format") == "csv"


def test_the_choices_of_a_format_are_in_the_dialog(session, marker, desk, span, tmp_path, person):
    desk.highlight(span("水位最高"), "green")
    template = tmp_path / "own.md"
    template.write_text("{{ empty_nodes }}", "utf-8")
    for number, empty in enumerate((True, False)):
        chosen = person.chooses("markdown", empty_nodes=empty, template=str(template))
        person.answers = [chosen, person.types(str(tmp_path / f"{number}"))]
        session.actions["annotate.export"].trigger()
        assert (tmp_path / f"{number}.md").read_text("utf-8").strip() == str(empty)


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda each: each.name)
def test_the_dialog_shows_what_a_format_heeds(qtbot, exporter):
    dialog = ExportDialog(Settings())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.formats.setCurrentIndex(dialog.formats.findData(exporter.name))
    assert dialog.empty_nodes.isVisible() == ("empty_nodes" in exporter.choices)
    assert dialog.template.isVisible() == ("template" in exporter.choices)
    dialog.empty_nodes.setChecked(False)
    assert dialog.options.empty_nodes == ("empty_nodes" not in exporter.choices)


def test_all_is_copied_as_feedback_and_told(qtbot, session, marker, desk, span, qapp):
    said = []
    session.status_changed.connect(said.append)
    session.actions["annotate.copy_feedback"].trigger()
    assert said.pop() == "Nothing to copy: this article has no annotations."
    desk.highlight(span("水位最高"), "green", note="多高？")
    desk.highlight(span("水位最低"), "green")
    session.actions["annotate.copy_feedback"].trigger()
    copied = qapp.clipboard().text()
    assert copied.startswith("# Feedback on “潮汐”\n\n## 1. `tides.md:5` · 月亮")
    assert "> 水位最高\n\n多高？\n\n## 2. `tides.md:6`" in copied
    assert said.pop() == "2 annotations copied as feedback."


def test_a_file_that_is_none_is_told(session, marker, tmp_path, person, told):
    path = tmp_path / "x.bin"
    path.write_bytes(b"\xff")
    person.answers = [person.types(str(path))]
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
