"""What other readers fall into with the very first digest; each trap has its test."""

from __future__ import annotations

import pytest

from reader import paths
from reader.articles.model import SectionKind
from reader.articles.reading import read_article


@pytest.fixture(scope="module")
def article():
    path = next(paths.starter_library().glob("Anthropic*.md"))
    return read_article(path)


def test_a_line_of_tags_is_no_heading(article):
    assert not any("#" in section.label or "AI技术，" in section.label for section in article.outline.walk())
    assert not any(section.label == "文章标签" for section in article.outline.walk())
    assert len(article.metadata.tags) == 5


def test_the_framework_keeps_its_lines_and_its_points(article):
    lines = article.text.text.split("\n")
    drawn = lines[article.framework.first_line - 1 : article.framework.last_line]
    assert sum("──" in line for line in drawn) == len(list(article.framework.walk())) == 14
    assert not any(section.label == "文章框架" for section in article.outline.walk())


def test_quotation_marks_stay_as_they_were_typed(article):
    assert "Anthropic's" in article.metadata.original.title
    assert "Anthropic's Dario Amodei" in article.text.text


def test_an_article_that_starts_at_the_third_level_has_an_outline(article):
    headings = [section for section in article.outline.sections if section.kind is SectionKind.HEADING]
    assert [section.label for section in headings] == ["访谈主题", "文章内容"]
    assert headings[0].level == 3
    assert len(headings[1].children) == 4


def test_points_that_stand_only_as_bold_leads_are_found(article):
    leads = {node.label for node in article.framework.walk() if article.links[node.node_id].match == "lead"}
    assert leads == {"DeepSeek的影响力", "出口管制的重要性", "AI安全性的国际合作", "AI技术的双刃剑效应"}


def test_a_label_that_stands_twice_is_decided_by_the_point_above(article):
    assert article.links["关键观点/出口管制的重要性"].passage.line == 61
