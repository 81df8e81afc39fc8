"""The fields of the query language. To add one, write what makes its part, and name it in `FIELDS`.

A maker takes the value as typed and returns the part; or None, and a finished
sentence that says what is wrong with the value, which is then sought as words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.search.query.query_tree import All, Between, Keyed, Node, Noted, Spelled, State
from reader.search.text.analysis import path_form, search_form
from reader.search.text.pinyin import readings

Made = tuple[Node | None, str]
Maker = Callable[[str], Made]

_LANGUAGES = {
    "zh": "zh",
    "cn": "zh",
    "中文": "zh",
    "汉语": "zh",
    "en": "en",
    "english": "en",
    "英文": "en",
    "英语": "en",
}
_STATES = {
    "unread": "unread",
    "未读": "unread",
    "reading": "reading",
    "在读": "reading",
    "read": "read",
    "已读": "read",
    "noted": "noted",
    "favourite": "favourite",
    "favorite": "favourite",
    "收藏": "favourite",
    "queued": "queued",
    "待读": "queued",
}
_KINDS = {
    "note": "noted",
    "notes": "noted",
    "笔记": "noted",
    "批注": "noted",
    "highlight": "noted",
    "高亮": "noted",
}
_day = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?\Z").match
_amount = re.compile(r"(>=?|<=?)?(\d{1,8})(?:(?:-|\.\.)(\d{1,8}))?\Z").match


def _holding(table: str) -> Maker:
    def make(value: str) -> Made:
        forms = [form for word in value.split() if (form := search_form(word))]
        nodes = tuple(Keyed(table, form) for form in forms)
        if not nodes:
            return None, _nothing(value)
        return (All(nodes) if len(nodes) > 1 else nodes[0]), ""

    return make


def _inside(value: str) -> Made:
    form = path_form([label for label in re.split(r"\s*[/›>＞]\s*", value) if label])
    return (Keyed("path", form), "") if form else (None, _nothing(value))


def _folder(value: str) -> Made:
    folder = value.strip("/")
    return (Keyed("name", f"{folder}/"), "") if folder else (None, _nothing(value))


def _language(value: str) -> Made:
    found = _LANGUAGES.get(fold(value))
    return (Keyed("lang", found, whole=True), "") if found else (None, _nothing(value))


def _one_of(states: dict[str, str]) -> Maker:
    def make(value: str) -> Made:
        found = states.get(fold(value))
        return (State(found), "") if found else (None, _nothing(value))

    return make


def _note(value: str) -> Made:
    form = search_form(value)
    return (Noted(form), "") if form else (None, _nothing(value))


def _spelled(value: str) -> Made:
    return (Spelled(fold(value)), "") if readings(fold(value)) else (None, _nothing(value))


def _date(*, after: bool) -> Maker:
    def make(value: str) -> Made:
        found = _day(fold(value))
        if not found:
            return None, _("“{value}” is not a date: write 2025, 2025-01 or 2025-01-31.").format(value=value)
        day = "-".join(part.zfill(2) for part in found.groups() if part)
        return (Between("date", low=day) if after else Between("date", high=day)), ""

    return make


def _length(value: str) -> Made:
    found = _amount(fold(value))
    if not found:
        return None, _("“{value}” is not a length: write >2000, <500 or 500-2000.").format(value=value)
    sign, low, high = found[1] or "", int(found[2]), found[3]
    if high:
        return Between("length", f"{low:09d}", f"{int(high) + 1:09d}"), ""
    if sign.startswith("<"):
        return Between("length", high=f"{low + (sign == '<='):09d}"), ""
    return Between("length", f"{low + (sign == '>'):09d}"), ""


def _nothing(value: str) -> str:
    return _("“{value}” is not understood there; it was searched as words.").format(value=value)


FIELDS: dict[str, Maker] = {
    name: maker
    for names, maker in (
        ("title 标题", _holding("title")),
        ("node 节点 框架", _holding("node")),
        ("in 位于 路径", _inside),
        ("tag 标签", _holding("tag")),
        ("category 类别 分类", _holding("category")),
        ("note 笔记 批注", _note),
        ("source 来源 原文", _holding("source")),
        ("folder 文件夹 目录", _folder),
        ("lang 语言", _language),
        ("is 状态", _one_of(_STATES)),
        ("has 有", _one_of(_KINDS)),
        ("before 早于", _date(after=False)),
        ("after 晚于", _date(after=True)),
        ("length 字数 长度", _length),
        ("pinyin 拼音", _spelled),
    )
    for name in names.split()
}
