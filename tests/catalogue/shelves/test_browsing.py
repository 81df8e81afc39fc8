"""What a library can be browsed by, and what a choice is in the language of the search."""

from __future__ import annotations

from reader.catalogue.article_list import Choice, Facts, Stage
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.shelves.browsing import (
    CONTINUE,
    FAVOURITES,
    QUEUE,
    RECENT,
    UNREAD,
    Branch,
    BranchKind,
    branches_of,
    chosen_by,
    query_of,
)
from reader.catalogue.shelves.shelf_items import Item, ItemKind
from reader.search.article_filter import ArticleFilter

ENTRIES = (
    CatalogueEntry("a.md", "a", tags=("AI", "芯片")),
    CatalogueEntry("经济/b.md", "b", tags=("ＡＩ",)),
    CatalogueEntry("经济/2025/c.md", "c"),
    CatalogueEntry("技术/d.md", "d"),
)
FACTS = Facts(
    shares={"a.md": 0.3, "经济/b.md": 1.0, "gone.md": 1.0},
    last_read={"a.md": 7},
    tags={"技术/d.md": ("重要", "ai"), "gone.md": ("x",)},
    favourites=frozenset({"技术/d.md", "gone.md"}),
    queue={"a.md": 0},
)
SHELF = Item("1", ItemKind.SHELF, text="我的", query="tag:AI is:unread")


def flat(branches, depth=0):
    for one in branches:
        yield depth, one.text, one.count
        yield from flat(one.children, depth + 1)


def test_shelves_folders_and_tags_are_counted():
    assert list(flat(branches_of(ENTRIES, FACTS, (SHELF,)))) == [
        (0, "All articles", 4),
        (0, "Continue reading", 1),
        (0, "Reading list", 1),
        (0, "Favourites", 1),
        (0, "Unread", 2),
        (0, "Recently read", 2),
        (0, "我的", None),
        (0, "Folders", None),
        (1, "In no folder", 1),
        (1, "技术", 1),
        (1, "经济", 2),
        (2, "2025", 1),
        (0, "Tags", None),
        (1, "AI", 3),
        (1, "芯片", 1),
        (1, "重要", 1),
    ]


def test_a_library_without_folders_and_tags_has_no_such_branch():
    kinds = {one.kind for one in branches_of((CatalogueEntry("a.md", "a"),), Facts())}
    assert kinds == {BranchKind.ALL, BranchKind.SHELF}


def test_what_a_branch_counts_is_what_it_chooses():
    articles = ArticleFilter(ENTRIES)

    def check(branches):
        for one in branches:
            if one.count is not None:
                found = articles.find(chosen_by([one]), FACTS)
                assert len(found.places) == one.count, one.text
            check(one.children)

    check(branches_of(ENTRIES, FACTS, (SHELF,)))


def test_several_branches_choose_what_is_in_all_of_them():
    tag, folder = Branch(BranchKind.TAG, "AI", "AI"), Branch(BranchKind.FOLDER, "经济", "经济")
    queue = Branch(BranchKind.SHELF, QUEUE, "Reading list")
    assert chosen_by([queue, tag, folder]) == Choice(
        shelves=(QUEUE,), tags=("AI",), folders=("经济",), sort="queue"
    )
    assert chosen_by([Branch(BranchKind.ALL, "", "All")]) == Choice()
    sorts = [
        chosen_by([Branch(BranchKind.SHELF, key, "")]).sort for key in (CONTINUE, RECENT, UNREAD, FAVOURITES)
    ]
    assert sorts == ["read", "read", "", ""]


def test_a_choice_is_kept_as_a_query_that_finds_the_same():
    choice = Choice(
        "芯片 OR 重要", Stage.UNREAD, ("is:favourite", "tag:AI is:unread"), ("AI 安全",), ("技术", "经济")
    )
    assert query_of(choice) == (
        'is:unread is:favourite (tag:AI is:unread) tag:"AI 安全" (folder:技术 OR folder:经济) (芯片 OR 重要)'
    )
    articles = ArticleFilter(ENTRIES)
    for one in (
        Choice("芯片", tags=("ai",)),
        Choice(folders=("经济",)),
        Choice("-芯片", Stage.READING),
        Choice(shelves=(UNREAD,), folders=("技术", "经济")),
        Choice("b OR c", folders=("经济",)),
    ):
        asked = Choice(query_of(one))
        assert articles.find(asked, FACTS).places == articles.find(one, FACTS).places
    assert query_of(Choice()) == ""
