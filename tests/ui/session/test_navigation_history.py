"""The way back and forward."""

from __future__ import annotations

from pathlib import Path

from reader.ui.session.navigation_history import NavigationHistory, Stop

A, B = Path("a.md"), Path("b.md")


def test_back_returns_to_the_line_that_was_read_and_not_to_the_one_jumped_to():
    history = NavigationHistory()
    history.jump(None, Stop(A, 0))
    history.jump(Stop(A, 70), Stop(A, 500))
    assert history.back(Stop(A, 530)) == Stop(A, 70)
    assert history.forward(Stop(A, 80)) == Stop(A, 530)


def test_a_jump_forgets_what_lay_ahead():
    history = NavigationHistory()
    for position in (0, 100, 200):
        history.jump(None, Stop(A, position))
    history.back(None)
    history.jump(None, Stop(B, 0))
    assert not history.can_go_forward
    assert history.back(None) == Stop(A, 100)


def test_a_second_jump_to_the_same_place_is_no_step():
    history = NavigationHistory()
    history.jump(None, Stop(A, 0))
    history.jump(None, Stop(A, 9))
    history.jump(None, Stop(A, 9))
    assert history.back(None) == Stop(A, 0)


def test_there_is_nothing_before_the_first_stop():
    history = NavigationHistory()
    assert history.back(None) is None
    assert history.forward(None) is None


def test_the_history_has_an_end():
    history = NavigationHistory()
    for position in range(400):
        history.jump(None, Stop(A, position))
    steps = 0
    while history.back(None):
        steps += 1
    assert steps == 199
