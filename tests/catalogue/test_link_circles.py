"""Links that lead to themselves, as articles and as the library: a sentence each, and the rest works."""

from __future__ import annotations

import sys

import pytest

from reader import paths
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.library_check import ProblemKind, problems_of
from reader.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a permission there")


@pytest.fixture
def circle(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text("# 题\n\n## 甲\n\n一句话。\n", encoding="utf-8")
    (folder / "b.md").symlink_to("b.md")
    return folder / "b.md"


@pytest.mark.parametrize(
    "words",
    [
        ["outline"],
        ["notes"],
        ["export", "--to", "html"],
        ["export", "--to", "csv"],
        ["annotate", "--quote", "一句话"],
    ],
)
def test_a_command_on_it_says_a_sentence(circle, words, capsys):
    assert main([*words, str(circle)]) == 1
    said = capsys.readouterr().err
    assert "b.md" in said
    assert "Traceback" not in said


def test_the_other_articles_are_told_of(circle, capsys):
    library = Library(circle.parent)
    assert [path.name for path in library.article_paths()] == ["a.md"]
    assert ProblemKind.LOOP in {problem.kind for problem in problems_of(library, Catalogue(library).update())}
    for words in (["list", "--library"], ["check"], ["stats", "--library"]):
        main([*words, str(circle.parent)])
        assert "Traceback" not in capsys.readouterr().err
    assert paths.resolved(circle).name == "b.md"


def test_a_library_that_is_one_cannot_be_found(tmp_path, capsys):
    (tmp_path / "round").symlink_to("round")
    for words in (["list", "--library"], ["notes", "--library"], ["search", "x", "--library"], ["check"]):
        assert main([*words, str(tmp_path / "round")]) == 1
        assert "Traceback" not in capsys.readouterr().err
