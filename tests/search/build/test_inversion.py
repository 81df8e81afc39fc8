"""What a segment keeps of texts, against what can be counted in the texts themselves."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.search.build import inversion, top_documents
from reader.search.build.documents import Document
from reader.search.build.segment_build import SegmentBuilder
from reader.search.storage import bigram_table, bm25
from reader.search.storage.bm25 import length_weight
from reader.search.storage.passage_records import About, Place
from reader.search.storage.postings import Dense
from reader.search.storage.segment_file import SegmentFile
from reader.search.text.analysis import Restored, is_chinese, is_word, runs, search_form
from tests.long_runs import times

ALPHABET = "\u200b\u200d\u00ad出口管制的一 \n\t"
ALPHABET += "\u00a0\u3000\x1c\0，。aAb_é1ＡΣİſ銀行ｶﾞが한🙂𠀀\U000e0001\ud800\udfff\u0301⿰〇々ﬁ⻓’"
TEXT = st.text(st.sampled_from(ALPHABET) | st.characters(), max_size=40)


def written(path: Path, found: list[str]) -> bytes:
    builder = SegmentBuilder()
    for number, text in enumerate(found):
        builder.add(Document(text, Place("passage", 1, 0), (), About(f"{number}.md", "t")))
    builder.write(path)
    return path.read_bytes()


def tokens(form: str) -> dict[str, Counter[str]]:
    """Count the tokens of a form as plainly as can be."""
    words, grams = Counter(), Counter()
    for run in runs(form):
        if is_word(run):
            words[run] += 1
        else:
            grams.update(run)
            grams.update(run[at : at + 2] for at in range(len(run) - 1) if is_chinese(run))
    return {"words": words, "grams": grams}


def check(file: SegmentFile, texts: list[str], common: int, kept: int, most_kept) -> None:
    """Compare the tables of texts, and the texts, with what is in `texts`."""
    forms = [search_form(text) for text in texts]
    counted = [tokens(form) for form in forms]
    sizes = [len(form.encode("utf-8", "surrogatepass")) for form in forms]
    for number, text in enumerate(texts):
        restored = Restored(file.blobs["form"].text(number), file.blobs["edits"].text(number))
        assert (restored.form, restored.text) == (forms[number], text)
    assert list(file.shortest) == sorted(range(len(texts)), key=lambda one: (sizes[one], -one))
    assert [file.shortest[rank] for rank in file.ranks] == list(range(len(texts)))
    for name in ("words", "grams"):
        table, heaviest = file.tables[name], file.tables[f"{name} heaviest"]
        terms = sorted({term for one in counted for term in one[name]})
        assert [table.term(at).decode("utf-8", "surrogatepass") for at in range(table.count)] == terms
        for at, term in enumerate(terms):
            holding = [number for number, one in enumerate(counted) if one[name][term]]
            assert list(table.documents(at)) == holding
            often = {number: min(counted[number][name][term], 255) for number in holding}
            ordered = sorted(
                holding,
                key=lambda one: (often[one] / (often[one] + length_weight(sizes[one])), one),
                reverse=True,
            )
            first = kept if len(holding) > common else 0
            expected = [one for rank, one in enumerate(ordered) if rank < first or often[one] > 1]
            documents, counts = heaviest.heaviest(term.encode("utf-8", "surrogatepass"))
            assert list(documents) == expected[: most_kept(len(term))]
            assert list(counts) == [often[one] for one in documents]


@settings(deadline=None, max_examples=times(150, 60))
@given(
    st.lists(TEXT, max_size=30), st.integers(1, 60), st.integers(1, 4), st.integers(1, 4), st.integers(1, 200)
)
@example(["出" * 300, "a " * 300, "出口"], 1, 1, 1, 1)
@example(["出" * 254 + "a", "出" * 255, "出"], 1, 1, 2, 1)  # 254 and 255 are told apart
@example(["出口出口"] * 6, 9, 1, 1, 50)
@example(["出口出口", "出口口", "出口，口", "出口"], 9, 1, 1, 1)
@example(["", " "], 9, 1, 1, 1)
@example([], 9, 1, 1, 1)
def test_a_segment_says_what_is_in_the_texts(tmp_path_factory, found, block, common, most, cut):
    folder = tmp_path_factory.mktemp("segments")
    found = [text for text in found if text == unicodedata.normalize("NFC", text)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inversion, "_BLOCK", block)
        patch.setattr(top_documents, "_SLICE", cut)
        patch.setattr(top_documents, "COMMON", common)
        patch.setattr(top_documents, "HEAVIEST", min(most, common + 1))
        patch.setattr(inversion, "most_kept", lambda letters: most + letters)
        written(folder / "one.seg", found)
    file = SegmentFile(folder / "one.seg")
    assert file.is_whole()
    check(file, found, common, min(most, common + 1), lambda letters: most + letters)


@pytest.mark.parametrize("count", [3000, 0x10001])
def test_so_it_does_of_many_documents(tmp_path, count, monkeypatch):
    monkeypatch.setattr(bm25, "_FEWEST", 8)
    monkeypatch.setattr(bm25, "_SHARE", 8000)
    chance = random.Random(count)
    letters = "的一在人中国出口管制行业" * 3 + "abc 🙂"
    found = ["".join(chance.choices(letters, k=chance.randrange(12))) for _ in range(count)]
    written(tmp_path / "one.seg", found)
    file = SegmentFile(tmp_path / "one.seg")
    grams, trigrams = file.tables["grams"], file.tables["trigrams"]
    forms = [search_form(text) for text in found]
    common = grams.documents(grams.index("的".encode()))
    assert isinstance(common, Dense)
    assert list(common) == [number for number, form in enumerate(forms) if "的" in form]
    assert trigrams.count
    for at in chance.sample(range(trigrams.count), 20):
        holding = [number for number, form in enumerate(forms) if trigrams.term(at).decode() in form]
        assert list(trigrams.documents(at)) == holding


@settings(deadline=None, max_examples=times(50, 20))
@given(st.lists(st.tuples(TEXT, st.booleans()), max_size=12))
def test_copied_documents_are_as_those_that_were_read(tmp_path_factory, found):
    folder = tmp_path_factory.mktemp("segments")
    expected = written(folder / "one.seg", [text for text, _ in found])
    file = SegmentFile(folder / "one.seg")
    builder = SegmentBuilder()
    for number, (text, copied) in enumerate(found):
        if copied:
            builder.copy(file, number)
        else:
            builder.add(Document(text, Place("passage", 1, 0), (), About(f"{number}.md", "t")))
    builder.write(folder / "copy.seg")
    assert (folder / "copy.seg").read_bytes() == expected


def test_an_alphabet_of_more_characters_than_16_bits_can_count(tmp_path, monkeypatch):
    monkeypatch.setattr(bigram_table, "_NARROW", 2)
    found = ["出口管制", "管制", "出"]
    written(tmp_path / "one.seg", found)
    check(SegmentFile(tmp_path / "one.seg"), found, 256, 64, lambda letters: 256)
