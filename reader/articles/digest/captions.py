"""The words above a drawn tree that say what it is: the article's framework, or a listing of folders."""

from __future__ import annotations

import re

from reader.articles.digest.vocabulary import word_of
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind

_SURE = re.compile(
    r"(?:文章|全文|本文|内容|正文|论文|整理|思路|知识|行文|逻辑|article|content)?(?:的)?"
    r"(?:框架(?:结构|图|与要点|和要点|及要点|与结构|概览|梳理)?|框架图|脑图|思维导图|导图|思维脑图|大纲|提纲|纲要|纲目|"
    r"结构图|知识树|树状图|outline|framework|mindmap|mind-map)"
)
_LIKELY = re.compile(
    r"框架|脑图|导图|大纲|提纲|纲要|(?:文章|本文|全文|内容|行文|知识)的?结构|内容树|outline|framework|mind-?map|articlestructure"
)
_EXACT = frozenset({"structure", "contents", "tableofcontents", "目录", "结构", "文章目录", "内容目录"})
_LISTING = re.compile(
    r"目录结构|目录树|(?:项目|工程|代码|文件夹?|源码|模块|组件|包|仓库|部署|系统|类|调用|继承)的?(?:结构|层次|目录|布局|树|架构|关系)"
    r"|架构图|流程图|director|projectstructure|projectlayout|folder|filetree|filestructure|repo|"
    r"packagestructure|sourcetree|sourcecode|componenttree|codebase"
)
_BRACKETED = re.compile(r"[（(【\[].*?[)）】\]]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d+[.、)]|第[一二三四五六七八九十\d]+[章节部分]+[:：]?)"
)
_STRAY = re.compile(
    r"(?:markdown|md|text|plaintext|txt|bash|mermaid|code|代码)?\s*(?:复制|複製|复制代码|複製程式碼|拷贝|copy|copycode)?"
)
_LONGEST = 24


def rank_of_caption(line: Line) -> int:
    """Return 3 for what surely is a caption of a framework, 2 likely, 0 none, -1 that of a listing."""
    if line.kind not in (LineKind.HEADING, LineKind.TEXT) or len(line.content) > 60:
        return 0
    words = word_of(_NUMBERED.sub("", _BRACKETED.sub("", plain(line.content))))
    if len(words) > _LONGEST:
        return -1 if _LISTING.search(words) else 0
    is_set_off = (
        line.kind is LineKind.HEADING or line.content[-1:] in ":：" or line.content[:2] in ("**", "__")
    )
    if _SURE.fullmatch(words) and (is_set_off or len(words) <= 8):
        return 3
    if _LISTING.search(words):
        return -1
    return 2 if is_set_off and (_LIKELY.search(words) or words in _EXACT) else 0


def is_stray(line: Line) -> bool:
    """Whether `line` is what a chat's copy button leaves above a code block, such as markdown复制."""
    return line.kind is LineKind.TEXT and bool(_STRAY.fullmatch(word_of(line.content)))


def caption_above(lines: list[Line], index: int) -> tuple[int, int]:
    """Return the rank of the caption above the line at `index`, and the index of the first line it takes."""
    first, words = index, 0
    while first > 0 and words < 3:
        line = lines[first - 1]
        if line.kind is LineKind.BLANK or is_stray(line):
            first -= 1
            continue
        if rank := rank_of_caption(line):
            return rank, first - 1
        if line.kind is not LineKind.TEXT or line.content[-1:] not in ":：":
            break
        first, words = first - 1, words + 1  # "The article goes like this:"
    return 0, index
