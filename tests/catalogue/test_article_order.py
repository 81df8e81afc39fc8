"""How a list of articles is sorted, under which headings, and what is said of how far they were read."""

from __future__ import annotations

import pytest

from reader.catalogue.article_list import Facts, Stage, heading_of, listed, site_of, sorted_by, stage_of
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.reading_statistics import WHOLE

DAY = 86_400
A = CatalogueEntry("b/a.md", "乙", category="访谈", url="https://www.Example.org/x", added=20_000 * DAY)
B = CatalogueEntry("a/b.md", "甲", url="https://[broken", added=20_100 * DAY)
C = CatalogueEntry("c.md", "丙", category="博客", url="https://arxiv.org/", added=20_050 * DAY)
FACTS = Facts({"c.md": 0.5, "b/a.md": 1.0}, {"c.md": 9 * DAY, "b/a.md": 8 * DAY}, {"c.md": 2})


@pytest.mark.parametrize(
    ("sort", "order", "headings"),
    [
        ("folder", "CBA", ["In no folder", "a", "b"]),
        ("category", "CAB", ["博客", "访谈", "No category"]),
        ("site", "CAB", ["arxiv.org", "example.org", "No source"]),
        ("added", "BCA", ["2025-01", "2024-11", "2024-10"]),
        ("read", "CAB", ["1970-01", "1970-01", "Never read"]),
        ("progress", "ACB", ["Read", "Reading", "Unread"]),
    ],
)
def test_articles_are_sorted_and_stand_under_headings(sort, order, headings):
    found = sorted_by([listed(one, FACTS) for one in (A, B, C)], sort)
    assert [one.entry for one in found] == [{"A": A, "B": B, "C": C}[letter] for letter in order]
    assert [heading_of(one, sort) for one in found] == headings


def test_titles_are_sorted_by_how_they_are_spelled():
    spelled = {"甲": "jia", "乙": "yi", "丙": "bing"}.__getitem__
    found = sorted_by([listed(one, FACTS) for one in (A, B, C)], "title", spelled)
    assert [heading_of(one, "title", spelled) for one in found] == ["B", "J", "Y"]


@pytest.mark.parametrize(
    ("share", "last", "stage"),
    [
        (0.0, 0, Stage.UNREAD),
        (0.0, 5, Stage.READING),
        (0.01, 0, Stage.READING),
        (WHOLE - 0.01, 5, Stage.READING),
        (WHOLE, 5, Stage.READ),
    ],
)
def test_an_article_is_unread_begun_or_read(share, last, stage):
    assert stage_of(listed(A, Facts({A.name: share}, {A.name: last} if last else {}))) is stage


def test_an_address_that_is_none_has_no_site():
    assert site_of(B) == ""
