"""An outline and inner links for a PDF that Qt has written, which has neither. No Qt here.

Qt's PDF writer offers no way to set them. They are added as PDF provides for:
new and changed objects after the end, a cross-reference table of them, and a
trailer that points back at the old one (ISO 32000-1, 7.5.6 and 12.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b")
_STARTXREF = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_KIDS = re.compile(rb"/Kids\s*\[(.*?)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline, and those below it; it leads to `page` (from 0), `y` points above its foot."""

    label: str
    page: int
    y: float
    children: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class InnerLink:
    """A rectangle on a page (points, from the bottom left) that leads to a place."""

    page: int
    rectangle: tuple[float, float, float, float]
    target_page: int
    target_y: float


class BookmarkError(Exception):
    """The PDF is not as expected; it is fine without an outline."""


def add_bookmarks(pdf: bytes, bookmarks: Sequence[Bookmark], links: Sequence[InnerLink] = ()) -> bytes:
    """Return `pdf` with an outline and links. Raises `BookmarkError` where its make is not understood."""
    return _Update(pdf).run(bookmarks, links)


@dataclass(slots=True)
class _Update:
    """New objects for one PDF."""

    pdf: bytes
    objects: dict[int, bytes] = field(default_factory=dict)
    next_number: int = 0
    pages: list[int] = field(default_factory=list)

    def run(self, bookmarks: Sequence[Bookmark], links: Sequence[InnerLink]) -> bytes:
        start = _STARTXREF.search(self.pdf)
        if not start:
            raise BookmarkError("no cross-reference table")
        trailer = self.pdf[int(start[1]) :]
        root = _reference(trailer, b"Root")
        size = re.search(rb"/Size\s+(\d+)", trailer)
        if not size or trailer[:4] != b"xref":
            raise BookmarkError("no plain trailer")
        self.next_number = int(size[1])
        catalogue = self._body(root)
        self._find_pages(_reference(catalogue, b"Pages"))
        outline = self._outline(bookmarks)
        self.objects[root] = _with(catalogue, b"/Outlines %d 0 R /PageMode /UseOutlines" % outline)
        for page in sorted({link.page for link in links}):
            notes = b" ".join(self._link(link) for link in links if link.page == page)
            body = self._body(self.pages[page])
            if b"/Annots" in body:
                continue
            self.objects[self.pages[page]] = _with(body, b"/Annots [" + notes + b"]")
        return self._written(trailer, int(start[1]), root)

    def _body(self, number: int) -> bytes:
        """Return what stands between `obj` and `endobj` of the last object `number`."""
        found = list(re.finditer(rb"(?<!\d)%d 0 obj\b" % number, self.pdf))
        if not found:
            raise BookmarkError(f"no object {number}")
        end = self.pdf.index(b"endobj", found[-1].end())
        return self.pdf[found[-1].end() : end].strip()

    def _find_pages(self, number: int) -> None:
        body = self._body(number)
        if kids := _KIDS.search(body):
            for kid in re.findall(rb"(\d+) 0 R", kids[1]):
                self._find_pages(int(kid))
        else:
            self.pages.append(number)

    def _new(self) -> int:
        self.next_number += 1
        return self.next_number - 1

    def _place(self, page: int, y: float) -> bytes:
        return b"[%d 0 R /XYZ 0 %.1f 0]" % (self.pages[min(page, len(self.pages) - 1)], y)

    def _link(self, link: InnerLink) -> bytes:
        number = self._new()
        box = b" ".join(b"%.1f" % edge for edge in link.rectangle)
        target = self._place(link.target_page, link.target_y)
        self.objects[number] = b"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [%b] /Dest %b >>" % (
            box,
            target,
        )
        return b"%d 0 R" % number

    def _outline(self, bookmarks: Sequence[Bookmark]) -> int:
        number = self._new()
        numbers = self._entries(bookmarks, number)
        ends = b" /First %d 0 R /Last %d 0 R" % (numbers[0], numbers[-1]) if numbers else b""
        self.objects[number] = b"<< /Type /Outlines /Count %d%b >>" % (len(numbers), ends)
        return number

    def _entries(self, bookmarks: Sequence[Bookmark], parent: int) -> list[int]:
        numbers = [self._new() for _bookmark in bookmarks]
        for at, bookmark in enumerate(bookmarks):
            title = ("\ufeff" + bookmark.label).encode("utf-16-be", "replace").hex().encode()
            parts = [
                b"/Title <%b> /Parent %d 0 R /Dest %b"
                % (title, parent, self._place(bookmark.page, bookmark.y))
            ]
            if at:
                parts.append(b"/Prev %d 0 R" % numbers[at - 1])
            if at + 1 < len(numbers):
                parts.append(b"/Next %d 0 R" % numbers[at + 1])
            if below := self._entries(bookmark.children, numbers[at]):
                parts.append(b"/First %d 0 R /Last %d 0 R /Count %d" % (below[0], below[-1], len(below)))
            self.objects[numbers[at]] = b"<< " + b" ".join(parts) + b" >>"
        return numbers

    def _written(self, trailer: bytes, before: int, root: int) -> bytes:
        parts, places, position = [], {}, len(self.pdf)
        for number, body in sorted(self.objects.items()):
            text = b"%d 0 obj\n%b\nendobj\n" % (number, body)
            places[number] = position
            parts.append(text)
            position += len(text)
        table = b"xref\n" + b"".join(
            b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items()
        )
        info = re.search(rb"/Info\s+\d+ 0 R", trailer)
        ident = re.search(rb"/ID\s*\[.*?\]", trailer, re.DOTALL)
        kept = b" ".join(match[0] for match in (info, ident) if match)
        end = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d %b >>\nstartxref\n%d\n%%%%EOF\n"
        return self.pdf + b"".join(parts) + table + end % (self.next_number, root, before, kept, position)


def _reference(body: bytes, key: bytes) -> int:
    found = re.search(rb"/%b\s+(\d+) 0 R" % key, body)
    if not found:
        raise BookmarkError(f"no {key.decode()}")
    return int(found[1])


def _with(dictionary: bytes, more: bytes) -> bytes:
    """Return `dictionary` with `more` before its end."""
    end = dictionary.rindex(b">>")
    return dictionary[:end] + more + b"\n" + dictionary[end:]
