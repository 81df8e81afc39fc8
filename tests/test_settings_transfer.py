"""Settings as a file: what goes out comes back; what is not understood is named, and harms nothing."""

from __future__ import annotations

import json

import pytest

from reader.errors import ReaderError
from reader.settings import SETTINGS, Settings
from reader.settings_transfer import LARGEST, export_settings, read_settings

CHOSEN = {
    "font_size": 22,
    "line_height": 2.0,
    "theme": "night",
    "justify": False,
    "keys": {"edit.copy": "F2"},
    "colour_meanings": {"green": "论据"},
    "search_saved": ["潮汐"],
}


def test_what_goes_out_comes_back_on_another_machine(tmp_path):
    settings = Settings(tmp_path / "one.json")
    settings.set_all({**CHOSEN, "last_library": "/home/someone/library", "last_folder": "/home/someone"})
    assert export_settings(settings, tmp_path / "file.json") == len(CHOSEN)
    assert "someone" not in (tmp_path / "file.json").read_text("utf-8")
    taken = read_settings(tmp_path / "file.json")
    assert taken.refused == ()
    other = Settings(tmp_path / "two.json")
    other.set_all(taken.values)
    assert other.own() == CHOSEN


def test_the_file_that_settings_are_kept_in_can_be_taken_in_too(tmp_path):
    settings = Settings(tmp_path / "one.json")
    settings.set_all({**CHOSEN, "last_folder": "/home/someone"})
    taken = read_settings(tmp_path / "one.json")
    assert (taken.values, taken.refused) == (CHOSEN, ())


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_of_each_setting_only_what_it_can_be_is_taken(tmp_path, setting):
    for wrong in (None, [1], {"a": 1}, 10**6, "x" * 300, float("inf"), "\ud800"):
        (tmp_path / "file.json").write_text(json.dumps({setting.name: wrong}), "utf-8")
        taken = read_settings(tmp_path / "file.json")
        assert taken.values == {}
        assert taken.refused == (() if setting.is_path else (setting.name,))


def test_what_another_version_knows_is_named(tmp_path):
    (tmp_path / "file.json").write_text('{"from_the_future": 1, "font_size": 20}', "utf-8")
    taken = read_settings(tmp_path / "file.json")
    assert (taken.values, taken.refused) == ({"font_size": 20}, ("from_the_future",))


@pytest.mark.parametrize("odd", [b"", b"[1]", b"\xff\xfe", b"{", b"[" * 100_000, b"null"])
def test_what_is_no_file_of_settings_is_said(tmp_path, odd):
    (tmp_path / "file.json").write_bytes(odd)
    with pytest.raises(ReaderError, match=r"“file\.json” is no file of settings"):
        read_settings(tmp_path / "file.json")


def test_a_file_is_read_as_far_as_settings_ever_go(tmp_path):
    for size, is_read in ((LARGEST, True), (LARGEST + 1, False)):
        (tmp_path / "file.json").write_bytes(b'{"font_size": 20}'.rjust(size))
        if is_read:
            assert read_settings(tmp_path / "file.json").values == {"font_size": 20}
        else:
            with pytest.raises(ReaderError):
                read_settings(tmp_path / "file.json")
    assert LARGEST == 4 << 20


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(ReaderError, match=r"“gone\.json” cannot be read"):
        read_settings(tmp_path / "gone.json")
