"""What a node is for in its article: its question, its main points, its conclusion.

Authors of digests draw from a small stock of first-level labels. The role of a
passage is the first of these words that stands in its path, from the top down.
The keys are kept in the index; a person sees their own language's word for
them (`reader.ui.panels`), so adding a role raises `analysis.ANALYZER_VERSION`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.search.analysis import search_form

ROLES: tuple[tuple[str, str], ...] = (
    ("conclusion", "结论|总结|小结|展望|启示|结语|conclusion|summary|outlook|takeaway"),
    ("points", "关键观点|核心观点|主要观点|观点|要点|关键点|keypoint|mainpoint|keyidea|argument"),
    ("method", "方法|方案|实现|步骤|做法|技术路线|method|approach|implementation|howto"),
    ("evidence", "数据|案例|实验|结果|证据|例子|data|evidence|result|experiment|case|example"),
    ("question", "问题|挑战|争议|困境|question|problem|challenge"),
    ("advice", "建议|对策|策略|行动|advice|recommendation|suggestion"),
    ("people", "嘉宾|人物|作者|团队|guest|people|author|speaker"),
    ("background", "背景|引言|主题|导言|前言|概述|介绍|简介|background|introduction|overview|topic"),
    ("discussion", "讨论|议题|分析|内容|discussion|analysis|topics"),
)
_known = tuple((role, re.compile(words).search) for role, words in ROLES)


def role_of(path: Sequence[str]) -> str:
    """Return the role of the passage at `path`; empty where its labels tell none."""
    return next(filter(None, map(_role_of_label, path)), "")


@lru_cache(maxsize=1 << 10)  # the labels above are those of all the passages of an article
def _role_of_label(label: str) -> str:
    form = search_form(label).replace(" ", "")
    return next((role for role, search in _known if search(form)), "")
