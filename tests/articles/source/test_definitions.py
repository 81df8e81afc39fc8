"""What one place of a text defines for another: references, footnotes, abbreviations; in linear time."""

from __future__ import annotations

import time

from reader.articles.source.scanner import scan

SOURCE = """用[链][甲]，脚注[^b]与[^a]，又[^b]。

[甲]: https://a.b/c "题"
[乙 丙]: <https://d.e>
*[HTML]: 超文本

```
[码]: https://no
[^c]: 不是
```

[^a]: 甲注
    第二行

    第二段
[^b]: 乙注
[^d]: 没有用到

后文
"""


def test_everything_is_found_and_numbered_by_its_first_use():
    found = scan(SOURCE).definitions
    assert dict(found.references) == {"甲": ("https://a.b/c", "题"), "乙 丙": ("https://d.e", "")}
    assert dict(found.abbreviations) == {"HTML": "超文本"}
    notes = [
        (note.name, note.number, note.text, note.line, note.used_on) for note in found.footnotes.values()
    ]
    assert notes == [
        ("b", 1, "乙注", 16, 1),
        ("a", 2, "甲注\n第二行\n\n第二段", 12, 1),
        ("d", 3, "没有用到", 17, 0),
    ]


def test_a_text_without_definitions_costs_nothing_and_has_none():
    assert scan("# 题\n\n正文[1]").definitions == scan("").definitions


def test_the_time_is_linear():
    def seconds(times):
        source = "".join(f"文[^{n}]\n\n[^{n}]: 注\n[x{n}]: http://a\n```\n" for n in range(times))
        start = time.thread_time()
        scan(source)
        return time.thread_time() - start

    small = min(seconds(300) for _try in range(3))
    assert min(seconds(3_000) for _try in range(3)) < 50 * small  # 100 times as much, if it were quadratic
