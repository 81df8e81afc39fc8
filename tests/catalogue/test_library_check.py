"""What is found wrong in a library: odd names, and what is left out of it."""

from __future__ import annotations

import os

import pytest

from reader import cli
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.library_check import ProblemKind, problems_of


def found(folder, kind):
    library = Library(folder)
    return {
        one.file: one.what for one in problems_of(library, Catalogue(library).update()) if one.kind is kind
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("what?.md", "?"),
        ("a:b|c.md", ": |"),
        ("back\\slash.md", "\\"),
        ("bell\x07.md", "U+0007"),
        ("con.md", "Windows"),
        ("COM9.txt", "Windows"),
        ("folder./a.md", "folder."),
        (" space.md", "space"),
        ("\udcff.md", "UTF-8"),
    ],
)
def test_a_name_that_others_refuse_is_told_with_the_reason(tmp_path, name, said):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("话", encoding="utf-8")
    ((file, what),) = found(tmp_path, ProblemKind.NAME).items()
    assert file == name
    assert said in what


@pytest.mark.parametrize(
    "name", ["为什么？（上）.md", "a.b.c.md", "common.md", "COM10.md", "é ü.md", "a's & b's.md"]
)
def test_a_name_that_every_system_takes_is_not_told(tmp_path, name):
    (tmp_path / name).write_text("话", encoding="utf-8")
    assert found(tmp_path, ProblemKind.NAME) == {}


@pytest.mark.parametrize(("one", "other"), [("Tides.md", "tides.md"), ("é.md", "e\u0301.md")])
def test_names_that_other_systems_take_for_one_are_told(tmp_path, one, other):
    (tmp_path / one).write_text("一", encoding="utf-8")
    (tmp_path / other).write_text("二", encoding="utf-8")
    if len(list(tmp_path.glob("*.md"))) < 2:
        pytest.skip("this system takes them for one")
    assert len(found(tmp_path, ProblemKind.NAME)) == 1


def test_what_is_left_out_is_told_once_and_why(tmp_path):
    for name in ("a.md", "draft.md", "picture.png", "old/b.md", "node_modules/c.md", ".hidden/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / ".gangmuignore").write_text("draft.md\npicture.png\nold/\n", encoding="utf-8")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    said = found(tmp_path, ProblemKind.LEFT_OUT)
    assert list(said) == ["draft.md", "node_modules", "old", "round"]
    assert ".gangmuignore" in said["draft.md"]
    assert "programs" in said["node_modules"]
    assert "link" in said["round"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_that_lead_to_themselves_and_pipes_are_told_or_passed_over(tmp_path):
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "dead.md").symlink_to("nowhere.md")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.md")
    assert set(found(tmp_path, ProblemKind.LOOP)) == {"loop.md", "dead.md"}
    assert set(found(tmp_path, ProblemKind.LEFT_OUT)) == {"sub/up"}


def test_what_is_left_out_alone_is_nothing_wrong(tmp_path, capsys):
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "a.md").write_text("话", encoding="utf-8")
    assert cli.main(["check", str(tmp_path)]) == 0
    assert "node_modules" in capsys.readouterr().out
    (tmp_path / "what?.md").write_text("别的话", encoding="utf-8")
    assert cli.main(["check", str(tmp_path)]) == 1
