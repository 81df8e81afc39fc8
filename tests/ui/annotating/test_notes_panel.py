"""The notes panel and the review, as a person uses them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QTextEdit, QWidgetAction

from reader.annotations.listing import GroupBy
from reader.annotations.model import Annotation, Kind, State, Target, TextQuote, new_id
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.source.canonical_text import Span
from reader.ui.annotating.review_dialog import ReviewDialog, Surrounded, surrounded
from reader.ui.base.actions import plain_text
from reader.ui.models.notes_model import NoteRole
from reader.ui.panels.notes_panel import NotesPanel


@pytest.fixture
def panel(qtbot, session, desk, span):
    desk.highlight(span("水位最高"), "green", note="多高？")
    desk.highlight(span("水位最低"), "pink")
    desk.note_on_node(None, "整篇")
    panel = NotesPanel(session, desk)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def rows(panel):
    """Return each row: a heading's words in brackets, or the words of an annotation."""
    found = []
    for number in range(panel.model.rowCount()):
        index = panel.model.index(number)
        heading = index.data(NoteRole.HEADING)
        found.append(f"[{heading.words}]" if heading else index.data().split("\n")[0])
    return found


def choose(panel, *words):
    panel.list.clearSelection()
    for number in range(panel.model.rowCount()):
        index = panel.model.index(number)
        if index.data(NoteRole.PLACED) and index.data().split("\n")[0] in words:
            panel.list.setCurrentIndex(index) if len(words) == 1 else panel.list.selectionModel().select(
                index, panel.list.selectionModel().SelectionFlag.Select
            )


def test_a_panel_that_was_never_shown_can_be_asked_to_take_the_keyboard(qtbot, session, desk):
    panel = NotesPanel(session, desk)
    qtbot.addWidget(panel)
    panel.take_focus()
    assert panel.widget() is None


def test_the_model_is_a_valid_one(panel, qtmodeltester):
    qtmodeltester.check(panel.model)
    assert [row for row in rows(panel) if not row.startswith("[")][-2:] == ["水位最高", "水位最低"]


def test_typing_filters_and_grouping_groups(qtbot, panel):
    panel.filter.setText("多高")
    qtbot.waitUntil(lambda: [row for row in rows(panel) if not row.startswith("[")] == ["水位最高"])
    panel.filter.clear()
    qtbot.waitUntil(lambda: len(rows(panel)) > 3)
    panel.sorting.group_by(GroupBy.COLOUR)
    assert next(row for row in rows(panel) if row.startswith("[")) in ("[Green]", "[绿色]")
    panel.sorting.choose(colour="pink")
    assert [row for row in rows(panel) if not row.startswith("[")] == ["水位最低"]
    panel.sorting.choose(colour="", state=State.ORPHAN)
    assert rows(panel) == []
    assert panel.note.text()


def test_what_is_chosen_stays_chosen_at_once_as_the_list_is_made_anew(qtbot, panel):
    panel.list.selectAll()
    assert [each.annotation.note for each in panel._chosen()] == ["整篇", "多高？", ""]
    told = []
    panel.list.selectionModel().selectionChanged.connect(lambda *_ranges: told.append(1))
    panel.sorting.group_by(GroupBy.COLOUR)
    assert len(told) == 1  # not once for each of 20,000
    assert sorted(each.annotation.note for each in panel._chosen()) == ["", "多高？", "整篇"]
    panel.filter.setText("多高")
    qtbot.waitUntil(lambda: [each.annotation.note for each in panel._chosen()] == ["多高？"])


def test_enter_goes_to_the_place_and_so_does_a_click(qtbot, panel, session, span):
    choose(panel, "水位最低")
    with qtbot.waitSignal(session.jump_requested) as jump:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert jump.args == [span("水位最低")]
    index = next(
        i for i in map(panel.model.index, range(panel.model.rowCount())) if i.data().startswith("水位最高")
    )
    with qtbot.waitSignal(session.jump_requested) as jump:
        qtbot.mouseClick(
            panel.list.viewport(), Qt.MouseButton.LeftButton, pos=panel.list.visualRect(index).center()
        )
    assert jump.args == [span("水位最高")]


def test_a_note_is_edited_in_its_row(qtbot, panel, desk):
    choose(panel, "水位最低")
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QPlainTextEdit)
    editor.setPlainText("低到脚面")
    panel.list.commitData(editor)
    assert "低到脚面" in [placed.annotation.note for placed in desk.placed]


def test_many_are_recoloured_tagged_copied_and_deleted_as_one_act(panel, desk):
    choose(panel, "水位最高", "水位最低")
    panel.acts.recolour("blue")
    choose(panel, "水位最高", "水位最低")
    panel.acts.add_tag("#水")
    choose(panel, "水位最高", "水位最低")
    marked = [placed.annotation for placed in desk.placed if placed.annotation.kind is Kind.HIGHLIGHT]
    assert {(each.colour, each.tags) for each in marked} == {("blue", ("水",))}
    panel.acts.copy()
    assert "水位最低" in QGuiApplication.clipboard().text()
    panel.acts.copy_as_feedback()
    assert "## 1. `tides.md:" in QGuiApplication.clipboard().text()
    panel.acts.delete()
    assert len(desk.placed) == 1
    desk.undo_stack.undo()
    assert len(desk.placed) == 3


def test_notes_are_dragged_out_as_text_and_html(panel, desk):
    choose(panel, "水位最高", "水位最低")
    model = panel.list.model()
    assert panel.list.dragEnabled()
    indexes = panel.list.selectionModel().selectedIndexes()
    assert all(index.flags() & Qt.ItemFlag.ItemIsDragEnabled for index in indexes)
    data = model.mimeData(indexes)
    assert "“水位最高”" in data.text()
    assert data.text().index("水位最高") < data.text().index("水位最低")
    assert "<blockquote>水位最高</blockquote>" in data.html()


def test_the_trash_gives_back(qtbot, panel, desk):
    choose(panel, "水位最低")
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert len(desk.placed) == 2
    panel.scope.buttons["trash"].click()
    qtbot.waitUntil(lambda: [row for row in rows(panel) if not row.startswith("[")] == ["水位最低"])
    choose(panel, "水位最低")
    assert panel.restore.isEnabled()
    panel.restore.click()
    assert len(desk.placed) == 3
    qtbot.waitUntil(lambda: rows(panel) == [])
    assert panel.restore.isHidden()


def test_enter_restores_from_the_trash(qtbot, panel, desk):
    choose(panel, "水位最低")
    panel.acts.delete()
    panel.scope.buttons["trash"].click()
    qtbot.waitUntil(lambda: len(rows(panel)) == 2)
    choose(panel, "水位最低")
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert len(desk.placed) == 3


def test_the_library_shows_other_articles_too(qtbot, panel, session, desk, folder):
    other = AnnotationStore(session.library, Device("other"))
    other.put(Annotation(new_id(), Kind.HIGHLIGHT, Target("other.md", TextQuote("夏天")), note="风"))
    other.save()
    desk.refresh()
    panel.scope.buttons["library"].click()
    qtbot.waitUntil(lambda: "夏天" in rows(panel), timeout=3000)
    assert "[季风]" in rows(panel)
    choose(panel, "夏天")
    with qtbot.waitSignal(session.article_opened):
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert session.article.path == folder / "other.md"


def test_what_is_chosen_is_exported_to_a_file(panel, person, tmp_path):
    choose(panel, "水位最高")
    person.answers = [person.chooses("markdown"), person.types(str(tmp_path / "notes"))]
    panel.acts.ask_where_to_export()
    text = (tmp_path / "notes.md").read_text("utf-8")
    assert "水位最高" in text
    assert "水位最低" not in text


@pytest.fixture
def doubtful(desk, session):
    """Return an annotation of words that stand nowhere for sure."""
    quote = TextQuote("水位")
    made = Annotation(new_id(), Kind.HIGHLIGHT, Target("tides.md", quote), "哪一处？", "green")
    desk.add([made])
    assert desk.find(made.annotation_id).anchor.state is State.REVIEW
    return made.annotation_id


def test_here_puts_it_where_it_was_guessed(qtbot, session, desk, doubtful):
    dialog = ReviewDialog(session, desk)
    qtbot.addWidget(dialog)
    guessed = desk.find(doubtful).anchor.span
    assert "水位" in dialog.new.toPlainText()
    dialog.here.click()
    assert (desk.find(doubtful).anchor.state, desk.find(doubtful).anchor.span) == (State.ANCHORED, guessed)
    assert dialog.here.isHidden()
    desk.undo_stack.undo()
    assert not dialog.here.isHidden()


def test_not_here_makes_it_an_orphan_for_good(qtbot, session, desk, doubtful):
    dialog = ReviewDialog(session, desk)
    qtbot.addWidget(dialog)
    dialog.not_here.click()
    assert desk.find(doubtful).anchor.state is State.ORPHAN
    assert desk.finish()
    store = AnnotationStore(session.library, Device("later"))
    assert store.find(doubtful).annotation.refused


def test_the_person_places_it_on_a_selection(qtbot, session, desk, doubtful, span):
    dialog = ReviewDialog(session, desk)
    qtbot.addWidget(dialog)
    before = dialog.heading.text()
    dialog.mine.click()  # nothing is selected: it says so
    assert dialog.heading.text() != before
    assert dialog.placed is not None
    session.set_selection(span("水位最低"))
    dialog.mine.click()
    assert desk.find(doubtful).words == "水位最低"


def test_later_leaves_it(qtbot, session, desk, doubtful):
    dialog = ReviewDialog(session, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.later.click()
    assert dialog.placed is None
    assert "1" in dialog.heading.text()
    assert desk.find(doubtful).anchor.state is State.REVIEW


def test_after_the_last_it_says_so_and_leaves_neither_boxes_nor_dead_buttons(qtbot, session, desk, doubtful):
    dialog = ReviewDialog(session, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert all(button.isEnabled() for button in dialog.findChildren(QPushButton) if button.isVisible())
    dialog.here.click()
    shown = [part for part in dialog.findChildren(QPushButton) if part.isVisible()]
    assert shown == [dialog.end]
    assert not [box for box in dialog.findChildren(QTextEdit) if box.isVisible()]
    assert dialog.heading.text()
    dialog.end.click()
    assert not dialog.isVisible()


def test_the_words_are_shown_without_the_drawn_tree_beside_them():
    text = "框架\n├── 甲\n└── 乙\n\n正文。这里的词。\n后面的话。\n│   └── 丙\n末尾"
    start = text.index("这里")
    shown = surrounded(text, Span(start, start + 4))
    assert (shown.before, shown.words, shown.after) == (
        "框架\n\n正文。",
        "这里的词",
        "。\n后面的话。\n\n末尾",
    )


def test_the_words_that_count_stand_in_the_middle(qtbot, session, desk, doubtful):
    dialog = ReviewDialog(session, desk)
    qtbot.addWidget(dialog)
    dialog.show()
    placed = dialog.placed
    dialog._fill(dialog.new, Surrounded("前面\n" * 60, "这里的词", "\n后面" * 60), placed, ())
    middle = dialog.new.viewport().height() / 2
    assert abs(dialog.new.cursorRect().center().y() - middle) < dialog.new.fontMetrics().height()


def test_the_panel_offers_the_review_where_there_is_something_to_review(panel, desk, doubtful):
    assert not panel.review.isHidden()
    desk.delete([desk.find(doubtful).annotation])
    assert panel.review.isHidden()


def test_a_conflict_is_settled_in_the_card(qtbot, session, desk, pane, marker, span):
    made = desk.highlight(span("水位最高"), "green", note="先")
    desk.finish()
    other = AnnotationStore(session.library, Device("other"))
    theirs = replace(other.find(made).annotation, note="他的")
    mine = desk.find(made).annotation
    other.put(theirs)
    desk.change("write", [(mine, replace(mine, note="我的"))])
    desk.finish()
    other.save()
    desk.refresh()
    qtbot.waitUntil(lambda: bool(desk.find(made).conflicts), timeout=3000)
    marker.open_card(made)
    assert not marker.card.conflict.isHidden()
    shown = desk.find(made).annotation.note
    marker.card.conflict.settle(f"{shown} 与 {desk.find(made).conflicts[0].note}")
    qtbot.waitUntil(lambda: not desk.find(made).conflicts)
    assert {"我的", "他的"} <= set(desk.find(made).annotation.note.split(" 与 "))


@pytest.fixture
def deleted_elsewhere(qtbot, session, desk, marker, span):
    """Return the id of a note that was changed here and deleted on another device."""
    made = desk.highlight(span("水位最高"), "green", note="先")
    desk.finish()
    other = AnnotationStore(session.library, Device("other"))
    other.put(replace(other.find(made).annotation, deleted=True))
    mine = desk.find(made).annotation
    desk.change("write", [(mine, replace(mine, note="我的"))])
    desk.finish()
    other.save()
    desk.refresh()
    qtbot.waitUntil(lambda: desk.find(made).deleted_elsewhere, timeout=3000)
    return made


def test_what_was_deleted_elsewhere_and_changed_here_is_kept_by_an_answer(
    qtbot, desk, marker, panel, deleted_elsewhere
):
    marker.open_card(deleted_elsewhere)
    box = marker.card.conflict
    assert not box.isHidden()
    [keep, _delete] = [each for each in box.findChildren(QPushButton) if each.isVisible()]
    keep.click()
    assert box.isHidden()
    placed = desk.find(deleted_elsewhere)
    assert (placed.annotation.note, placed.deleted_elsewhere) == ("我的", False)


def test_what_was_deleted_elsewhere_and_changed_here_is_deleted_by_an_answer(
    qtbot, session, desk, marker, deleted_elsewhere
):
    marker.open_card(deleted_elsewhere)
    [_keep, delete] = [each for each in marker.card.conflict.findChildren(QPushButton) if each.isVisible()]
    delete.click()
    assert marker.card.isHidden()
    assert desk.find(deleted_elsewhere) is None
    desk.finish()
    [kept] = AnnotationStore(session.library, Device("other")).kept(deleted=True)
    assert (kept.annotation.note, kept.deleted_elsewhere) == ("我的", False)
    # Out of the trash it comes without a question: that was the answer.
    desk.restore([kept.annotation])
    assert not desk.find(deleted_elsewhere).deleted_elsewhere


def test_what_two_devices_deleted_is_restored_without_a_question(desk, deleted_elsewhere):
    desk.delete([desk.find(deleted_elsewhere).annotation])
    [kept] = desk.store.kept(deleted=True)
    desk.restore([kept.annotation])
    assert not desk.find(deleted_elsewhere).deleted_elsewhere


def test_the_menu_of_notes_has_titles_and_shows_which_colour_is_chosen(panel):
    panel.sorting.choose(colour="green")
    menu = panel.sorting.button.menu()
    menu.aboutToShow.emit()
    titles = [action.defaultWidget().text() for action in menu.actions() if isinstance(action, QWidgetAction)]
    assert titles == ["Group by", "Show only"]

    def shown():
        held = menu.actions()  # PySide 6.11.0 lets go of a menu with the action that it was asked of
        [colours] = [a.menu() for a in held if plain_text(a.text()) == "Colour" and a.menu()]
        return {plain_text(action.text()): action.icon() for action in colours.actions()}

    icons = shown()
    panel.sorting.choose(colour="")
    menu.aboutToShow.emit()
    unchosen = shown()

    def drawn(icon):
        return icon.pixmap(16, 16).toImage()

    assert not drawn(icons["Green"]).isNull()
    assert drawn(icons["Green"]) != drawn(unchosen["Green"])
    assert drawn(icons["Blue"]) == drawn(unchosen["Blue"])
