"""Large groups are cut where names agree; the work grows with the group."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.resolving.exact_anchors import parts

names = st.lists(st.sampled_from(list("abcdefgh") + [f"x{number}" for number in range(40)]), max_size=60)


@given(names, names, st.integers(1, 400))
def test_every_sibling_is_in_one_part_and_order_is_kept(siblings, candidates, most):
    found = list(parts(siblings, candidates, most, most))
    assert [index for some, _beside in found for index in some] == list(range(len(siblings)))
    places = [place for _some, beside in found for place in beside]
    assert places == sorted(set(places))
    if len(siblings) * len(candidates) <= most:
        assert places == list(range(len(candidates)))


def pairs(siblings, candidates):
    return sum(len(some) * len(beside) for some, beside in parts(siblings, candidates, 4_000, 20))


@pytest.mark.parametrize("stranger", ["", "strange"])
def test_the_work_grows_with_the_group(stranger):
    def group(count):
        return [f"{stranger}{number}" for number in range(count)], [str(number) for number in range(count)]

    assert pairs(*group(2_000)) <= 2.1 * pairs(*group(1_000)) <= 2.1 * 20_000


def test_names_that_agree_stay_together():
    siblings = [f"s{number}" for number in range(200)]
    candidates = [f"s{number}" for number in range(0, 200, 2)] + ["last"]
    for some, beside in parts(siblings, candidates, 500, 100):
        inside = {candidates[place] for place in beside}
        for index in some:
            assert siblings[index] not in candidates or siblings[index] in inside
