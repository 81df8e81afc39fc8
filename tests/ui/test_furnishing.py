"""The window is complete soon after the first article is painted, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from reader.settings import Settings
from reader.ui.session import Session
from reader.ui.tasks import Tasks
from reader.ui.window import MainWindow

STARTS_WITHOUT = """
import sys
import reader.ui.app
heavy = {"whoosh", "jinja2", "genanki", "ziamath", "reader.annotations.store", "reader.search"}
sys.exit(" ".join(sorted(heavy & set(sys.modules))) or 0)
"""


@pytest.fixture
def window(qtbot, immediate):
    window = MainWindow(Session(Tasks(immediate), Settings()))
    qtbot.addWidget(window)
    yield window
    window.close()


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "library" / "a.md"
    path.parent.mkdir()
    path.write_text("# 题目\n\n一段文字。\n", encoding="utf-8")
    return path


def test_the_window_starts_without_what_only_the_furniture_needs():
    answer = subprocess.run(
        [sys.executable, "-c", STARTS_WITHOUT], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_the_furniture_comes_by_itself_after_the_first_paint(qtbot, window, article):
    assert "notes" not in window.panels
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(article)
        window.show()
    qtbot.waitUntil(lambda: {"search", "notes"} <= set(window.panels))
    qtbot.waitUntil(lambda: window.session.annotations.store is not None)


def test_a_page_without_an_article_is_furnished_too(qtbot, window, tmp_path):
    (tmp_path / "empty").mkdir()
    window.opening.open(tmp_path / "empty")
    window.show()
    qtbot.waitUntil(lambda: "search" in window.panels)


def test_the_search_key_works_at_once(qtbot, window, article):
    window.opening.open(article)
    window.show()
    window.session.actions["edit.search"].trigger()
    assert window.panels["search"].isVisible()


def test_closing_at_once_is_no_trouble(qtbot, immediate, article):
    window = MainWindow(Session(Tasks(immediate), Settings()))
    qtbot.addWidget(window)
    window.opening.open(article)
    window.show()
    assert window.close()
