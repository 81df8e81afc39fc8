"""One test over every format of articles; and what a format that keeps no lines is given."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.articles import formats, partial_reading
from reader.articles.formats import FORMATS, SUFFIXES, format_of, read_source
from reader.articles.reading import read_article
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library

TEXT = "# 出口管制\n\n第一段。\n\n## 一节\n\n第二段。\n"
SUFFIX = [(each, suffix) for each in FORMATS for suffix in each.suffixes]


def test_no_suffix_is_of_two_formats():
    counts = Counter(suffix for each in FORMATS for suffix in each.suffixes)
    assert [suffix for suffix, count in counts.items() if count > 1] == []
    assert set(counts) == SUFFIXES


@pytest.mark.parametrize(("each", "suffix"), SUFFIX)
def test_files_of_every_format_are_listed_and_read(tmp_path, each, suffix):
    assert suffix == suffix.lower()
    assert suffix.startswith(".")
    assert each.label()
    path = tmp_path / f"a{suffix.upper()}"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("gb18030"))
    assert format_of(path) is each
    assert list(Library(tmp_path).article_paths()) == [path]
    assert [entry.title for entry in Catalogue(Library(tmp_path)).update()] == ["出口管制"]
    assert read_source(path) == (TEXT, "gb18030")
    assert read_article(path).source == TEXT


@pytest.mark.parametrize("each", [each for each in FORMATS if each.keeps_lines])
def test_of_a_format_that_keeps_its_lines_a_part_can_be_read(tmp_path, each):
    path = tmp_path / f"a{each.suffixes[0]}"
    path.write_text(TEXT, encoding="utf-8")
    assert each.read(path, len("# 出口管制\n\n第".encode()))[0] == "# 出口管制\n\n"


class Converted:
    """A format whose source has other lines than its file."""

    suffixes = (".md",)
    keeps_lines = False

    @staticmethod
    def label():
        return "Converted"

    @staticmethod
    def read(path, most):
        assert path.name == "a.md"
        assert most == -1, "a part of what is converted cannot be read"
        return TEXT * 4000, "utf-8"


def test_of_a_format_that_keeps_no_lines_the_whole_is_read_at_the_first_look(tmp_path, monkeypatch):
    monkeypatch.setitem(formats._BY_SUFFIX, ".md", Converted)
    path = tmp_path / "a.md"
    path.write_bytes(b"x" * (partial_reading.LONG + 1))
    seen = partial_reading.look(path, sketches=True, line=900)
    assert not seen.is_sketch
    assert seen.article.source == TEXT * 4000


def test_a_file_of_no_known_suffix_is_read_as_markdown(tmp_path):
    path = tmp_path / "a.unheard"
    path.write_text(TEXT, encoding="utf-8")
    assert format_of(path) is FORMATS[0]
    assert read_article(path).source == TEXT
