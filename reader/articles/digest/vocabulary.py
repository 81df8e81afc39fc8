"""The words that digests are labelled with: keys of the head, captions of the framework and of the tags.

Compared folded (width, case, Traditional and Simplified) and without spaces,
so each is written once here, in Simplified Chinese and in English.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from reader.articles.source.character_folding import fold

_KEY_VALUE = re.compile(
    r"(?:[^\w\s*_:：\[]{1,3}\s*)?(?:\*\*|__)?[ \t]*"
    r"([^:：*\n]{1,40}?)[ \t]*(?:\*\*|__)?[ \t]*[:：][ \t]*(.*)$",
    re.DOTALL,
)
_ORNAMENT = re.compile(r"^[^\w]+")


class Key(Enum):
    """What a line of the head says."""

    NEW_TITLE = auto()  # outranks every other title
    TITLE = auto()
    ORIGINAL = auto()
    LINK = auto()
    CATEGORY = auto()
    TAGS = auto()
    OTHER = auto()  # a label of another kind: author, date


_WORDS = {
    Key.NEW_TITLE: "修改后的标题 修改后标题 新标题 改后标题 revisedtitle newtitle modifiedtitle",
    Key.TITLE: "标题 题目 文章标题 中文标题 title",
    Key.ORIGINAL: "原文标题 原标题 原题 原文题目 英文标题 originaltitle original_title titleoriginal",
    Key.LINK: (
        "链接 原文链接 文章链接 原文地址 链结 连结 原文连结 网址 来源链接 原文网址 原文来源 来源 "
        "原文 原文出处 出处 文章来源 文章地址 文章网址 "
        "link source url originallink originalurl original_url sourcelink sourceurl source_url source/link "
        "articlelink articleurl originalarticle originalsource"
    ),
    Key.CATEGORY: "文章类别 类别 文章分类 分类 文章类型 类型 category categories articlecategory type",
    Key.TAGS: "文章标签 标签 文章标签列表 关键词 关键字 tags tag keywords labels articletags",
}
_KEYS = {word: key for key, words in _WORDS.items() for word in words.split()}
_CREDITS = """
作者 原文作者 译者 翻译 校对 校对者 编辑 作者介绍 日期 时间 发布日期 发布时间 发表时间 更新时间 更新日期
前置知识 author authors by date published publishedon created updated lastupdated translator
translators editor
"""
_ABOUT = """
源信息 来源信息 原文信息 文章信息 基本信息 元信息 元数据 文章元信息 文章元数据
sourceinfo sourceinformation articleinfo articleinformation metadata aboutthisarticle aboutthesource
"""
_CONTENT = frozenset(["内容整理", "正文", "文章内容", "正文内容", "content", "内容", "文章整理"])


class Labelled(NamedTuple):
    """A line read as `key: value`; `label` is the key as it is compared."""

    key: Key
    label: str
    value: str


def read_label(line: str) -> Labelled | None:
    """Return what a line of the head, without its list marker, says; None where it has no key."""
    found = _KEY_VALUE.match(line)
    if not found:
        return None
    label, value = word_of(found[1]), found[2].strip()
    for mark in ("**", "__"):  # **链接：** and **标题：某题**
        if value.count(mark) % 2:
            value = value.removeprefix(mark).removesuffix(mark).strip()
    return Labelled(_KEYS.get(label, Key.OTHER), label, value)


@lru_cache(maxsize=4096)
def word_of(text: str) -> str:
    """Return `text` as keys and captions are compared: folded, without spaces or ornaments."""
    return _ORNAMENT.sub("", fold(text).replace(" ", "").strip("*_:。.#"))


def key_of(text: str) -> Key:
    """Return what a caption stands for, `OTHER` where it is none of ours."""
    return _KEYS.get(word_of(text), Key.OTHER)


def is_content_caption(text: str) -> bool:
    """Whether `text`, such as 内容整理, says that the content begins."""
    return word_of(text) in _CONTENT


def is_label(text: str) -> bool:
    """Whether `text` is the name of a field of the head, such as 原文标题, and says nothing else."""
    return word_of(text) in _KEYS


def is_credit(label: str) -> bool:
    """Whether `label`, as `read_label` gives it, names who made an article, or when: no title."""
    return label in _CREDITS.split()


def is_about_caption(text: str) -> bool:
    """Whether `text`, such as 源信息, is the caption of a list of metadata."""
    return word_of(text) in _ABOUT.split()
