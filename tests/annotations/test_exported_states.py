"""Whatever its state, an annotation is in every export, with the versions it is in conflict with."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.exported_marks import highlights_of, node_notes_of
from reader.annotations.exporters import EXPORTERS, exporter_named
from reader.annotations.exporters.anki_tsv import HEADER
from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.skeleton import skeleton_of
from reader.annotations.library_report import Annotated
from reader.annotations.model import Anchor, Annotation, Kind, Placed, State, Target, TextQuote
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span

SOURCE = """潮汐与风

### 文章框架
```
├── 引言
│   └── 海边
└── 月亮
```

## 引言
开头的话。
### 海边
海边的人靠潮汐出海。
## 月亮
月亮远去。
"""
ARTICLE = parse_article(SOURCE, Path("tides.md"))
PLACES = {
    "anchored": ("月亮",),
    "deeper": ("引言", "海边"),
    "below": ("引言", "海边", "没有这一点"),  # the nearest point above that there is
    "general": ("没有这一点",),
}


def placed(name: str, state: State, path: tuple[str, ...], number: int, *, conflict: str = "") -> Placed:
    """Return an annotation whose quote, note and tag have `number` in them."""
    made = Annotation(
        name,
        Kind.HIGHLIGHT,
        Target("tides.md", TextQuote(f"引文{number}号"), path=path),
        note=f"笔记{number}号",
        colour="green",
        tags=(f"标签{number}号", "two words"),
        created="2026-01-31T09:05:00.123Z",
    )
    others = (replace(made, note=conflict, device="other"),) if conflict else ()
    anchor = Anchor(state, None if state is State.ORPHAN else Span(0, 4))
    return Placed(made, anchor, path, 1, "x", "tides.md", "潮汐与风", others)


ALL = (
    *(placed(name, State.ANCHORED, path, n) for n, (name, path) in enumerate(PLACES.items(), 1)),
    placed("review", State.REVIEW, ("月亮",), 5, conflict="另一种说法五"),
    placed("orphan", State.ORPHAN, ("月亮",), 6, conflict="另一种说法六"),
    placed("conflict", State.ANCHORED, ("月亮",), 7, conflict="另一种说法七"),
)
GROUP = Annotated("tides.md", "潮汐与风", ARTICLE, ALL)


@pytest.fixture(params=EXPORTERS, ids=lambda exporter: exporter.name)
def exporter(request):
    return request.param


def text_of(exporter, options: Options | None = None, group: Annotated = GROUP) -> str:
    """Return all that a person would read in an export."""
    data = exporter.export([group], options or Options())
    if exporter.suffix == ".apkg":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            connection = sqlite3.connect(":memory:")
            connection.deserialize(archive.read("collection.anki2"))
            rows = connection.execute("select flds, tags from notes").fetchall()
            connection.close()
            return "\n".join(map(str, rows))
    text = data.decode("utf-8-sig")
    return json.dumps(json.loads(text), ensure_ascii=False) if exporter.suffix == ".json" else text


@pytest.mark.parametrize("empty_nodes", [True, False], ids=["whole framework", "without empty nodes"])
def test_each_annotation_is_there_in_any_state(exporter, empty_nodes):
    text = text_of(exporter, Options(empty_nodes=empty_nodes))
    for number in range(1, len(ALL) + 1):
        for words in (f"引文{number}号", f"笔记{number}号", f"标签{number}号"):
            assert words in text, words


def test_each_version_in_conflict_is_there_in_any_state(exporter):
    text = text_of(exporter)
    for number in "五六七":
        assert f"另一种说法{number}" in text, number


def test_nothing_is_there_twice(exporter):
    text = text_of(exporter)
    per_version = 2 if exporter.name == "json" else 1  # there a version in conflict is an item of its own
    for number, each in enumerate(ALL, 1):
        expected = per_version if each.conflicts else 1
        assert text.count(f"引文{number}号") == expected, number


def test_each_hangs_on_its_node_or_the_nearest_above():
    skeleton = skeleton_of(GROUP)
    hung = {branch.label: [item.annotation_id for item in branch.placed] for branch in skeleton.walk()}
    assert hung == {"引言": [], "海边": ["deeper", "below"], "月亮": ["anchored", "conflict"]}
    assert [item.annotation_id for item in skeleton.general] == ["general"]
    assert [item.annotation_id for item in skeleton.review] == ["review"]
    assert [item.annotation_id for item in skeleton.orphans] == ["orphan"]
    assert [branch.total for branch in skeleton.walk()] == [2, 2, 2]
    assert [branch.depth for branch in skeleton.walk()] == [1, 2, 1]


def test_a_branch_without_annotations_is_left_out_where_that_is_asked():
    only = replace(GROUP, placed=ALL[:1])
    assert [branch.label for branch in skeleton_of(only).walk(empty=False)] == ["月亮"]
    for name in ("markdown", "page", "text"):
        assert "海边" in text_of(exporter_named(name), Options(), only)
        assert "海边" not in text_of(exporter_named(name), Options(empty_nodes=False), only)


def test_two_nodes_of_one_name_do_not_both_have_what_is_theirs():
    twice = SOURCE.replace("└── 月亮", "├── 月亮\n└── 月亮")
    skeleton = skeleton_of(replace(GROUP, article=parse_article(twice, Path("tides.md")), placed=ALL[:1]))
    assert sum(len(branch.placed) for branch in skeleton.walk()) == 1


def test_of_an_article_that_is_gone_everything_is_there(exporter):
    gone = replace(GROUP, article=None)
    assert all(f"笔记{number}号" in text_of(exporter, group=gone) for number in range(1, len(ALL) + 1))


def test_what_waits_for_a_person_stands_under_a_heading_of_its_own():
    for name in ("markdown", "page", "text"):
        text = text_of(exporter_named(name))
        assert (
            text.index("To review")
            < text.index("引文5号")
            < text.index("Without a place")
            < text.index("引文6号")
        )


def test_a_table_says_where_each_stands_now():
    rows = list(csv.DictReader(io.StringIO(text_of(exporter_named("csv")))))
    assert [row["state"] for row in rows] == [str(each.anchor.state) for each in ALL]
    assert rows[1]["path"] == "引言 / 海边"
    assert rows[6]["note"] == "笔记7号\n\n另一种说法七"
    assert (rows[0]["line"], rows[0]["text"], rows[0]["colour"]) == ("1", "x", "green")
    assert rows[0]["created"].startswith("2026-01-31T09:05")


def test_readwise_reads_tags_and_dates_as_it_writes_them():
    rows = list(csv.DictReader(io.StringIO(text_of(exporter_named("readwise")))))
    assert rows[6]["Note"] == ".标签7号 .two_words\n笔记7号\n另一种说法七"
    assert rows[0]["Date"] == "2026-01-31 09:05:00"
    assert (rows[0]["Highlight"], rows[0]["Title"]) == ("引文1号", "潮汐与风")


def test_json_says_where_each_stood_and_in_which_file():
    items = json.loads(exporter_named("json").export([GROUP], Options()))["items"]
    assert len(items) == len(ALL) + 3
    assert {item["gangmu"]["state"] for item in items} == {"anchored", "review", "orphan"}
    assert {(item["gangmu"]["file"], item["gangmu"]["title"]) for item in items} == {("tides.md", "潮汐与风")}


def test_a_tag_of_two_words_is_one_tag_where_spaces_part_them():
    for name in ("anki", "anki-tsv", "readwise", "markdown"):
        text = text_of(exporter_named(name))
        assert "two_words" in text, name
        assert "two words" not in text, name


def test_each_card_is_known_again_by_its_annotation():
    text = text_of(exporter_named("anki-tsv")).removeprefix(HEADER)
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    assert [row[0] for row in rows] == [each.annotation.annotation_id for each in ALL]
    assert "月亮" in rows[0][1]  # the front asks for the point
    assert "引文1号" not in rows[0][1]
    assert rows[0][2].index("引文1号") < rows[0][2].index("笔记1号")


def test_the_lines_of_a_quotation_stay_lines_on_a_card():
    target = replace(ALL[0].annotation.target, quote=TextQuote("一行\n二行"))
    lines = replace(ALL[0], annotation=replace(ALL[0].annotation, target=target))
    assert "一行<br>二行" in text_of(exporter_named("anki-tsv"), group=replace(GROUP, placed=(lines,)))


def test_without_words_and_note_there_is_no_card():
    bare = replace(ALL[0], annotation=replace(ALL[0].annotation, target=Target("tides.md"), note=""))
    data = exporter_named("anki-tsv").export([replace(GROUP, placed=(bare,))], Options())
    assert not [line for line in data.decode().splitlines() if not line.startswith("#")]


def test_the_page_marks_each_with_its_colour_and_the_points_that_have_nothing():
    page = text_of(exporter_named("page"))
    assert page.count('class="annotation green"') == len(ALL)
    assert re.search(
        r'<h2 class="empty">', text_of(exporter_named("page"), group=replace(GROUP, placed=ALL[1:2]))
    )


# ---- in the article itself


def test_only_what_has_a_sure_place_is_shown_in_the_article():
    shown = highlights_of(ALL)
    assert [each.note[:4] for each in shown] == [f"笔记{number}号" for number in (1, 2, 3, 4, 7)]
    assert "另一种说法七" in shown[-1].note  # the version that it is in conflict with
    assert {each.colour for each in shown} == {2}
    node = replace(ALL[0], annotation=replace(ALL[0].annotation, kind=Kind.NODE))
    assert highlights_of([node]) == ()


def test_notes_on_points_are_shown_at_their_points_and_empty_ones_are_not():
    moon = next(node for node in ARTICLE.framework.walk() if node.label == "月亮")
    at = Anchor(State.ANCHORED, Span(0, 4), moon.node_id)
    node = replace(ALL[0], annotation=replace(ALL[0].annotation, kind=Kind.NODE), anchor=at)
    empty = replace(node, annotation=replace(node.annotation, note=" \n"))
    unsure = replace(node, anchor=replace(at, state=State.REVIEW))
    whole = replace(node, path=(), anchor=Anchor(State.ANCHORED, node_id=""))
    shown = node_notes_of([node, empty, unsure, whole, ALL[0]], ARTICLE)
    line = SOURCE.split("\n").index("## 月亮") + 1
    assert [(each.label, each.note, each.line) for each in shown] == [
        ("月亮", "笔记1号", line),
        ("潮汐与风", "笔记1号", 0),
    ]
