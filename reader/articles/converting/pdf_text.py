"""The text of a PDF, its own outline as headings, by pdfium; refused where no paragraphs come out of it.

A PDF knows where letters stand and no paragraphs. Lines are joined where they run on: to the width of the
page's longer lines, without an end of a sentence. Scanned pages have no text, and nothing here reads
pictures.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.articles.converting.converted import Converted, Source, drawn, escaped, one_line
from reader.errors import ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "pdf"
suffixes: tuple[str, ...] = (".pdf",)
packages: tuple[str, ...] = ("pypdfium2",)

MOST_PAGES = 3_000
LARGEST = 256 * 2**20  # bytes
_LEAST = 80  # letters a page, of those with text: less is a scan, or a deck of slides
_NUMBER = 4  # letters before a heading's words that the outline may leave out: "2.1"
_SHORT = 0.7  # of the usual line: a shorter one ends its paragraph
_END = re.compile(r"[。！？.!?:：;；…”’)）\]】]$")
_HAN = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def label() -> str:
    """Return what such files are called."""
    return _("PDF (its text)")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the text as one article. Raises `ConversionError`."""
    if len(data) > LARGEST:
        raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            words = _("{name} is locked with a password. Save it without one first.")
            raise ConversionError(words.format(name=path.name)) from error
        raise ConversionError(_("{name} is damaged, or of another kind.").format(name=path.name)) from error
    try:
        if len(document) > MOST_PAGES:
            raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
        pages = [_lines(document[number]) for number in range(len(document))]
        letters = [sum(map(len, lines)) for lines in pages if lines]
        if not letters or statistics.median(letters) < _LEAST:
            words = _("{name} has no text that could be read: it may be scanned.")
            raise ConversionError(words.format(name=path.name))
        meta = document.get_metadata_dict()
        headings = _headings(document)
    finally:
        document.close()
    repeated = _repeated(pages)
    body: list[str] = []
    for number, lines in enumerate(pages):
        own = [one for one in lines if one not in repeated]
        at = 0
        for level, words in headings.get(number, ()):
            start, end = _place_of(words, own, at)
            body += [f"{escaped(paragraph)}\n" for paragraph in _paragraphs(own[at:start])]
            body += [f"{'#' * min(level + 2, 6)} {escaped(words)}", ""]
            at = end
        body += [f"{escaped(paragraph)}\n" for paragraph in _paragraphs(own[at:])]
    tree = [(level + 1, words) for number in sorted(headings) for level, words in headings[number]]
    if len(tree) > 1:
        body.insert(0, drawn(tree))
    title = one_line(meta.get("Title") or "") or path.stem
    date = re.match(r"D:(\d{4})(\d\d)(\d\d)", meta.get("CreationDate") or "")
    source = Source(title, "", one_line(meta.get("Author") or ""), "-".join(date.groups()) if date else "")
    yield Converted(source, "\n".join(body))


def _lines(page: Any) -> list[str]:
    text = page.get_textpage().get_text_bounded()
    return [line for line in (one_line(line) for line in re.split(r"\r?\n", text)) if line]


def _headings(document: Any) -> dict[int, list[tuple[int, str]]]:
    """Return the outline's entries by page, from 0: how deep, and the words."""
    found: dict[int, list[tuple[int, str]]] = {}
    for mark in document.get_toc(max_depth=4):
        target = mark.get_dest()
        number = target.get_index() if target is not None else None
        words = one_line(mark.get_title())
        if number is not None and words:
            found.setdefault(number, []).append((mark.level, words))
    return found


def _place_of(heading: str, lines: list[str], start: int) -> tuple[int, int]:
    """Return which lines of a page, from `start` on, say a heading; where none does, none at `start`."""
    wanted = _bare(heading)
    for first in range(start, len(lines)):
        said = ""
        for last in range(first, min(first + 3, len(lines))):  # a long heading takes some lines
            said += _bare(lines[last])
            if said and (said == wanted or (said.endswith(wanted) and len(said) - len(wanted) <= _NUMBER)):
                return first, last + 1
    return start, start


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _repeated(pages: list[list[str]]) -> set[str]:
    """Return running heads and feet: first and last lines that half of the pages share; page numbers."""
    if len(pages) < 4:
        return set()
    count: dict[str, int] = {}
    for lines in pages:
        for line in {*lines[:2], *lines[-2:]}:
            count[line] = count.get(line, 0) + 1
    numbers = {
        line for lines in pages for line in lines[-1:] + lines[:1] if re.fullmatch(r"[-–\s\d/]{1,9}", line)
    }
    return {line for line, times in count.items() if times * 2 > len(pages)} | numbers


def _paragraphs(lines: list[str]) -> Iterator[str]:
    if not lines:
        return
    usual = statistics.quantiles(map(len, lines), n=10)[-1] if len(lines) > 2 else max(map(len, lines))
    paragraph = ""
    for line in lines:
        if not paragraph:
            paragraph = line
        elif paragraph.endswith("-") and line[:1].islower():
            paragraph = paragraph[:-1] + line
        else:
            is_chinese = bool(_HAN.match(paragraph[-1]) or _HAN.match(line[0]))
            paragraph += line if is_chinese else f" {line}"
        if len(line) < _SHORT * usual or (_END.search(line) and len(line) < 0.95 * usual):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
