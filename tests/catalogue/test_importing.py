"""Bringing files into a library: nothing by halves, nothing twice, nothing outside, nothing written over."""

from __future__ import annotations

import json
import os
import zipfile

import pytest

from reader import cli
from reader.articles.converting import saved_page
from reader.catalogue import importing
from reader.catalogue.entries import Catalogue
from reader.catalogue.importing import Importer
from reader.catalogue.library import Library
from reader.errors import LibraryError

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(40))


@pytest.fixture
def library(tmp_path):
    (tmp_path / "library").mkdir()
    return Library(tmp_path / "library")


@pytest.fixture
def outside(tmp_path):
    (tmp_path / "outside").mkdir()
    return tmp_path / "outside"


def bring(library, *paths, to="", dry_run=False):
    importer = Importer(library, Catalogue(library).update(), to, dry_run=dry_run)
    return importer.run(paths)


def files(library):
    found = (path for path in library.folder.rglob("*") if path.is_file())
    names = (path.relative_to(library.folder).as_posix() for path in found)
    return sorted(name for name in names if not name.startswith(".gangmu/"))


def test_markdown_comes_in_as_it_stands_with_its_pictures(library, outside):
    text = "# 题\r\n\r\n![图](pic/a%20b.png) ![外](../no.png) ![网](https://x.y/z.png)\r\n"
    (outside / "a.md").write_bytes(text.encode())
    (outside / "pic").mkdir()
    (outside / "pic" / "a b.png").write_bytes(PNG)
    (outside.parent / "no.png").write_bytes(PNG)
    report = bring(library, outside / "a.md", to="in")
    assert [(one.file, one.title) for one in report.taken] == [("in/a.md", "题")]
    assert files(library) == ["in/a.md", "in/images/no.png", "in/pic/a b.png"]
    written = (library.folder / "in" / "a.md").read_text(encoding="utf-8")
    assert "![图](pic/a%20b.png) ![外](<images/no.png>) ![网]" in written
    assert len(bring(library, outside / "a.md").same) == 1


def test_what_lies_beside_an_article_in_a_folder_comes_along_where_it_lies(library, outside):
    (outside / "docs" / "sub").mkdir(parents=True)
    (outside / "files").mkdir()
    (outside / "files" / "p.png").write_bytes(PNG)
    (outside / "files" / "数 据.csv").write_bytes(b"1,2")
    (outside.parent / "secret.txt").write_text("密", encoding="utf-8")
    source = "![图](../../files/p.png) [表](<../../files/数 据.csv>) [乙](../b.md) [密](../../../secret.txt)"
    (outside / "docs" / "sub" / "a.md").write_text(f"# 甲\n\n{source}\n", encoding="utf-8")
    (outside / "docs" / "b.md").write_text('# 乙\n\n<img src="../files/p.png">\n', encoding="utf-8")
    assert not bring(library, outside).refused
    names = ["docs/b.md", "docs/sub/a.md", "files/p.png", "files/数 据.csv"]
    assert files(library) == [f"outside/{name}" for name in names]
    assert source in (library.folder / "outside" / "docs" / "sub" / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "../secret.txt", "/etc/passwd", "C:/x.png", "file:///x.png"]
)
def test_an_article_takes_nothing_from_elsewhere_but_pictures(library, outside, name):
    (outside.parent / "secret.txt").write_text("密", encoding="utf-8")
    (outside / "a.md").write_text(f"# 甲\n\n![图]({name}) <img src='{name}'>\n", encoding="utf-8")
    bring(library, outside / "a.md")
    assert files(library) == ["a.md"]


def test_pictures_of_one_name_from_elsewhere_are_both_kept(library, outside):
    for folder, data in (("x", PNG), ("y", PNG + b"y")):
        (outside.parent / folder).mkdir()
        (outside.parent / folder / "p.png").write_bytes(data)
    (outside / "a.md").write_text('![一](../x/p.png) <img alt="二" src="../y/p.png">\n', encoding="utf-8")
    bring(library, outside / "a.md")
    assert files(library) == ["a.md", "images/p 2.png", "images/p.png"]
    written = (library.folder / "a.md").read_text(encoding="utf-8")
    assert written == '![一](<images/p.png>) <img alt="二" src="images/p%202.png">\n'


def test_a_fault_in_one_file_leaves_the_others(library, outside, monkeypatch):
    (outside / "a.html").write_text("<p>话</p>", encoding="utf-8")
    (outside / "b.md").write_text("# 乙\n", encoding="utf-8")
    monkeypatch.setattr(saved_page, "from_html", lambda *_given, **_named: 1 / 0)
    report = bring(library, outside / "a.html", outside / "b.md")
    assert [one.file for one in report.taken] == ["b.md"]
    assert report.refused[0].why == "a.html could not be converted; the log says why."


def test_an_empty_file_is_no_article(library, outside):
    (outside / "a.md").write_text(" \n", encoding="utf-8")
    assert bring(library, outside / "a.md").refused[0].why == "a.md has no text."


def test_a_folder_comes_in_as_it_is(library, outside):
    for name in ("a.md", "sub/b.txt", "sub/.hidden.md", ".git/c.md", "sub/d.bin"):
        (outside / name).parent.mkdir(parents=True, exist_ok=True)
        (outside / name).write_text(f"文 {name}", encoding="utf-8")
    report = bring(library, outside)
    assert [one.file for one in report.taken] == ["outside/a.md", "outside/sub/b.txt"]
    assert not report.refused


def test_importing_again_doubles_nothing_however_it_is_called(library, outside):
    (outside / "a.md").write_text("# 题\n\n文", encoding="utf-8")
    (outside / "b.html").write_text("<h1>页</h1><p>一段文字。</p>", encoding="utf-8")
    assert len(bring(library, outside / "a.md", outside / "b.html").taken) == 2
    before = files(library)
    (outside / "a.md").rename(outside / "c.md")
    again = bring(library, outside / "c.md", outside / "b.html")
    assert not again.taken
    assert [one.file for one in again.same] == ["a.md", "页.md"]
    assert files(library) == before


def test_an_article_that_was_edited_since_is_not_brought_in_again(library, outside):
    (outside / "a.md").write_text("# 题\n\n文", encoding="utf-8")
    bring(library, outside / "a.md")
    (library.folder / "a.md").write_text("# 题\n\n改过的文", encoding="utf-8")
    assert [one.file for one in bring(library, outside / "a.md").same] == ["a.md"]
    (library.folder / "a.md").unlink()
    assert [one.file for one in bring(library, outside / "a.md").taken] == ["a.md"]


def test_nothing_is_written_over(library, outside):
    (library.folder / "a.md").write_text("我的", encoding="utf-8")
    (library.folder / "x.png").write_bytes(b"mine")
    (outside / "a.md").write_text("别的", encoding="utf-8")
    (outside / "b.md").write_text("![图](x.png)", encoding="utf-8")
    (outside / "x.png").write_bytes(PNG)
    report = bring(library, outside / "a.md", outside / "b.md")
    assert [one.file for one in report.taken] == ["a 2.md", "b.md"]
    assert (library.folder / "a.md").read_text(encoding="utf-8") == "我的"
    assert (library.folder / "x.png").read_bytes() == b"mine"
    assert (library.folder / "b.md").read_text(encoding="utf-8") == "![图](<x 2.png>)"
    assert (library.folder / "x 2.png").read_bytes() == PNG


def test_a_dry_run_says_the_same_and_writes_nothing(library, outside):
    (outside / "a.md").write_text("甲", encoding="utf-8")
    (outside / "b.md").write_text("甲", encoding="utf-8")
    report = bring(library, outside / "a.md", outside / "b.md", dry_run=True)
    assert [one.file for one in report.taken] == ["a.md"]
    assert [one.file for one in report.same] == ["a.md"]
    assert files(library) == []


def test_a_write_that_fails_leaves_no_half(library, outside, monkeypatch):
    (outside / "a.md").write_text("甲", encoding="utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.whole_file.os.fsync", full)
    (refused,) = bring(library, outside / "a.md").refused
    assert "No space left" in refused.why
    assert files(library) == []


def test_who_stops_keeps_whole_articles(library, outside):
    for number in range(4):
        (outside / f"{number}.md").write_text(f"文{number}", encoding="utf-8")
    seen = []
    importer = Importer(library, (), "")
    report = importer.run([outside], lambda: len(seen) == 2, seen.append)
    assert len(report.taken) == 2
    assert len(files(library)) == 2


@pytest.mark.parametrize("to", ["../x", "a/../../x", "..", "a/..\\..\\..", "/elsewhere/x"])
def test_nothing_is_put_outside_of_the_library(library, to):
    with pytest.raises(LibraryError, match="not inside"):
        Importer(library, (), to)


def test_a_folder_of_the_library_may_be_named_by_its_path(library, outside):
    (outside / "a.md").write_text("# 甲\n", encoding="utf-8")
    (taken,) = bring(library, outside / "a.md", to=str(library.folder / "in" / "it")).taken
    assert taken.file == "in/it/a.md"


def test_a_link_that_leads_out_is_no_folder_of_the_library(library, outside):
    (library.folder / "out").symlink_to(outside)
    with pytest.raises(LibraryError, match="not inside"):
        Importer(library, (), "out")


def test_an_archive_is_taken_with_what_is_in_it_and_no_path_leads_out(library, outside):
    with zipfile.ZipFile(outside / "z.zip", "w") as archive:
        archive.writestr("sub/a.md", "# 甲\n\n![图](p.png)\n")
        archive.writestr("sub/p.png", PNG)
        archive.writestr("../evil.md", "坏")
        archive.writestr("/abs.md", "坏")
        archive.writestr("__MACOSX/._a.md", "坏")
        archive.writestr("prog.exe", "坏")
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    report = bring(library, outside / "z.zip")
    assert [one.file for one in report.taken] == ["z/sub/a.md"]
    assert len(report.refused) == 3
    assert files(library) == ["z/sub/a.md", "z/sub/p.png"]
    assert not (library.folder.parent / "evil.md").exists()


def test_an_archive_that_would_fill_the_disk_is_refused(library, outside):
    with zipfile.ZipFile(outside / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"0" * 50_000_000)
    (refused,) = bring(library, outside / "z.zip").refused
    assert "fill the disk" in refused.why


@pytest.mark.parametrize("name", ["x.zip", "x.epub", "x.docx", "x.xmind", "x.opml", "x.mm", "x.pdf"])
@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x03\x04" + bytes(60), b"%PDF-1.7\n" + bytes(30)])
def test_what_is_damaged_is_refused_in_a_sentence(library, outside, name, data):
    (outside / name).write_bytes(data)
    (refused,) = bring(library, outside / name).refused
    assert refused.why.endswith(".")
    assert files(library) == []


def test_what_is_not_there_or_of_no_kind_is_refused(library, outside):
    (outside / "x.bin").write_bytes(b"\x00\x01")
    report = bring(library, outside / "x.bin", outside / "nowhere.md")
    assert {one.origin: one.why for one in report.refused} == {
        str(outside / "x.bin"): "x.bin is of a kind that cannot be imported.",
        str(outside / "nowhere.md"): "nowhere.md cannot be found, or is not a file.",
    }


def test_a_kind_whose_packages_lack_says_how_to_get_them(library, outside, monkeypatch):
    monkeypatch.setattr(importing, "missing_packages", lambda converter: ("lxml",))
    (outside / "a.html").write_text("<p>x</p>", encoding="utf-8")
    (refused,) = bring(library, outside / "a.html").refused
    assert "gangmu[import]" in refused.why
    assert "lxml" in refused.why


def test_the_command_in_json(library, outside, capsys, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    (outside / "a.md").write_text("# 题\n\n文", encoding="utf-8")
    (outside / "bad.pdf").write_bytes(b"nonsense")
    arguments = ["--library", str(library.folder), "--json", "--to", "in"]
    assert cli.main(["import", str(outside / "a.md"), *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == {
        "taken": [{"from": str(outside / "a.md"), "file": "in/a.md", "title": "题"}],
        "same": [],
        "refused": [],
    }
    assert cli.main(["import", str(outside / "a.md"), str(outside / "bad.pdf"), *arguments]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["same"] == [{"from": str(outside / "a.md"), "file": "in/a.md"}]
    assert [set(one) for one in found["refused"]] == [{"from", "why"}]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_library_that_cannot_be_written_is_a_sentence(library):
    library.folder.chmod(0o500)
    try:
        with pytest.raises(LibraryError, match="cannot be written"):
            Importer(library, ())
    finally:
        library.folder.chmod(0o700)
