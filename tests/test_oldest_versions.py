"""Each package is asked for with the oldest version that will do, for `.ci/run --long` to try it."""

from __future__ import annotations

from tests.oldest_versions import asked, oldest


def test_the_oldest_version_is_the_bound_and_of_two_the_higher():
    assert oldest(["a>=1.9", "a>=1.10,<2; python_version < '3.12'", "b[x,y] == 3", "c<2"]) == {
        "a": "1.10",
        "b": "3",
    }


def test_nothing_is_asked_for_without_a_bound():
    names = {each for each in asked() if not each.startswith("gangmu[")}
    assert {each for each in names if not oldest([each])} == set()
