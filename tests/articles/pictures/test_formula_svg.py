"""Formulas: what we set beside ziamath (Chinese, limits of named operators), and what is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from reader.articles.pictures.formula_svg import MOST_WORK, FormulaError, _work_of, formula_svg

SVG = "{http://www.w3.org/2000/svg}"


def words(tex, display=True, family=""):
    """Return each stretch of Chinese in the drawing of `tex`: its text, its first x, its y."""
    root = ElementTree.fromstring(formula_svg(tex, display, 20, "#123456", family))
    found = []
    for text in root.iter(f"{SVG}text"):
        assert text.get("fill") == "#123456"
        assert text.get("font-family", "") == family
        places = [float(x) for x in text.get("x").split()]
        assert len(places) == len(text.text)
        assert places == sorted(places)
        found.append((text.text, places[0], float(text.get("y"))))
    return found


def box(tex, display=True):
    return [float(n) for n in ElementTree.fromstring(formula_svg(tex, display, 20)).get("viewBox").split()]


def test_chinese_is_drawn_where_it_stands():
    ((first, x, y), (second, later, lower)) = words(r"P(\text{出口}\mid x_{\text{最大}})", family="Song")
    assert (first, second) == ("出口", "最大")
    assert later > x + 30
    assert lower > y + 2  # an index is lower


def test_chinese_takes_its_room():
    assert box(r"\text{一二三四}x")[2] - box("x")[2] == pytest.approx(4 * 20 * 0.94, abs=3)
    above, below = words(r"\frac{\text{净出口额}}{\text{总量}}")
    assert above[2] < below[2] - 15


@pytest.mark.parametrize("tex", ["利润 = 收入 - 成本", r"\mbox{价格}", r"\mathrm{价}", r"a \tag{三}"])
def test_chinese_need_not_be_text(tex):
    assert "".join(text for text, _x, _y in words(tex)) == "".join(
        c for c in tex if c >= "\u2e80" and c != "三"
    )


@pytest.mark.parametrize("name", ["argmax", r"arg\,max", "arg max"])
def test_limits_of_named_operators_stand_below_in_display(name):
    tex = rf"\operatorname*{{{name}}}_{{x}} f"
    stacked, beside = box(tex), box(tex, display=False)
    assert stacked[1] + stacked[3] > beside[1] + beside[3] + 3  # deeper
    assert stacked[2] < beside[2]
    assert stacked[2] - box(r"\operatorname*{argmax}_{x}")[2] > box("f")[2]  # a thin space before f


@pytest.mark.parametrize(
    ("before", "behind"),
    [(r"\frac{1}{", "}"), (r"\left(x_{", r"}\right)"), (r"\begin{matrix}x^{", r"}\end{matrix}")],
)
def test_what_is_nested_so_deeply_that_it_would_take_minutes_is_refused(before, behind, monkeypatch):
    monkeypatch.setattr("ziamath.zmath.Latex", lambda *_tex, **_more: pytest.fail("it is being set"))
    with pytest.raises(FormulaError):
        formula_svg(before * 12 + "x" + behind * 12, True, 20)


@pytest.mark.parametrize("depth", [9, 10])
def test_nine_fractions_may_stand_within_one_another(depth):
    tex = r"\frac{1}{" * depth + "x" + "}" * depth
    assert (_work_of(tex) <= MOST_WORK) is (depth == 9)
    assert _work_of(rf"\{{{'x+' * 900}\}}") == 0  # signs, no groups
    assert _work_of("+".join(rf"\frac{{a_{{{n}}}}}{{b_{{{n}}}}}" for n in range(60))) < MOST_WORK / 4


@pytest.mark.parametrize("tex", ["", r"\def\x{1}", r"\frac{1}{", "x" * 3000, r"\input{/etc/passwd}"])
def test_what_cannot_be_set_is_refused(tex):
    with pytest.raises(FormulaError):
        formula_svg(tex, True, 20)
