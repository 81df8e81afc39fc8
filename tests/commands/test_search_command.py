"""`gangmu search` and `gangmu index`, as typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reader
from reader import cli, paths
from reader.errors import SearchError
from reader.search.build.library_index import LibraryIndex

DIGEST = """# 芯片与出口

### 文章框架
```
├── 背景
└── 结论
```

## 背景

出口管制的背景😀，芯片很重要。

## 结论

- **要点**：管制继续。
"""


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def library(tmp_path) -> Path:
    folder = tmp_path / "library"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "one.md").write_text(DIGEST, encoding="utf-8")
    (folder / "two.md").write_text("# Two\n\nNothing of the kind, only 出口。\n", encoding="utf-8")
    return folder


def asked(capsys, *words: str) -> dict:
    assert cli.main(["search", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_hit_in_json(library, capsys):
    found = asked(capsys, "芯片很", "--library", str(library))
    assert found["total"] == 1
    (hit,) = found["hits"]
    assert hit["file"] == "sub/one.md"
    assert hit["title"] == "芯片与出口"
    assert hit["path"] == ["背景"]
    assert "芯片很重要" in DIGEST.split("\n")[hit["line"] - 1]
    assert [hit["excerpt"][start:end] for start, end in hit["matches"]] == ["芯片很"]


def test_the_limit_and_the_total(library, capsys):
    found = asked(capsys, "出口", "--library", str(library), "--limit", "1")
    assert len(found["hits"]) == 1
    assert found["total"] > 1


def test_no_hit_is_wanted_and_the_index_stays(library, capsys):
    found = asked(capsys, "出口", "--library", str(library), "--limit", "0")
    assert found["hits"] == []
    assert found["total"] > 1
    assert not capsys.readouterr().err


@pytest.mark.parametrize("limit", ["-1", "many", "1.5", ""])
def test_a_limit_that_is_none(library, capsys, limit):
    with pytest.raises(SystemExit) as ended:
        cli.main(["search", "出口", "--library", str(library), "--limit", limit])
    assert ended.value.code == 2
    assert f"“{limit}” is not a whole number of 0 or more" in capsys.readouterr().err


def test_words_may_begin_with_a_dash(library, capsys):
    at = ("--library", str(library))
    assert asked(capsys, "出口", "-芯片", *at)["total"] == asked(capsys, "出口 -芯片", *at)["total"] > 0
    assert asked(capsys, "出口", "-hidden", *at)["total"] == asked(capsys, "出口", *at)["total"]
    assert asked(capsys, "-芯片", "-管制", *at)["total"] > 0


def test_a_file_is_no_library(library, capsys):
    assert cli.main(["search", "出口", "--library", str(library / "two.md")]) == 1
    assert capsys.readouterr().err.strip().endswith("two.md is a file; a library is a folder.")


def test_framework_only(library, capsys):
    found = asked(capsys, "结论", "--library", str(library), "--framework-only")
    assert [hit["path"] for hit in found["hits"]] == [["结论"]]
    assert asked(capsys, "芯片", "--library", str(library), "--framework-only")["total"] == 0


def test_a_change_is_seen_at_the_next_search(library, capsys):
    assert asked(capsys, "zebra", "--library", str(library))["total"] == 0
    (library / "two.md").write_text("# Two\n\nzebra\n", encoding="utf-8")
    assert asked(capsys, "zebra", "--library", str(library))["total"] == 1


def test_for_people(library, capsys):
    assert cli.main(["search", "芯片", "--library", str(library)]) == 0
    out = capsys.readouterr().out
    assert "sub/one.md" in out
    assert "passages" in out


def test_without_a_library_the_starter_library_is_searched(capsys):
    found = asked(capsys, "的")
    assert found["total"] > 0
    assert {(paths.starter_library() / hit["file"]).is_file() for hit in found["hits"]} == {True}
    assert cli.main(["index", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["library"].endswith("library")


def test_the_index_command(library, capsys):
    words = ["index", "--library", str(library), "--json"]
    assert cli.main(words) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["articles"], first["read"]) == (2, 2)
    assert cli.main(words) == 0
    assert json.loads(capsys.readouterr().out)["read"] == 0
    assert cli.main([*words, "--rebuild"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == 2


def test_progress_goes_to_stderr(library, capsys):
    for number in range(40):
        (library / f"n{number}.md").write_text(f"# {number}\n\n文\n", encoding="utf-8")
    assert cli.main(["search", "文", "--json", "--library", str(library)]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["total"] == 41
    assert "Reading 42 of 42" in err


def test_a_library_that_is_not_there_is_a_sentence(tmp_path, capsys):
    assert cli.main(["search", "x", "--library", str(tmp_path / "none")]) == 1
    assert "cannot be found" in capsys.readouterr().err


def test_what_is_not_understood_is_said(library, capsys):
    found = asked(capsys, "is:purple", "--library", str(library))
    assert found["total"] == 0
    assert "purple" in found["notes"][0]


def test_wrong_usage_is_status_2(library):
    for words in (["search"], ["search", "x", "--limit", "many"], ["index", "--nonsense"]):
        with pytest.raises(SystemExit) as stop:
            cli.main(words)
        assert stop.value.code == 2


def test_two_processes_search_a_new_library_at_once(library):
    for number in range(60):
        (library / f"n{number}.md").write_text(f"# {number}\n\n文章 {number}\n", encoding="utf-8")
    house = str(Path(reader.__file__).parents[1])
    command = [
        sys.executable,
        "-m",
        "reader",
        "search",
        "文章",
        "--json",
        "--limit",
        "1",
        "--library",
        str(library),
    ]
    running = [
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": house}
        )
        for _ in range(2)
    ]
    for process in running:
        out, _err = process.communicate(timeout=120)
        assert json.loads(out)["total"] == 61


def test_an_index_that_cannot_be_written_any_more_serves(library, capsys, monkeypatch):
    assert asked(capsys, "出口", "--library", str(library))["total"]

    def refuse(*_values, **_wishes):
        raise SearchError("no room")

    monkeypatch.setattr(LibraryIndex, "update", refuse)
    assert cli.main(["search", "出口", "--library", str(library), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["total"]
    assert told.err.strip() == "no room"
    assert cli.main(["index", "--library", str(library)]) == 1
    (library / "three.md").write_text("# Three\n", encoding="utf-8")
    assert cli.main(["search", "出口", "--library", str(library.parent)]) == 1  # never read before
