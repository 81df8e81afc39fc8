"""`gangmu list`, `stats` and `check`, as typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from reader import cli
from reader.articles.reading import read_article
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event, ReadingLog
from reader.catalogue.reading_progress import own_texts

DIGEST = """# 芯片与出口

原文标题：Chips
链接：https://example.org/chips
文章类别：博客

### 文章框架
```
├── 背景
└── 结论
```

## 背景

{text}

## 结论

管制继续，见[[two]]与[别处](sub/gone.md)。此后每一年都有新的规定，也都有新的例外。

### 文章标签
#芯片 #出口
"""


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "b.md").write_text(DIGEST.format(text="背" * 796), encoding="utf-8")
    (folder / "two.md").write_text("# A second one\n\nNothing of the kind.\n", encoding="utf-8")
    os.utime(folder / "two.md", (86_400, 86_400))
    return folder


def said(capsys, *words, status=0):
    assert cli.main([*words, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def note(library, event):
    ReadingLog(Library(library).own_folder, "here").append([event])


def read(library, node, seconds, start):
    article = read_article(library / "b.md")
    own = next(own for own in own_texts(article) if own.node == node)
    note(library, Event("b.md", node, own.digest, start, seconds, own.length))


def test_the_list_in_json(library, capsys):
    read(library, "背景", 120, 1_700_000_000)
    first, second = said(capsys, "list", "--library", str(library))
    assert first["file"] == "b.md"
    assert first["title"] == "芯片与出口"
    assert first["category"] == "博客"
    assert first["tags"] == ["芯片", "出口"]
    assert first["source"] == {"title": "Chips", "url": "https://example.org/chips"}
    assert first["characters"] > 830
    assert first["minutes"] == pytest.approx(2.1, abs=0.2)
    assert 0.9 < first["read"] < 1
    assert first["notes"] == 0
    assert date.fromisoformat(first["added"]) <= date.today()
    assert second == {
        "file": "two.md",
        "title": "A second one",
        "category": "",
        "tags": [],
        "source": {"title": "", "url": ""},
        "characters": 7,
        "minutes": 0.0,
        "read": 0.0,
        "notes": 0,
        "added": "1970-01-02",
    }


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("folder", ["b.md", "two.md"]),
        ("title", ["two.md", "b.md"]),
        ("added", ["b.md", "two.md"]),
        ("read", ["two.md", "b.md"]),
        ("progress", ["b.md", "two.md"]),
        ("category", ["b.md", "two.md"]),
    ],
)
def test_it_is_sorted(library, capsys, sort, names):
    read(library, "背景", 120, 1_000)
    article = read_article(library / "two.md")
    own = own_texts(article)[0]
    note(library, Event("two.md", own.node, own.digest, 2_000, 0.5, own.length))
    found = said(capsys, "list", "--sort", sort, "--library", str(library))
    assert [one["file"] for one in found] == names


def test_chinese_titles_are_sorted_by_pinyin(tmp_path, capsys):
    for title in ("重庆", "安徽", "Beta", "“北京”", "阿尔法", "张掖", "[1] 安阳", "alpha"):
        (tmp_path / f"{title}.md").write_text(f"# {title}\n\n字。\n", encoding="utf-8")
    found = said(capsys, "list", "--library", str(tmp_path), "--sort", "title")
    titles = [one["title"] for one in found]
    assert titles == ["[1] 安阳", "阿尔法", "alpha", "安徽", "“北京”", "Beta", "重庆", "张掖"]


def test_a_query_may_leave_words_out(library, capsys):
    found = said(capsys, "list", "tag:芯片", "-无此字句", "--library", str(library))
    assert [one["file"] for one in found] == ["b.md"]
    assert said(capsys, "list", "管制继续", "-例外", "--library", str(library)) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each name is Unicode")
def test_the_name_of_a_file_is_told_whatever_it_is_and_whatever_the_terminal_takes(tmp_path):
    names = {b"\xff\xfe.md", "\u65b0\n\u884c.md".encode(), "\u7532 #?.md".encode()}
    for name in names:
        (tmp_path / os.fsdecode(name)).write_text("# \u9898\n", encoding="utf-8")
    for encoding in ("utf-8", "ascii", "gbk"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        command = [sys.executable, "-m", "reader", "list", "--json", "--library", str(tmp_path)]
        printed = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
        found = json.loads(printed.decode(encoding))
        assert {os.fsencode(one["file"]) for one in found} == names
        assert {one["title"] for one in found} == {"\u9898"}


def test_a_query_narrows_it_down(library, capsys):
    assert [one["file"] for one in said(capsys, "list", "管制继续", "--library", str(library))] == ["b.md"]
    assert said(capsys, "list", "无此字句", "--library", str(library)) == []
    assert [one["file"] for one in said(capsys, "list", "tag:芯片", "--library", str(library))] == ["b.md"]


def test_the_list_for_people(library, capsys):
    read(library, "背景", 120, 1_000)
    assert cli.main(["list", "--library", str(library)]) == 0
    shown = capsys.readouterr().out
    assert "芯片与出口  ·  2 min, 96 % read\n    b.md" in shown


def test_statistics_of_nothing(library, capsys):
    assert said(capsys, "stats", "--library", str(library)) == {
        "days": [],
        "speed": {"han": 400, "latin": 220},
        "articles": {"read": 0, "begun": 0, "unread": 2},
        "nodes": {"untouched": 0, "skimmed": 0, "read": 0, "changed": 0},
    }


def test_statistics_count_days_articles_and_nodes(library, capsys, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    read(library, "背景", 120, 1_700_000_000)
    read(library, "结论", 1.1, 1_700_090_000)
    found = said(capsys, "stats", "--library", str(library))
    assert found["days"] == [
        {"date": "2023-11-14", "minutes": 2.0, "articles": 1},
        {"date": "2023-11-15", "minutes": 0.0, "articles": 1},
    ]
    assert found["articles"] == {"read": 1, "begun": 0, "unread": 1}
    assert found["nodes"] == {"untouched": 0, "skimmed": 1, "read": 1, "changed": 0}


def test_the_check_names_links_that_lead_nowhere_and_what_they_may_mean(library, capsys):
    (library / "sub").mkdir()
    (library / "sub" / "gonne.md").write_text("不在", encoding="utf-8")
    (problem,) = said(capsys, "check", str(library), status=1)["problems"]
    assert (problem["file"], problem["kind"], problem["line"]) == ("b.md", "link", 19)
    assert problem["what"] == "The link to sub/gone.md leads nowhere. It may mean sub/gonne.md."
    (library / "sub" / "gone.md").write_text("在", encoding="utf-8")
    assert said(capsys, "check", str(library)) == {"problems": []}


def test_the_check_names_copies_reissues_and_what_cannot_be_read(library, capsys):
    (library / "sub").mkdir()
    (library / "sub" / "gone.md").write_text("在", encoding="utf-8")
    (library / "copy.md").write_bytes((library / "two.md").read_bytes())
    (library / "newer.md").write_text(
        (library / "b.md").read_text(encoding="utf-8").replace("管制继续", "管制更严"), encoding="utf-8"
    )
    (library / "zero.md").write_bytes(b"\x00\x01\x02\x03" * 500)
    (library / "lost.md").symlink_to(library / "nowhere.md")
    found = said(capsys, "check", str(library), status=1)["problems"]
    assert [(one["file"], one["kind"]) for one in found] == [
        ("zero.md", "unreadable"),
        ("lost.md", "loop"),
        ("newer.md", "reissue"),
        ("two.md", "duplicate"),
    ]
    assert all(one["line"] is None and one["what"].endswith(".") for one in found)


def test_a_folder_that_is_none_is_a_sentence(tmp_path, capsys):
    for command in (["list", "--library"], ["stats", "--library"], ["check"]):
        assert cli.main([*command, str(tmp_path / "nowhere")]) == 1
        assert "cannot be found" in capsys.readouterr().err
