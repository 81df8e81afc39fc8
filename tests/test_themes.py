"""Every theme can be read by tired eyes: WCAG 2.2 contrast of text 7, of what is quiet or coloured 4.5."""

from __future__ import annotations

import pytest

from reader.theme import themes

TEXT, QUIET, BOX = 7.0, 4.5, 3.0
TOKENS = ("keyword", "string", "comment", "number", "function", "class", "operator", "builtin")
TONES = ("note", "tip", "warn", "danger", "important")
HIGHLIGHTS = tuple(f"highlight_{n}" for n in range(1, 6))

# (ink, what it stands on, the least contrast)
PAIRS = [
    ("text", "background", TEXT),
    ("heading", "background", TEXT),
    ("quote_text", "background", QUIET),
    ("quiet_text", "background", QUIET),
    ("quiet_text", "code_background", QUIET),
    ("link", "background", QUIET),
    ("code_text", "code_background", TEXT),
    ("inline_code", "code_background", QUIET),
    ("text", "table_header", TEXT),
    ("text", "table_zebra", TEXT),
    ("quiet_text", "table_header", QUIET),
    ("link", "table_zebra", QUIET),
    ("panel_text", "panel", TEXT),
    ("panel_text", "window", TEXT),
    ("panel_text", "hover", TEXT),
    ("panel_text", "field", TEXT),
    ("panel_text", "button", TEXT),
    ("panel_quiet", "panel", QUIET),
    ("panel_quiet", "window", QUIET),
    ("panel_quiet", "field", BOX),
    ("selection_text", "selection", TEXT),
    ("accent_text", "accent", QUIET),
    ("accent", "window", QUIET),
    ("tooltip_text", "tooltip", TEXT),
    ("error", "window", QUIET),
    ("warning", "window", QUIET),
    ("success", "window", QUIET),
    *((f"code_{token}", "code_background", QUIET) for token in TOKENS),
    *(("text", behind, QUIET) for behind in (*HIGHLIGHTS, "mark", "hit", "hit_current", "landing")),
    *((tone, "background", QUIET) for tone in TONES),
    # Outlines of what is found, also on highlights: 3 is what WCAG asks of what is no text.
    *(("accent", behind, 3.0) for behind in ("background", "code_background", "hit_current", *HIGHLIGHTS)),
]


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tinted(colour, background, share):
    """Return `share` of `colour` over `background`, as a callout has it."""
    mixed = (
        round(int(colour[n : n + 2], 16) * share + int(background[n : n + 2], 16) * (1 - share))
        for n in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


@pytest.fixture(params=[theme.key for theme in themes()])
def theme(request):
    return next(theme for theme in themes() if theme.key == request.param)


def test_contrast_is_measured_as_the_standard_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_pair_can_be_read(theme):
    poor = {
        f"{ink} on {behind}": round(contrast(theme.roles[ink], theme.roles[behind]), 2)
        for ink, behind, least in PAIRS
        if contrast(theme.roles[ink], theme.roles[behind]) < least
    }
    assert not poor


def test_what_is_marked_can_be_read(theme):
    """Links, code and quotations too may be highlighted, marked, found or selected."""
    high = theme.key.startswith("contrast")
    poor = {}
    for behind in (*HIGHLIGHTS, "mark", "hit", "hit_current", "landing", "selection"):
        for ink in ("text", "heading", "quote_text", "link", "inline_code", "quiet_text"):
            least = TEXT if high and ink in ("text", "heading") else QUIET
            if ink == "quiet_text" or (behind == "hit_current" and ink not in ("text", "heading")):
                least = 4.0 if high else 2.5  # for the moment that it is at this place, or in small print
            found = contrast(theme.roles[ink], theme.roles[behind])
            if found < least:
                poor[f"{ink} on {behind}"] = round(found, 2)
    assert not poor


def test_callouts_can_be_read_on_their_tint(theme):
    for tone in TONES:
        tint = tinted(theme.roles[tone], theme.roles["background"], 0.1)
        assert contrast(theme.roles[tone], tint) >= QUIET
        assert contrast(theme.roles["text"], tint) >= TEXT
        for ink in ("link", "quiet_text", "inline_code"):
            assert contrast(theme.roles[ink], tint) >= QUIET, (ink, tone)


def test_high_contrast_is_high():
    high = [theme for theme in themes() if theme.key.startswith("contrast")]
    assert {theme.mode for theme in high} == {"light", "dark"}
    for each in high:
        assert contrast(each.roles["text"], each.roles["background"]) >= 18
        for ink, behind, _least in PAIRS:
            if ink in ("text", "heading") or behind in ("background", "window", "panel", "code_background"):
                assert contrast(each.roles[ink], each.roles[behind]) >= TEXT, ink


def test_highlights_differ_from_the_page_and_from_one_another(theme):
    shown = [theme.roles[name] for name in HIGHLIGHTS]
    assert len(set(shown)) == 5
    assert theme.roles["background"] not in shown
