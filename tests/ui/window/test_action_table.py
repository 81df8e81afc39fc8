"""The table of actions: each row is one that can be found, read and pressed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import reader
from reader import paths
from reader.ui.base.actions import MENUS

HOUSE = Path(reader.__file__).parent


@pytest.fixture
def window(new_window):
    return new_window()


def test_each_row_has_its_own_name_in_a_menu_that_there_is(window):
    window.complete()
    rows = window.session.actions.rows
    assert [name for name, count in Counter(row.name for row in rows).items() if count > 1] == []
    assert {row.name.split(".")[0] for row in rows} <= set(MENUS)


def test_each_icon_is_there(window):
    window.complete()
    names = {row.icon for row in window.session.actions.rows if row.icon}
    assert {name for name in names if not paths.resource(f"icons/{name}.svg").is_file()} == set()


def test_each_row_does_something(window):
    window.complete()
    for row in window.session.actions.rows:
        assert (row.call is None) == (row.menu is not None), row.name


def test_the_table_is_the_same_before_and_after_but_for_what_is_made_later(window):
    before = {row.name for row in window.session.actions.rows}
    assert {"file.open", "edit.find", "view.level_4", "go.back", "help.about"} <= before
    window.complete()
    later = {row.name for row in window.session.actions.rows} - before
    assert {name.split(".")[0] for name in later} == {"annotate", "edit", "file", "go", "tools", "view"}


def test_what_cannot_be_done_now_is_grey(window, tmp_path):
    window.complete()
    actions = window.session.actions
    grey = {row.name for row in actions.rows if row.enabled is not None and not row.enabled()}
    assert {"file.print", "file.pdf", "file.html", "go.back", "edit.undo"} <= grey
    assert {row.name for row in actions.rows if not actions[row.name].isEnabled()} == grey
    (tmp_path / "a.md").write_text("# 题\n\n话。\n", encoding="utf-8")
    window.session.open_article(tmp_path / "a.md")
    assert actions["file.print"].isEnabled()
    assert not actions["go.back"].isEnabled()
    window.session.close_article()
    assert not actions["file.print"].isEnabled()


def test_one_that_is_on_or_off_is_told_which(window):
    actions, pane = window.session.actions, window.pane
    actions["view.auto_scroll"].trigger()
    assert actions["view.auto_scroll"].isChecked()
    pane.motion.auto_scroll(False)
    assert not actions["view.auto_scroll"].isChecked()
    actions["view.drawing"].trigger()
    assert window.session.settings.get("show_drawing") is True


def test_no_icon_ships_that_nothing_shows():
    code = "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "ui").rglob("*.py"))
    styles = paths.resource("styles/window.qss").read_text(encoding="utf-8")
    names = {path.stem for path in paths.resource("icons").glob("*.svg")}
    shown = {name for name in names if f'"{name}"' in code or f"icons/{_plain(name)}.svg" in styles}
    assert names - shown == set()


def _plain(name: str) -> str:
    """Return how the style sheet writes an icon of one mode: chevron-down-dark is chevron-down-$mode."""
    return re.sub(r"-(light|dark)$", "-$mode", name)
