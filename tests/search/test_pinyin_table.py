"""The shipped tables of pinyin are pypinyin's, and say of every phrase what it says."""

from __future__ import annotations

import pytest

from reader.paths import resource
from reader.search.text.pinyin import spell
from tests import pinyin_table


@pytest.mark.parametrize("name", pinyin_table.FILES)
def test_the_shipped_table_is_what_pypinyin_gives(name):
    shipped = resource(f"pinyin/{name}.txt").read_text(encoding="utf-8")
    assert shipped == pinyin_table.FILES[name](), "run python -m tests.pinyin_table"


def test_every_phrase_is_spelled_as_pypinyin_reads_it():
    found = pinyin_table.phrases()
    assert len(found) > 40_000
    for phrase, readings in found.items():
        if len(phrase) <= pinyin_table.LONGEST:
            assert spell(phrase)[0] == "'" + "'".join(readings)


def test_every_character_is_spelled_as_pypinyin_reads_it():
    found = pinyin_table.alone()
    assert len(found) > 35_000
    for character, reading in found.items():
        assert spell(character) in ((f"'{reading}",), ()), character
