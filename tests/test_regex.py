"""Patterns that wait with being compiled."""

from __future__ import annotations

import re

import pytest

from reader.regex import regex


def test_a_waiting_pattern_does_what_a_compiled_one_does() -> None:
    waiting, compiled = (
        regex(r"(?P<word>[a-z]+)(\d)?", re.IGNORECASE),
        re.compile(r"(?P<word>[a-z]+)(\d)?", re.I),
    )
    for text in ("", "Ab1 cd", "一 b2"):
        assert waiting.findall(text) == compiled.findall(text)
        assert waiting.sub("<\\1>", text) == compiled.sub("<\\1>", text)
        assert waiting.split(text) == compiled.split(text)
        assert bool(waiting.fullmatch(text)) == bool(compiled.fullmatch(text))
    assert waiting.groupindex == compiled.groupindex
    assert waiting.pattern == compiled.pattern
    assert waiting.flags == compiled.flags
    assert regex(rb"b+").findall(b"abba") == [b"bb"]


def test_a_wrong_pattern_is_told_at_its_first_use() -> None:
    waiting = regex("(")
    with pytest.raises(re.error):
        waiting.match("")


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile

    def compile_and_note(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return real(source, flags)

    monkeypatch.setattr(re, "compile", compile_and_note)
    waiting = regex("q(x)y")
    assert compiled == []
    assert not waiting.match("")
    assert waiting.match("qxy")
    assert waiting.search("aqxy")
    assert compiled == ["q(x)y"]
