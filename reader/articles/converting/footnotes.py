"""Footnotes of pages, books and documents, as Markdown has them: `[^1]` in the text, what it says at the end.

There is no element for them in HTML. What is known by: a link in small high type, or one that says so
(EPUB's `noteref`, ARIA's `doc-noteref`), to an element of the same page that is told to be a note, or leads
back. Converting Markdown would escape `[^1]`, so signs that no text has stand in for it meanwhile.
"""

from __future__ import annotations

import re
from typing import Any

_OPEN, _CLOSE = "\ue0f0", "\ue0f1"  # private use: what stands in for a footnote's number
_SIGN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_TYPE = "{http://www.idpf.org/2007/ops}type"
_REFERENCE = re.compile(r"\b(?:noteref|doc-noteref|footnote-ref|footnote-reference)\b")
_NOTE = re.compile(r"\b(?:footnote|rearnote|endnote|doc-footnote|doc-endnote)s?\b")
_BACK = re.compile(r"\b(?:footnote-back|footnote-backref|reversefootnote|doc-backlink)\b")
_HOLDERS = frozenset({"li", "aside", "p", "div", "dd", "section", "tr"})
_ARROWS = "↑↩︎⏎^ \u21a9\ufe0e"


def taken_out(main: Any, first: int) -> list[tuple[int, Any]]:
    """Take the footnotes out of `main`, leaving signs; return each with its number, from `first` on."""
    by_id = {one.get("id"): one for one in main.iter() if isinstance(one.tag, str) and one.get("id")}
    found: dict[str, tuple[int, Any]] = {}
    references = [one for one in main.iter("a") if (one.get("href") or "")[:1] == "#"]
    kept = {one.get("id") for one in references} | set(by_id)
    for link in references:
        name = link.get("href")[1:]
        note = _holder(by_id.get(name))
        if note is None or not _is_reference(link, note, kept) or _holds(note, link):
            continue
        if name not in found:
            found[name] = (first + len(found), note)
        _put_sign(link, found[name][0])
    notes = []
    for number, note in found.values():
        _drop_way_back(note)
        above = note.getparent()
        note.tag = "div"
        notes.append((number, note))
        if above is not None:
            _detach(note)
            _remove_if_empty(above)
    return notes


def are_in(element: Any) -> bool:
    """Whether there are notes in an element that is told to be none of the main text."""
    return any(isinstance(one.tag, str) and _NOTE.search(_said_of(one)) for one in element.iter())


def put_back(markdown: str, notes: list[tuple[int, str]]) -> str:
    """Return a text with its footnotes, each already Markdown, at its end."""
    text = _SIGN.sub(r"[^\1]", markdown)
    if not notes:
        return text
    said = []
    for number, words in notes:
        lines = _SIGN.sub(r"[^\1]", words).strip().split("\n")
        said.append(
            "\n".join([f"[^{number}]: {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])])
        )
    return text.rstrip("\n") + "\n\n" + "\n".join(said) + "\n"


def _said_of(element: Any) -> str:
    told = (element.get(_TYPE), element.get("epub:type"), element.get("role"), element.get("class"))
    return " ".join(filter(None, told))


def _holder(element: Any) -> Any | None:
    """Return the element that is the note, where `element` is what its name marks; None for none."""
    while element is not None and element.tag not in _HOLDERS:
        element = element.getparent()
        if element is not None and element.tag == "body":
            return None
    return element


def _is_reference(link: Any, note: Any, kept: set[Any]) -> bool:
    above = link.getparent()
    is_high = above is not None and (above.tag == "sup" or link.find("sup") is not None)
    is_told = bool(_REFERENCE.search(_said_of(link)))
    if not (is_high or is_told):
        return False
    return bool(is_told or _NOTE.search(_said_of(note)) or _leads_back(note))


def _leads_back(note: Any) -> bool:
    return any((link.get("href") or "")[:1] == "#" for link in note.iter("a"))


def _holds(note: Any, link: Any) -> bool:
    return any(one is note for one in link.iterancestors())


def _put_sign(link: Any, number: int) -> None:
    """Put the sign in place of a link, and of the small high type around it."""
    above = link.getparent()
    outer = above if above is not None and above.tag == "sup" and _is_alone(link, above) else link
    tail, outer.tail = outer.tail or "", None
    link_sign = f"{_OPEN}{number}{_CLOSE}{tail}"
    parent, before = outer.getparent(), outer.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + link_sign
    else:
        parent.text = (parent.text or "") + link_sign
    parent.remove(outer)


def _is_alone(link: Any, above: Any) -> bool:
    around = "".join(filter(None, (above.text, link.tail))).strip(" []()")
    return len(above) == 1 and not around


def _drop_way_back(note: Any) -> None:
    for link in list(note.iter("a")):
        words = "".join(link.itertext()).strip()
        is_back = (link.get("href") or "")[:1] == "#" and (
            _BACK.search(_said_of(link)) or not words.strip(_ARROWS) or words.strip("[]().*").isdigit()
        )
        if is_back:
            _detach(link)


def _detach(element: Any) -> None:
    tail, above, before = element.tail or "", element.getparent(), element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        above.text = (above.text or "") + tail
    element.tail = None
    above.remove(element)


def _remove_if_empty(element: Any) -> None:
    """Remove what held nothing but notes: a list, a section with a rule or without."""
    while element is not None and element.tag in {"ol", "ul", "section", "aside", "dl", "table", "tbody"}:
        if "".join(element.itertext()).strip() or any(
            one.tag not in ("hr", "br") for one in element.iter() if one is not element
        ):
            return
        above = element.getparent()
        if above is None:
            return
        _detach(element)
        element = above
