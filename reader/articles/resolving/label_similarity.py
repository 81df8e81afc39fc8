"""How much of a label is said in a line of text, and how near two labels are.

A label is cut into Latin words and runs of Chinese; a run is covered by the
pieces of two characters and more that occur in the text. Words that add
nothing (介绍, 概述) and function words are not asked for; a few that digests
use for one another (对比 and 优于) count as said. Nothing here guesses: what is
covered by less than three quarters is left to the parent.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reader.articles.digest.labels import key, unnumbered
from reader.articles.source.character_folding import fold

_TOKEN = re.compile(r"[a-z0-9][a-z0-9.+#'’-]*|[^\W\x00-\x7f]+")
_GENERIC = re.compile(r"简要介绍|介绍|简介|概述|概览|概况|简述|总览|说明|详解|(?<=.{2})(?:一览|浅析|解读)")
_SPLIT = re.compile(r"以及|[的与和及]")
_FUNCTION = frozenset("在下中为对从到之等了是个一有上时将把被让用以如何其或各")
_OPPOSITES = (
    "单多",
    "内外",
    "优劣",
    "上下",
    "前后",
    "入出",
    "长短",
    "大小",
    "新旧",
    "正负",
    "正反",
    "软硬",
    "高低",
    "利弊",
)
_AND = re.compile(r"以及|[与及跟]")
_WHY = re.compile(r"为什么|为啥|何以|为甚么")
_HOW = re.compile(r"怎样|怎么样|怎么|如何去")
# What the first and the last section of a text are called.
_SAME_PLACE = (
    frozenset({"引言", "导言", "前言", "序言", "导语", "开篇", "开头", "绪论", "introduction"}),
    frozenset({"结论", "总结", "结语", "小结", "结束语", "结尾", "尾声", "后记", "写在最后", "conclusion"}),
)
_LINK_WORDS = re.compile(r"(?:官方)?(?:网站|网址|链接|官网|主页)|(?:相关|下载|参考|文档|官方)链接")
_SAME = (
    ("对比", "比较", "相比", "优于"),
    ("组成", "构成", "包括", "包含"),
    ("收费", "付费", "费用"),
    ("优势", "优点"),
    ("局限", "不足", "缺点"),
    ("目的", "目标"),
    ("举例", "例如", "比如", "示例", "例子"),
    ("步骤", "流程"),
)
_SAID = {word: others for others in _SAME for word in others}


class Words(NamedTuple):
    """A label as it is sought in text: its Latin words and Chinese runs, and the weight of them all."""

    tokens: tuple[str, ...]
    weight: int
    names_link: bool  # 链接, 官网: said by the link itself


@lru_cache(maxsize=4096)
def words_of(label: str) -> Words:
    """Return what is sought of `label`."""
    tokens: list[str] = []
    for token in _TOKEN.findall(unnumbered(fold(label))):
        if token.isascii():
            tokens.append(token.strip(".-'’"))
        else:
            tokens += [part for part in _SPLIT.split(_GENERIC.sub("", token)) if part]
    weight = sum(2 if token.isascii() else len(token) for token in tokens)
    return Words(tuple(tokens), weight, bool(_LINK_WORDS.fullmatch(label.strip())))


def coverage(words: Words, text: str, *, has_link: bool = False) -> float:
    """Return which share of `words` the folded `text` says, from 0 to 1; `has_link` if it holds a link."""
    said = asked = 0.0
    for token in words.tokens:
        if token.isascii():
            asked += 2
            said += 2 if _holds(text, token) else 0
        else:
            run_said, run_asked = _run(token, text, has_link)
            said, asked = said + run_said, asked + run_asked
    return said / asked if asked else 0.0


def _holds(text: str, word: str) -> bool:
    place = text.find(word)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(word) : place + len(word) + 1]
        if not _is_latin(before) and not (_is_latin(after) and not after.isdigit()):
            return True
        place = text.find(word, place + 1)
    return False


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _run(run: str, text: str, has_link: bool) -> tuple[float, float]:
    said = asked = 0
    place = 0
    if len(run) == 1:
        return (1, 1) if run in text else (0, 0 if run in _FUNCTION else 1)
    while place < len(run):
        length = len(run) - place
        while length > 1 and run[place : place + length] not in text:
            length -= 1
        if length == 1 and _is_said(run[place : place + 2], text, has_link):
            length = 2
        if length > 1:
            said, asked = said + length, asked + length
        elif run[place] not in _FUNCTION:
            asked += 1
        place += length
    return said, asked


def _is_said(word: str, text: str, has_link: bool) -> bool:
    if has_link and word in ("链接", "网址", "网站", "官网"):
        return True
    return any(other in text for other in _SAID.get(word, ()))


def nearness(label: str, other: str) -> float:
    """Return how near two labels are, from 0 to 1: one within the other, or nearly the same letters.

    A substitution (单个 for 多个) is a difference; words added at either end are
    less of one. Chinese heads stand last, so a shared end weighs more.
    """
    one, two = key(label), key(other)
    if not one or not two:
        return 0.0
    if _loosely(one) == _loosely(two):
        return 0.95
    shorter, longer = sorted((one, two), key=len)
    if len(shorter) >= 2 and shorter in longer:
        share = len(shorter) / len(longer)
        if longer.endswith(shorter):
            if longer[-len(shorter) - 1] in "不非无未反":
                return 0.0  # 可变引用 is not 不可变引用
            return 0.5 + 0.5 * share
        rest = _GENERIC.sub("", longer.replace(shorter, "", 1))
        if longer.startswith(shorter):
            return 0.9 if not rest else 0.4 + 0.5 * share
        return 0.6 * share
    if min(len(one), len(two)) >= 4 and is_subsequence(shorter, longer):
        return len(shorter) / len(longer)
    if len(shorter) < 6 or len(one) == len(two) or 4 * len(shorter) < 3 * len(longer):
        return 0.0
    share = 2 * _in_common(one, two) / (len(one) + len(two))
    return share if share >= 0.86 else 0.0


def _in_common(one: str, two: str) -> int:
    """Return the length of the longest common subsequence (bit-parallel, Hyyrö 2004).

    It is what rapidfuzz's ratio counts; importing that takes longer than reading a digest.
    """
    masks: dict[str, int] = {}
    for place, letter in enumerate(one):
        masks[letter] = masks.get(letter, 0) | 1 << place
    whole = (1 << len(one)) - 1
    left = whole
    for letter in two:
        met = left & masks.get(letter, 0)
        left = (left + met) | (left - met)
    return len(one) - (left & whole).bit_count()


def likeness(label: str, other: str) -> float:
    """Return which share of the words of two labels is said by both, from 0 to 1: the lesser of both ways."""
    one, two = _loosely(key(label)), _loosely(key(other))
    if two in _SAID.get(one, ()) or any(one in names and two in names for names in _SAME_PLACE):
        return 1.0
    for pair in _OPPOSITES:
        if (pair[0] in one) != (pair[0] in two) and (pair[1] in one) != (pair[1] in two):
            return 0.0  # 单个参数 is not 多个参数
    if any((letter in one) != (letter in two) for letter in "不非无未"):
        return 0.0
    return min(coverage(words_of(one), two), coverage(words_of(two), one))


def _loosely(name: str) -> str:
    """Return a key with one word for each of the little words that people exchange."""
    return _WHY.sub("为何", _HOW.sub("如何", _AND.sub("和", name))).replace("的", "")


def is_subsequence(shorter: str, longer: str) -> bool:
    """Whether the letters of `shorter` occur in `longer` in their order."""
    letters = iter(longer)
    return all(letter in letters for letter in shorter)
