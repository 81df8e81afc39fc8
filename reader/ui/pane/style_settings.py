"""The style that the settings ask for."""

from __future__ import annotations

from reader.settings import Settings
from reader.ui.pane.interfaces import Style

STYLE_SETTINGS = {
    "font_size": "size",
    "measure": "measure",
    "line_height": "line_height",
    "font_family": "family",
    "chinese_font": "chinese_font",
    "latin_font": "latin_font",
    "indent": "indent",
    "justify": "justify",
    "emphasis_dots": "emphasis_dots",
    "text_language": "language",
    "script": "script",
    "pinyin": "pinyin",
    "pinyin_words": "pinyin_words",
}


def load_tables(style: Style) -> None:
    """Load the tables that `style` needs, on any thread: pinyin 20 ms, the other script 10 to 60."""
    if style.pinyin or style.pinyin_words:
        from reader.articles.script.toned_pinyin import load

        load()
    if style.script:
        from reader.articles.script.script_conversion import load as load_script

        load_script(style.script, style.language)


def style_of(settings: Settings, size: float = 0.0) -> Style:
    """Return the style that `settings` ask for, in `size` pixels where an article has one of its own."""
    values = {field: settings.get(name) for name, field in STYLE_SETTINGS.items()}
    style = Style(**{**values, "pinyin_words": tuple(values["pinyin_words"])})
    return style._replace(size=size or float(style.size), measure=float(style.measure))
