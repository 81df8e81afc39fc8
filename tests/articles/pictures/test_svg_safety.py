"""What a drawing costs is known before it is drawn, however it names its parts."""

from __future__ import annotations

import pytest

from reader.articles.pictures.svg_safety import MOST_LAYERS, MOST_OUTLINE, UnsafeDrawingError, safe_drawing

MASK = (
    '<mask id="m"><rect width="9" height="9"/></mask><pattern id="p"><rect width="1" height="1"/></pattern>'
)


def drawing(body: str):
    return safe_drawing(f'<svg xmlns="http://www.w3.org/2000/svg"><defs>{MASK}</defs>{body}</svg>'.encode())


def test_masks_and_patterns_are_counted_each_time_they_are_drawn():
    assert drawing("<rect/>").layers == 0
    assert drawing('<rect mask="url(#m)"/><rect fill="url(\'#p\')"/><rect style="mask:url(#m)"/>').layers == 3
    assert drawing('<g id="a"><rect mask="url(#m)"/></g><use href="#a"/><use href="#a"/>').layers == 3


@pytest.mark.parametrize("named", ['mask="url(#m)"', 'fill="url(#p)"', "style=\"fill:url( '#p' )\""])
def test_too_many_of_them_are_refused(named):
    assert drawing(f"<rect {named}/>" * MOST_LAYERS).layers == MOST_LAYERS
    with pytest.raises(UnsafeDrawingError):
        drawing(f"<rect {named}/>" * (MOST_LAYERS + 1))


@pytest.mark.parametrize(
    "named", ['<path id="a" d="{}"/>', '<polyline id="a" points="{}"/>', '<text id="a">{}</text>']
)
def test_an_outline_costs_its_length_each_time_it_is_drawn(named):
    """A path of 20,000 characters, drawn 10,000 times, took more than a minute."""
    most = MOST_OUTLINE // 10_000
    long = f"<defs>{named.format('M' * 10_000)}</defs>"
    drawing(long + '<use href="#a"/>' * (most - 1))
    with pytest.raises(UnsafeDrawingError):
        drawing(long + '<use href="#a"/>' * most)


def test_a_style_sheet_names_no_mask():
    made = drawing('<style>.a{mask:url(#m);fill:url(#g)}</style><rect class="a"/>')
    assert b"url(#m)" not in made.data
    assert b"url(#g)" in made.data


def test_a_mask_within_itself_is_refused():
    with pytest.raises(UnsafeDrawingError):
        drawing('<mask id="x"><rect mask="url(#x)"/></mask><rect mask="url(#x)"/>')
