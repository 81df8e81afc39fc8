"""A library on disk, its index, and a way to ask it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.catalogue.library import Library
from reader.search.ask import ask, suggest
from reader.search.build.library_index import LibraryIndex
from reader.search.model import Answer, Question
from reader.search.user_data import NONE, UserData

DIGEST = """# 中美AI竞争与出口管制
原文标题：Export Controls on Chips
链接：[Export Controls](https://www.example.org/2025/01/31/chips?a=1)
- **文章类别**：访谈实录

### 文章框架
```
├── 背景
├── 关键观点
│   ├── DeepSeek的影响力
│   └── 重庆的银行
└── 结论与展望
```

## 背景
限制高性能芯片的出口。出口管制是重要手段，AI 安全也是。

## 关键观点
- **DeepSeek的影响力**：DeepSeek 的崛起标志着machine learning的进步。
- **重庆的银行**：銀行業與國際合作。

## 结论与展望
平衡在技术发展与安全性之间。

### 文章标签
#AI技术， #中美竞争， #C++
"""

PLAIN = """# Notes on machine learning

A short note about Deep Learning and machines. It says nothing of chips.
"""


class Shelf:
    """A library folder in the making, with its index."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.index = LibraryIndex(Library(folder))

    def write(self, **articles: str) -> None:
        """Write articles, by the stem of their files."""
        for name, text in articles.items():
            (self.folder / f"{name}.md").write_text(text, encoding="utf-8")

    def ask(self, text: str, user_data: UserData = NONE, **wishes) -> Answer:
        """Ask the index as it is now."""
        snapshot = self.index.snapshot()
        return suggest(snapshot, ask(snapshot, Question(text, **wishes), user_data))


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    return Shelf(tmp_path / "library")


@pytest.fixture
def two(shelf) -> Shelf:
    """Return a shelf with a Chinese digest and a plain English article, indexed."""
    shelf.write(digest=DIGEST, plain=PLAIN)
    assert shelf.index.update()
    return shelf
