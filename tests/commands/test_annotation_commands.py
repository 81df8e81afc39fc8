"""`gangmu annotate`, `notes` and `export`, as a person types them."""

from __future__ import annotations

import json
import zipfile

import pytest

from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.exporting.own_styles import styles_folder
from reader.catalogue.library import Library
from reader.cli import main

TEXT = """潮汐

# 月亮

- **大潮**：在新月与满月，*水位*最高。
- **小潮**：在弦月，水位最低。

# 太阳

- **大潮**：在新月与满月，太阳助了一臂之力。
"""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "tides.md").write_text(TEXT, encoding="utf-8")
    return folder


@pytest.fixture
def gangmu(folder, capsys):
    def run(*words: str, status: int = 0) -> str:
        assert main([*words, "--library", str(folder)]) == status
        return capsys.readouterr().out

    return run


def listed(gangmu, *words):
    return json.loads(gangmu("notes", *words, "--json"))


def test_annotating_prints_ids_and_notes_lists_what_was_said(gangmu, folder):
    file = str(folder / "tides.md")
    [made] = gangmu(
        "annotate",
        file,
        "--quote",
        "水位最低",
        "--note",
        "多低？",
        "--colour",
        "green",
        "--tag",
        "月",
        "--tag",
        "海",
    ).split()
    [note] = listed(gangmu, file)
    assert note == {
        **note,
        "id": made,
        "file": "tides.md",
        "title": "潮汐",
        "quote": "水位最低",
        "note": "多低？",
        "colour": "green",
        "tags": ["月", "海"],
        "state": "anchored",
        "line": 6,
        "text": "水位最低",
    }
    assert listed(gangmu) == [note]


def test_the_context_says_which_of_two(gangmu, folder):
    for where in (["--prefix", "大潮：在", "--suffix", "，太阳"], ["--suffix", "，*水位*最高"]):
        gangmu("annotate", "tides.md", "--quote", "新月与满月", *where)
    assert sorted((note["line"], note["state"]) for note in listed(gangmu)) == [
        (5, "anchored"),
        (10, "anchored"),
    ]


def test_words_may_carry_markdown(gangmu, folder):
    gangmu("annotate", "tides.md", "--quote", "**大潮**：在新月与满月，*水位*最高")
    [note] = listed(gangmu)
    assert (note["line"], note["text"]) == (5, "大潮：在新月与满月，水位最高")


def test_what_is_doubtful_or_missing_is_kept_and_told(gangmu, folder, capsys):
    assert (
        main(["annotate", str(folder / "tides.md"), "--quote", "新月与满月", "--library", str(folder)]) == 0
    )
    assert "新月与满月" in capsys.readouterr().err
    gangmu("annotate", "tides.md", "--quote", "从来没有")
    assert {note["quote"]: note["state"] for note in listed(gangmu)} == {
        "新月与满月": "review",
        "从来没有": "orphan",
    }


def test_a_list_is_taken_whole_and_follows_an_edit(gangmu, folder, tmp_path):
    wanted = [
        {
            "quote": "水位最低",
            "prefix": "弦月，",
            "suffix": "。",
            "note": "a",
            "colour": "blue",
            "tags": ["x"],
        },
        {"quote": "太阳助了一臂之力", "path": ["太阳"], "note": "b"},
    ]
    source = tmp_path / "list.json"
    source.write_text(json.dumps(wanted), encoding="utf-8")
    assert len(gangmu("annotate", "tides.md", "--from-json", str(source)).split()) == 2
    lines = TEXT.split("\n")
    edited = "\n".join(["新的开头", "", *lines[7:], *lines[:7]]).replace("水位最低", "水位为最低")
    (folder / "tides.md").write_text(edited, encoding="utf-8")
    now = {note["note"]: (note["state"], note["text"]) for note in listed(gangmu, "tides.md")}
    assert now == {"a": ("anchored", "水位为最低"), "b": ("anchored", "太阳助了一臂之力")}
    for note in listed(gangmu):
        assert note["text"] in edited.split("\n")[note["line"] - 1]


def test_deleted_words_and_a_deleted_file_lose_nothing(gangmu, folder):
    gangmu("annotate", "tides.md", "--quote", "水位最低", "--note", "keep")
    (folder / "tides.md").write_text("潮汐\n\n# 月亮\n", encoding="utf-8")
    [note] = listed(gangmu)
    assert (note["state"], note["note"], note["line"], note["text"]) == ("orphan", "keep", None, None)
    (folder / "tides.md").unlink()
    [note] = listed(gangmu)
    assert (note["state"], note["title"], note["file"]) == ("orphan", "潮汐", "tides.md")
    assert listed(gangmu, "tides.md") == [note]
    (folder / "tides.md").write_text(TEXT, encoding="utf-8")
    assert listed(gangmu)[0]["state"] == "anchored"


def test_check_finds_damage_and_restore_brings_back(gangmu, folder, capsys):
    gangmu("annotate", "tides.md", "--quote", "水位最低", "--note", "first")
    gangmu("annotate", "tides.md", "--quote", "弦月", "--note", "second")
    gangmu("notes", "check")
    [sheet] = (folder / ".gangmu" / "annotations").glob("*.json")
    sheet.write_text("{broken", encoding="utf-8")
    (folder / ".gangmu" / "annotations" / (sheet.name + ".bak")).unlink()
    assert sheet.name in gangmu("notes", "check", status=1)
    assert sheet.read_text("utf-8") == "{broken"
    assert gangmu("notes", "restore", "--list").split()
    gangmu("notes", "restore")
    assert "first" in {note["note"] for note in listed(gangmu)}
    gangmu("notes", "restore", "1999-01-01", status=1)


def test_moving_gives_the_notes_of_a_lost_article_to_another(gangmu, folder):
    gangmu("annotate", "tides.md", "--quote", "水位最低")
    (folder / "tides.md").unlink()
    (folder / "other.md").write_text("别的题目\n\n水位最低。\n", encoding="utf-8")
    gangmu("notes", "move", "tides.md", "other.md")
    [note] = listed(gangmu)
    assert note["file"] == "other.md"


def test_export_writes_to_a_file_or_the_terminal(gangmu, folder, tmp_path):
    gangmu("annotate", "tides.md", "--quote", "水位最低", "--note", "记")
    out = tmp_path / "deck.apkg"
    gangmu("export", "--to", "anki", "--out", str(out), "tides.md")
    assert zipfile.is_zipfile(out)
    assert "水位最低" in gangmu("export", "--to", "markdown")


def test_html_and_pdf_are_the_article_itself_with_its_highlights(gangmu, folder, tmp_path, qapp):
    gangmu("annotate", "tides.md", "--quote", "水位最低", "--note", "多低？")
    page = gangmu("export", "--to", "html", "tides.md")
    assert "太阳助了一臂之力" in page
    assert "多低？" in page
    out = tmp_path / "tides.pdf"
    gangmu("export", "--to", "pdf", "--out", str(out), "tides.md")
    assert out.read_bytes().startswith(b"%PDF")
    gangmu("export", "--to", "html", status=1)


def test_a_style_sheet_that_is_left_out_is_named(folder, capsys):
    styles_folder().mkdir(parents=True)
    (styles_folder() / "mine.css").write_text("p { color: red", encoding="utf-8")
    assert main(["export", "--to", "html", "tides.md", "--library", str(folder)]) == 0
    assert "“mine.css” is left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.md", b"", "empty.md is empty"),
        ("binary.md", bytes(range(256)) * 9, "binary.md is not a text"),
        ("gone.md", None, "gone.md cannot be found"),
    ],
)
@pytest.mark.parametrize("to", ["html", "pdf", "markdown"])
def test_an_export_of_no_article_says_why(folder, capsys, name, data, said, to):
    if data is not None:
        (folder / name).write_bytes(data)
    assert main(["export", "--to", to, name, "--library", str(folder)]) == 1
    assert said in capsys.readouterr().err


def test_a_dash_is_the_terminal(gangmu, folder, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert "<html" in gangmu("export", "--to", "html", "--out", "-", "tides.md")
    assert not (tmp_path / "-").exists()


def test_import_lists_what_has_no_place(gangmu, folder, tmp_path):
    quotes = tmp_path / "quotes.md"
    quotes.write_text("# 潮汐\n\n> 水位最低\n\n记\n\n> 没有的话\n", encoding="utf-8")
    assert "没有的话" in gangmu("notes", "import", str(quotes))
    assert len(listed(gangmu)) == 2
    gangmu("notes", "import", str(quotes))
    assert len(listed(gangmu)) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("annotate", "nowhere.md", "--quote", "x"),
        ("annotate", "tides.md", "--from-json", "nowhere.json"),
        ("notes", "nowhere.md"),
        ("export", "--to", "nonsense"),
        ("export", "--to", "csv", "nowhere.md"),
        ("notes", "import", "nowhere.csv"),
        ("notes", "move", "a.md"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_1(folder, capsys, words):
    assert main([*words, "--library", str(folder)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().split("\n")) == 1


def test_the_article_is_never_written(gangmu, folder):
    before = (folder / "tides.md").stat()
    gangmu("annotate", "tides.md", "--quote", "水位最低")
    listed(gangmu)
    assert (folder / "tides.md").read_text("utf-8") == TEXT
    assert (folder / "tides.md").stat().st_mtime_ns == before.st_mtime_ns
    assert AnnotationStore(Library(folder)).kept("tides.md")
