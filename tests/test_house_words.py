"""One word, one thing: the window, the guide and what is new say the same, in each language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import reader
from reader.paths import starter_library
from tests import translations

# What is not said, with what is said instead.
CHINESE = {
    "批注": "标注",
    "注解": "标注",
    "高亮": "划线",
    "首选项": "设置",
    "偏好": "设置",
    "配色": "主题",
    "废纸篓": "回收站",
    "垃圾": "回收站",
    "专心": "专注",
    "孤儿": "失联",
    "孤立": "失联",
    "提纲": "大纲",
    "收起": "折叠",
    "侧边栏": "面板",
    "资料库": "文库",
    "夹书签": "加书签",
    "您": "你",
}
ENGLISH = {
    "preference": "settings",
    "comment": "annotation, note",
    "sidebar": "panel",
    "vault": "library",
    "collection": "library",
    "snippet": "excerpt",
    "recycle bin": "trash",
    "results": "hits",
    "as at first": "reset",
    "whose shapes": "regional forms",
    "kind of type": "typeface",
    "the best there is": "the best available",
}
COUNTS = ("count", "total", "added", "known", "unplaced", "skimmed")  # in sentences: numbers of things
GUIDES = {"从这里开始.md": CHINESE, "新功能.md": CHINESE, "排版样张.md": CHINESE, "start-here.md": ENGLISH}
HAN = re.compile("[\u4e00-\u9fff]")


def said(text: str, words: dict[str, str]) -> list[str]:
    """Return what should not be said, each with what should."""
    return [f"{old}: say {new}" for old, new in words.items() if old in text.lower()]


def forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def test_the_chinese_window_speaks_the_house_s_words():
    wrong = [
        (text, found)
        for message in translations.load("zh_CN")
        if message.id
        for text in forms(message.string)
        if (found := said(text, CHINESE))
    ]
    assert not wrong


def test_the_english_window_speaks_the_house_s_words():
    ours = [text for message in translations.collect() if message.id for text in forms(message.id)]
    assert not [(text, found) for text in ours if (found := said(text, ENGLISH))]
    assert not [text for text in ours if HAN.search(text)], "English sentences have English examples"
    assert not [text for text in ours if ":,}" in text], "numbers are written by i18n.figure"


def test_every_number_of_things_has_separators():
    """Where one sentence says "1,234" and the row beside it "1234", they look like two numbers."""
    bare = []
    for path in sorted(Path(reader.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "format":
                bare += [
                    f"{path.name}:{node.lineno}: {each.arg}"
                    for each in node.keywords
                    if each.arg in COUNTS and getattr(getattr(each.value, "func", None), "id", "") != "figure"
                ]
    assert not bare, "a number of things is written by i18n.figure"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guides_speak_as_the_window_does(guide):
    text = (starter_library() / guide).read_text(encoding="utf-8")
    assert not said(text, GUIDES[guide])


@pytest.mark.parametrize(
    "word", ["标注", "划线", "下划线", "笔记", "书签", "框架", "大纲", "设置", "主题", "回收站", "专注"]
)
def test_what_the_guide_names_is_what_the_window_says(word):
    window = " ".join(
        text for message in translations.load("zh_CN") if message.id for text in forms(message.string)
    )
    assert word in window
    assert word in (starter_library() / "从这里开始.md").read_text(encoding="utf-8")
