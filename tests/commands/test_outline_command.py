"""`gangmu outline`: what it prints, and how it fails."""

from __future__ import annotations

import argparse
import json

import pytest

from reader.annotations.link_repairs import link_to
from reader.annotations.made_framework import made_for
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.digest.notations import NOTATIONS
from reader.articles.reading import read_article
from reader.catalogue.library import open_library
from reader.cli import main
from reader.commands import outline_command

DIGEST = """题：目
- 原文标题：Original
- 链接：[Original](https://a.cn/?x=1)

- **文章类别**：博客

---

### 文章框架
```
├── 引言
├── 正文
│   ├── 要点：其一
│   └── 没有的
└── 结论
```

### 引言
话。

### 正文
- **要点**：话。

### 结论
话。

### 文章标签
#甲 ，#C++
"""


@pytest.fixture
def digest(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(DIGEST, encoding="utf-8")
    return path


def test_json_is_one_object_with_every_node(digest, capsys):
    assert main(["outline", str(digest), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {name: answer[name] for name in ("title", "category", "source", "tags")} == {
        "title": "题：目",
        "category": "博客",
        "source": {"title": "Original", "url": "https://a.cn/?x=1"},
        "tags": ["甲", "C++"],
    }
    assert "derived" not in answer
    assert [tuple(node.values())[:5] for node in answer["framework"]] == [
        (["引言"], "引言", 1, 18, "heading"),
        (["正文"], "正文", 1, 21, "heading"),
        (["正文", "要点：其一"], "要点：其一", 2, 22, "lead"),
        (["正文", "没有的"], "没有的", 2, 21, "parent"),
        (["结论"], "结论", 1, 24, "heading"),
    ]
    names = ["path", "label", "depth", "line", "match", "certainty", "why", "read"]
    assert list(answer["framework"][0]) == names
    assert all(node["why"].endswith(".") and 0 <= node["certainty"] <= 1 for node in answer["framework"])


def test_without_a_framework_the_outline_is_derived(tmp_path, capsys):
    path = tmp_path / "a.md"
    path.write_text("题\n\n## 甲\n- **乙**：话。\n## 丙\n", encoding="utf-8")
    assert main(["outline", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["derived"] is True
    assert [(node["path"], node["line"], node["match"]) for node in answer["framework"]] == [
        (["甲"], 3, "heading"),
        (["甲", "乙"], 4, "lead"),
        (["丙"], 5, "heading"),
    ]


def test_plain_shows_a_point_a_line(digest, capsys):
    assert main(["outline", str(digest)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "题：目"
    assert lines[3] == "    要点：其一\t22\tlead"


@pytest.mark.parametrize("name", ["gone.md", ".", "empty.md"])
def test_what_cannot_be_read_is_one_sentence_and_status_1(tmp_path, name, capsys):
    (tmp_path / "empty.md").touch()
    assert main(["outline", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.strip().endswith(".")


def test_wrong_usage_is_status_2(capsys):
    with pytest.raises(SystemExit) as raised:
        main(["outline"])
    assert raised.value.code == 2


def test_the_framework_is_printed_in_another_notation(digest, capsys):
    assert main(["outline", str(digest), "--to", "text"]) == 0
    assert capsys.readouterr().out == "题：目\n  引言\n  正文\n    要点：其一\n    没有的\n  结论\n"
    assert main(["outline", str(digest), "--to", "mermaid"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["mindmap", '  id0["题：目"]']


def test_an_unknown_notation_is_a_sentence_that_names_those_there_are(digest, capsys):
    assert main(["outline", str(digest), "--to", "opml"]) == 1
    names = ", ".join(notation.name for notation in NOTATIONS)
    said = capsys.readouterr().err
    assert "opml" in said
    assert names in said


def test_the_help_names_every_notation():
    help_text = _parser_help()
    assert all(notation.name in help_text for notation in NOTATIONS)


def _parser_help():
    parser = argparse.ArgumentParser()
    outline_command.add_arguments(parser)
    return parser.format_help()


def test_a_person_s_own_framework_is_printed(tmp_path, capsys):
    file = tmp_path / "plain.md"
    file.write_text("# 潮汐\n\n## 成因\n\n引力。\n\n## 用处\n\n发电。\n", encoding="utf-8")
    library = open_library(tmp_path)
    store = AnnotationStore(library)
    store.put(made_for(read_article(file), ((1, "用处"), (2, "没有的事")), "plain.md"))
    store.save()
    assert main(["outline", "--json", str(file)]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert "derived" not in printed
    assert {node["read"] for node in printed["framework"]} == {"untouched"}
    assert [(node["path"], node["line"]) for node in printed["framework"]] == [
        (["用处"], 7),
        (["用处", "没有的事"], 7),
    ]


def test_a_link_that_the_person_has_repaired_is_printed_as_they_made_it(digest, capsys):
    article = read_article(digest)
    node = next(each for each in article.framework.walk() if each.label == "引言")
    store = AnnotationStore(open_library(digest.parent))
    last = len(article.text.text) - 2
    store.put(link_to(article, node, last, digest.name))
    store.save()
    assert main(["outline", "--json", str(digest)]) == 0
    printed = {each["label"]: each for each in json.loads(capsys.readouterr().out)["framework"]}
    assert printed["引言"]["line"] == article.text.line_at(last)
