"""The settings hold only what is in range, keep what is not theirs, and never stand in the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.settings import PAGES, SETTINGS, Settings
from tests.conftest import SHARED

NUMBERS = [
    one for one in SETTINGS if isinstance(one.default, int | float) and not isinstance(one.default, bool)
]
DEEP = "[" * 100_000 + "]" * 100_000


@pytest.fixture
def file(tmp_path) -> Path:
    return tmp_path / "config" / "settings.json"


def written(file: Path, text: str | bytes) -> Settings:
    """Return the settings of a file that says `text`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return Settings(file)


def defaults() -> dict[str, object]:
    return {setting.name: setting.default for setting in SETTINGS}


def values(settings: Settings) -> dict[str, object]:
    return {setting.name: settings.get(setting.name) for setting in SETTINGS}


# ---- what is declared


def test_each_setting_is_declared_once_with_help_and_a_default_that_fits():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.help
        assert setting.fitting(setting.default) == setting.default, setting.name
        assert not setting.choices or setting.default in setting.choices, setting.name


def test_each_number_has_a_range_with_its_default_inside():
    assert NUMBERS
    for setting in NUMBERS:
        assert setting.least < setting.default < setting.most, setting.name
        assert 0 < setting.step <= (setting.most - setting.least) / 10, setting.name


def test_the_ranges_are_those_in_which_a_page_can_be_read():
    assert {one.name: (one.least, one.most, one.step) for one in NUMBERS} == {
        "font_size": (10, 40, 1),
        "measure": (20, 70, 1),
        "line_height": (1.2, 2.6, 0.05),
        "speech_speed": (0.5, 2.0, 0.1),
    }


# ---- what is kept


def test_what_is_set_is_there_at_the_next_start_and_heard_of_at_once(file):
    settings, heard = Settings(file), []
    settings.on_change(heard.append)
    set_values = {
        "theme": "night",
        "justify": False,
        "font_size": 22,
        "line_height": 2.0,
        "search_recent": ["潮汐", "月"],
        "colour_meanings": {"green": "论据"},
        "last_library": "/文库/\udcff",  # a folder whose name is no UTF-8
    }
    for name, value in set_values.items():
        assert settings.set(name, value) == ""
    assert heard == list(set_values)
    again = Settings(file)
    assert values(again) == {**defaults(), **set_values}
    assert again.problem == ""
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_default_is_written_only_over_another_value(file):
    settings = Settings(file)
    settings.set("font_size", 18)
    assert not file.exists()
    settings.set("font_size", 20)
    settings.set("font_size", 18)
    assert Settings(file).get("font_size") == 18


def test_what_another_version_wrote_is_kept(file):
    settings = written(file, '{"from_the_future": {"a": [1, null]}, "font_size": "large"}')
    assert settings.get("font_size") == 18
    settings.set("indent", True)
    assert json.loads(file.read_text("utf-8")) == {
        "from_the_future": {"a": [1, None]},
        "font_size": "large",
        "indent": True,
    }


def test_a_list_that_was_asked_for_can_be_changed_without_harm():
    settings = Settings()
    settings.get("search_saved").append("x")
    settings.get("colour_meanings")["green"] = "x"
    assert settings.get("search_saved") == []
    assert settings.get("colour_meanings") == {}


# ---- what is in range


@pytest.mark.parametrize("setting", NUMBERS, ids=lambda setting: setting.name)
def test_a_number_is_in_its_range_or_the_default(file, setting):
    for fits in (setting.least, setting.most):
        assert written(file, json.dumps({setting.name: fits})).get(setting.name) == fits
    beyond = [
        setting.least - setting.step,
        setting.most + setting.step,
        0,
        -1,
        1_000_000,
        10**400,
        True,
        None,
    ]
    for value in [*map(json.dumps, beyond), "1e999", "-1e999", "NaN", '"18"', "[18]", '{"a": 18}']:
        settings = written(file, f'{{"{setting.name}": {value}}}')
        assert settings.get(setting.name) == setting.default, value
        assert type(settings.get(setting.name)) is type(setting.default)


def test_a_whole_number_may_stand_for_a_fraction_and_not_the_other_way_round(file):
    settings = written(file, '{"line_height": 2, "font_size": 20.5}')
    assert (settings.get("line_height"), settings.get("font_size")) == (2.0, 18)
    assert isinstance(settings.get("line_height"), float)


@pytest.mark.parametrize(
    "setting", [one for one in SETTINGS if one.choices], ids=lambda setting: setting.name
)
def test_a_choice_is_one_of_those_there_are(file, setting):
    for choice in setting.choices:
        assert written(file, json.dumps({setting.name: choice})).get(setting.name) == choice
    for other in ("no such choice", setting.choices[-1].upper() + "x", 1, None, [setting.choices[0]]):
        assert written(file, json.dumps({setting.name: other})).get(setting.name) == setting.default


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_value_of_another_type_counts_as_the_default(file, setting):
    for odd in (None, 3.5, -1, "x" * 5000, {"a": {"b": 1}}, [[["deep"]]]):
        if type(odd) is not type(setting.default) or isinstance(odd, str):
            assert written(file, json.dumps({setting.name: odd})).get(setting.name) == setting.default


def test_the_length_of_a_text_is_bounded(file):
    """The system answers with an error whether a file of a very long name is there."""
    assert written(file, json.dumps({"theme": "x" * 200})).get("theme") == "x" * 200
    assert written(file, json.dumps({"theme": "x" * 201})).get("theme") == "auto"
    assert written(file, json.dumps({"last_library": "/x" * 2048})).get("last_library") == "/x" * 2048


def test_half_a_character_is_no_text_but_may_be_in_the_name_of_a_folder(file):
    odd = {
        "theme": "\ud800",
        "chinese_font": "\udfff",
        "last_library": "\udcff",
        "search_saved": ["a", "\ud83d"],
    }
    settings = written(file, json.dumps(odd))
    assert (settings.get("theme"), settings.get("chinese_font")) == ("auto", "")
    assert (settings.get("last_library"), settings.get("search_saved")) == ("\udcff", ["a"])
    settings.set("search_recent", ["b", "\ud83d"])
    assert settings.get("search_recent") == ["b"]
    with pytest.raises(ValueError, match="latin_font"):
        settings.set("latin_font", "\ud83d")


def test_of_a_list_what_fits_is_kept(file):
    settings = written(
        file, '{"search_saved": ["a", 1, ["b"], null, "c"], "colour_meanings": {"green": 1, "blue": "x"}}'
    )
    assert settings.get("search_saved") == ["a", "c"]
    assert settings.get("colour_meanings") == {"blue": "x"}


def test_only_what_fits_can_be_set(file):
    settings = Settings(file)
    for setting in NUMBERS:
        settings.set(setting.name, setting.least / 2)
        assert settings.get(setting.name) == setting.least
        settings.set(setting.name, setting.most * 9)
        assert settings.get(setting.name) == setting.most
        assert type(settings.get(setting.name)) is type(setting.default)
    for name, value in (
        ("font_family", "comic"),
        ("justify", "yes"),
        ("font_size", "18"),
        ("line_height", float("nan")),
    ):
        with pytest.raises(ValueError, match=name):
            settings.set(name, value)


@pytest.mark.skipif(not (SHARED / "cases/faults/settings").is_dir(), reason="the odd settings are not here")
def test_settings_that_once_hung_the_window_are_the_usual_ones(file):
    found = sorted((SHARED / "cases/faults/settings").glob("*.json"))
    assert found
    for odd in found:
        assert values(written(file, odd.read_bytes())) == defaults()


# ---- files that are damaged, locked, gone


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", DEEP.encode(), b'{"a": ' + b"9" * 9999 + b"}"]
)
def test_a_damaged_file_is_set_aside_and_named(file, content):
    settings = written(file, content)
    assert values(settings) == defaults()
    assert "settings.damaged" in settings.problem
    assert "settings.damaged" in settings.set("font_size", 20)
    assert file.with_suffix(".damaged").read_bytes() == content
    assert Settings(file).get("font_size") == 20
    assert Settings(file).problem == ""


def test_an_earlier_damaged_file_is_not_written_over(file):
    for content in (b"{1", b"{2", b"{3"):
        written(file, content)
    kept = [file.with_suffix(suffix).read_bytes() for suffix in (".damaged", ".damaged-2", ".damaged-3")]
    assert kept == [b"{1", b"{2", b"{3"]


def test_a_byte_order_mark_is_no_damage(file):
    assert written(file, b'\xef\xbb\xbf{"font_size": 20}').get("font_size") == 20


@pytest.mark.parametrize("locked", ["folder", "file"])
def test_what_cannot_be_saved_holds_all_the_same_and_is_said(tmp_path, locked):
    (tmp_path / "file").write_text("in the way")
    settings, heard = Settings(tmp_path / "file" / "settings.json" if locked == "folder" else tmp_path), []
    settings.on_change(heard.append)
    assert settings.problem
    assert settings.set("font_size", 20) == settings.problem
    assert settings.get("font_size") == 20
    assert heard == ["font_size"]
    assert str(tmp_path) in settings.problem
    assert (tmp_path / "file").read_text() == "in the way"


def test_a_full_disk_leaves_the_old_file_and_is_said_until_it_can_be_saved(file, monkeypatch):
    settings = Settings(file)
    settings.set("font_size", 20)
    opened = Path.open

    def open_on_a_full_disk(path, mode="r", *rest, **named):
        if "x" in mode or "w" in mode:
            raise OSError(28, "No space left on device")
        return opened(path, mode, *rest, **named)

    with monkeypatch.context() as full:
        full.setattr(Path, "open", open_on_a_full_disk)
        assert "No space left" in settings.set("font_size", 22)
    assert (settings.get("font_size"), Settings(file).get("font_size")) == (22, 20)
    assert settings.set("indent", True) == "" == settings.problem
    assert Settings(file).get("font_size") == 22
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_half_written_file_is_cleared_away(file, monkeypatch):
    settings = Settings(file)
    settings.set("font_size", 20)
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "in use")))
    assert "in use" in settings.set("font_size", 22)
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_file_that_cannot_be_read_for_a_moment_is_neither_set_aside_nor_written_over(file, monkeypatch):
    written(file, '{"font_size": 25, "indent": true, "later": 1}')
    with monkeypatch.context() as stale:
        stale.setattr(Path, "read_bytes", lambda _: (_ for _ in ()).throw(OSError(116, "Stale file handle")))
        settings = Settings(file)
        assert "Stale file handle" in settings.problem
        assert settings.get("font_size") == 18
        settings.set("font_size", 30)
        assert json.loads(file.read_text("utf-8"))["font_size"] == 25
        assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert settings.set("justify", False) == ""
    assert json.loads(file.read_text("utf-8")) == {
        "font_size": 30,
        "indent": True,
        "later": 1,
        "justify": False,
    }
    assert settings.get("indent") is True


# ---- several, and back


def test_several_are_saved_once_and_told_one_by_one(file, monkeypatch):
    settings, heard, saved = Settings(file), [], []
    monkeypatch.setattr(settings, "_save", lambda: saved.append(True))
    settings.on_change(lambda name: heard.append((name, settings.get("font_size"), settings.get("indent"))))
    settings.set_all({"font_size": 22, "indent": True, "justify": True})
    assert heard == [("font_size", 22, True), ("indent", 22, True)]
    assert saved == [True]


def test_none_of_several_is_set_where_one_cannot_be(file):
    settings = Settings(file)
    with pytest.raises(ValueError, match="font_family"):
        settings.set_all({"font_size": 22, "font_family": "comic"})
    assert settings.own() == {}


def test_what_is_reset_is_as_usual_and_told(file):
    settings, heard = Settings(file), []
    settings.set_all({"font_size": 22, "indent": True, "justify": False})
    settings.on_change(heard.append)
    settings.reset("font_size", "indent", "measure")
    assert heard == ["font_size", "indent"]
    assert Settings(file).own() == {"justify": False}
    assert settings.is_default("font_size")
    assert not settings.is_default("justify")


def test_who_is_forgotten_hears_nothing_more(file):
    settings, heard = Settings(file), []
    settings.on_change(heard.append)
    settings.forget(heard.append)
    settings.forget(heard.append)
    settings.set("font_size", 22)
    assert heard == []


def test_each_setting_is_on_a_page_or_belongs_to_something():
    assert {one.page for one in SETTINGS if one.page} <= set(PAGES)
    for one in SETTINGS:
        if one.page:
            assert isinstance(one.default, bool | int | float | str), one.name
        # A text without choices may say what its empty value is called.
        assert len(one.words) <= max(len(one.choices), one.default == ""), one.name
