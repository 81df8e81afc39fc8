"""The articles of a list in their order: what is reckoned anew, and what is taken over."""

from __future__ import annotations

import pytest

from reader.catalogue.article_list import OF_PERSON, SORTS, Facts
from reader.catalogue.entries import CatalogueEntry
from reader.ui.models import article_arrangement
from reader.ui.models.article_arrangement import Order, arranged

ENTRIES = tuple(
    CatalogueEntry(f"{name}.md", title) for name, title in (("a", "长" * 9), ("b", "Wide"), ("c", "ill"))
)


@pytest.mark.parametrize("sort", sorted(set(SORTS) - OF_PERSON))
def test_where_nothing_is_new_nothing_is_reckoned(sort):
    before = arranged(ENTRIES, None, Order(sort))
    assert arranged(tuple(reversed(ENTRIES)), before, Order(sort)) is before
    assert arranged(ENTRIES[:2], before, Order(sort)) is not before
    assert arranged(ENTRIES, before, Order(sort, with_headings=False)) is not before
    changed = (*ENTRIES[:2], CatalogueEntry("c.md", "ill"))  # read anew
    assert arranged(changed, before, Order(sort)) is not before


@pytest.mark.parametrize("sort", sorted(OF_PERSON))
def test_an_order_by_what_the_person_did_is_reckoned_each_time(sort):
    before = arranged(ENTRIES, None, Order(sort), Facts())
    after = arranged(ENTRIES, before, Order(sort), Facts({"b.md": 0.5}, {"b.md": 9}, tags={"b.md": ("x",)}))
    assert before.entries[0].name != "b.md"
    assert after.entries[0].name == "b.md"


def test_the_length_of_a_title_is_reckoned_once(monkeypatch):
    before = arranged(ENTRIES)
    reckoned = []
    monkeypatch.setattr(article_arrangement, "_ems", lambda title: reckoned.append(title) or 1.0)
    fresh = CatalogueEntry("d.md", "新")
    after = arranged((*ENTRIES, fresh), before)
    assert reckoned == ["新"]
    assert after.words["a.md"] is before.words["a.md"]


@pytest.mark.parametrize(
    ("title", "ems"), [("长长", 2.0), ("ＡＢ", 2.0), ("", 0.3), ("ill", 0.9), ("W0", 1.24), ("ax", 1.06)]
)
def test_a_title_is_as_long_as_its_characters(title, ems):
    assert arranged((CatalogueEntry("a.md", title),)).words["a.md"].ems == pytest.approx(ems)
