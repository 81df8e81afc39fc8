"""The languages of the window and the command line, through gettext: English, and what has been translated.

Use it explicitly: `from reader.i18n import gettext as _`. Message ids are the
English sentences. Every compiled catalogue (`*.mo`) in the language's folder
under `resources/translations/` is chained, so that each room can keep its own.
To add a language, add its folder, called as its locale.

A sentence is translated when `_()` is *called*: call it where the sentence is
shown, never at import time.
"""

from __future__ import annotations

import gettext as _gettext
import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.paths import resource

if TYPE_CHECKING:
    from datetime import date

_TRADITIONAL = re.compile(r"^zh_(hant|tw|hk|mo)|^chinese.*(traditional|taiwan|hong kong)")
ENGLISH = "en"  # the language that the sentences are written in
LANGUAGES = (*sorted(each.name for each in resource("translations").iterdir() if each.is_dir()), ENGLISH)

_current: _gettext.NullTranslations = _gettext.NullTranslations()
_language = ENGLISH


def gettext(message: str) -> str:
    """Return `message` in the language in use."""
    return _current.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a sentence that fits `count`; the caller fills in the number."""
    return _current.ngettext(one, many, count)


def pgettext(context: str, message: str) -> str:
    """Return `message` as it is meant in `context`, for words that mean two things."""
    return _current.pgettext(context, message)


def figure(count: int) -> str:
    """Return a number of things as it is shown and printed everywhere: "1,234", in each of our languages."""
    return f"{count:,}"


def labelled(name: str, what: str) -> str:
    """Return what is said of a thing behind its name: "Theme: Night", in Chinese with its own colon."""
    return gettext("{name}: {what}").format(name=name, what=what)


def day(date: date) -> str:
    """Return a date as it is shown everywhere: "2026-11-28", in Chinese "2026年11月28日"."""
    return gettext("{year}-{month:02}-{day:02}").format(year=date.year, month=date.month, day=date.day)


def language() -> str:
    """Return the language in use: one of `LANGUAGES`."""
    return _language


def use_language(name: str = "") -> str:
    """Switch to `name`, such as "zh_CN", "zh" or "en"; by default to the system's language.

    Returns the language that is then in use. An unknown one gives English.
    """
    global _current, _language
    _language = resolved(name)
    _current = _gettext.NullTranslations()
    folder = resource("translations") / _language
    for path in sorted(folder.glob("*.mo"), reverse=True):
        with path.open("rb") as file:
            catalogue = _gettext.GNUTranslations(file)
        catalogue.add_fallback(_current)
        _current = catalogue
    return _language


def resolved(name: str = "") -> str:
    """Return the one of `LANGUAGES` that `use_language(name)` would switch to."""
    return _known(name) if name else _known_first(_system_languages())


def _system_languages() -> list[str]:
    names = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    found = [part for name in names for part in name.split(":") if part]
    if found:
        return found
    import locale  # not at the start of every Linux

    return [locale.getlocale()[0] or ""]


def _known_first(names: Sequence[str]) -> str:
    return _known(names[0]) if names else ENGLISH


def _known(name: str) -> str:
    """Return the one of `LANGUAGES` that a locale's `name` asks for: it, or another of the same language."""
    plain = name.split(".")[0].replace("-", "_").lower()  # macOS and Linux say "zh_CN.UTF-8"
    if _TRADITIONAL.search(plain):
        plain = "zh_tw"
    code = plain.split("_")[0].split(" ")[0]
    if len(code) > 3:  # Windows says "Chinese (Simplified)_China"
        import locale

        found = (known for alias, known in locale.locale_alias.items() if alias.startswith(code))
        code = next(found, "").split("_")[0].lower()
    same = [each for each in LANGUAGES if each.lower() == plain]
    alike = [each for each in LANGUAGES if each.split("_")[0] == code]
    return (same or alike or [ENGLISH])[0]
