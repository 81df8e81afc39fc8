"""Annotations as feedback on a text: where, in which lines, under which node, which words, what is said."""

from __future__ import annotations

import json

from reader.annotations.creation import Wanted
from tests.annotations.exporting import annotate, exported, library_with

TEXT = """潮汐

### 文章框架
```
├── 引言
└── 月亮
    └── 大潮
```

### 引言
海边的人靠潮汐出海。

### 月亮
- **大潮**：在新月与满月，
  水位最高。
"""
WANTED = (
    Wanted("", path=("月亮",), note="这一点要再读"),
    Wanted("没有的话", note="放不下"),
    Wanted("在新月与满月，\n水位最高", note="为什么？\n# 不是标题", tags=("疑问", "two words")),
    Wanted("靠潮汐出海"),
)


def test_the_review_says_where_each_remark_is_in_the_order_of_the_lines(tmp_path):
    library = library_with(tmp_path / "library", TEXT)
    store, _made = annotate(library, *WANTED)
    assert (
        exported("review", library, store).decode()
        == """# Feedback on “潮汐”

## 1. `tides.md:11` · 引言

> 靠潮汐出海

## 2. `tides.md:13-15` · 月亮

这一点要再读

## 3. `tides.md:14-15` · 月亮 › 大潮

> 在新月与满月，
> 水位最高

为什么？
 # 不是标题

#疑问 #two_words

## 4. `tides.md` · its place is not sure any more

> 没有的话

放不下
"""
    )


def test_the_same_in_json_has_lines_that_a_program_can_use(tmp_path):
    library = library_with(tmp_path / "library", TEXT)
    store, _made = annotate(library, *WANTED)
    data = json.loads(exported("review-json", library, store))
    assert (data["format"], data["version"]) == ("gangmu-review", 1)
    [article] = data["articles"]
    assert (article["file"], article["title"]) == ("tides.md", "潮汐")
    lines = TEXT.split("\n")
    found = {each["quote"] or each["note"]: each for each in article["remarks"]}
    assert [each["lines"] for each in article["remarks"]] == [[11, 11], [13, 15], [14, 15], None]
    first, last = found["在新月与满月，\n水位最高"]["lines"]
    assert "新月" in lines[first - 1]
    assert "水位最高" in lines[last - 1]
    assert found["在新月与满月，\n水位最高"]["node"] == ["月亮", "大潮"]
    assert found["没有的话"]["state"] != "anchored"


def test_a_note_on_the_article_stands_first_and_says_so(tmp_path):
    library = library_with(tmp_path / "library", TEXT)
    store, _made = annotate(library, Wanted("靠潮汐出海"), Wanted("", path=(), note="好文章"))
    review = exported("review", library, store).decode()
    assert "## 1. `tides.md` · the whole article\n\n好文章\n\n## 2. `tides.md:11`" in review


def test_a_file_with_a_backtick_in_its_name_breaks_nothing(tmp_path):
    library = library_with(tmp_path / "library", TEXT)
    store, _made = annotate(library, Wanted("靠潮汐出海"))
    (library.folder / "tides.md").rename(library.folder / "a`b.md")
    assert "## 1. a\\`b.md:11 · 引言" in exported("review", library, store).decode()
