"""The theme in use: colours that show through, one's own broken theme, a change while it is shown."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication

from reader import paths
from reader.settings import Settings
from reader.theme import load_theme
from reader.ui.base import theme_colours, theming
from reader.ui.base.theming import PROGRAM_SIZES, program_icon

ROOT = Path(__file__).resolve().parents[3]
PAPER = load_theme(paths.resource("themes/paper.toml"))


def with_colour(role, value):
    return PAPER._replace(roles=MappingProxyType({**PAPER.roles, role: value}))


@pytest.mark.parametrize("colour", [theming.colour, theme_colours.colour], ids=["own", "shared"])
def test_two_digits_behind_a_colour_are_how_much_it_covers(colour):
    found = colour(with_colour("hit", "#11223380"), "hit")
    assert (found.red(), found.green(), found.blue(), found.alpha()) == (0x11, 0x22, 0x33, 0x80)
    found = colour(with_colour("hit", "#112233"), "hit")
    assert (found.red(), found.green(), found.blue(), found.alpha()) == (0x11, 0x22, 0x33, 255)


def test_the_style_sheet_has_colours_that_show_through():
    sheet = theming.style_sheet(with_colour("border", "#11223380"))
    assert "rgba(17,34,51,128)" in sheet
    assert "@" not in sheet


def test_whoever_changes_a_colour_changes_only_their_own():
    theming.colour(PAPER, "hit").setAlpha(1)
    assert theme_colours.colour(PAPER, "hit").alpha() == 255
    assert theming.colour(PAPER, "hit").alpha() == 255


def test_what_is_disabled_is_fainter_than_what_is_quiet():
    made = theming.palette(PAPER)
    quiet = theming.colour(PAPER, "panel_quiet")
    for role in (made.ColorRole.Text, made.ColorRole.ButtonText, made.ColorRole.WindowText):
        faint = made.color(made.ColorGroup.Disabled, role)
        assert faint.rgb() == quiet.rgb()
        assert faint.alphaF() == pytest.approx(0.6, abs=0.01)
        assert made.color(made.ColorGroup.Active, role).alpha() == 255


def test_a_broken_theme_of_ones_own_is_said_and_the_systems_is_shown(qapp, tmp_path):
    folder = paths.config_folder() / "themes"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text("[palette")
    settings = Settings()
    settings.set("theme", "mine")
    used = theming.Theming(settings)
    assert used.theme.key in theming.AUTOMATIC.values()
    assert "mine.toml" in used.problem
    changes = []
    used.theme_changed.connect(changes.append)
    settings.set("theme", "sepia")
    assert used.problem == ""
    assert [theme.key for theme in changes] == [settings.get("theme")]


@pytest.mark.parametrize("odd", ["", "gone", "../themes/paper", "x" * 199, "\x00"])
def test_a_theme_that_is_not_there_is_the_systems(qapp, odd):
    settings = Settings()
    settings.set("theme", odd)
    assert theming.Theming(settings).theme.key in theming.AUTOMATIC.values()


def test_an_icon_has_the_colour_that_it_is_asked_for_in(qapp):
    pixmap = theming.glyph("search", QColor(255, 0, 0, 128), 24, 1.0)
    image = pixmap.toImage()
    inked = [
        image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 100
    ]
    assert inked
    assert all(colour.red() > 250 and colour.green() < 5 for colour in inked)
    assert max(colour.alpha() for colour in inked) < 200  # strokes that cross cover more than half


def test_nothing_on_the_screen_takes_a_theme_s_text_for_qt_s():
    """Qt reads "#rrggbbaa" as "#aarrggbb": whoever paints asks `colour`. Printing has our own theme."""
    sources = [path for path in (ROOT / "reader/ui").rglob("*.py") if path.parent.name != "printing"]
    assert len(sources) > 100
    texts = {path.name: path.read_text("utf-8") for path in sources}
    assert [name for name, text in texts.items() if re.search(r"QColor\([\w.]*theme\.roles", text)] == []


def test_the_program_s_icon_is_seen_at_every_size(qapp):
    icon = program_icon()
    for size in PROGRAM_SIZES:
        image = icon.pixmap(QSize(size, size), 1.0).toImage()
        assert image.width() == size
        colours = {image.pixelColor(x, y).name() for x in range(size) for y in range(size)}
        assert len(colours) > 3  # ground, rope and meshes
        assert image.pixelColor(0, 0).alpha() < 255  # round at its corners


def test_the_system_is_followed_while_it_runs(qapp, monkeypatch):
    """The offscreen platform has no scheme to change: what Qt answers is given, what it tells is real."""
    hints, settings, mode = QGuiApplication.styleHints(), Settings(), ["light"]
    settings.set_all({"light_theme": "sepia", "dark_theme": "contrast-dark"})
    monkeypatch.setattr(theming, "_system_mode", lambda: mode[0])
    used, changes = theming.Theming(settings), []
    used.theme_changed.connect(lambda theme: changes.append(theme.key))
    assert used.theme.key == "sepia"

    def system(scheme):
        mode[0] = scheme.name.lower()
        hints.colorSchemeChanged.emit(scheme)

    system(Qt.ColorScheme.Dark)
    assert used.theme.key == "contrast-dark"
    settings.set("dark_theme", "night")
    settings.set("theme", "paper")
    system(Qt.ColorScheme.Light)
    system(Qt.ColorScheme.Dark)
    assert changes == ["contrast-dark", "night", "paper"]


def test_ones_own_theme_is_seen_as_it_is_edited(qapp):
    file = paths.config_folder() / "themes" / "mine.toml"
    file.parent.mkdir(parents=True)
    whole = paths.resource("themes/paper.toml").read_text("utf-8")
    file.write_text(whole, "utf-8")
    settings = Settings()
    settings.set("theme", "mine")
    used, problems = theming.Theming(settings), []
    used.problem_changed.connect(problems.append)
    file.write_text(whole.replace('ink       = "#26282b"', 'ink       = "#123456"'), "utf-8")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert used.theme.roles["text"] == "#123456"
    file.write_text("[palette", "utf-8")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert not used.theme.is_own
    assert len(problems) == 1
    file.write_text(whole, "utf-8")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert used.theme.is_own
    assert problems[1:] == [""]
