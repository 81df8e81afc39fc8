"""`gangmu doctor`, as a person runs it."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from reader import cli
from reader.doctor import checks
from reader.i18n import use_language


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Answer for Qt: the real probe has a test of its own."""
    answer = {"qt": "6", "pyside": "6", "platform": "offscreen", "chinese": ["Noto Sans CJK SC"]}
    answer |= {"emoji": "Noto Color Emoji", "code": "DejaVu Sans Mono"}
    monkeypatch.setattr(checks, "_probe", lambda environment: dict(answer))
    monkeypatch.setattr(checks.system_libraries, "is_present", lambda library: True)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("LANGUAGE", "en")
    return answer


def test_all_well_is_status_0_and_a_line_for_each_thing(capsys):
    assert cli.main(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("✓ ") for line in lines)
    for name in ("Qt platform", "libEGL.so.1", "Chinese font", "Library", "Index", "Free disk"):
        assert any(name in line for line in lines), name


def test_no_chinese_font_is_status_1_and_says_how_to_get_one(monkeypatch, quick, capsys):
    monkeypatch.setattr(checks, "_probe", lambda environment: {**quick, "chinese": []})
    assert cli.main(["doctor"]) == 1
    assert "fonts-noto-cjk" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lacking", "advice"), [("emoji", "fonts-noto-color-emoji"), ("code", "fonts-dejavu")]
)
def test_a_font_that_would_help_is_named_with_its_package_and_nothing_is_wrong(
    monkeypatch, quick, capsys, lacking, advice
):
    monkeypatch.setattr(checks, "_probe", lambda environment: {**quick, lacking: ""})
    assert cli.main(["doctor"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if advice in line]
    assert line.startswith("– ")


@pytest.mark.parametrize(
    ("package", "extra"), [("lxml", "import"), ("mdict_utils", "dictionaries"), ("opencc", "opencc")]
)
def test_an_extra_that_lacks_is_named_and_nothing_is_wrong(monkeypatch, capsys, package, extra):
    monkeypatch.setattr(checks, "find_spec", lambda name: None if name == package else name)
    assert cli.main(["doctor"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if f"gangmu[{extra}]" in line]
    assert line.startswith("– ")
    assert package in line


def test_a_library_folder_that_is_gone_is_status_1(tmp_path, capsys):
    assert cli.main(["doctor", "--library", str(tmp_path / "gone")]) == 1
    assert "cannot be found" in capsys.readouterr().out


def test_a_full_disk_is_status_1(monkeypatch, capsys):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    assert cli.main(["doctor"]) == 1
    assert "✗ Free disk" in capsys.readouterr().out


def test_the_real_probe_answers(monkeypatch):
    monkeypatch.undo()
    use_language("en")
    answer = checks._probe({"QT_QPA_PLATFORM": "offscreen"})
    assert answer["platform"] == "offscreen"
    assert {"chinese", "emoji", "code"} <= set(answer)
    json.dumps(answer)


def test_an_abort_of_qt_s_is_an_answer(monkeypatch):
    monkeypatch.undo()
    use_language("en")
    assert "cannot start" in checks._probe({"QT_QPA_PLATFORM": "no-such-platform"})["error"]
