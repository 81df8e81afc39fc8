"""What passages and articles are narrowed by though nobody states it: roles, languages.

A role is what a node is for in its article: its question, its main points, its
conclusion. Authors of digests draw from a small stock of first-level labels. The
role of a passage is the first of these words that stands in its path, from the top
down. The keys are kept in the index; a person sees their own language's word for
them, so adding a role raises `analysis.ANALYZER_VERSION`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.search.text.analysis import CJK, search_form

ROLES: tuple[tuple[str, str], ...] = (
    ("conclusion", "结论|总结|小结|展望|启示|结语|未来|趋势|综合评价|conclusion|summary|outlook|takeaway"),
    ("points", "关键观点|核心观点|主要观点|观点|要点|关键点|keypoint|mainpoint|keyidea|argument"),
    ("use", "应用|场景|用法|使用|指南|usage|usecase|guide|application(?!programming)"),
    ("question", "问题|挑战|争议|困境|question|problem|challenge"),
    ("comparison", "比较|对比|优势|优点|缺点|局限|利弊|comparison|prosandcons|limitation|versus"),
    ("method", "方法|方案|实现|步骤|做法|技术路线|method|approach|implementation|howto"),
    ("evidence", "数据(?!库)|案例|实验|结果|证据|例子|示例"
     "|data(?!base)|evidence|result|experiment|case|example"),
    ("advice", "建议|对策|策略|行动|advice|recommendation|suggestion"),
    ("resources", "资源|参考|附录|备忘单|推荐阅读|相关"
     "|resource|reference|appendix|furtherreading|cheatsheet"),
    ("people", "嘉宾|人物|作者|团队|guest|people|author(?!i[sz])|speaker"),
    ("background", "背景|引言|主题|导言|前言|概述|介绍|简介|定义|概念|原理|意义|重要性"
     "|background|introduction|overview|topic|definition|concept"),
    ("discussion", "讨论|议题|分析(?!平台)|内容|discussion|analysis|topics"),
)  # fmt: skip
_known = tuple((role, re.compile(words).search) for role, words in ROLES)
_find_chinese = re.compile(f"[{CJK}]+").findall
_SAMPLE = 4000


def role_of(path: Sequence[str]) -> str:
    """Return the role of the passage at `path`; empty where its labels tell none."""
    return next(filter(None, map(_role_of_label, path)), "")


@lru_cache(maxsize=1 << 10)  # the labels above are those of all the passages of an article
def _role_of_label(label: str) -> str:
    form = search_form(label).replace(" ", "")
    return next((role for role, search in _known if search(form)), "")


def language_of(text: str) -> str:
    """Return "zh" where at least a tenth of the characters are Chinese, else "en"."""
    sample = "".join(text[:_SAMPLE].split())
    return "zh" if sum(map(len, _find_chinese(sample))) * 10 >= len(sample) and sample else "en"
