"""Texts in arrays against texts in dictionaries: the same segment, byte for byte."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.search.build import array_inversion, inversion, top_documents
from reader.search.build.array_inversion import ManyTexts
from reader.search.build.documents import About, Document, Place
from reader.search.build.inversion import FewTexts
from reader.search.build.segment_build import SegmentBuilder
from reader.search.match import bm25
from reader.search.storage import bigram_table
from reader.search.storage.segment_file import SegmentFile
from reader.search.text import analysis, array_forms
from reader.search.text.array_forms import Letters, forms_and_edits, strings

ALPHABET = "\u200b\u200d\u00ad出口管制的一 \n\t"
ALPHABET += "\u00a0\u3000\x1c\0，。aAb_é1ＡΣİſ銀行ｶが한🙂𠀀\U000e0001\ud800\udfff\u0301⿰〇々"
TEXT = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=40)


def document(text: str, number: int = 0) -> Document:
    return Document(text, Place("passage", 1, 0), (), About(f"{number}.md", "t"))


def written(path, kind: type, found: list[str]) -> bytes:
    builder = SegmentBuilder(kind())
    for number, text in enumerate(found):
        builder.add(document(text, number))
    builder.write(path)
    return path.read_bytes()


@settings(deadline=None)
@given(st.lists(TEXT, max_size=6))
@example(["a" * 60000 + "B" + "c" * 0xD000 + "D", "", " ", "a b", " a"])
@example(["A" + "c" * (0xD000 - 1) + "D" + "c" * 0xD000 + "D" + "c" * (2 * 0xD000) + "D"])
def test_forms_and_edits_are_those_of_one_text_at_a_time(found):
    made = forms_and_edits(strings(found), Letters())
    for number, text in enumerate(found):
        one = tuple(
            array_forms.decoded(part.codes[part.starts[number] : part.starts[number + 1]]) for part in made
        )
        assert one == analysis.form_and_edits(text)
        assert analysis.Restored(*one).text == text


@settings(deadline=None, max_examples=300)
@given(
    st.lists(TEXT, max_size=30), st.integers(1, 60), st.integers(1, 4), st.integers(1, 4), st.integers(1, 200)
)
@example(["出" * 300, "a " * 300, "出口"], 1, 1, 1, 1)
@example(["出" * 254 + "a", "出" * 255, "出"], 1, 1, 2, 1)  # 254 and 255 are told apart
@example(["出口出口"] * 6, 9, 1, 1, 50)
@example(["出口出口", "出口口", "出口，口", "出口"], 9, 1, 1, 1)
def test_both_write_the_same_bytes(tmp_path_factory, found, block, common, most, cut):
    folder = tmp_path_factory.mktemp("segments")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(array_inversion, "_BLOCK", block)
        patch.setattr(top_documents, "_SLICE", cut)
        for module in (top_documents, inversion):
            patch.setattr(module, "COMMON", common)
            patch.setattr(module, "HEAVIEST", min(most, common + 1))
        for module in (array_inversion, inversion):
            patch.setattr(module, "most_kept", lambda letters: most + letters)
        patch.setattr(bm25, "_FEWEST", most)
        patch.setattr(bm25, "_SHARE", 1000)
        few = written(folder / "few.seg", FewTexts, found)
        assert written(folder / "many.seg", ManyTexts, found) == few
    assert SegmentFile(folder / "few.seg").is_whole()


@pytest.mark.parametrize("count", [3000, 0x10001])
def test_so_do_they_with_many_documents(tmp_path, count, monkeypatch):
    monkeypatch.setattr(bm25, "_FEWEST", 8)
    monkeypatch.setattr(bm25, "_SHARE", 8000)
    chance = random.Random(count)
    letters = "的一在人中国出口管制行业" * 3 + "abc 🙂"
    found = ["".join(chance.choices(letters, k=chance.randrange(12))) for _ in range(count)]
    few = written(tmp_path / "few.seg", FewTexts, found)
    assert written(tmp_path / "many.seg", ManyTexts, found) == few
    file = SegmentFile(tmp_path / "few.seg")
    assert file.tables["grams heaviest"].count
    assert file.tables["triples"].count
    assert (
        file.tables["grams"].documents(file.tables["grams"].index("的".encode())).__class__.__name__
        == "Dense"
    )


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=12))
def test_copied_documents_are_as_those_that_were_read(tmp_path_factory, found):
    folder = tmp_path_factory.mktemp("segments")
    expected = written(folder / "few.seg", FewTexts, [text for text, _ in found])
    file = SegmentFile(folder / "few.seg")
    for kind in (FewTexts, ManyTexts):
        builder = SegmentBuilder(kind())
        for number, (text, copied) in enumerate(found):
            if copied:
                builder.copy(file, number)
            else:
                builder.add(document(text, number))
        builder.write(folder / "copy.seg")
        assert (folder / "copy.seg").read_bytes() == expected


def test_an_alphabet_of_more_characters_than_16_bits_can_count(tmp_path, monkeypatch):
    monkeypatch.setattr(bigram_table, "_NARROW", 2)
    found = ["出口管制", "管制", "出"]
    assert written(tmp_path / "many.seg", ManyTexts, found) == written(tmp_path / "few.seg", FewTexts, found)
