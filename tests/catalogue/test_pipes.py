"""A pipe where a file is looked for is waited for by nobody: nothing may ever come out of it."""

from __future__ import annotations

import os
import sys

import pytest

from reader.articles.source.decoding import read_text
from reader.catalogue.entries import Catalogue
from reader.catalogue.importing import Importer
from reader.catalogue.library import OWN_FOLDER, Library
from reader.cli import main
from reader.dictionaries.stardict import StarDict
from reader.errors import ArticleError
from reader.settings import Settings

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pipes have no names in folders there"),
    pytest.mark.timeout(60),
]


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    (folder / OWN_FOLDER).mkdir(parents=True)
    (folder / "a.md").write_text("# 题\n\n一句话。\n", encoding="utf-8")
    return Library(folder)


def test_an_article_is_no_pipe_and_no_device(tmp_path, capsys):
    os.mkfifo(tmp_path / "a.md")
    (tmp_path / "b.md").symlink_to("/dev/zero")
    for name in ("a.md", "b.md"):
        with pytest.raises(ArticleError, match=f"“{name}” is no plain file"):
            read_text(tmp_path / name)
        assert main(["outline", str(tmp_path / name)]) == 1
        assert capsys.readouterr().err == f"“{name}” is no plain file.\n"


def test_rules_of_what_is_left_out_are_no_pipe(library):
    os.mkfifo(library.folder / ".gitignore")
    os.mkfifo(library.folder / ".gangmuignore")
    assert [path.name for path in library.article_paths()] == ["a.md"]


def test_what_was_imported_before_is_no_pipe(library, tmp_path):
    os.mkfifo(library.folder / OWN_FOLDER / "imported.jsonl")
    (tmp_path / "b.md").write_text("# 新\n\n另一句。\n", encoding="utf-8")
    report = Importer(library, Catalogue(library).update(), "").run([tmp_path / "b.md"])
    assert len(report.taken) == 1


def test_a_dictionary_and_the_settings_are_no_pipes(tmp_path):
    os.mkfifo(tmp_path / "d.ifo")
    with pytest.raises(ValueError, match="no plain file"):
        StarDict(tmp_path / "d.ifo")
    os.mkfifo(tmp_path / "settings.json")
    settings = Settings(tmp_path / "settings.json")
    assert settings.problem
