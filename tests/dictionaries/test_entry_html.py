"""What a dictionary says becomes safe HTML, whatever kind of text it is."""

from __future__ import annotations

import struct

import pytest

from reader.dictionaries.entry_html import entry_html, part_html


@pytest.mark.parametrize(("types", "said", "shown"), [
    ("m", "a < b\nc", "a &lt; b<br>c"),
    ("t", "wǎng", "<i>[wǎng]</i>"),
    ("tm", "wǎng\0net", "<i>[wǎng]</i><br>net"),
    ("h", "<b>net</b>", "<b>net</b>"),
    ("g", "<span>net</span>\nline", "<span>net</span><br>line"),
    ("x", "<k>net</k><def>a</def><def>b</def>", "<br>a<br><br>b<br>"),
    ("w", "one\ntwo", "one<br>two"),
    ("r", "img:picture.png", ""),
])  # fmt: skip
def test_each_kind(types, said, shown):
    assert entry_html(said.encode(), types) == shown


def test_parts_that_name_their_own_kind():
    sound = b"W" + struct.pack(">L", 4) + b"\0\1\2\3"
    assert entry_html(b"tnet\0" + sound + b"mmesh\0") == "<i>[net]</i><br>mesh"


@pytest.mark.parametrize("hostile", [
    '<script>alert(1)</script><b>x</b>', '<img src="http://a.example/x.png"><b>x</b>',
    '<b onclick="go()">x</b>',
    '<style>b{}</style><b>x</b>', '<iframe src="a"></iframe><b>x</b>', '<b style="background:url(http://a)">x</b>',
])  # fmt: skip
def test_nothing_is_run_or_fetched(hostile):
    assert entry_html(hostile.encode(), "h") == "<b>x</b>"


def test_links_lead_nowhere_outside():
    assert entry_html(b'<a href="https://a.example">x</a>', "h").count("href") == 0


@pytest.mark.parametrize("data", [b"", b"W", b"W\xff\xff\xff\xff", b"\xff\xfe", b"m"])
def test_what_is_cut_off_is_no_fault(data):
    entry_html(data)
    entry_html(data, "tWm")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<k>水</k> water", "water"),
        ("a<k>x</k>b<k>y</k>c", "abc"),
        ("a</k>b<k>c</k>d", "abd"),
        ("a<k>b<k>c</k>d", "ad"),
    ],
)
def test_headwords_are_left_out(said, shown):
    assert part_html("x", said) == shown
