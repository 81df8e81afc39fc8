"""How tall the rows of the hits are, reckoned without laying them out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont

from reader.ui.hits.row import _SURE, Laid, Measure, units

LETTERS = "出口管制芯片，。“”·…abcdefgiIlmWAI 0129.()"


@pytest.fixture(scope="module")
def measure(qapp) -> Measure:
    return Measure(QFont())


@given(text=st.text(LETTERS, max_size=96), width=st.integers(60, 900))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_the_lines_are_those_of_the_layout(measure, text, width):
    assert measure.lines(text, width) == Laid(text, (), measure, width).count


def test_a_text_that_is_nearly_as_wide_as_the_row_is_laid_out(measure, monkeypatch):
    text = "出口管制" * 4
    width = measure.metrics.horizontalAdvance(text)
    seen = []
    plain = Laid.__init__

    def note(self, *given):
        seen.append(given)
        plain(self, *given)

    monkeypatch.setattr(Laid, "__init__", note)
    assert measure.lines(text, width * 2) == 1
    assert measure.lines(text, width / 2) == 2
    assert not seen
    assert measure.lines(text, width + 1) == 1
    assert measure.lines(text, width - 1) == 2
    assert len(seen) == 2
    assert 0 < _SURE < 0.5


def test_joined_emoji_are_not_taken_for_as_wide_as_their_parts(measure):
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    for width in (40, 80, 160):
        assert measure.lines(family, width) == Laid(family, (), measure, width).count


def test_excerpts_count_code_points_and_qt_utf_16():
    assert units("a😀b出", ((1, 2), (2, 4))) == [(1, 3), (3, 5)]
