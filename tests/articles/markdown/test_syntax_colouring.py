"""Colours of code cost what they may, and no word."""

from __future__ import annotations

import itertools

import pytest

from reader.articles.markdown import syntax_colouring
from reader.articles.markdown.blocks import text_of
from reader.articles.markdown.syntax_colouring import MOST_RUNS, coloured


@pytest.mark.parametrize(("pairs", "runs", "is_whole"), [(390, 780, True), (450, MOST_RUNS + 1, False)])
def test_what_follows_on_very_many_runs_stays_plain(pairs, runs, is_whole, monkeypatch):
    monkeypatch.setattr(syntax_colouring, "SECONDS", 600)  # however slow the machine
    code = "1+" * pairs
    made = coloured(code, "python")
    assert text_of(made) == code
    assert len(made) == runs
    assert (made[-1].token != "") is is_whole


def test_what_a_lexer_does_not_reach_in_time_stays_plain(monkeypatch):
    code = "x = 1  # 注\n" * 50
    monkeypatch.setattr(syntax_colouring, "SECONDS", 600)
    assert len(coloured(code, "python")) > 100
    monkeypatch.setattr(syntax_colouring, "SECONDS", -1)
    [run] = coloured(code, "python")
    assert run.token == ""
    assert run.text == text_of([run]) == code.replace("\n", syntax_colouring.BREAK)


@pytest.mark.parametrize(("times_late", "is_whole"), [(1, True), (2, False)])
def test_seconds_that_the_machine_took_away_once_do_not_count(monkeypatch, times_late, is_whole):
    calls = itertools.count()
    late = (5, 40)[:times_late]  # calls before which a second has gone

    def thread_time():
        call = next(calls)
        return float(sum(call >= at for at in late))

    monkeypatch.setattr(syntax_colouring, "thread_time", thread_time)
    made = coloured("x = 1  # 注\n" * 50, "python")
    assert (len(made) > 100) is is_whole
