"""What a link, an image or a sheet may lead to: decoded first, then judged."""

from __future__ import annotations

import pytest

from reader.articles.link_safety import local_name, safe_address, true_target
from reader.articles.pictures.formula_svg import FormulaError, formula_svg
from reader.articles.pictures.image_paths import ImageError, find_image


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://Example.org", "HTTP://Example.org"),
        (" https://example.org/书 ", "https://example.org/书"),
        ('https://example.org/"<x>', "https://example.org/%22%3Cx%3E"),
        ("https://example.org\\@evil.example", "https://example.org%5C@evil.example"),
        ("http://[", ""),
        ("https://[待补]/", ""),
        ("http:", ""),
        ("http:///x", ""),
        ("javascript:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("https://a\n.example", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("vbscript:x", ""),
        ("x.md", ""),
        ("", ""),
        ("mailto:a@b.c", "mailto:a@b.c"),
        ("MAILTO:a@b.c?subject=x%20y&body=z", "mailto:a@b.c?subject=x%20y&body=z"),
        ("mailto:a@b.c?attach=/etc/passwd&bcc=d@e.f&cc=g@h.i&Subject=s", "mailto:a@b.c?subject=s"),
        ("mailto:a@b.c?body=1&body=2", "mailto:a@b.c?body=1"),
        ("mailto:a@b.c%0ABcc:d@e.f", ""),
        (
            "mailto:a@b.c?subject=x%0d%0aBcc:%20d@e.f&body=1%0A2",
            "mailto:a@b.c?subject=x%20Bcc%3A%20d%40e.f&body=1%0A2",
        ),
        ("mailto:?subject=x", ""),
        ("mailto:a@b.c?" + "x=1&" * 100, "mailto:a@b.c"),
    ],
)
def test_only_the_web_and_mail_are_opened(href, address):
    assert safe_address(href) == address


@pytest.mark.parametrize(
    "source",
    [
        "//host/x.md", "\\\\host\\x.md", "%5C%5Chost%5Cshare", "/%5Chost/x.md", "%2F%2Fhost/x", "\\/host/x",
        "%5c/host/x", "C:\\x.md", "c:/x.md", "%43:/x.md", "file:///x", "http%3A//x", "http://x/y.png",
        "a%00b", "", "#x", "?x",
    ],
)  # fmt: skip
def test_no_name_leads_to_another_machine_or_scheme(source, tmp_path):
    assert local_name(source) is None
    with pytest.raises(ImageError):
        find_image(tmp_path, source)


def test_other_names_are_decoded_once():
    assert local_name("%E5%9B%BE/a%20b.png?x#y") == "图/a b.png"
    assert local_name("a%255Cb.png") == "a%5Cb.png"
    assert local_name("../a.md") == "../a.md"


def test_an_image_stays_below_its_article(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(b"x")
    (folder / "a.png").write_bytes(b"x")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    assert find_image(folder, "a.png") == (folder / "a.png").resolve()
    for source in ("../secret.png", "%2e%2e/secret.png", "link.png", "/etc/hostname", "%2Fetc/hostname"):
        with pytest.raises(ImageError):
            find_image(folder, source)


@pytest.mark.parametrize(
    ("words", "href", "target"),
    [
        ("https://bank.example", "https://evil.example/x", "https://evil.example/x"),
        ("www.bank.example", "https://evil.example/x", "https://evil.example/x"),
        ("https://evil.example/other", "https://www.evil.example/x", "https://www.evil.example/x"),
        ("https://git.example/good/tool", "https://git.example/evil/tool", "https://git.example/evil/tool"),
        ("https://git.example", "https://www.git.example/any/where", ""),
        ("https://git.example/good/…", "https://git.example/good/tool", ""),
        ("https://git.example/good/…", "https://git.example/evil/tool", "https://git.example/evil/tool"),
        ("git.example/a", "https://git.example/b", ""),  # no address to the eye of a program: nor to ours
        ("http://git.example/书/", "https://git.example/%E4%B9%A6?utm=1#x", ""),
        ("evil", "https://evil.example/x", ""),
        ("https\u200b://bank.\u00adexample", "https://evil.example/x", "https://evil.example/x"),
        ("\u2066https://evil.example\u2069", "https://evil.example/x", ""),
        ("https://[", "https://evil.example/x", "https://evil.example/x"),
    ],
)
def test_words_that_are_another_address_are_found_out(words, href, target):
    assert true_target(words, href) == target


@pytest.mark.parametrize(
    "tex",
    [
        r"\color{url(http://x)}{a}", r"\textcolor{url(#x)}{a}", r"{\color{URL(http://x/q)} b}",
        r"\colorbox{url(http://a)}{x}", r"\color{red\" onload=\"x}a", r"\color{red;x:url(y)}{中}",
    ],
)  # fmt: skip
def test_the_colour_of_a_formula_is_a_colour(tex):
    with pytest.raises(FormulaError):
        formula_svg(tex, False, 18)


@pytest.mark.parametrize("colour", ["red", "#ff0000", "rgb(1,2,3)", "Navy"])
def test_colours_are_kept(colour):
    assert f'"{colour}"' in formula_svg(rf"\color{{{colour}}}{{a}}", False, 18)
