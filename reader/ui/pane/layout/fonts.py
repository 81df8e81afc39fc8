"""Which fonts set the text: Latin and Chinese apart, regional shapes by language, and what stands in.

Source Han (Noto CJK) brings Latin letters that suit it, so where no Latin font
is chosen the Chinese font sets both; elsewhere a Latin font goes first.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from reader.ui.pane.interfaces import Style

_REGIONS = {"zh_CN": "SC", "zh_SG": "SC", "zh_TW": "TC", "zh_HK": "HK", "zh_MO": "HK", "ja": "JP", "ko": "KR"}
_SERIF = {
    "SC": ("Songti SC", "STSong", "NSimSun", "SimSun"),
    "TC": ("Songti TC", "PMingLiU", "MingLiU"),
    "HK": ("Songti TC", "MingLiU_HKSCS", "PMingLiU"),
    "JP": ("Hiragino Mincho ProN", "Yu Mincho", "MS Mincho"),
    "KR": ("AppleMyungjo", "Batang"),
}
_SANS = {
    "SC": ("PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "WenQuanYi Micro Hei"),
    "TC": ("PingFang TC", "Microsoft JhengHei"),
    "HK": ("PingFang HK", "Microsoft JhengHei"),
    "JP": ("Hiragino Sans", "Yu Gothic", "Meiryo"),
    "KR": ("Apple SD Gothic Neo", "Malgun Gothic"),
}
_LATIN_SERIF = (
    "Source Serif 4",
    "Source Serif Pro",
    "Noto Serif",
    "Charter",
    "Georgia",
    "P052",
    "Times New Roman",
    "Nimbus Roman",
    "DejaVu Serif",
)
_LATIN_SANS = (
    "Source Sans 3",
    "Noto Sans",
    "Helvetica Neue",
    "Segoe UI",
    "Inter",
    "Nimbus Sans",
    "DejaVu Sans",
)
_MONO = (
    "Source Code Pro",
    "JetBrains Mono",
    "SF Mono",
    "Menlo",
    "Cascadia Mono",
    "Consolas",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
)
_KAI = {
    "SC": ("LXGW WenKai", "Kaiti SC", "STKaiti", "KaiTi", "AR PL UKai CN"),
    "TC": ("Kaiti TC", "BiauKai", "DFKai-SB"),
}
PROPORTIONAL = "pwid"  # the feature of narrow quotes in Source Han
HALF = "halt"  # and of brackets as wide as their ink
_EMOJI = ("Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji")


class Fonts(NamedTuple):
    """Families in order of preference, for each use. `narrow` sets quotes and dashes in Latin text.

    `kai` and `narrow` may be empty.
    """

    body: tuple[str, ...]
    heading: tuple[str, ...]
    mono: tuple[str, ...]
    wide: tuple[str, ...]
    narrow: tuple[str, ...]  # none: the same font has narrow ones, which `PROPORTIONAL` asks for
    italic: tuple[str, ...]  # true italics for Latin
    kai: tuple[str, ...]  # for Chinese that is emphasised: it has no italics
    other: tuple[str, ...]  # Chinese of the other kind, where there is no Kai: sans beside serif


def fonts_for(style: Style) -> Fonts:
    """Return the fonts for `style`, from those that this machine has."""
    return _choose(style.family, style.chinese_font, style.latin_font, style.language)


def region_of(language: str) -> str:
    """Return the region ("SC", "TC", "HK", "JP", "KR") whose shapes `language` wants."""
    return _REGIONS.get(language) or _REGIONS.get(language.split("_")[0], "SC")


@lru_cache(maxsize=32)
def _choose(family: str, chinese: str, latin: str, language: str) -> Fonts:
    there = _families()
    region = region_of(language)
    serif = (f"Noto Serif CJK {region}", f"Source Han Serif {region}", *_SERIF[region])
    sans = (f"Noto Sans CJK {region}", f"Source Han Sans {region}", *_SANS[region])
    own = _present((chinese, *(serif if family == "serif" else sans), *sans), there)
    latins = _present((latin, *(_LATIN_SERIF if family == "serif" else _LATIN_SANS)), there)
    suits = bool(own) and own[0].startswith(("Noto", "Source Han")) and not latin
    body = own if suits else (*latins[:1], *own)
    headings = _present(((chinese,) if family != "serif" else ()) + sans, there)
    heading = headings if not latin else (*((latin,) if family != "serif" else ()), *headings)
    mono = _present((f"Noto Sans Mono CJK {region}", *_MONO), there)
    code = (*(_present(_MONO, there)[:1] if not mono[:1] or "CJK" not in mono[0] else ()), *mono, *sans[:1])
    kai = _present(_KAI.get(region, _KAI["SC"]), there, or_all=False)
    other = _present(sans if family == "serif" else serif, there)
    emoji = _present(_EMOJI, there)
    return Fonts(
        (*body, *emoji),
        (*heading, *emoji),
        (*code, *emoji),
        (*own, *emoji),
        () if suits else (*latins, *own),
        latins[:1],
        kai,
        (*other, *emoji),
    )


def _families() -> dict[str, str]:
    """Return the families of this machine, by the name that a person knows them by."""
    names = sorted(QFontDatabase.families())
    # Of a family from several makers, Qt names the maker too: the last counts.
    return {**{name.partition(" [")[0]: name for name in names}, **{name: name for name in names}}


def _present(families: tuple[str, ...], there: dict[str, str], or_all: bool = True) -> tuple[str, ...]:
    """Return those of `families` that are there, in order; all where none is, for the system to choose."""
    wanted = tuple(dict.fromkeys(name for name in families if name))
    found = tuple(there[each] for each in wanted if each in there)
    return found or (wanted if or_all else ())


def font(families: tuple[str, ...], size: float, weight: int = 400) -> QFont:
    """Return a font of `size` pixels. Hinting is off: it would make the widths of letters uneven."""
    return QFont(_made(families, size, weight))


@lru_cache(maxsize=128)
def _made(families: tuple[str, ...], size: float, weight: int) -> QFont:
    # Kept, and copied by `font`: to name its families takes half a millisecond, for each section.
    made = QFont()
    made.setFamilies(list(families))
    made.setPixelSize(max(1, round(size)))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # Source Han has other digits for Latin text (R1) than for Chinese (1月), which no search in a PDF finds;
    # the regional shapes come by the name of the family.
    made.setFeature(QFont.Tag("locl"), 0)
    return made


@lru_cache(maxsize=16)
def has_halves(families: tuple[str, ...]) -> bool:
    """Say whether the font for Chinese in `families` has brackets as wide as their ink, as Source Han."""
    usual = font(families, 40)
    halved = QFont(usual)
    halved.setFeature(QFont.Tag(HALF), 1)
    return QFontMetricsF(halved).horizontalAdvance("（") < 0.6 * QFontMetricsF(usual).horizontalAdvance("（")
