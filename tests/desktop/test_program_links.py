"""Links into the program, as they may come from any page."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.desktop.program_links import ProgramLink, address_of, read_link
from reader.errors import ReaderError


def test_each_kind_says_where_to():
    assert read_link("gangmu://open?path=%2Fa%20b%2F%E6%BD%AE.md") == ProgramLink("/a b/潮.md")
    assert read_link("GANGMU://Open/?path=a.md") == ProgramLink("a.md")
    assert read_link("gangmu://open?path=C++.md") == ProgramLink("C++.md")
    assert read_link("gangmu://node?path=a.md&node=甲/甲一") == ProgramLink("a.md", node="甲/甲一")
    assert read_link("gangmu://note?path=a.md&id=x-1") == ProgramLink("a.md", note="x-1")


PATHS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1)
PLACES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(PATHS, PLACES)
def test_what_is_quoted_comes_back(path, node):
    assert read_link(f"gangmu://node?path={quote(path)}&node={quote(node)}") == ProgramLink(path, node=node)


@given(PATHS, PLACES)
def test_an_address_leads_back_to_what_it_was_made_of(path, place):
    for link in (ProgramLink(path), ProgramLink(path, node=place), ProgramLink(path, note=place)):
        address = address_of(link)
        assert read_link(address) == link
        assert address.isascii()
        assert not set(address) & set(' "<>\n')  # what would end it where it is pasted


@pytest.mark.parametrize("path", ["", "a\nb.md", "\udcff.md"])
def test_what_no_address_can_name_is_said(path):
    with pytest.raises(ReaderError, match="No link can lead there"):
        address_of(ProgramLink(path))


@pytest.mark.parametrize(
    "address",
    [
        "gangmu:",
        "gangmu://",
        "gangmu://open",
        "gangmu://open?path=",
        "gangmu://open?path=a%00.md",
        "gangmu://open?path=%ff.md",
        "gangmu://open/more?path=a.md",
        "gangmu://node?path=a.md",
        "gangmu://note?path=a.md&node=x",
        "gangmu://delete?path=a.md",
        "gangmu://[open?path=a.md",
    ],
)
def test_what_leads_nowhere_is_said(address):
    with pytest.raises(ReaderError, match=r"gangmu://open\?path="):
        read_link(address)
