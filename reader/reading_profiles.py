"""Reading profiles: what a person sets together under a name (*at night*, *large*), to be switched by a key.

They are kept in one setting, as texts: a name, and a JSON object of what it
sets. What cannot be read (another version's) is left alone and not offered.
"""

from __future__ import annotations

import json
from typing import Any

from reader.settings import Settings

SETTING = "reading_profiles"
PROFILED = (
    "theme",
    "font_size",
    "measure",
    "line_height",
    "font_family",
    "chinese_font",
    "latin_font",
    "indent",
    "justify",
)


def profiles(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return what each profile sets, by its name, in the order in which they were first kept."""
    read = {name: _read(text) for name, text in settings.get(SETTING).items()}
    return {name: values for name, values in read.items() if values is not None}


def profile_in_use(settings: Settings) -> str:
    """Return the name of the profile that all is set by now, or ""."""
    now = _now(settings)
    return next((name for name, values in profiles(settings).items() if {**now, **values} == now), "")


def keep_profile(settings: Settings, name: str) -> str:
    """Keep what is set now as the profile `name`, in place of one of that name; return `Settings.problem`."""
    text = json.dumps(_now(settings), ensure_ascii=False)
    return settings.set(SETTING, {**settings.get(SETTING), name: text})


def use_profile(settings: Settings, name: str) -> str:
    """Set all by the profile `name`; return `Settings.problem`. Raises `KeyError` where there is none."""
    return settings.set_all(profiles(settings)[name])


def drop_profile(settings: Settings, name: str) -> str:
    """Forget the profile `name`; what is set stays. Returns `Settings.problem`."""
    kept = {other: text for other, text in settings.get(SETTING).items() if other != name}
    return settings.set(SETTING, kept)


def next_profile(settings: Settings) -> str:
    """Return the name of the profile after the one in use, or of the first; "" where there is none."""
    names, now = list(profiles(settings)), profile_in_use(settings)
    if not names:
        return ""
    return names[(names.index(now) + 1) % len(names)] if now else names[0]


def _now(settings: Settings) -> dict[str, Any]:
    return {name: settings.get(name) for name in PROFILED}


def _read(text: str) -> dict[str, Any] | None:
    """Return what a profile's `text` sets, without what no setting can have; None where it is no profile."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    from reader.settings import SETTINGS

    known = {one.name: one for one in SETTINGS if one.name in PROFILED}
    return {name: value for name, value in values.items() if name in known and known[name].fits(value)}
