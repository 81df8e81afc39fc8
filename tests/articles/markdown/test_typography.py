"""Where Chinese type wants other space: between Chinese and Latin, where punctuation meets, and at quotes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.markdown.typography import LEAST_CHINESE, Space, is_chinese, study


def marked(text, centred=False):
    """Return `text` with "+" where a gap is added, "-" where space is taken away."""
    signs = {Space.GAP: "+", Space.SQUEEZED: "-", Space.SHUT: "<"}
    spaces = study(text, centred).spaces
    return "".join(letter + signs.get(spaces.get(at), "") for at, letter in enumerate(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("在AI领域", "在+AI+领域"),
        ("约5%的人", "约+5%+的人"),
        ("有 AI 的", "有 AI 的"),
        ("plain text", "plain text"),
        ("公式\ufffc与", "公式+\ufffc+与"),
        ("（甲）、「乙」。", "（甲）-、-「乙」-。"),
        ("「『双』」", "「-『双』-」"),
        ("好！”他", "好！-”他"),
        ("什么？！", "什么？！"),
        ("“甲”（乙）", "“甲”-（乙）"),
        ("#样张， #排版", "#样张， <#排版"),
        ("主持人： Lex", "主持人： <Lex"),
        ("模型 （见下）", "模型 <（见下）"),
        ("见 a.org/b 。", "见 a.org/b <。"),
        ("好。  两个", "好。  两个"),
        ("他说 “好” 吗", "他说 <“好” <吗"),
        ("He said “yes” too", "He said “yes” too"),
    ],
)
def test_spaces(text, expected):
    assert marked(text) == expected


def test_centred_punctuation_is_not_squeezed_but_brackets_are():
    assert marked("好。」他", centred=True) == "好。」他"
    assert marked("「『好", centred=True) == "「-『好"


def test_japanese_exclamation_marks_stand_in_the_middle():
    signs = {Space.SQUEEZED: "-"}
    for text, expected in (("好！」他", "好！」他"), ("説：「好", "説：-「好"), ("好。」他", "好。-」他")):
        spaces = study(text, japanese=True).spaces
        assert "".join(letter + signs.get(spaces.get(at), "") for at, letter in enumerate(text)) == expected


@pytest.mark.parametrize(
    ("text", "narrow"),
    [
        ("It’s “fine”", "’“”"),
        ("他说“好”", ""),
        ("the “中文” word", ""),
        ("a — b", "—"),
        ("甲——乙", ""),
        ("DeepSeek’s模型", "’"),
        ("wait…", "…"),
        ("等等……", ""),
    ],
)
def test_quotes_and_dashes_are_narrow_in_latin_text(text, narrow):
    found = study(text)
    assert "".join(text[at] for at in sorted(found.narrow)) == narrow
    assert not found.narrow & found.wide


@given(st.text(st.sampled_from("中文aB1，。（）“”‘’—…！？ 「」\ufffc"), max_size=60))
def test_every_position_is_in_the_text_and_quotes_are_one_or_the_other(text):
    found = study(text)
    assert all(0 <= at < len(text) - 1 for at in found.spaces)
    assert found.narrow | found.wide == {at for at, letter in enumerate(text) if letter in "“”‘’—…·"}


HAN = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
LATIN = r"A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff\ufffc"
GAP = re.compile(rf"[{HAN}](?=[{LATIN}$@#€£¥&+\-\\])|[{LATIN}%‰°+)\]!?*](?=[{HAN}])")
WIDE = re.compile(rf"[{HAN}\u3000-\u303f\uff00-\uffef]")
EDGES = "\u2fff\u3000\u303f\u3040\u30ff\u3100\u33ff\u3400\u9fff"
EDGES += "\ua000\uf8ff\uf900\ufaff\ufb00\ufeff\uff00\uffef\ufff0"


@given(st.text(st.sampled_from("汉あ𠮷a0é\ufffc$@#€+-\\%°)]!?* ，。“" + EDGES), max_size=12))
def test_gaps_and_chinese_are_what_the_patterns_say(text):
    """The patterns are the definition; to compile them would take a start 10 ms."""
    gaps = {at for at, space in study(text, centred=True).spaces.items() if space is Space.GAP}
    squeezed = {at for at, space in study(text, centred=True).spaces.items() if space is not Space.GAP}
    assert gaps == {match.start() for match in GAP.finditer(text)} - squeezed
    assert is_chinese(text) == (len(WIDE.findall(text)) >= max(1.0, LEAST_CHINESE * len(text)))
