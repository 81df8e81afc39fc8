"""The system's list of recent files: what was opened here is offered by every file dialog there.

On Linux, `recently-used.xbel` in the person's data folder, as freedesktop.org's
Desktop Bookmark Specification has it. Other programs write it too, so it is
read anew each time, all that is not ours is kept, and a file that is no such
list is left alone. Elsewhere there is nothing yet: add a writer to `_lists`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from reader.whole_file import write_whole

NAME = "Gangmu"
MOST = 30  # entries of ours: the oldest go
LARGEST = 16 << 20  # bytes of a list that is read at all
_KINDS = {".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}
_BOOKMARK = "http://www.freedesktop.org/standards/desktop-bookmarks"
_MIME = "http://www.freedesktop.org/standards/shared-mime-info"
_OWNER = "http://freedesktop.org"
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?>\n<xbel version="1.0"></xbel>'


def note_opened(article: Path, when: datetime | None = None) -> bool:
    """Put `article` on top of the system's list; return whether it is there now. Never raises."""
    return any(_change(path, lambda root: _add(root, article, when)) for path in _lists())


def forget_all() -> bool:
    """Take everything of ours off the list; what other programs opened too stays theirs."""
    return any(_change(path, _remove) for path in _lists())


def _lists() -> tuple[Path, ...]:
    if not sys.platform.startswith("linux") or os.environ.get("GANGMU_DATA"):
        return ()  # who carries the program on a stick leaves nothing on the machine
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    folder = data if data.is_absolute() else Path.home() / ".local" / "share"
    return (folder / "recently-used.xbel",)


def _change(path: Path, change: Callable[[ElementTree.Element], None]) -> bool:
    try:
        root = _read(path)
        if root is None:
            return False
        change(root)
        data = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, data + b"\n")
        path.chmod(0o600)  # as every program that writes it: what a person opened is their own
    except (OSError, ValueError):
        return False
    return True


def _read(path: Path) -> ElementTree.Element | None:
    """Return the list, a new one where there is none; None for what is no list."""
    ElementTree.register_namespace("bookmark", _BOOKMARK)
    ElementTree.register_namespace("mime", _MIME)
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    try:
        data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except FileNotFoundError:
        data = _EMPTY.encode()
    try:
        parser.feed(data)
        root = parser.close()
    except ElementTree.ParseError:
        return None
    return root if root.tag == "xbel" else None


def _add(root: ElementTree.Element, article: Path, when: datetime | None) -> None:
    now = (when or datetime.now(UTC)).isoformat(timespec="microseconds").replace("+00:00", "Z")
    href = article.absolute().as_uri()
    bookmark = next((each for each in root.iter("bookmark") if each.get("href") == href), None)
    if bookmark is None:
        bookmark = ElementTree.SubElement(root, "bookmark", href=href, added=now)
    bookmark.set("modified", now)
    bookmark.set("visited", now)
    metadata = _child(_child(bookmark, "info"), "metadata")
    metadata.set("owner", _OWNER)
    kind = _child(metadata, f"{{{_MIME}}}mime-type")
    kind.set("type", _KINDS.get(article.suffix.lower(), "text/plain"))
    ours = _ours(bookmark)
    if ours is None:
        programs = _child(metadata, f"{{{_BOOKMARK}}}applications")
        ours = ElementTree.SubElement(programs, f"{{{_BOOKMARK}}}application", name=NAME, exec="'gangmu %u'")
    ours.set("modified", now)
    ours.set("count", str(int(ours.get("count") or 0) + 1))
    mine = [each for each in root.iter("bookmark") if _ours(each) is not None]
    for old in sorted(mine, key=lambda each: each.get("modified", ""))[:-MOST]:
        _take_off(root, old)


def _remove(root: ElementTree.Element) -> None:
    for bookmark in [each for each in root.iter("bookmark") if _ours(each) is not None]:
        _take_off(root, bookmark)


def _take_off(root: ElementTree.Element, bookmark: ElementTree.Element) -> None:
    """Take our name off `bookmark`, and the whole of it where no other program opened it."""
    programs = bookmark.find(f".//{{{_BOOKMARK}}}applications")
    ours = _ours(bookmark)
    if programs is not None and ours is not None:
        programs.remove(ours)
        if len(programs) == 0 and bookmark in list(root):
            root.remove(bookmark)


def _ours(bookmark: ElementTree.Element) -> ElementTree.Element | None:
    programs = bookmark.iter(f"{{{_BOOKMARK}}}application")
    return next((each for each in programs if each.get("name") == NAME), None)


def _child(element: ElementTree.Element, tag: str) -> ElementTree.Element:
    found = element.find(tag)
    return ElementTree.SubElement(element, tag) if found is None else found
