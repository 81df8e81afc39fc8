"""What we export says the same when the programs that it is meant for have read it."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.annotations.creation import Wanted
from reader.annotations.exporters.markdown_escaping import (
    escaped,
    escaped_line,
    guarded,
    quoted,
    unguarded,
)
from reader.annotations.exporters.spreadsheet_cells import as_written, harmless
from reader.annotations.importers import import_file
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from tests.annotations.exporting import annotate, bookmark, exported, library_with

TEXT = """# =1+1 是标题

## "引"号与\t#号

"他说：走吧，没有收尾。

第二句 *普通*。

"全引"之后还有话，`List<String>` 与 \\_下划\\_。

1\\. 不是列表

-2 也是一句话。
"""
WANTED = (
    Wanted('"他说：走吧', note='**要点**：\n- 甲\n- 乙\n\n> 引"用\n\n# 题\n\n#标签', tags=("a b", '引"号')),
    Wanted("第二句 普通", note="=HYPERLINK(1)\t@某人", tags=("-x",)),
    Wanted('"全引"之后还有话，List<String> 与 _下划_', note="[sound:http://x/y.mp3] \\(x\\) {{c1::y}}"),
    Wanted("1. 不是列表"),
    Wanted("-2 也是", note="+1"),
)


@pytest.fixture
def library(tmp_path):
    return library_with(tmp_path / "library", TEXT)


@pytest.fixture
def store(library) -> AnnotationStore:
    store, made = annotate(library, *WANTED)
    bookmark(store, made[3])
    return store


# -- spreadsheets -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["csv", "readwise"])
def test_no_cell_is_a_formula_and_every_word_is_there(library, store, name):
    rows = list(csv.DictReader(io.StringIO(exported(name, library, store).decode("utf-8-sig"), newline="")))
    assert len(rows) == len(WANTED)
    cells = [cell for row in rows for cell in row.values()]
    assert all(cell[:1] not in tuple("=+-@\t\r\n") for cell in cells if cell)
    quotes = {as_written(row["quote" if name == "csv" else "Highlight"]) for row in rows}
    assert quotes == {wanted.quote for wanted in WANTED}


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_each_sign_that_begins_a_formula_somewhere_is_made_text(sign):
    """The wide ones begin one where Chinese or Japanese is typed."""
    assert harmless(f"{sign}1") == f"'{sign}1"
    assert harmless(f"1{sign}1") == f"1{sign}1"


@given(st.text())
def test_a_harmless_cell_is_read_as_it_was_written(text):
    assert harmless(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    if not text.startswith("'"):
        assert as_written(harmless(text)) == text


# -- Anki -------------------------------------------------------------------------


@pytest.fixture
def collection(tmp_path):
    module = pytest.importorskip("anki.collection")
    found = module.Collection(str(tmp_path / "collection.anki2"))
    yield found
    found.close()


def into_anki(collection, tmp_path, name: str, data: bytes) -> dict[str, tuple[list[str], list[str]]]:
    """Import `data` as a person does; return fields and tags of all notes, by guid."""
    from anki.collection import ImportAnkiPackageRequest, ImportCsvRequest

    path = tmp_path / f"cards.{name}"
    path.write_bytes(data)
    if name == "apkg":
        collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path)))
    else:
        metadata = collection.get_csv_metadata(str(path), None)
        collection.import_csv(ImportCsvRequest(path=str(path), metadata=metadata))
    notes = [collection.get_note(number) for number in collection.find_notes("")]
    return {note.guid: (note.fields, note.tags) for note in notes}


@pytest.mark.parametrize("name", ["tsv", "apkg"])
def test_anki_itself_reads_each_card_whole_and_once(collection, tmp_path, library, store, name):
    data = exported(name, library, store)
    notes = into_anki(collection, tmp_path, name, data)
    assert len(notes) == len(WANTED)
    assert into_anki(collection, tmp_path, name, data).keys() == notes.keys()
    backs = {
        kept.annotation.target.quote.exact: notes[kept.annotation.annotation_id] for kept in store.kept()
    }
    (_front, back), tags = backs['"他说：走吧']
    assert sorted(tags) == ["a_b", '引"号']
    for part in ("<strong>要点</strong>", "<li><p", "甲</p></li>", "<blockquote>\n<p", '引"用', "#标签"):
        assert part in back
    (_front, back), _tags = backs[WANTED[2].quote]
    assert "List&lt;String&gt;" in back
    assert not re.search(r"\[sound:|\[latex|\\\(|\{\{", back)
    (front, _back), _tags = backs["1. 不是列表"]
    assert "Bookmark" in front


def test_anki_finds_no_sound_and_nothing_to_draw_in_a_card(collection, tmp_path, library, store):
    """Anki would play, or ask LaTeX for, what a note brings."""
    into_anki(collection, tmp_path, "tsv", exported("tsv", library, store))
    for number in collection.find_notes(""):
        note = collection.get_note(number)
        for card in note.cards():
            assert not card.question_av_tags() + card.answer_av_tags()
        assert not collection.media.files_in_str(note.mid, note.joined_fields())


# -- Markdown ---------------------------------------------------------------------


def shown(markdown: str) -> str:
    """Return what a person sees, by a reader of CommonMark with GitHub's tables and strikethrough."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found: list[str] = []
    for token in reader.parse(markdown):
        assert token.type not in (
            "html_block",
            "hr",
            "code_block",
            "fence",
            "bullet_list_open",
            "ordered_list_open",
        )
        for each in token.children or ():
            assert each.type in ("text", "softbreak", "text_special"), each
            found.append("\n" if each.type == "softbreak" else each.content)
        if token.type == "paragraph_close":
            found.append("\n")
    return "".join(found)


_MARKS = st.text(st.sampled_from("ab 一1.)-+*_`~=<>[](){}#&;:!|\\$^\"'/\n\t"), max_size=40)


@given(_MARKS | st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_escaped_words_are_shown_as_they_are(text):
    flat = "".join(text.split())
    assert "".join(shown(escaped(text)).split()) == flat
    assert "".join(shown(quoted(text)).split()) == flat
    if flat:
        heading = f"# {escaped_line(text)}"
        assert "".join(shown(heading).split()) == flat


@given(_MARKS)
def test_a_note_is_guarded_and_comes_back(note):
    lines = guarded(note).split("\n")
    assert not any(line.startswith(("#", ">")) for line in lines)
    if not any(line[:2] in (" #", " >") for line in note.split("\n")):
        assert unguarded(guarded(note)) == note


def test_what_means_nothing_is_left_as_it_is():
    for words in ("a * b", "snake_case_name", "1.5 和 2)", "C# 与 F#", "a - b", "50%", "a = b", "《书》"):
        assert escaped(words) == words
    assert escaped("List<String> _下划_ 1.") == r"List\<String> \_下划\_ 1."


def test_the_notes_in_markdown_are_read_by_another_program_as_they_were_meant(library, store):
    text = exported("markdown", library, store).decode()
    tokens = MarkdownIt("commonmark").parse(text)
    headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[0] == "=1+1 是标题"
    assert "<String>" not in MarkdownIt("commonmark", {"html": True}).render(text).replace(
        "&lt;String&gt;", ""
    )


# -- and back again ---------------------------------------------------------------


@pytest.mark.parametrize("name", ["json", "markdown", "readwise"])
def test_importing_what_we_exported_from_here_doubles_nothing(tmp_path, library, store, name):
    [kept, *_] = store.kept()
    other = AnnotationStore(library, Device("two"))
    store.put(_changed(kept.annotation, "一边"))
    other.put(_changed(kept.annotation, "另一边"))
    store.save()
    other.save()
    store.refresh()
    count = len(store.kept())
    out = tmp_path / f"out.{name}"
    out.write_bytes(exported(name, library, store))
    outcome = import_file(library, store, out)
    assert (outcome.added, outcome.known) == ([], count if name != "json" else count + 1)
    assert len(store.kept()) == count


@pytest.mark.parametrize("name", ["markdown", "readwise"])
def test_what_comes_back_in_another_library_says_the_same(tmp_path, library, store, name):
    out = tmp_path / f"out.{name}"
    out.write_bytes(exported(name, library, store))
    there = library_with(tmp_path / "there", TEXT)
    fresh = AnnotationStore(there, Device("two"))
    import_file(there, fresh, out)
    before = {kept.annotation.target.quote.exact: kept.annotation for kept in store.kept()}
    after = {kept.annotation.target.quote.exact: kept.annotation for kept in fresh.kept()}
    assert after.keys() == before.keys()
    for words, annotation in before.items():
        assert after[words].note == annotation.note
        if name == "markdown":
            assert after[words].kind is annotation.kind


def _changed(annotation, note):
    from dataclasses import replace

    return replace(annotation, note=note)
