"""How long it takes to read an article: canonical text, head, framework, outline, links and units.

    python tests/benchmarks/reading.py [--largest 10]

Prints the median of each shipped article (and of the real digests, where they
are there) beside bare python-markdown on the same text in the same run; then
the cost over a growing text, with the exponent of its growth (1 is linear).
The text is grown from sections that each hold a heading, leads, code, a link
and a table, with a framework that names them all. Last, hostile input.
"""

from __future__ import annotations

import argparse
import gc
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import markdown

from reader import paths
from reader.articles.model import Article
from reader.articles.reading import parse_article

SHARED = Path(__file__).resolve().parents[3] / "shared" / "digests"
NAMES = ("出口管制", "模型融合", "泛型约束", "版本控制", "用户需求", "训练数据", "推理成本", "开源协作")
SECTION = """#### {name}之{number}

- **{name}的背景{number}**：DeepSeek 的 `R1` 模型在[这一领域](https://example.org/a_b)取得了**重要**突破。
- **{name}的影响{number}**：两国都会努力保持领先，这引发了对优势的担忧。

一段普通的话，说的是别的事情；它有三句。每一句都不长。

| 甲 | 乙 |
|---|---|
| 一 | 二 |

```python
print("出口管制")  # 注释
```

"""
HOSTILE = {
    "[ × 5,000": "[" * 5000,
    "[a]( × 50,000": "[a](" * 50_000,
    "** × 50,000": "**a " * 50_000,
    "unclosed fences × 20,000": "```x\n" * 20_000,
    "lists 2,000 deep": "\n".join(" " * (2 * depth) + "- a" for depth in range(2000)),
    "a paragraph of 300 KB": "出口管制与**模型**，" * 10_000,
    "a table of 3,000 rows": "| a | b |\n|---|---|\n" + "| 一 | `二` |\n" * 3000,
    "a quotation of 100 KB": "> 引文**重点**与别的。\n" * 3000,
}


def grown(size: int) -> str:
    """Return a digest of about `size` bytes whose framework names every section."""
    count = max(size // 700, 1)
    sections = [(NAMES[number % len(NAMES)], number) for number in range(count)]
    tree = "".join(
        f"├── {name}之{number}\n│   ├── {name}的背景{number}\n│   └── {name}的影响{number}\n"
        for name, number in sections
    )
    body = "".join(SECTION.format(name=name, number=number) for name, number in sections)
    return f"题\n- 原文标题：x\n\n---\n\n### 文章框架\n```\n{tree}```\n\n{body}"


def median(work: Callable[[str], object], source: str, times: int) -> float:
    """Return the median of `times` runs of `work` on `source`, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work(source)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def read(source: str) -> Article:
    return parse_article(source, Path("a.md"))


def articles() -> None:
    files = sorted(paths.starter_library().glob("*.md"))
    files += [path for path in sorted(SHARED.glob("*.md")) if path.stem != "README"]
    print(f"{'article':<34}{'bytes':>8}{'ms':>8}{'python-markdown':>17}{'ratio':>7}")
    for path in files:
        source = path.read_text(encoding="utf-8")
        read(source)
        own = median(read, source, 15)
        floor = median(markdown.markdown, source, 5)
        print(f"{path.stem[:28]:<34}{path.stat().st_size:>8}{own:>8.2f}{floor:>17.2f}{own / floor:>7.2f}")


def growth(largest: int) -> None:
    sizes = [10_000, 100_000, 1_000_000, *([largest * 1_000_000] if largest > 1 else [])]
    found = []
    print(f"\n{'bytes':>10}{'ms':>10}{'ns a byte':>11}")
    for size in sizes:
        source = grown(size)
        length = len(source.encode())
        gc.collect()
        taken = median(read, source, 5 if size < 500_000 else 1)
        found.append((math.log(length), math.log(taken)))
        print(f"{length:>10}{taken:>10.1f}{1e6 * taken / length:>11.0f}")
    across, up = zip(*found, strict=True)
    print(f"exponent of growth: {statistics.linear_regression(across, up).slope:.2f}")


def hostile() -> None:
    print(f"\n{'hostile input':<30}{'ms':>9}{'twice as long':>15}")
    for name, source in HOSTILE.items():
        once, twice = (median(read, text, 1) for text in (source, source + "\n" + source))
        print(f"{name:<30}{once:>9.1f}{twice:>15.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure how long it takes to read an article.")
    parser.add_argument("--largest", type=int, default=10, help="megabytes of the largest text")
    articles()
    growth(parser.parse_args().largest)
    hostile()
