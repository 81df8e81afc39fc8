"""What a library can be browsed by, with counts: shelves, folders, tags. Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.articles.source.character_folding import fold
from reader.catalogue.article_list import Choice, Facts, Stage, folder_of, stage_in
from reader.catalogue.entries import CatalogueEntry
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.catalogue.shelves.shelf_items import Item


class BranchKind(StrEnum):
    """What a branch stands for."""

    ALL = "all"
    SHELF = "shelf"  # one that every library has
    OWN_SHELF = "own shelf"  # a saved filter
    FOLDERS = "folders"  # over the folders; it chooses nothing
    FOLDER = "folder"
    TAGS = "tags"  # over the tags
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the tree that a library is browsed by.

    `key` is the shelf's query, the folder (as `folder_of` has it) or the tag; `count` how many articles it
    holds, None where nobody counted. `is_own`: a tag that the person gave to at least one of them.
    """

    kind: BranchKind
    key: str
    text: str
    count: int | None = None
    children: tuple[Branch, ...] = ()
    is_own: bool = False
    item: Item | None = None  # of a saved filter


# The shelves that every library has: their queries, and what goes before the order of the list.
CONTINUE, UNREAD, FAVOURITES = "is:reading", "is:unread", "is:favourite"
QUEUE, RECENT = "is:queued", "is:reading OR is:read"
_SORTS = {CONTINUE: "read", QUEUE: "queue", RECENT: "read"}


def branches_of(
    entries: Sequence[CatalogueEntry], facts: Facts, shelves: Iterable[Item] = ()
) -> tuple[Branch, ...]:
    """Return the tree of a library. Folders and tags have their branch only where there are any."""
    own = (Branch(BranchKind.OWN_SHELF, one.query, one.text, item=one) for one in shelves)
    tree = [
        Branch(BranchKind.ALL, "", _("All articles"), len(entries)),
        *_usual(entries, facts),
        *own,
    ]
    if folders := _folders(entries):
        tree.append(Branch(BranchKind.FOLDERS, "", _("Folders"), children=folders))
    if tags := _tags(entries, facts):
        tree.append(Branch(BranchKind.TAGS, "", _("Tags"), children=tags))
    return tuple(tree)


def chosen_by(branches: Iterable[Branch]) -> Choice:
    """Return what the articles of all of `branches` are."""
    kinds: dict[BranchKind, list[str]] = {}
    for branch in branches:
        kinds.setdefault(branch.kind, []).append(branch.key)
    usual = kinds.get(BranchKind.SHELF, [])
    return Choice(
        shelves=(*usual, *kinds.get(BranchKind.OWN_SHELF, ())),
        tags=tuple(kinds.get(BranchKind.TAG, ())),
        folders=tuple(kinds.get(BranchKind.FOLDER, ())),
        sort=next((_SORTS[query] for query in usual if query in _SORTS), ""),
    )


def query_of(choice: Choice) -> str:
    """Return `choice` in the language of the search: what a shelf keeps of it."""
    parts = [f"is:{choice.stage}"] if choice.stage is not None else []
    parts += [f"({query})" if " " in query else query for query in choice.shelves]
    parts += [f"tag:{_quoted(tag)}" for tag in choice.tags]
    folders = [f"folder:{_quoted(folder)}" for folder in choice.folders if folder]
    parts += [f"({' OR '.join(folders)})"] if len(folders) > 1 else folders
    text = choice.text.strip()
    if text:
        parts.append(f"({text})" if parts and " OR " in text else text)
    return " ".join(parts)


def counted_tags(entries: Iterable[CatalogueEntry], facts: Facts) -> dict[str, tuple[str, int, bool]]:
    """Return each tag, folded: as it is written first, how many articles have it, whether it is one's own."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    own: set[str] = set()
    for entry in entries:
        mine = facts.tags.get(entry.name, ())
        for tag in {_folded(tag): tag for tag in (*mine, *entry.tags)}.values():
            counts[_folded(tag)] += 1
            written.setdefault(_folded(tag), tag)
        own.update(map(_folded, mine))
    return {key: (written[key], count, key in own) for key, count in counts.items()}


def _usual(entries: Sequence[CatalogueEntry], facts: Facts) -> list[Branch]:
    names = {entry.name for entry in entries}
    touched = [name for name in {*facts.shares, *facts.last_read} if name in names]
    stages = Counter(stage_in(facts, name) for name in touched)
    untouched = len(entries) - stages[Stage.READING] - stages[Stage.READ]
    queued = sum(name in names for name in facts.queue)
    favourites = sum(name in names for name in facts.favourites)
    found = (
        (CONTINUE, _("Continue reading"), stages[Stage.READING]),
        (QUEUE, _("Reading list"), queued),
        (FAVOURITES, _("Favourites"), favourites),
        (UNREAD, _("Unread"), untouched),
        (RECENT, _("Recently read"), len(entries) - untouched),
    )
    return [Branch(BranchKind.SHELF, query, text, count) for query, text, count in found]


def _folders(entries: Sequence[CatalogueEntry]) -> tuple[Branch, ...]:
    own = Counter(map(folder_of, entries))
    if set(own) <= {""}:
        return ()
    below: dict[str, set[str]] = {}
    for folder in own:
        while folder:
            above = folder.rpartition("/")[0]
            below.setdefault(above, set()).add(folder)
            folder = above
    found = _inside("", below, own)
    if own[""]:
        found = (Branch(BranchKind.FOLDER, "", _("In no folder"), own[""]), *found)
    return found


def _inside(folder: str, below: Mapping[str, set[str]], own: Mapping[str, int]) -> tuple[Branch, ...]:
    found = []
    for one in sorted(below.get(folder, ()), key=fold):
        children = _inside(one, below, own)
        count = own.get(one, 0) + sum(child.count or 0 for child in children)
        found.append(Branch(BranchKind.FOLDER, one, one.rpartition("/")[2], count, children))
    return tuple(found)


def _tags(entries: Sequence[CatalogueEntry], facts: Facts) -> tuple[Branch, ...]:
    tags = sorted(counted_tags(entries, facts).items(), key=lambda one: (-one[1][1], one[0]))
    return tuple(
        Branch(BranchKind.TAG, text, text, count, is_own=is_own) for _key, (text, count, is_own) in tags
    )


@lru_cache(maxsize=1 << 12)
def _folded(tag: str) -> str:
    return fold(tag)


def _quoted(value: str) -> str:
    return f'"{value}"' if any(letter.isspace() for letter in value) else value
