"""What a label asks and what a text says: names taken apart, words cut into grams, each worth its rarity.

A gram is a Latin word's stem, its first letters (written `~exam`), a number, a Chinese character or two of
them side by side. How much of a label a text says is the share of the label's grams that it has, weighed by
how rare each is in the lines of this article (idf, Spärck Jones 1972). Words that digests use for one
another (总结 and 结语) are one word here; nothing else is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from functools import cached_property, lru_cache
from math import fsum, log
from operator import add

from reader.articles.digest.labels import key, ordinal, parts, unnumbered
from reader.articles.source.character_folding import fold

_TOKEN = re.compile(r"[a-z][a-z0-9]*(?:['’][a-z]+)?[+#]*|\d+(?:\.\d+)*|[\u3400-\u9fff\U00020000-\U0003ffff]+")
FUNCTION = frozenset(
    "的了在是和与及或之其也就都而着把被让给向从到对于个们这那么吗呢吧为以所并但又还很更最一不有"
)
_STOP_WORDS = """
    a an the of to in on at for and or is are was were be been it its this that these those with by from as
    how what who why when where which do does did not no your you we our they their if then than into
"""
_STOP = frozenset(_STOP_WORDS.split())
_GENERIC = re.compile(r"简要介绍|介绍|简介|概述|概览|概况|简述|总览|说明|详解|如何|怎么|怎样|什么")
_COLON = re.compile(r"\s*(?:[:：]|\s[-–—|]\s|—{1,2})\s*")
_BRACKETS = re.compile(r"\s*[（(【\[〔「『《][^（()）【】\[\]《》]*[)）】\]〕」』》]\s*")
_QUESTION = re.compile(r"[（(]?(?:q|问)\s*\d*\s*[)）]?\s*[：:.、]\s*(?=\S)")
_STEP = re.compile(r"(?:步骤|第|step|[qc])?\s*[\d一二三四五六七八九十]{0,3}\s*[步章节]?")
# The first word of each row is read for the others.
_ALIKE = (
    "引言 导言 前言 序言 导语 开篇 开头 绪论",
    "结论 总结 结语 小结 结束语 结尾 尾声 写在最后",
    "对比 比较 相比 优于",
    "包括 组成 构成 包含",
    "付费 收费 费用",
    "优势 优点",
    "不足 局限 缺点",
    "目的 目标",
    "示例 举例 例如 比如 例子",
    "流程 步骤",
    "链接 官方网站 官方网址 官方链接 相关链接 下载链接 参考链接 文档链接 官网 网址 网站",
)
LINK = frozenset({"链接", "链", "接"})  # what a web address says
_SAID_FOR = {other: row.split()[0] for row in _ALIKE for other in row.split()[1:]}
_OTHERS = re.compile("|".join(sorted(_SAID_FOR, key=len, reverse=True)))
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
_NEGATIONS = "不非无未反"
_BEGINNING = 4  # letters of a Latin word, which say something by themselves: exam of examination
_NOTHING: frozenset[str] = frozenset()
_SINGLE, _FUNCTION_WORD, _LATIN, _LEAST = 0.3, 0.03, 1.6, 0.15


class Name:
    """A label of the framework, or the name of a passage, taken apart.

    `head` is what stands before a colon or dash, without numbering and brackets; `tail` what follows it.
    """

    def __init__(self, label: str) -> None:
        self.label = label
        folded = unnumbered(fold(label)).strip()
        question = _QUESTION.match(folded)
        if question:
            folded = folded[question.end() :]
        head, _, tail = _halves(folded)
        if tail and _STEP.fullmatch(head):
            head, tail = tail, ""
        self.text = folded
        self.head = _BRACKETS.sub("", head).strip() or head
        self.tail = tail
        self.key = key(label)
        bare = _bare(folded)
        self.grams = grams(bare)
        self.words = strong(self.grams)
        self.head_grams = grams(_bare(self.head)) if self.head != folded else self.grams
        self.tail_grams = grams(tail) if tail else _NOTHING
        self.letters = frozenset(
            gram for gram in self.grams if gram[0] == "~" or (len(gram) == 1 and gram > "\u33ff")
        )
        self.number = ordinal(label)
        self._bare_text = bare

    @cached_property
    def _letters(self) -> tuple[dict[str, int], int]:
        return _letters_of(self._bare_text)

    @cached_property
    def part_keys(self) -> frozenset[str]:
        """The keys of the whole and of its parts: before a colon, outside of brackets, inside."""
        found = (*parts(self.label), key(self.head))
        return frozenset([self.key, *(name for name in found if len(name) > 1)])

    def covered_by(self, said: Set[str]) -> float:
        """Return the share of its letters, from 0 to 1, that stand in a word or pair which `said` has.

        A Latin word counts as two letters; function words are not asked for.
        """
        letters, asked = self._letters
        covered = 0
        for gram in letters.keys() & said:
            covered |= letters[gram]
        return covered.bit_count() / asked if asked else 0.0


def _letters_of(text: str) -> tuple[dict[str, int], int]:
    """Return by gram the letters of `text` that it says, as bits, and how many letters are asked for."""
    found: dict[str, int] = {}
    asked = 0
    for token in _TOKEN.findall(_OTHERS.sub(_first_of_row, text)):
        if token[0] > "\u33ff":
            pairs = ["", *map(add, token, token[1:]), ""]
            for place, letter in enumerate(token):
                if letter not in FUNCTION:
                    for pair in pairs[place : place + 2] if len(token) > 1 else [letter]:
                        found[pair] = found.get(pair, 0) | 1 << asked
                    asked += 1
        elif token not in _STOP:
            is_number = token[0].isdecimal()
            gram = token if is_number else _stem(token)
            bits = 1 if is_number else 3
            found[gram] = found.get(gram, 0) | bits << asked
            asked += bits.bit_count()
    found.pop("", None)
    return found, asked


def _halves(folded: str) -> tuple[str, str, str]:
    found = _COLON.search(folded)
    if found is None or not found.start():
        return folded, "", ""
    return folded[: found.start()], found[0], folded[found.end() :]


def _bare(text: str) -> str:
    bare = _GENERIC.sub(" ", text)
    return bare if len(bare.replace(" ", "")) >= 2 else text


@lru_cache(maxsize=8192)
def name_of(label: str) -> Name:
    """Return `label` taken apart."""
    return Name(label)


def grams(folded: str) -> frozenset[str]:
    """Return the grams of folded text."""
    found: set[str] = set()
    for token in _TOKEN.findall(_OTHERS.sub(_first_of_row, folded)):
        first = token[0]
        if first > "\u33ff":
            found.update(token)
            found.update(map(add, token, token[1:]))
        elif first.isdecimal():
            found.add(token)
        elif token not in _STOP:
            stem = _stem(token)
            found.add(stem)
            if len(stem) >= _BEGINNING:
                found.add("~" + stem[:_BEGINNING])
    return frozenset(found)


def _first_of_row(found: re.Match[str]) -> str:
    return _SAID_FOR[found[0]]


def _stem(word: str) -> str:
    """Return what is compared of a Latin word: without its plural and possessive s, six letters."""
    word = word.replace("’", "'").removesuffix("'s")
    return (word.rstrip("s") or word)[:6] if len(word) > 3 else word


class Rarity:
    """How much each gram is worth in this article; what stands in no line of it is worth most."""

    def __init__(self, lines: Iterable[Set[str]], vocabulary: Set[str]) -> None:
        self.counts: Counter[str] = Counter()
        count = 0
        for line in lines:
            count += 1
            self.counts.update(line & vocabulary)
        self._worths = _Worths(self.counts, count + 2)
        self.of = self._worths.__getitem__

    def sum(self, grams: Iterable[str]) -> float:
        """Return what `grams` are worth together."""
        return fsum(map(self.of, grams))  # exact, so that the order of a set does not matter


class _Worths(dict[str, float]):
    """The worth of each gram, in nats: more for a Latin word, little for a single character."""

    def __init__(self, counts: Counter[str], lines: int) -> None:
        super().__init__()
        self._counts, self._lines = counts, lines

    def __missing__(self, gram: str) -> float:
        worth = max(log(self._lines / (self._counts[gram] + 1)), _LEAST)
        if gram[0] == "~":
            worth *= _SINGLE
        elif gram < "\u3400":
            worth *= _LATIN if gram[0] > "9" else 1.0
        elif len(gram) == 1:
            worth *= _FUNCTION_WORD if gram in FUNCTION else _SINGLE
        self[gram] = worth
        return worth


def strong(grams: Set[str]) -> frozenset[str]:
    """Return the grams that are no chance finds: words and pairs of characters, not single characters."""
    return frozenset([gram for gram in grams if gram[0] != "~" and (len(gram) > 1 or gram < "\u3400")])


def is_opposite(label: str, name: str) -> bool:
    """Whether one name says the opposite of the other: 单个参数 and 多个参数, 可变引用 and 不可变引用.

    Each has exactly one of a pair of opposites, and not the same: 熄灯前后 has both and opposes nothing.
    """
    for pair in _OPPOSITES:
        one, other = pair[0], pair[1]
        if one in label:
            if other not in label and other in name and one not in name:
                return True
        elif other in label and one in name and other not in name:
            return True
    shorter, longer = sorted((label, name), key=len)
    place = longer.rfind(shorter) if len(shorter) > 1 else -1
    return place > 0 and longer[place - 1] in _NEGATIONS
