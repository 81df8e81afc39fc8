"""Marks on the text: what is found looks like no highlight, and the hit one is at like no other hit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from reader.articles.source.canonical_text import Span
from reader.theme import themes
from reader.ui.pane.aids.text_marks import MOST_LIT, Hits, MarkKind
from tests.ui.pane.conftest import make_article

SPANS = [Span(0, 2), Span(4, 6), Span(8, 10)]


def test_hits_are_outlines_and_the_current_one_is_filled_too():
    hits = Hits("hits")
    hits.set(SPANS, 1)
    looks = [(mark.span, mark.kind, mark.colour) for mark in hits.touching(Span(0, 10))]
    outlines = [(span, MarkKind.OUTLINE, "accent") for span in SPANS]
    assert looks == [outlines[0], (SPANS[1], MarkKind.BACKGROUND, "hit_current"), *outlines[1:]]


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.key)
def test_no_highlight_has_the_colour_of_the_hit_that_one_is_at(theme):
    colours = {theme.roles[role] for role in theme.roles if role.startswith("highlight_")}
    assert colours
    assert theme.roles["hit_current"] not in colours


def test_what_is_found_keeps_the_ground_of_the_page(pane, qtbot):
    """Lights that filled the words with yellow were taken for highlights."""
    article = make_article("出口管制，出口管制。\n")
    with qtbot.waitSignal(pane.first_painted):
        pane.show_article(article)
    pane.set_hits([Span(0, 4), Span(5, 9)], 0)
    image = pane.viewport().grab().toImage()
    grounds = []
    for start in (0, 5):
        box = pane.rectangle_of(pane.selecting.caret_of(start))
        grounds.append(image.pixelColor(box.topLeft().toPoint() + QPoint(2, 3)))
    page = QColor(pane.theme.roles["background"])
    assert grounds[0] == QColor(pane.theme.roles["hit_current"])
    assert grounds[1] == page


@pytest.mark.parametrize(("current", "more"), [(-1, 0), (5, 0), (MOST_LIT + 700, 1), (9_000, 0)])
def test_of_very_many_hits_in_a_piece_the_first_are_lit_and_the_current_one(current, more):
    hits = Hits("found")
    hits.set([Span(at, at + 1) for at in range(10_000)], current)
    lit = list(hits.touching(Span(100, 3_000)))
    outlined = {mark.span.start for mark in lit if mark.colour == "accent"}
    assert len(outlined) == MOST_LIT + more
    assert min(outlined) == 100
    there = [mark.span.start for mark in lit if mark.colour == "hit_current"]
    assert there == ([current] if 100 <= current < 3_000 else [])


def test_hits_that_reach_into_a_piece_are_lit():
    hits = Hits("found")
    hits.set([Span(0, 5), Span(90, 110), Span(150, 160), Span(195, 210), Span(200, 220)])
    assert [mark.span for mark in hits.touching(Span(100, 200))] == [
        Span(90, 110), Span(150, 160), Span(195, 210),
    ]  # fmt: skip
