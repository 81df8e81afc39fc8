"""The theme at work: palette, style sheet and icons, changed at once and without laying out the article anew.

"auto" follows the system, between the two themes that the settings name. Whoever paints words of an article
also asks here in which kind of Chinese characters they are to be shown, and for titles and names of points
with the space between Chinese and Latin that the text has (`spaced`). Qt's
own widgets get their colours from the palette and from one style sheet
(`resources/styles/window.qss`, in which `@role` stands for a colour); what we
paint ourselves looks its colours up in `Theming.theme` when it paints.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from reader import paths
from reader.articles.markdown.typography import Space, study
from reader.errors import ReaderError
from reader.settings import Settings
from reader.theme import Theme, load_theme, theme_named
from reader.ui.base import theme_colours

AUTOMATIC = {"light": "paper", "dark": "night"}
SETTINGS = ("theme", "light_theme", "dark_theme")
ICON_SIZES = (16, 20, 24, 32)
SMALL = 22  # pixels: up to here the net of the program's icon is drawn with fewer, bolder strokes
PROGRAM_SIZES = (16, 24, 32, 48, 64, 128, 256)  # of the program's own, in pixels

_THIN = "\u2009"  # Qt measures, breaks and cuts it as any other space
_ROLE = re.compile(r"@([a-z_0-9]+)")
_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "panel_text",
    QPalette.ColorRole.Base: "field",
    QPalette.ColorRole.AlternateBase: "panel",
    QPalette.ColorRole.Text: "panel_text",
    QPalette.ColorRole.PlaceholderText: "panel_quiet",
    QPalette.ColorRole.Button: "button",
    QPalette.ColorRole.ButtonText: "panel_text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "selection_text",
    QPalette.ColorRole.ToolTipBase: "tooltip",
    QPalette.ColorRole.ToolTipText: "tooltip_text",
    QPalette.ColorRole.Link: "link",
    QPalette.ColorRole.LinkVisited: "link",
    QPalette.ColorRole.Light: "button",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Shadow: "border",
}


def colour(theme: Theme, role: str) -> QColor:
    """Return the colour of `role`, or of "#rrggbb". It is the caller's own."""
    return QColor(theme_colours.colour(theme, role))


@lru_cache(maxsize=2048)
def spaced(words: str) -> str:
    """Return `words` of an article with a thin space (a fifth of an em) between Chinese and Latin."""
    gaps = sorted(at for at, space in study(words).spaces.items() if space is Space.GAP)
    starts = [0, *(at + 1 for at in gaps), len(words)]
    return _THIN.join(words[start:end] for start, end in pairwise(starts))


def elided(words: str, metrics: QFontMetrics, width: int) -> str:
    """Return `words` spaced and cut at the end to `width` pixels; unspaced, where all fit only so."""
    if metrics.horizontalAdvance(words) <= width < metrics.horizontalAdvance(spaced(words)):
        return words
    return metrics.elidedText(spaced(words), Qt.TextElideMode.ElideRight, width)


def palette(theme: Theme) -> QPalette:
    """Return the palette for Qt's own widgets."""
    made = QPalette()
    for role, name in _PALETTE.items():
        made.setColor(role, colour(theme, name))
    quiet = colour(theme, "panel_quiet")
    quiet.setAlphaF(0.6)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, quiet)
    return made


def style_sheet(theme: Theme) -> str:
    """Return the window's style sheet in the colours of `theme`."""
    template = paths.resource("styles/window.qss").read_text(encoding="utf-8")

    known: dict[str, str] = {}

    def fill(found: re.Match[str]) -> str:
        role = found[1]
        if role not in known:
            value = colour(theme, role)
            known[role] = f"rgba({value.red()},{value.green()},{value.blue()},{value.alpha()})"
        return known[role]

    icons = paths.resource("icons").as_posix()
    return _ROLE.sub(fill, template).replace("$icons", icons).replace("$mode", theme.mode)


class Theming(QObject):
    """The theme in use, for whoever paints; tells when it has changed."""

    theme_changed = Signal(Theme)
    problem_changed = Signal(str)  # `problem` is another one; "": it is mended
    script_changed = Signal()  # `shown` gives other characters now

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._icons: dict[tuple[str, str, str], QIcon] = {}
        self.problem = ""  # a sentence, while the person's theme cannot be used
        self.theme = self._choose()
        self._script = (settings.get("script"), settings.get("text_language"))
        settings.on_change(self._setting_changed)
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.styleHints().colorSchemeChanged.connect(self.look_again)
            app.applicationStateChanged.connect(self._state_changed)

    def dress(self, app: QApplication) -> None:
        """Give the whole application the theme's colours, unless another window has done so."""
        sheet = style_sheet(self.theme)
        if sheet != app.styleSheet():
            app.setPalette(palette(self.theme))
            app.setStyleSheet(sheet)

    def icon(self, name: str, role: str = "panel_text") -> QIcon:
        """Return the icon `resources/icons/<name>.svg` in the colour of `role` of the theme in use."""
        key = (name, role, self.theme.key)
        if key not in self._icons:
            self._icons[key] = _icon(name, self.theme, role)
        return self._icons[key]

    def shown(self, words: str) -> str:
        """Return `words` of an article in the kind of characters that is shown, as many of them."""
        if not self._script[0]:
            return words
        from reader.articles.script.script_conversion import converted  # not for the start

        return converted(words, *self._script)

    def use_script(self, script: str, language: str) -> None:
        """Show articles in `script`, whose tables have been read (`script_conversion.load`)."""
        if (script, language) != self._script:
            self._script = (script, language)
            self.script_changed.emit()

    def _setting_changed(self, name: str) -> None:
        if name in SETTINGS:
            self.look_again()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        """Look at one's own theme again: its file may have been edited in another program meanwhile."""
        if state is Qt.ApplicationState.ApplicationActive and (self.theme.is_own or self.problem):
            self.look_again()

    def look_again(self, *_changed: object) -> None:
        """Choose the theme anew: a setting, the system or a file may have changed."""
        before = self.problem
        self._use(self._choose())
        if self.problem != before:
            self.problem_changed.emit(self.problem)

    def _use(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        self._icons.clear()
        if isinstance(app := QApplication.instance(), QApplication) and app.styleSheet():
            self.dress(app)
        self.theme_changed.emit(theme)

    def _choose(self) -> Theme:
        """Return the theme that is wanted, or the shipped one of the system's mode where it cannot be had."""
        mode = _system_mode()
        wanted = str(self._settings.get("theme"))
        key = str(self._settings.get(f"{mode}_theme")) if wanted in ("", "auto") else wanted
        self.problem, found = "", None
        try:
            found = theme_named(key)
        except ReaderError as error:
            self.problem = str(error)
        return found or load_theme(paths.resource(f"themes/{AUTOMATIC[mode]}.toml"))


def program_icon() -> QIcon:
    """Return the program's own icon, the same in every theme."""
    icon = QIcon()
    for size in PROGRAM_SIZES:
        icon.addPixmap(glyph(program_drawing(size), QColor(), size, 1.0))
    return icon


def program_drawing(size: int) -> str:
    """Return the name of the drawing of the program's icon for `size` pixels: bolder for the smallest."""
    return "gangmu-small" if size <= SMALL else "gangmu"


def _system_mode() -> str:
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication) and app.styleHints().colorScheme() == Qt.ColorScheme.Dark:
        return "dark"
    return "light"


def _icon(name: str, theme: Theme, role: str) -> QIcon:
    icon = QIcon()
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    drawn = [
        glyph(name, colour(theme, role), size, ratio)
        for size in (ICON_SIZES[:1] if ratio > 1 else ICON_SIZES[:2])
    ]
    for pixmap in drawn:
        icon.addPixmap(pixmap)
    icon.addPixmap(_faded(drawn[0]), QIcon.Mode.Disabled)
    return icon


def _faded(pixmap: QPixmap) -> QPixmap:
    faded = QPixmap(pixmap.size())
    faded.setDevicePixelRatio(pixmap.devicePixelRatio())
    faded.fill(Qt.GlobalColor.transparent)
    painter = QPainter(faded)
    painter.setOpacity(0.35)
    painter.drawPixmap(0, 0, pixmap)
    painter.end()
    return faded


def glyph(name: str, tint: QColor, size: int, ratio: float) -> QPixmap:
    """Return the icon `name` drawn in `tint`, `size` device-independent pixels wide and high."""
    from PySide6.QtSvg import QSvgRenderer

    source = _svg(name).replace("currentColor", tint.name())
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(tint.alphaF())
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@lru_cache
def _svg(name: str) -> str:
    return paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")
