"""Annotating at the text, by mouse and by keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton

from reader.annotations.anchoring.anchor import describe
from reader.annotations.model import Annotation, Kind, new_id
from reader.articles.model import Framework
from reader.articles.source.canonical_text import Span
from reader.ui.annotating.pane_annotations import PaneAnnotations
from reader.ui.annotating.pane_menu import MOST_POINTS
from reader.ui.annotating.service.annotation_marks import NOTE
from reader.ui.pane.aids.text_marks import MarkKind


def marks(pane):
    return {(mark.mark_id, mark.span, mark.colour, mark.kind) for mark in pane.mark_layers.all()}


def test_the_bar_comes_to_a_selection_and_goes_with_it(qtbot, pane, marker, span):
    pane.select(span("水位最高"))
    qtbot.waitUntil(marker.bar.isVisible)
    assert pane.viewport().rect().contains(marker.bar.geometry())
    pane.select(Span(3, 3))
    qtbot.waitUntil(lambda: not marker.bar.isVisible())


def test_each_colour_of_the_bar_highlights_what_is_selected(qtbot, pane, marker, desk, span):
    pane.select(span("水位最高"))
    qtbot.waitUntil(marker.bar.isVisible)
    buttons = marker.bar.findChildren(QToolButton)
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    [placed] = desk.placed
    assert (placed.words, placed.annotation.colour) == ("水位最高", "blue")
    assert (placed.annotation.annotation_id, placed.anchor.span, "highlight_3", MarkKind.BACKGROUND) in marks(
        pane
    )
    assert not marker.bar.isVisible()


def test_every_act_has_a_key(session, marker):
    for name in (
        "highlight",
        "underline",
        "note",
        "tags",
        "node",
        "bookmark",
        "copy",
        "delete",
        "next",
        "previous",
    ):
        assert session.actions[f"annotate.{name}"].shortcut().toString(), name
    keys = [action.shortcut().toString() for action in session.actions if action.shortcut().toString()]
    assert len(keys) == len(set(keys))


def test_underline_recolour_and_delete_act_on_the_chosen_mark(session, pane, marker, desk, span):
    pane.select(span("水位最高"))
    session.actions["annotate.underline"].trigger()
    [placed] = desk.placed
    assert placed.annotation.underlined
    session.actions["annotate.pink"].trigger()
    assert desk.placed[0].annotation.colour == "pink"
    session.actions["annotate.delete"].trigger()
    assert desk.placed == ()
    session.actions["edit.undo"].trigger()
    assert desk.placed[0].annotation.colour == "pink"


def test_a_note_is_written_in_its_card_and_saved_as_one_types(qtbot, session, pane, marker, desk, span):
    pane.select(span("水位最高"))
    session.actions["annotate.note"].trigger()
    card = marker.card
    qtbot.waitUntil(card.isVisible)
    card.note.setPlainText("**多高**？")
    qtbot.waitUntil(lambda: desk.placed[0].annotation.note == "**多高**？", timeout=1500)
    qtbot.keyClicks(card.tags, "moon #sea")
    qtbot.keyClick(card.tags, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert desk.placed[0].annotation.tags == ("moon", "sea")
    made = desk.placed[0].annotation.annotation_id
    assert any(mark.mark_id == made + NOTE and mark.kind is MarkKind.DOT for mark in pane.mark_layers.all())
    pane.mark_activated.emit(made + NOTE)
    assert card.isVisible()
    assert card.note.toPlainText() == "**多高**？"


def test_closing_at_once_keeps_what_was_typed(qtbot, session, pane, marker, desk, span):
    pane.select(span("水位最高"))
    session.actions["annotate.note"].trigger()
    marker.card.note.setPlainText("快")
    qtbot.keyClick(marker.card.note, Qt.Key.Key_Escape)
    assert desk.placed[0].annotation.note == "快"


def test_a_drag_of_its_end_changes_the_range(pane, marker, desk, span):
    made = desk.highlight(span("水位最高"), "green")
    pane.mark_resized.emit(made, span("与满月，水位最高"))
    assert desk.placed[0].words == "与满月，水位最高"


def test_a_bookmark_is_set_and_taken_away(session, pane, marker, desk):
    session.actions["annotate.bookmark"].trigger()
    assert [placed.annotation.kind for placed in desk.placed] == [Kind.BOOKMARK]
    session.actions["annotate.bookmark"].trigger()
    assert desk.placed == ()


def test_stepping_goes_from_one_to_the_next_and_round(session, pane, marker, desk, span):
    first = desk.highlight(span("水位最高"), "green")
    second = desk.highlight(span("太阳助月亮"), "blue")
    seen = []
    for _ in range(3):
        session.actions["annotate.next"].trigger()
        seen.append(marker.chosen)
    assert seen == [first, second, first]
    session.actions["annotate.previous"].trigger()
    assert marker.chosen == second


def test_copying_gives_the_words_their_source_and_a_link(session, pane, marker, span):
    pane.select(span("水位最高"))
    session.actions["annotate.copy"].trigger()
    text = QGuiApplication.clipboard().text()
    assert "“水位最高”" in text
    assert "潮汐" in text
    assert "tides.md#:~:text=%E6%B0%B4" in text


def test_overlapping_marks_all_show_and_the_inner_one_is_met(session, pane, marker, desk, span):
    desk.highlight(span("大潮：在新月与满月，水位最高"), "green")
    inner = desk.highlight(span("满月"), "pink")
    assert len(desk.placed) == 2
    assert pane.mark_layers.at(span("满月").start).mark_id == inner


def test_the_panes_menu_offers_what_can_be_done_there(session, pane, marker, desk, span):
    made = desk.highlight(span("水位最高"), "green")
    menu = QMenu()
    pane.context_menu_requested.emit(menu, span("水位最高").start)
    assert marker.chosen == made
    texts = [action.text() for action in menu.actions()]
    next(
        action for action in menu.actions() if "ookmark" in action.text() or "书签" in action.text()
    ).trigger()
    assert len(texts) >= 3
    assert {placed.annotation.kind for placed in desk.placed} == {Kind.HIGHLIGHT, Kind.BOOKMARK}


def test_the_menu_offers_some_points_of_very_many_and_the_tree(session, pane, marker, folder):
    tree = "".join(f"├── 点{n}\n" for n in range(3 * MOST_POINTS))
    (folder / "many.md").write_text(f"```\n根\n{tree}└── 末\n```\n\n## 点7\n\n话\n", encoding="utf-8")
    session.open_article(folder / "many.md")
    menu = QMenu()
    pane.context_menu_requested.emit(menu, session.article.text.text.index("话"))
    (submenu,) = menu.findChildren(QMenu)
    offered = [action for action in submenu.actions() if not action.isSeparator()]
    assert len(offered) == MOST_POINTS + 1
    assert str(3 * MOST_POINTS + 2) in offered[-1].text().replace(",", "")


def test_no_step_of_reading_walks_through_all_points(session, pane, marker, monkeypatch):
    walked = []
    monkeypatch.setattr(Framework, "walk", lambda framework: walked.append(framework) or iter(()))
    for word in ("小潮", "太阳", "潮汐"):
        place = session.article.text.text.index(word)
        session.set_place(place)
        session.set_selection(Span(place, place + 2))
        assert marker.name_of_node_note()
    assert not walked


def test_a_thousand_annotations_are_one_act_and_all_marked(session, pane, marker, desk):
    text = session.article.text.text
    spans = [Span(n % (len(text) - 4), n % (len(text) - 4) + 3) for n in range(1000)]
    targets = [describe(session.article, span, "tides.md") for span in spans]
    desk.add(Annotation(new_id(), Kind.HIGHLIGHT, target, colour="green") for target in targets)
    assert len(desk.placed) == 1000
    assert len(list(pane.mark_layers.all())) == 1000
    session.actions["edit.undo"].trigger()
    assert desk.placed == ()


def test_what_was_placed_before_the_marks_were_there_is_marked(session, desk, pane, span):
    desk.highlight(span("水位最高"), "green")
    PaneAnnotations(session, desk, pane)
    assert [mark.span for mark in pane.mark_layers.all()] == [span("水位最高")]


def test_a_bookmark_and_a_note_go_to_the_caret_or_the_selection(session, pane, marker, desk, span):
    pane.select(span("太阳助月亮"))
    session.actions["annotate.bookmark"].trigger()
    assert [placed.line for placed in desk.placed] == [session.article.text.line_at(span("太阳助").start)]
    here = span("小潮").start
    pane.select(Span(here, here))
    session.actions["annotate.bookmark"].trigger()
    assert session.article.text.line_at(here) in [placed.line for placed in desk.placed]
    node = marker.node_at(here)
    assert node.label.replace("&", "&&")[:6] in session.actions["annotate.node"].text()
    session.actions["annotate.node"].trigger()
    marker.card.note.setPlainText("记")
    marker.card.close_card()
    assert [p.anchor.node_id for p in desk.placed if p.annotation.kind is Kind.NODE] == [node.node_id]


def test_a_selection_of_several_lines_is_bookmarked_where_it_begins(session, pane, marker, desk, span):
    pane.select(Span(span("大潮").start, span("太阳助月亮").end))
    session.actions["annotate.bookmark"].trigger()
    assert [placed.line for placed in desk.placed] == [session.article.text.line_at(span("大潮").start)]


def test_a_caret_that_is_out_of_sight_is_not_where_one_is(session, pane, marker, desk, span):
    here = span("大潮").start
    pane.select(Span(here, here))
    pane.resize(900, 60)
    pane.jump_to(span("太阳助月亮"))
    pane.viewport().repaint()
    session.actions["annotate.bookmark"].trigger()
    [placed] = desk.placed
    assert placed.line == session.article.text.line_at(pane.place()) > session.article.text.line_at(here)


def test_an_empty_note_on_a_point_is_not_kept_and_a_second_time_opens_the_first(session, pane, marker, desk):
    note = session.actions["annotate.node"]
    note.trigger()
    assert marker.card.isVisible()
    marker.card.close_card()
    assert desk.placed == ()
    assert desk.store.kept(deleted=True) == ()
    note.trigger()
    marker.card.note.setPlainText("第一")
    marker.card.close_card()
    note.trigger()
    assert marker.card.note.toPlainText() == "第一"
    marker.card.note.setPlainText("第一，又")
    marker.card.close_card()
    assert [placed.annotation.note for placed in desk.placed] == ["第一，又"]
    note.trigger()
    marker.card.note.setPlainText("")
    marker.card.close_card()
    assert desk.placed == ()


def test_what_is_not_seen_to_be_chosen_is_not_deleted(qtbot, session, pane, marker, desk, span):
    made = desk.highlight(span("水位最高"), "green")
    pane.mark_activated.emit(made)
    assert marker.chosen == made
    marker.card.close_card()
    delete = session.actions["annotate.delete"]
    with qtbot.waitSignal(session.status_changed) as told:
        delete.trigger()
    assert told.args[0]
    assert len(desk.placed) == 1
    marker.choose(made)
    pane.resize(900, 60)
    pane.jump_to(span("太阳助月亮"))
    pane.viewport().repaint()
    assert not pane.mark_layers.is_in_sight(made)
    delete.trigger()
    assert len(desk.placed) == 1
    qtbot.waitUntil(lambda: pane.mark_layers.is_in_sight(made))  # it is brought into sight first
    delete.trigger()
    assert desk.placed == ()


def test_what_is_chosen_is_painted_as_chosen(pane, marker, desk, span):
    for made in (desk.highlight(span("水位最高"), "green"), desk.bookmark(span("太阳助").start)):
        marker.choose("")
        before = pane.viewport().grab().toImage()
        marker.choose(made)
        assert pane.viewport().grab().toImage() != before


def test_what_cannot_be_done_says_why(qtbot, session, pane, marker):
    for name in ("highlight", "underline", "note", "tags", "copy", "delete", "next"):
        with qtbot.waitSignal(session.status_changed) as told:
            session.actions[f"annotate.{name}"].trigger()
        assert told.args[0], name
    session.close_article()
    with qtbot.waitSignal(session.status_changed) as told:
        session.actions["annotate.bookmark"].trigger()
    assert "Open an article" in told.args[0]


def test_every_act_says_what_it_did(session, pane, marker, desk, span):
    said, taken = [], []
    desk.acted.connect(said.append)
    desk.taken_back.connect(taken.append)
    pane.select(span("水位最高"))
    for name in ("highlight", "pink", "underline", "bookmark", "bookmark"):
        session.actions[f"annotate.{name}"].trigger()
    desk.move(desk.placed[0].annotation, span("水位最低"))
    desk.delete([desk.placed[0].annotation])
    desk.restore([each.annotation for each in desk.store.kept(deleted=True)])
    desk.note_on_node(None, "整篇")
    assert len(said) == 9
    assert all(said)
    assert "水位最高" in said[0]
    acts = len(said)
    session.actions["edit.undo"].trigger()
    session.actions["edit.redo"].trigger()
    assert (len(taken), len(said)) == (1, acts + 1)
