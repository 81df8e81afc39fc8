"""A library to measure with: the corpus' passages as Markdown articles in folders, and one long article.

Made once and kept: 20,000 articles take a minute. Every article has a head, a
drawn framework and ten passages; tags, categories, hosts and years differ, so
that there is something to narrow by.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from corpus import SEED, passages

PASSAGES = 10  # of an article
_IN_A_FOLDER = 100  # articles
_CATEGORIES = ("博客", "研究", "新闻", "访谈", "讲座", "政策")
_TAGS = ("AI", "芯片", "出口管制", "开源", "经济", "教育", "气候", "医学", "安全", "算力", "历史", "法律")
_POINTS = ("背景", "关键观点", "论据", "方法", "数据", "讨论", "建议", "问题", "影响", "结论")
OPEN = "长文.md"  # the article to have open: two hundred passages


def library_of(passage_count: int, keep: Path) -> Path:
    """Return the folder of a library of so many passages below `keep`; made if it is not there yet."""
    folder = keep / f"library-{passage_count}"
    if not (folder / OPEN).exists():
        shutil.rmtree(folder, ignore_errors=True)
        _make(folder, passage_count)
    return folder


def _make(folder: Path, passage_count: int) -> None:
    chance = random.Random(SEED)
    texts = [text.replace("\n", " ") for text in passages(passage_count)]
    for number in range(passage_count // PASSAGES):
        place = folder / f"{number // _IN_A_FOLDER:03d}"
        place.mkdir(parents=True, exist_ok=True)
        own = texts[number * PASSAGES : (number + 1) * PASSAGES]
        (place / f"{number:05d}.md").write_text(_article(number, own, chance), encoding="utf-8")
    (folder / OPEN).write_text(_article(0, texts[:200], chance), encoding="utf-8")


def _article(number: int, texts: list[str], chance: random.Random) -> str:
    names = [f"{_POINTS[at % len(_POINTS)]}：{text[:12].strip()}" for at, text in enumerate(texts)]
    host, year = f"site{chance.randrange(40)}.example", chance.randint(2015, 2026)
    lines = [
        "---",
        f"- 修改后的标题：第{number}篇 {texts[0][:18].strip()}",
        f"- 链接：https://{host}/{year}/05/{number}",
        f"- **文章类别**：{chance.choice(_CATEGORIES)}",
        "---",
        "",
        "```",
        f"第{number}篇",
        *(f"├── {name}" for name in names[:-1]),
        f"└── {names[-1]}",
        "```",
        "",
    ]
    for name, text in zip(names, texts, strict=True):
        lines += [f"## {name}", "", text, ""]
    lines.append(" ".join(f"#{tag}" for tag in chance.sample(_TAGS, 3)))
    return "\n".join(lines) + "\n"
