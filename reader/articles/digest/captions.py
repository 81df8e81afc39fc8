"""The words above a drawn tree that say what it is: the article's framework, or a listing of folders."""

from __future__ import annotations

import re

from reader.articles.digest.vocabulary import word_of
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import Line, LineKind

_SURE = re.compile(
    r"(?:文章|全文|本文|内容|正文|论文|整理|思路|知识|行文|逻辑|article|content)(?:的)?"
    r"(?:框架(?:结构|图|与要点|和要点|及要点|与结构|概览|梳理)?|框架图|大纲|提纲|纲要|纲目|结构图|知识树|树状图|outline|framework)"
    r"|框架(?:结构|与要点|和要点|及要点|与结构|概览|梳理)|大纲|提纲|纲要|纲目|知识树|outline"
    r"|(?:文章|全文|本文|内容|正文|论文|知识|整体|逻辑|article|content)?(?:的)?(?:脑图|思维导图|导图|思维脑图|心智图|mindmap|mind-map)"
)
_LIKELY = re.compile(
    r".*(?:脑图|导图|心智图|mind-?map).*|框架图?|结构图|树状图|framework"
    r"|(?:文章|本文|全文|内容|行文|知识|全书|本书|本章|书评|访谈|采访|对谈|演讲|播客)的?(?:整体|总体|逻辑)?(?:结构|框架|脉络|大纲|提纲|纲要)(?:图|概览)?(?:如下(?:所示)?)?"
    r"|内容树|(?:outline|structure|framework)ofth(?:is|e)(?:article|post|text|paper)|(?:article|post)structure"
)
_EXACT = frozenset({"structure", "contents", "tableofcontents", "目录", "结构", "文章目录", "内容目录"})
_LISTING = re.compile(
    r"目录结构|目录树|(?:项目|工程|代码|文件夹?|源码|模块|组件|包|仓库|部署|系统|类|调用|继承)的?(?:结构|层次|目录|布局|树|架构|关系)"
    r"|架构图|流程图|director|projectstructure|projectlayout|folder|filetree|filestructure|repo|"
    r"packagestructure|sourcetree|sourcecode|componenttree|codebase"
)
_EXAMPLE = re.compile(r"(?:示例|例子|举例|例如|输出|效果|examples?|output|forexample|e\.g)[一二三四五\d]?")
_BRACKETED = re.compile(r"[（(【\[].*?[)）】\]]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\d+(?:\.\d+)*[.、)]?\s*|第[一二三四五六七八九十\d]+[章节部分]+[:：]?)"
)
_STRAY = re.compile(
    r"(?:markdown|md|text|plaintext|txt|bash|mermaid|code|代码)?\s*(?:复制|複製|复制代码|複製程式碼|拷贝|copy|copycode)?"
)
_LONGEST = 24
_MOST_WORDS_BETWEEN = 3  # lines of text between a caption and its drawing


def rank_of_caption(line: Line) -> int:
    """Return 3 for a sure caption of a framework, 2 for a likely one, 0 for none, -1 for a listing's."""
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
    if _LISTING.search(words) or _EXAMPLE.fullmatch(words):
        return -1
    return 2 if is_set_off and (_LIKELY.fullmatch(words) or words in _EXACT) else 0


def is_stray(line: Line) -> bool:
    """Whether `line` is what a chat's copy button leaves above a code block, such as markdown复制."""
    return line.kind is LineKind.TEXT and bool(_STRAY.fullmatch(word_of(line.content)))


def caption_above(lines: list[Line], index: int) -> tuple[int, int]:
    """Return the rank of the caption above the drawing at `index`, and the index of the first line it takes.

    A few lines of text may stand between them, such as a quoted source: then the
    drawing has the rank, but takes neither the text nor the caption, which stay on the page.
    """
    first, words = index, 0
    for place in range(index - 1, -1, -1):
        line = lines[place]
        if line.kind is LineKind.BLANK or is_stray(line):
            continue
        if line.quotes <= lines[index].quotes and (rank := rank_of_caption(line)):
            return rank, first if words else place
        is_words = line.kind is LineKind.TEXT and not line.marker
        if not is_words or words == _MOST_WORDS_BETWEEN:
            break
        words += 1
    return 0, first


def drawing_below(lines: list[Line], caption: int) -> int:
    """Return the index of the line after the drawing that the caption at the index `caption` has; 0: none."""
    index = caption + 1
    while index < len(lines) and (lines[index].kind is LineKind.BLANK or is_stray(lines[index])):
        index += 1
    if index == len(lines) or lines[index].kind not in (LineKind.FENCE, LineKind.TREE):
        return 0
    return end_of_drawing(lines, index)


def end_of_drawing(lines: list[Line], index: int) -> int:
    """Return the index of the line after the fence or the bare drawing that begins at `index`."""
    is_fenced = lines[index].kind is LineKind.FENCE
    inside = (LineKind.CODE,) if is_fenced else (LineKind.TREE, LineKind.BLANK)
    index += 1
    while index < len(lines) and lines[index].kind in inside:
        index += 1
    return index + (is_fenced and index < len(lines))


def start_of_drawing(lines: list[Line], last: int) -> int:
    """Return the index of the caption of the drawing that ends at the index `last`; -1 where it has none."""
    index = last - 1
    while index >= 0 and lines[index].kind in (LineKind.CODE, LineKind.TREE):
        index -= 1
    if index >= 0 and lines[last].kind is LineKind.TREE:
        index += 1
    rank, first = caption_above(lines, max(index, 0))
    return first if rank >= 3 else -1
