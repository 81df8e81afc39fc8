"""From a file to an `Article`: decode, read the head, the framework and the outline, resolve."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

from reader.articles.digest.framework import find_frameworks
from reader.articles.digest.metadata import read_metadata
from reader.articles.digest.outline import derive_framework, read_outline
from reader.articles.digest.units import cut_units
from reader.articles.formats import read_source
from reader.articles.model import Article, Framework, Metadata, Outline
from reader.articles.resolving.resolver import links_of_derived, resolve
from reader.articles.source.extraction import extract_lines
from reader.articles.source.scanner import scan

BEGINNING = 1 << 16  # bytes
BEFORE = 1_500  # code points that a sketch has before the line that is read
_NEWLINE = re.compile("\n")
_FENCE = re.compile("^(?:```|~~~)", re.MULTILINE)


def read_article(path: Path) -> Article:
    """Return the article in the file at `path`. Raises `ArticleError` with a sentence for the person."""
    source, encoding = read_source(path)
    return parse_article(source, path, encoding)


def read_beginning(path: Path, most: int) -> Article:
    """Return the beginning of the article in the file at `path`, as an article of its own. Raises as above.

    It has at least `most` code points that are shown, if there are so many: a
    drawn framework, which stands elsewhere, does not count. Only the first part
    of the file is looked at.
    """
    source, encoding = read_source(path, BEGINNING)
    end = most
    while True:
        part = source[: source.rfind("\n", 0, end) + 1] or source[:end] if end < len(source) else source
        article = _parse_sketch(part, path, encoding)
        last = article.framework.last_line
        drawn = article.text.span_of_lines(1, last).end if last else 0
        if end >= len(source) or len(part) - drawn >= most // 2:
            return article
        end *= 2


def read_around(path: Path, most: int, line: int) -> Article:
    """Return some sections of the article in the file at `path` around `line`. Raises as above.

    The lines before them are empty, so that every line has its own number. They
    go on for `most` code points after the line. Nothing is read out of them:
    they have neither head nor framework nor outline.
    """
    source, encoding = read_source(path)
    ends = islice(_NEWLINE.finditer(source), max(0, line - 2), None)
    here = newline.end() if line > 1 and (newline := next(ends, None)) else 0
    start = _start_of_section(source, here)
    after = source.find("\n#", here + most)
    end = after if 0 <= after < here + 2 * most else source.rfind("\n", here, here + most)
    part = "\n" * source.count("\n", 0, start) + source[start : end if end >= 0 else len(source)]
    found = scan(part)
    text = extract_lines(found)
    _ = text.line_starts
    return Article(
        path,
        part,
        Metadata(),
        text,
        Outline(),
        Framework((), derived=True),
        encoding=encoding,
        scanned=found,
    )


def _parse_sketch(source: str, path: Path, encoding: str) -> Article:
    """Return the article that `source` is, with its head and framework: nothing more of a sketch is shown."""
    found = scan(source)
    metadata = read_metadata(found)
    frameworks = find_frameworks(found, source, metadata.title)
    framework = frameworks[0] if frameworks else Framework((), derived=True)
    text = extract_lines(found)
    return Article(
        path, source, metadata, text, Outline(), framework, frameworks, encoding=encoding, scanned=found
    )


def _start_of_section(source: str, here: int) -> int:
    """Return where a section starts that holds `here` and some text before it; not within code."""
    start = here
    while start > max(0, here - BEFORE):
        start = source.rfind("\n#", 0, start) + 1
    if start < here - 8 * BEFORE:
        start = source.rfind("\n\n", 0, here - BEFORE) + 2
    fences = [found.end() for found in _FENCE.finditer(source, 0, start)]
    return source.rfind("\n", 0, fences[-1]) + 1 if len(fences) % 2 else start


def parse_article(source: str, path: Path, encoding: str = "utf-8") -> Article:
    r"""Return the article that `source` (newlines are "\n") is; `path` is only noted. Never raises."""
    found = scan(source)
    text = extract_lines(found)
    metadata = read_metadata(found)
    frameworks = find_frameworks(found, source, metadata.title)
    hidden = metadata.lines.union(*(_lines_of(framework) for framework in frameworks[:1]))
    outline = read_outline(found, text, hidden)
    if frameworks:
        framework = frameworks[0]
        links = resolve(framework, outline, text, found, hidden)
    else:
        framework = derive_framework(outline)
        links = links_of_derived(framework, outline)
    units = cut_units(text, metadata, framework, links, outline)
    return Article(
        path, source, metadata, text, outline, framework, frameworks, links, units, encoding, found
    )


def _lines_of(framework: Framework) -> range:
    return range(framework.first_line, framework.last_line + 1)
