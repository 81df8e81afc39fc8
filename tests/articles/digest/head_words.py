"""Which words of an article's head are hidden though the title block does not show them: none may be.

`python -m tests.articles.digest.head_words DIR` reads every Markdown file below
DIR, prints each hidden line that says more than the title block does, and ends
with status 1 if there is one. The front matter may be hidden whatever it says;
so may the words that name a field (原文标题, Tags), which the block stands for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from reader.articles.digest.metadata import read_metadata
from reader.articles.digest.vocabulary import is_about_caption, is_label, read_label
from reader.articles.model import Metadata
from reader.articles.source.decoding import read_text
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import LineKind
from reader.articles.source.scanner import scan
from reader.errors import ReaderError

_WORDS = re.compile(r"[^\W_]+")
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)


def lost_lines(source: str, metadata: Metadata | None = None) -> Iterator[tuple[int, str]]:
    """Yield the number (from 1) and the content of each hidden line that loses words or a picture."""
    found = scan(source)
    metadata = metadata or read_metadata(found)
    block = (
        metadata.title,
        metadata.original.title,
        metadata.original.url,
        metadata.category,
        *metadata.tags,
    )
    shown = " ".join("".join(_WORDS.findall(text.casefold())) for text in block)
    for number in sorted(metadata.lines):
        line = found.lines[number - 1]
        if line.kind in (LineKind.FRONT, LineKind.RULE, LineKind.UNDERLINE):
            continue
        labelled = read_label(line.content)
        words = plain(line.content)
        if labelled and is_label(labelled.label):
            words = plain(labelled.value)
        lost = [word for word in _WORDS.findall(words.casefold()) if word not in shown and not is_label(word)]
        if _PICTURE.search(line.content) or (lost and not is_label(words) and not is_about_caption(words)):
            yield number, line.content


def main(folder: Path) -> int:
    """Print what is lost below `folder`; return the exit status."""
    files = lossy = 0
    for path in sorted(folder.rglob("*.md")):
        try:
            source, _encoding = read_text(path)
        except ReaderError as error:
            print(error)
            continue
        files += 1
        lost = list(lost_lines(source))
        lossy += bool(lost)
        for number, content in lost:
            print(f"{path}:{number}: {content[:120]}")
    print(f"{files} files, {lossy} whose head loses words")
    return 1 if lossy else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
