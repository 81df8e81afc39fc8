"""StarDict dictionaries: every word is found, with all that is said of it, and damage is a sentence."""

from __future__ import annotations

import gzip
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.dictionaries.stardict import MOST_ENTRIES, StarDict, fold
from tests.dictionaries.stardict_files import CHUNK, write_stardict

LONG = "，".join(f"第{number}义" for number in range(CHUNK))
ENTRIES = [("Apfel", "apple"), ("net", "网"), ("Net", "净的"), ("纲", LONG), ("目", "eye; mesh")]


@pytest.mark.parametrize("packed", ["", "dictzip", "gzip"])
@pytest.mark.parametrize("wide", [False, True])
def test_each_word_is_found_in_each_kind_of_file(tmp_path, packed, wide):
    dictionary = StarDict(write_stardict(tmp_path, ENTRIES, packed=packed, wide=wide))
    assert len(dictionary) == len(ENTRIES)
    assert dictionary.entries("纲") == [("纲", LONG)]
    assert dictionary.entries("目") == [("目", "eye; mesh")]
    assert dictionary.entries("Apfel") == [("Apfel", "apple")]


def test_case_and_width_do_not_count_and_all_of_one_spelling_are_given(tmp_path):
    dictionary = StarDict(write_stardict(tmp_path, ENTRIES))
    assert dictionary.entries("ＮＥＴ") == [("net", "网"), ("Net", "净的")]
    assert dictionary.entries("et") == dictionary.entries("") == dictionary.entries("\n") == []


def test_an_index_may_be_packed_too(tmp_path):
    ifo = write_stardict(tmp_path, ENTRIES)
    index = ifo.with_suffix(".idx")
    ifo.with_suffix(".idx.gz").write_bytes(gzip.compress(index.read_bytes()))
    index.unlink()
    assert StarDict(ifo).entries("apfel") == [("Apfel", "apple")]


def test_a_synonym_leads_to_its_entry_once(tmp_path):
    synonyms = (("網", 3), ("纲", 3), ("lost", 99))
    dictionary = StarDict(write_stardict(tmp_path, ENTRIES, synonyms=synonyms))
    assert dictionary.entries("網") == dictionary.entries("纲") == [("纲", LONG)]
    assert dictionary.entries("lost") == []


def test_not_more_entries_of_a_word_than_anyone_reads(tmp_path):
    dictionary = StarDict(write_stardict(tmp_path, [("a", str(number)) for number in range(50)]))
    assert dictionary.entries("a") == [("a", str(number)) for number in range(MOST_ENTRIES)]


@pytest.mark.parametrize("break_it", [
    lambda ifo: ifo.write_text("nothing"),
    lambda ifo: ifo.with_suffix(".idx").unlink(),
    lambda ifo: ifo.with_suffix(".dict").unlink(),
    lambda ifo: ifo.with_suffix(".idx").write_bytes(b"word\0\0\0"),
    lambda ifo: ifo.with_suffix(".idx").write_bytes(b"word"),
    lambda ifo: ifo.with_suffix(".syn").write_bytes(b"word\0\0"),
    lambda ifo: ifo.with_suffix(".dict").rename(ifo.with_suffix(".dict.dz")),
    lambda ifo: ifo.with_suffix(".dict").unlink() or ifo.with_suffix(".dict.dz").write_bytes(
        b"\x1f\x8b\x08\x04" + bytes(6) + struct.pack("<H", 10) + b"RA\x06\0" + struct.pack("<3H", 1, 0, 9)),
])  # fmt: skip
def test_a_damaged_one_says_so(tmp_path, break_it):
    ifo = write_stardict(tmp_path, ENTRIES)
    break_it(ifo)
    with pytest.raises(ValueError, match="."):
        StarDict(ifo)


def test_a_place_outside_the_file_is_no_entry(tmp_path):
    ifo = write_stardict(tmp_path, ENTRIES)
    ifo.with_suffix(".idx").write_bytes(b"far\0" + struct.pack(">LL", 4_000_000_000, 4_000_000_000))
    assert StarDict(ifo).entries("far") == [("far", "")]


@given(
    entries=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
            st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), min_size=1),
        ),
        max_size=12,
    )
)
def test_whatever_was_written_is_found(tmp_path_factory, entries):
    dictionary = StarDict(write_stardict(tmp_path_factory.mktemp("any"), entries, packed="dictzip"))
    for word, said in entries:
        if fold(word):
            alike = [(head, text.strip()) for head, text in entries if fold(head) == fold(word)]
            assert [(head, text.strip()) for head, text in dictionary.entries(word)] == alike, said
