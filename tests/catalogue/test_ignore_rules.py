"""What is no article: hidden things, what programs leave, and what a person names."""

from __future__ import annotations

import pytest

from reader.catalogue import ignore_rules
from reader.catalogue.library import Library


def make(folder, *names, **rules):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("文", encoding="utf-8")
    for name, text in rules.items():
        path = folder / name.replace("__", "/").replace("_ignore", ".gangmuignore").replace(
            "_git", ".gitignore"
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Library(folder)


def names(library):
    return [name for name, _file in library.files()]


def folders(library):
    return sorted(path.relative_to(library.folder).as_posix() for path in library.folders())


def test_what_packages_leave_is_no_article(tmp_path):
    library = make(tmp_path, "a.md", "node_modules/p/README.md", "x/__pycache__/c.md", ".obsidian/d.md")
    assert names(library) == ["a.md"]
    assert folders(library) == [".", "x"]


@pytest.mark.parametrize("name", ["build", "dist", "target", "_build"])
def test_a_folder_that_a_build_fills_is_told_by_what_builds_beside_it(tmp_path, name):
    library = make(tmp_path, f"{name}/a.md")
    assert names(library) == [f"{name}/a.md"]
    make(tmp_path, "pyproject.toml")
    assert names(library) == []


def test_git_s_rules_hold_with_their_exceptions_and_folders(tmp_path):
    library = make(
        tmp_path,
        *(
            "a.md",
            "draft-b.md",
            "draft-keep.md",
            "sub/draft-c.md",
            "sub/d.md",
            "out-of/e.md",
            "sub/out-of/f.md",
        ),
        _git="draft-*\n!draft-keep.md\n/out-of/\n",
    )
    assert names(library) == ["a.md", "draft-keep.md", "sub/d.md", "sub/out-of/f.md"]
    assert "out-of" not in folders(library)


def test_a_file_of_rules_in_a_folder_holds_below_it_and_has_the_last_word(tmp_path):
    library = make(
        tmp_path,
        *("x.md", "sub/x.md", "sub/y.md", "sub/deep/y.md"),
        _git="x.md\n",
        sub___ignore="!x.md\ny.md\n",
    )
    assert names(library) == ["sub/x.md"]


def test_gangmu_s_own_file_comes_after_git_s(tmp_path):
    library = make(tmp_path, "a.md", "b.md", _git="*.md\n", _ignore="!a.md\n")
    assert names(library) == ["a.md"]


def test_odd_rules_hide_nothing_and_raise_nothing(tmp_path):
    library = make(tmp_path, "a.md", _git="\x00\n[\n\\\n   \n# c\n")
    (tmp_path / ".gangmuignore").mkdir()
    assert names(library) == ["a.md"]


def test_a_rule_that_would_take_minutes_says_nothing(tmp_path):
    endless = "*a" * 60 + "b"
    library = make(tmp_path, "a" * 200 + ".md", "b.md", "c.md", _git=f"{endless}\n{'*' * 900}a*b*c*d\nb.md\n")
    assert names(library) == ["a" * 200 + ".md", "c.md"]


@pytest.mark.parametrize("rule", ["*.egg-info/", "**/*_old*.md", "/a/**/b/**/*draft*"])
def test_rules_as_people_write_them_are_none_of_these(rule):
    assert not ignore_rules._is_endless(rule)
