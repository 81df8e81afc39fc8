"""A reading pane on the screen, with an article to read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader import paths
from reader.articles.model import Article, Framework, Metadata, Outline
from reader.articles.source.canonical_text import CanonicalText, extract
from reader.theme import load_theme
from reader.ui.pane.view import ReadingPane
from tests.ui.pane.plain import PlainTypesetter


def make_article(source: str, text: str | None = None) -> Article:
    """Return an article of `source`, without outline and framework; `text` in place of its canonical text."""
    canonical = CanonicalText(text) if text is not None else extract(source)
    return Article(Path("a.md"), source, Metadata("A"), canonical, Outline(), Framework((), derived=True))


def chapters(count: int) -> str:
    """Return a text of `count` sections, each line of which is unlike any other."""
    return "\n".join(
        f"# 第{n}章\n第{n}章的第一段，讲出口管制与技术。\n第{n}章的第二段𠮷，讲民主与安全。\n"
        for n in range(count)
    )


@pytest.fixture
def theme():
    return load_theme(paths.resource("themes") / "paper.toml")


@contextmanager
def on_the_screen(
    qtbot, pane: ReadingPane, theme, width: int = 900, height: int = 600
) -> Iterator[ReadingPane]:
    """Show `pane`, empty, for as long as the test takes."""
    qtbot.addWidget(pane)
    pane.set_theme(theme)
    pane.resize(width, height)
    with qtbot.waitExposed(pane):
        pane.show()
    yield pane
    pane.clear()
    pane.shut_down()


@pytest.fixture
def pane(qtbot, theme):
    with on_the_screen(qtbot, ReadingPane(PlainTypesetter()), theme) as pane:
        yield pane


@pytest.fixture
def show(pane, qtbot):
    """Show an article and wait until all of it is measured."""

    def show_it(source: str) -> Article:
        article = make_article(source)
        with qtbot.waitSignal(pane.first_painted):
            pane.show_article(article)
        qtbot.waitUntil(lambda: not pane.idle.is_busy)
        return article

    return show_it
