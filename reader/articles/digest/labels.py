"""Labels as they are compared: without numbering, punctuation, width, case, Traditional or Simplified."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reader.articles.source.character_folding import fold

_NUMBERING = re.compile(
    r"(?:第\s*[一二三四五六七八九十百零〇两\d]+\s*(?:部分|章|节|讲|篇|回|条|课|步|阶段|层|卷|单元)\s*[:：、.]?"
    r"|[（(]\s*(?:[一二三四五六七八九十百]+|\d{1,3}|[a-zA-Z])\s*[）)]"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．:：)）]"
    r"|\d{1,3}(?:\.\d{1,3})+\.?(?=\s|[^\x00-\x7f])|\d{1,3}\s*[、.．:：)）](?!\d)|\d{1,2}\s+(?=[^\d\s])"
    r"|\d\ufe0f?\u20e3|[①-⑳⑴-⒇❶-❿]|[ivxIVX]{1,5}\s*[.、)]\s*|[a-zA-Z]\s*[.、)）]\s+"
    r"|[a-z]\d{2}\s+(?=[^\d\s])"  # C01 所有权
    r"|(?:chapter|part|section|step|phase|stage|week|lesson|module)\s+\d{1,3}\s*[:：.、-]?\s*)\s*"
)
_ORDINAL = re.compile(
    r"\W*第?\s*(?:\d{1,2}\.)*?([一二三四五六七八九十]{1,3}|\d{1,2})(?:\s*[、.．:：)）章节部分讲篇步]|(?=\s))(?!\d)"
)
_DIGITS = {digit: number for number, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NO_WORD = re.compile(r"(?:(?![+#])[\W_]|(?<![a-z0-9+#])[+#])+")  # C++ and C# are not C
_COLON = re.compile(r"(?<!\s)\s*(?:[:：]|\s[-–—|]\s|—{1,2})\s*")
_BRACKETS = re.compile(r"(?<!\s)\s*[（(【\[〔「『《]([^（()）【】\[\]]*)[)）】\]〕」』》]\s*")


@lru_cache(maxsize=8192)
def key(label: str) -> str:
    """Return what is compared of `label`; its own folded letters where nothing else is left."""
    text = unicodedata.normalize("NFKC", fold(label)).strip()
    bare = _NO_WORD.sub("", text.lstrip("#*->•·●○▪■◆★☆✅❌📌🔹 \ufe0f"))
    return _NO_WORD.sub("", unnumbered(text)) or bare or text


def unnumbered(text: str) -> str:
    """Return folded `text` without the numbering in front (1.2, 第三章, （一）), where more follows it."""
    for _ in range(2):
        numbering = _NUMBERING.match(text)
        if not numbering or numbering.end() == len(text):
            break
        text = text[numbering.end() :]
    return text


def parts(label: str) -> list[str]:
    """Return the keys of the parts of `label`: before a colon or dash, outside and inside of brackets."""
    found = []
    head = _COLON.split(label, maxsplit=1)[0]
    for part in (head, _BRACKETS.sub("", label), _BRACKETS.sub("", head), *_BRACKETS.findall(label)):
        name = key(part)
        if name and name not in found:
            found.append(name)
    return found


def without_parent(label: str, above: str) -> list[str]:
    """Return the key of `label` without the label above it, where it repeats that; else []."""
    name, parent = key(label), key(above)
    if not parent or not name.startswith(parent):
        return []
    rest = name[len(parent) :].removeprefix("的")
    return [rest] if len(rest) > 1 else []


def ordinal(label: str) -> int:
    """Return the number that a label begins with (一、 2. （三） 第4章), 0 where there is none."""
    found = _ORDINAL.match(unicodedata.normalize("NFKC", fold(label)))
    return _number(found[1]) if found else 0


def _number(digits: str) -> int:
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    value = (_DIGITS.get(tens, 1) if ten else 0) * 10
    return value + sum(_DIGITS.get(digit, 0) for digit in (ones if ten else digits)[:1])
