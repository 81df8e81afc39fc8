"""The window opens whatever the files of settings and places say, and where they cannot be had at all."""

from __future__ import annotations

import json

import pytest

from reader import paths
from reader.settings import SETTINGS, Settings
from reader.ui.base.tasks import Tasks
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.app import make_window
from tests.long_runs import times

DEEP = "[" * 900 + "]" * 900
ODD = ["1e999", "NaN", "0.0", "1000000", "9" * 400, json.dumps("x" * 300), "null", '{"a": {"b": []}}',
       '"\\u0000"', '"\\ud800"', '"../../x"', DEEP]  # fmt: skip


def opened(qtbot, immediate, folder):
    """Open a window on `folder` as the program does; return what its settings were."""
    settings = Settings()
    window = make_window(settings, Tasks(immediate), WindowMemory())
    qtbot.addWidget(window)
    try:
        with qtbot.waitSignal(window.pane.first_painted):
            window.opening.open(folder)
            window.show()
        assert window.session.article is not None
        window.complete()
    finally:
        window.close()
    return settings


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text("# 题目\n\n正文。\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("odd", ODD)
def test_each_setting_and_each_part_of_the_memory_may_be_odd(qtbot, immediate, library, odd):
    article = str(library / "a.md")
    for folder in (paths.config_folder(), paths.data_folder()):
        folder.mkdir(parents=True)
    given = SETTINGS[:: times(1, 4)] if odd == DEEP else SETTINGS  # to write one so deep takes 0.2 s
    settings = ", ".join(f'"{setting.name}": {odd}' for setting in given)
    (paths.config_folder() / "settings.json").write_text(f"{{{settings}}}", encoding="utf-8")
    memory = """{"articles": {ARTICLE: {"place": [ODD, ODD, ODD, ODD], "size": ODD,
        "folds": {"framework": ODD}}, "b": ODD}, "recent": [ODD], "recent_libraries": ODD,
        "libraries": {LIBRARY: ODD}, "shapes": {"window": ODD, "docks": ODD}}"""
    for name, value in {
        "ODD": odd,
        "ARTICLE": json.dumps(article),
        "LIBRARY": json.dumps(str(library)),
    }.items():
        memory = memory.replace(name, value)
    (paths.data_folder() / "remembered.json").write_text(memory, encoding="utf-8")
    settings = opened(qtbot, immediate, library)
    for setting in SETTINGS:
        assert setting.fitting(settings.get(setting.name)) == settings.get(setting.name), setting.name


def test_a_folder_that_cannot_be_had_is_no_hindrance(qtbot, immediate, library, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"GANGMU_{name}", str(tmp_path / "file" / name))
    settings = opened(qtbot, immediate, library)
    assert settings.set("font_size", 22) == settings.problem != ""
    assert settings.get("font_size") == 22
