"""The links of a whole library: kept from one look to the next, and followed backwards."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.given_framework import with_framework
from reader.articles.markdown.inner_links import InnerTargets, target_of
from reader.articles.reading import parse_article, read_article
from reader.articles.source.canonical_text import extract
from reader.catalogue import library_check
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.library_check import ProblemKind, problems_of
from reader.catalogue.linking import library_links
from reader.catalogue.linking.library_links import LibraryLinks, placed_links
from reader.catalogue.linking.link_targets import LinkTargets

FILES = {
    "甲.md": "# 甲的题目\n\n见[[乙]]，又见[[乙|第二次]]。\n\n- 断的[[丙丁]]\n",
    "夹/乙.md": "---\naliases: 别的名\n---\n\n# 乙\n\n回[甲](../甲.md#x)。\n",
    "丁.md": "# 丁\n\n没有链接的一篇，只有[网](https://a.b)。\n",
    "戊.md": "# 戊\n\n说到[[别的名]]与[[甲的题目]]。\n",
}


@pytest.fixture
def library(tmp_path):
    for name, source in FILES.items():
        path = tmp_path / "lib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return Library(tmp_path / "lib")


def looked_at(library):
    entries = Catalogue(library).update()
    links = LibraryLinks(library)
    links.update(entries)
    return links, LinkTargets(entries), entries


def test_what_leads_to_an_article(library):
    links, targets, _entries = looked_at(library)
    found = [(one.article, one.placed.link.words) for one in links.to("夹/乙.md", targets)]
    assert found == [("戊.md", "别的名"), ("甲.md", "乙"), ("甲.md", "第二次")]
    assert [one.article for one in links.to("甲.md", targets)] == ["戊.md", "夹/乙.md"]
    assert list(links.to("丁.md", targets)) == []


def test_places_are_those_of_the_canonical_text(library):
    links, _targets, _entries = looked_at(library)
    text = extract(FILES["甲.md"]).text
    for placed in links.of("甲.md"):
        assert text[placed.span.start : placed.span.end] == placed.link.words
        assert placed.excerpt[placed.start : placed.end] == placed.link.words
    one, two = links.of("甲.md")[:2]
    assert one.span < two.span


def test_only_what_has_changed_is_read_again(library, monkeypatch):
    looked_at(library)
    read = []
    real = library_links.read_source
    monkeypatch.setattr(library_links, "read_source", lambda path: read.append(path.name) or real(path))
    (library.folder / "丁.md").write_text("# 丁\n\n如今[[乙]]。\n", encoding="utf-8")
    os.utime(library.folder / "丁.md", (2_000_000_000, 2_000_000_000))
    (library.folder / "戊.md").unlink()
    links, targets, _entries = looked_at(library)
    assert read == ["丁.md"]
    assert [one.article for one in links.to("夹/乙.md", targets)] == ["丁.md", "甲.md", "甲.md"]


def test_a_look_that_is_given_up_keeps_what_was_read(library):
    entries = Catalogue(library).update()
    links = LibraryLinks(library)
    answers = iter([False, False, True])
    links.update(entries, lambda: next(answers))
    assert [bool(links.of(entry.name)) for entry in entries] == [False, True, False, False]
    links.update(entries)
    assert links.of("甲.md")


@pytest.mark.parametrize(
    "damage", ["", "[]\n", "[1, 2]\n", "{\n", '["a.md", 1, 1, [[1]], []]\n', '["a.md", 1, 1, [], [[1]]]\n']
)
def test_a_damaged_cache_is_made_anew(library, damage):
    links, _targets, _entries = looked_at(library)
    head = json.dumps(library_links.FORMAT) + "\n" if len(damage) > 3 else ""
    links._file.write_text(head + damage, encoding="utf-8")
    links, _targets, _entries = looked_at(library)
    assert len(links.of("甲.md")) == 3


def test_broken_links_are_told_with_near_names(library):
    entries = Catalogue(library).update()
    (library.folder / "丙丁戊.md").write_text("# 丙丁戊\n", encoding="utf-8")
    entries = Catalogue(library).update()
    found = [one for one in problems_of(library, entries) if one.kind is ProblemKind.LINK]
    assert [(one.file, one.line) for one in found] == [("甲.md", 5), ("夹/乙.md", 7)]
    assert "丙丁戊.md" in found[0].what
    assert "“x”" in found[1].what


SECTIONS = {
    "甲.md": "# 甲\n\n## 第一节\n\n见[乙](夹/乙.md#结论)、[乙](夹/乙.md#结论是)、[[乙#引言]]、"
    "[[乙#没有]]。\n\n"
    "[上](#第一节) [[#第二节]] [注](#锚) <a id='锚'></a> [坏](#第一) [](#无字)\n",
    "夹/乙.md": "# 乙\n\n**引言**：话。\n\n## 结论\n\n话。"
    "[回](../甲.md#user-content-第一节)[^1]\n\n[^1]: 注\n",
    "丙.md": "# 丙\n\n[点](丁.md#自己的点)[点](丁.md#没有的点)\n",
    "丁.md": "# 丁\n\n## 一节\n\n话。\n",
}


def told_of(library, made=None):
    entries = Catalogue(library).update()
    found = problems_of(library, entries, made=made)
    return [(one.file, one.line, one.what) for one in found if one.kind is ProblemKind.LINK]


@pytest.fixture
def sections(tmp_path):
    for name, source in SECTIONS.items():
        path = tmp_path / "lib" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return Library(tmp_path / "lib")


def test_links_to_sections_that_are_not_there_are_told(sections):
    told = [(file, line) for file, line, _what in told_of(sections)]
    assert told == [("丙.md", 3)] * 2 + [("甲.md", 5)] * 2 + [("甲.md", 7)] * 2
    said = [what for file, _line, what in told_of(sections) if file == "甲.md"]
    assert "“结论是”" in said[0]
    assert said[0].endswith("结论.")  # the near one
    assert "“没有”" in said[1]
    assert "“第二节”" in said[2]
    assert "第一节" in said[2]


def test_a_link_may_lead_to_a_point_that_the_person_has_made(sections):
    def made(name):
        return with_framework(read_article(sections.folder / name), "- 一节\n  - 自己的点\n")

    told = [what for file, _line, what in told_of(sections, made) if file == "丙.md"]
    assert len(told) == 1
    assert "没有的点" in told[0]


def test_sections_are_kept_and_read_again_when_their_article_changes(sections, monkeypatch):
    before, read = told_of(sections), []
    real = library_check.read_article
    monkeypatch.setattr(library_check, "read_article", lambda path: read.append(path.name) or real(path))
    assert told_of(sections) == before
    assert read == []
    path = sections.folder / "夹" / "乙.md"
    path.write_text(SECTIONS["夹/乙.md"].replace("## 结论", "## 结论是"), encoding="utf-8")
    os.utime(path, (2_000_000_000, 2_000_000_000))
    assert any("“结论”" in what for _file, _line, what in told_of(sections))
    assert read == ["乙.md"]


@given(st.text(alphabet="#[]()-*: \n甲乙aB1{}=\"'<>^/", max_size=80), st.text("甲乙aB1-# ^", max_size=6))
def test_names_of_places_say_what_following_a_link_finds(source, section):
    article = parse_article(source, Path("a.md"))
    names = InnerTargets(article).place_names()
    for name in (section, *names.labels.values(), *names.names):
        if name and target_of(article, f"#{name}") is not None:
            assert names.has(name)
        elif name:
            assert not names.has(name) or not article.text.text


def test_two_of_the_same_words_in_a_line_have_two_places():
    one, two = placed_links("[[甲]]与[[甲]]")
    assert (one.span.start, two.span.start) == (0, 2)


@given(st.text(alphabet="[]()#|\\`!<> \n\ta甲.md/é́", max_size=120))
def test_words_stand_where_it_is_said(source):
    text = extract(source).text
    for placed in placed_links(source):
        assert 0 <= placed.span.start <= placed.span.end <= len(text)
        assert text.count("\n", 0, placed.span.start) + 1 == placed.link.line


def test_two_that_write_at_once_leave_a_whole_file(library, monkeypatch):
    """The panel of connections and the check of the library look at the same time: one amid the other."""
    entries = Catalogue(library).update()
    real, is_inside = library_links.json.dumps, []

    def dumps(value, **given):
        if not is_inside and isinstance(value, list) and value[0] == entries[-1].name:
            is_inside.append(True)
            LibraryLinks(library).update(entries)
        return real(value, **given)

    monkeypatch.setattr(library_links.json, "dumps", dumps)
    links = LibraryLinks(library)
    links.update(entries[-1:])
    assert is_inside
    names = [json.loads(line)[0] for line in links._file.read_text(encoding="utf-8").splitlines()[1:]]
    assert names == [entries[-1].name]  # what was written last, and nothing of the other
    assert [path.name for path in links._file.parent.iterdir()] == [links._file.name]
