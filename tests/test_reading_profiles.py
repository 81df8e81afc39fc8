"""Reading profiles: what is kept under a name is set together, and nobody's other settings with it."""

from __future__ import annotations

import json

import pytest

from reader.reading_profiles import (
    PROFILED,
    drop_profile,
    keep_profile,
    next_profile,
    profile_in_use,
    profiles,
    use_profile,
)
from reader.settings import SETTINGS, Settings


def test_each_name_in_a_profile_is_a_setting():
    assert set(PROFILED) <= {setting.name for setting in SETTINGS}
    assert {"theme", "font_size", "measure", "line_height", "chinese_font", "latin_font"} <= set(PROFILED)


def test_what_was_kept_comes_back_and_nothing_else():
    settings = Settings()
    settings.set_all({"font_size": 28, "theme": "night", "vi_keys": True})
    keep_profile(settings, "夜间")
    settings.set_all({"font_size": 16, "theme": "paper", "vi_keys": False})
    assert profile_in_use(settings) == ""
    use_profile(settings, "夜间")
    assert (settings.get("font_size"), settings.get("theme")) == (28, "night")
    assert settings.get("vi_keys") is False
    assert profile_in_use(Settings()) == "夜间"


def test_profiles_follow_one_another():
    settings = Settings()
    assert next_profile(settings) == ""
    for size, name in ((20, "a"), (22, "b"), (24, "c")):
        settings.set("font_size", size)
        keep_profile(settings, name)
    assert next_profile(settings) == "a"
    use_profile(settings, "a")
    assert next_profile(settings) == "b"
    settings.set("font_size", 18)
    assert next_profile(settings) == "a"


def test_removed_it_is_gone_and_what_is_set_stays():
    settings = Settings()
    settings.set("font_size", 22)
    keep_profile(settings, "a")
    drop_profile(settings, "a")
    assert profiles(settings) == {}
    assert settings.get("font_size") == 22
    with pytest.raises(KeyError):
        use_profile(settings, "a")


@pytest.mark.parametrize("odd", ["", "no", "[]", "1", "[" * 100_000, '{"font_size": }'])
def test_what_is_no_profile_is_not_offered_and_stays(odd):
    settings = Settings()
    settings.set("reading_profiles", {"odd": odd, "good": '{"font_size": 22}'})
    assert profiles(settings) == {"good": {"font_size": 22}}
    keep_profile(settings, "new")
    assert settings.get("reading_profiles")["odd"] == odd


def test_of_a_profile_only_that_is_taken_which_its_settings_can_be():
    settings = Settings()
    text = json.dumps({"font_size": 999, "measure": 30, "keys": {"a": "b"}, "gone": 1, "theme": 5})
    settings.set("reading_profiles", {"a": text})
    assert profiles(settings) == {"a": {"measure": 30}}


def test_listeners_hear_of_each_when_all_of_them_hold():
    settings, heard = Settings(), []
    settings.set_all({"font_size": 28, "measure": 30})
    keep_profile(settings, "a")
    settings.reset("font_size", "measure")
    settings.on_change(lambda name: heard.append((name, settings.get("font_size"), settings.get("measure"))))
    use_profile(settings, "a")
    assert {each[1:] for each in heard} == {(28, 30)}
