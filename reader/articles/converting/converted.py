"""What a converter makes of a file of another kind: articles in Markdown, with a digest's head.

The head is written as digests write theirs, so that what reads heads reads this one too. Nothing here touches
the disk.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from reader.articles.exporting.language_detection import language_of

Beside = Callable[[str], bytes | None]  # a file beside the one that is converted, by its relative path

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Source:
    """What the file says of itself. Empty strings for what it does not say; `date` as written."""

    title: str = ""
    url: str = ""
    author: str = ""
    date: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Converted:
    r"""One article. `body` is Markdown with "\n" newlines, without the title.

    `files` are what lies beside it, by the relative path that `body` names it with (forward slashes, below
    the article's folder). `dropped` is text of the file that was not taken, for the person to see. Of several
    that belong together, as a book's chapters do, `folder` is the one to put them in, and `name` what the
    article's file is called, without a suffix; "" for as its title.
    """

    source: Source
    body: str
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))
    dropped: str = ""
    folder: str = ""
    name: str = ""

    def markdown(self) -> str:
        """Return the whole article: title, head, body, tags."""
        source = self.source
        keys = _CHINESE if language_of(self.body).startswith("zh") else _ENGLISH
        lines = [f"# {one_line(source.title)}", ""]
        head = [
            f"{keys[name]}{one_line(value)}"
            for name, value in (
                ("url", source.url),
                ("author", source.author),
                ("date", source.date),
                ("category", source.category),
            )
            if value
        ]
        if head:
            lines += ["  \n".join(head), ""]
        lines += [self.body.strip("\n"), ""]
        tags = [f"#{_SPACE.sub('_', tag.strip('# '))}" for tag in source.tags if tag.strip("# ")]
        if tags:
            lines += [f"### {keys['tags']}", "", " ".join(tags), ""]
        return "\n".join(lines)


_CHINESE = {
    "url": "链接：",
    "author": "作者：",
    "date": "发布时间：",
    "category": "文章类别：",
    "tags": "文章标签",
}
_ENGLISH = {"url": "Link: ", "author": "Author: ", "date": "Date: ", "category": "Category: ", "tags": "Tags"}


def drawn(points: Sequence[tuple[int, str]]) -> str:
    """Return a framework below its caption, as digests have it: `points` are depths from 1, and labels."""
    from reader.articles.digest.notations import tree_drawing
    from reader.articles.digest.notations.point import Point

    words = " ".join(label for _depth, label in points)
    caption = "文章框架" if language_of(words).startswith("zh") else "Framework"
    drawing = tree_drawing.write([Point(depth, label, "", 0) for depth, label in points])
    return f"### {caption}\n\n```\n{drawing}```\n\n"


def one_line(text: str) -> str:
    """Return `text` without line breaks and runs of spaces."""
    return _SPACE.sub(" ", text).strip()


def escaped(text: str) -> str:
    """Return plain `text` as Markdown that shows it as it is."""
    text = re.sub(r"([\\`*_\[\]<>|~=$^])", r"\\\1", text)
    return re.sub(r"^(\s*)([#+-]|\d+[.)])(?=\s|$)", r"\1\\\2", text)
