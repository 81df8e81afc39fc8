"""A person's own style sheets stand behind ours; one that would spoil the page is named and left out."""

from __future__ import annotations

import pytest

from reader.articles.exporting.article_html import export_html
from reader.articles.exporting.own_styles import LARGEST, own_styles, styles_folder
from reader.articles.reading import parse_article
from reader.theme import themes

GOOD = [
    "p { color: red }",
    "\ufeffp::before { content: '}' }",
    'p { content: "{ /*" } /* a brace { in a comment */',
    "p { background: url(data:image/png;base64,AAAA) } svg { mask: url(#a) }",
    "",
]
BROKEN = {
    "p { color: red": "braces",
    "p } color": "braces",
    "p {} /* open": "never closed",
    "</style><script>": "</style",
    "</ STYLE >": "</style",
    "@import 'other.css';": "elsewhere",
    "p { background: url(https://example.org/a.png) }": "elsewhere",
    "p { background: URL( '//example.org' ) }": "elsewhere",
    "/* a */ p { background: url(a.png) }": "elsewhere",
}


def put(name, text):
    styles_folder().mkdir(parents=True, exist_ok=True)
    (styles_folder() / name).write_bytes(text if isinstance(text, bytes) else text.encode())


def test_where_there_are_none_there_are_none():
    assert own_styles() == ()


@pytest.mark.parametrize("text", GOOD)
def test_a_good_one_is_used(text):
    put("a.css", text)
    [found] = own_styles()
    assert (found.name, found.problem, found.text) == ("a.css", "", text.lstrip("\ufeff"))


@pytest.mark.parametrize("text", BROKEN)
def test_one_that_would_spoil_the_page_is_named(text):
    put("a.css", text)
    [found] = own_styles()
    assert found.text == ""
    assert "“a.css”" in found.problem
    assert BROKEN[text] in found.problem


def test_what_cannot_be_read_is_named(tmp_path):
    put("a.css", b"p { content: '\xff' }")
    put("b.css", b" " * (LARGEST + 1))
    (styles_folder() / "c.css").symlink_to(tmp_path / "gone")
    (styles_folder() / "d.css").mkdir()
    assert ["UTF-8" in own_styles()[0].problem, "1 MB" in own_styles()[1].problem] == [True, True]
    assert "“c.css” cannot be read" in own_styles()[2].problem
    assert [each.name for each in own_styles()] == ["a.css", "b.css", "c.css"]


def test_the_largest_is_still_used():
    put("a.css", b" " * LARGEST)
    assert own_styles()[0].problem == ""


def test_they_stand_behind_our_own_in_order_of_name(tmp_path):
    put("b.css", "body { color: second }")
    put("a.css", "body { color: first }")
    put("c.css", "body { color: third")
    page = export_html(parse_article("# A\n\nb\n", tmp_path / "a.md"), themes()[0])
    places = [page.index(words) for words in ("@media print", "color: first", "color: second", "</style>")]
    assert places == sorted(places)
    assert "third" not in page
