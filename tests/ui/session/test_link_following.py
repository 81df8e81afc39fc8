"""Where a click on a link leads, and where it must not."""

from __future__ import annotations

import pytest

from reader.ui.session import link_following
from reader.ui.session.link_following import open_on_the_web, target_of


@pytest.fixture
def article(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    (tmp_path / "secret.md").write_text("密\n", encoding="utf-8")
    (folder / "b.md").write_text("乙\n", encoding="utf-8")
    return folder / "a.md"


def test_a_link_leads_to_an_article_of_the_library_and_to_no_other(article):
    library = article.parent
    for href in ("b.md", "b", "./b.md#x", "%62.md", "../library/b.md"):
        assert target_of(href, article, library) == (library / "b.md").resolve()
    (library / "out.md").symlink_to(library.parent / "secret.md")
    for href in ("../secret.md", "%2e%2e/secret.md", str(library.parent / "secret.md"), "out.md"):
        assert target_of(href, article, library) is None


def test_no_link_leads_to_another_machine(article):
    for href in (
        "//host/b.md",
        "%5C%5Chost%5Cb.md",
        "/%5Chost/b.md",
        "file:///b.md",
        "b.md%00",
        "http://[",
        "",
    ):
        assert target_of(href, article, article.parent) is None


def test_only_safe_addresses_are_handed_to_the_system(monkeypatch, article):
    from PySide6.QtGui import QDesktopServices

    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    for href in ("javascript:alert(1)", "file:///etc/passwd", "smb://host/x", "b.md"):
        assert not open_on_the_web(href)
    assert open_on_the_web("mailto:a@b.c?attach=/etc/passwd&subject=s")
    assert open_on_the_web("https://example.org/x")
    assert opened == ["mailto:a@b.c?subject=s", "https://example.org/x"]
    assert target_of("mailto:a@b.c?bcc=x@y.z", article) == "mailto:a@b.c"
    assert link_following.name_in("b.md#甲") == "#甲"
