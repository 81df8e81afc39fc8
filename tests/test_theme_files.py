"""A person's own theme files: what they may say, and that a broken one keeps nobody from the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader import paths
from reader.errors import ReaderError
from reader.theme import ROLES, broken_themes, load_theme, theme_named, themes

SHIPPED = paths.resource("themes/paper.toml").read_text("utf-8")


@pytest.fixture
def folder() -> Path:
    """Return the person's own folder of themes."""
    folder = paths.config_folder() / "themes"
    folder.mkdir(parents=True)
    return folder


def with_role(role: str, value: str) -> str:
    """Return a theme that has `value`, in TOML, for `role`, and is the shipped one otherwise."""
    head, roles = SHIPPED.split("[roles]")
    lines = [line for line in roles.split("\n") if line.split("=")[0].strip() != role]
    return "\n".join([head, "[roles]", *lines, f"{role} = {value}", ""])


def test_each_shipped_theme_can_be_used():
    files = sorted(paths.resource("themes").glob("*.toml"))
    assert files
    assert [theme.key for theme in themes()] == [file.stem for file in files]
    assert broken_themes() == ()


def test_ones_own_theme_stands_behind_the_shipped_ones_and_may_say_colours_itself(folder):
    (folder / "dusk.toml").write_text(with_role("hit", '"#11223344"'), "utf-8")
    found = themes()[-1]
    assert (found.key, found.roles["hit"]) == ("dusk", "#11223344")
    assert set(found.roles) == set(ROLES)
    assert theme_named("dusk") == found
    assert theme_named("paper").key == "paper"
    assert theme_named("../themes/dusk") is None is theme_named("x" * 5000)


BROKEN = {
    "not toml": "[palette",
    "no palette": '[roles]\ntext = "#000000"',
    "no mode": SHIPPED.replace("mode =", "mood ="),
    "an odd mode": SHIPPED.replace('mode = "light"', 'mode = "dusk"'),
    "a name that is none": "name = 5\n"
    + "\n".join(x for x in SHIPPED.split("\n") if not x.startswith("name")),
    "no such colour": with_role("text", '"no_such_colour"'),
    "three digits": with_role("text", '"#123"'),
    "seven digits": with_role("text", '"#1234567"'),
    "nine digits": with_role("text", '"#123456789"'),
    "a colour in words behind": with_role("text", '"#123456; } body { x"'),
    "a number": with_role("text", "5"),
    "a list": with_role("text", "[1]"),
    "palette is a list": "palette = [1]\nroles = [2]",
    "no utf-8": b"\xff\xfe\x00",
    "deep": "x = " + "[" * 50_000 + "]" * 50_000,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_theme_is_named_and_left_out(folder, kind):
    text = BROKEN[kind]
    (folder / "mine.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    (folder / "other.toml").write_text(SHIPPED, "utf-8")
    assert [theme.key for theme in themes()][-1] == "other"
    [broken] = broken_themes()
    assert broken.name == "mine.toml"
    assert "mine.toml" in broken.problem
    with pytest.raises(ReaderError, match=r"mine\.toml"):
        load_theme(folder / "mine.toml")


def test_the_sentence_names_the_role(folder):
    (folder / "mine.toml").write_text(with_role("code_class", '"#12345"'), "utf-8")
    assert "“code_class”" in broken_themes()[0].problem


def test_a_role_that_is_missing_is_named(folder):
    (folder / "mine.toml").write_text(with_role("landing", '"x"').replace('landing = "x"', ""), "utf-8")
    assert "“landing”" in broken_themes()[0].problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_no_theme(folder):
    os.mkfifo(folder / "never.toml")
    assert themes()
    assert broken_themes() == ()
    assert theme_named("never") is None


def test_a_link_that_leads_nowhere_is_named_and_a_folder_is_no_theme(folder):
    (folder / "gone.toml").symlink_to(folder / "nowhere")
    (folder / "folder.toml").mkdir()
    assert [broken.name for broken in broken_themes()] == ["gone.toml"]
    assert themes()


def test_a_file_in_place_of_the_folder_is_no_hindrance():
    paths.config_folder().mkdir(parents=True)
    (paths.config_folder() / "themes").write_text("no folder")
    assert themes()
