"""The contact sheet: the hard sampler and real digests, in every theme at 1x and 2x. To be looked at, too."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from reader.theme import themes
from reader.ui.pane.interfaces import Style
from tests.end_to_end.contact_sheet import MARGIN, SAMPLER, pages, sections

STYLE = Style()
WIDTH = STYLE.size * STYLE.measure


@pytest.fixture(scope="module")
def laid_out(qapp):
    return sections(SAMPLER, STYLE, WIDTH)


def colours_of(picture):
    return {f"#{pixel & 0xFFFFFF:06x}" for pixel in set(memoryview(picture.constBits()).cast("I"))}


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.key)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_sampler_is_painted_in_the_colours_of_each_theme(laid_out, theme, scale):
    shown = list(pages(laid_out, theme, WIDTH, scale))
    assert len(shown) >= 5
    used = set().union(*(colours_of(picture) for picture in shown))
    for role in ("background", "code_background", "table_header", "mark", "quote_bar"):
        assert QColor(theme.roles[role]).name() in used, role


def test_nothing_is_painted_in_the_margin_but_the_background(laid_out):
    theme = themes()[0]
    background = QColor(theme.roles["background"]).name()
    for picture in pages(laid_out, theme, WIDTH, 1):
        right = {QColor(picture.pixel(picture.width() - 6, y)).name() for y in range(picture.height())}
        left = {QColor(picture.pixel(5, y)).name() for y in range(picture.height())}
        assert right == left == {background}
        assert picture.width() == WIDTH + 2 * MARGIN


def test_real_digests_are_set_whole(qapp, digests):
    for path in sorted(digests.glob("*.md"))[:3]:
        laid_out = sections(path, STYLE, WIDTH)
        text = "".join(section.document.toPlainText() for section in laid_out)
        source = path.read_text(encoding="utf-8")
        missing = [word for word in source.split() if word.isalnum() and word not in text]
        assert not missing
        assert all(picture.height() > 0 for picture in pages(laid_out, themes()[0], WIDTH, 1))
