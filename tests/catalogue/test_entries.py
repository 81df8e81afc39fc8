"""The catalogue: read once, kept while files stay as they are, made again when lost."""

from __future__ import annotations

import os

import pytest

from reader import paths
from reader.catalogue import entries
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.errors import LibraryError

DIGEST = "题目{n}\n文章类别：博客\n\n正文\n\n### 文章标签\n#甲 #乙\n"


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.md").write_text(DIGEST.format(n=n), encoding="utf-8")
    return Library(folder)


@pytest.fixture
def read(monkeypatch):
    """Return the names of the files that were read."""
    names = []
    real = entries.read_source

    def spy(path):
        names.append(path.name)
        return real(path)

    monkeypatch.setattr(entries, "read_source", spy)
    return names


def test_heads_are_read(library):
    first = Catalogue(library).update()[0]
    assert (first.name, first.title, first.category, first.tags) == ("0.md", "题目0", "博客", ("甲", "乙"))


def test_only_what_has_changed_is_read_again(library, read):
    Catalogue(library).update()
    read.clear()
    again = Catalogue(library)
    assert len(again.update()) == 3
    assert read == []
    (library.folder / "1.md").write_text(DIGEST.format(n="新"), encoding="utf-8")
    (library.folder / "2.md").unlink()
    assert [entry.title for entry in again.update()] == ["题目0", "题目新"]
    assert read == ["1.md"]


def test_the_same_size_at_another_time_is_another_file(library, read):
    catalogue = Catalogue(library)
    catalogue.update()
    read.clear()
    os.utime(library.folder / "0.md", ns=(1, 1))
    catalogue.update()
    assert read == ["0.md"]


@pytest.mark.parametrize("content", ["", "{", '{"format": 0}', '{"format": 1, "entries": [{"x": 1}]}', "[]"])
def test_a_damaged_cache_is_made_again(library, content):
    Catalogue(library).update()
    file = next((paths.cache_folder() / "catalogues").glob("*.json"))
    file.write_text(content, encoding="utf-8")
    assert len(Catalogue(library).update()) == 3


def test_an_article_that_cannot_be_read_is_listed_with_the_reason(library):
    (library.folder / "zero.md").write_bytes(b"\x00\x01\x02" * 500)
    entry = Catalogue(library).update()[-1]
    assert entry.title == "zero"
    assert entry.problem


def test_a_stopped_update_keeps_what_was_known(library, read):
    catalogue = Catalogue(library)
    catalogue.update()
    read.clear()
    assert catalogue.update(lambda: True) == ()
    assert len(catalogue.update()) == 3
    assert read == []


def test_the_tags_of_a_long_article_are_found_at_its_end(library):
    long = DIGEST.format(n="长").replace("正文\n", "正文。\n\n" * 20_000)
    (library.folder / "long.md").write_text(long, encoding="utf-8")
    entry = Catalogue(library).update()[-1]
    assert (entry.title, entry.tags) == ("题目长", ("甲", "乙"))


def test_a_cache_of_the_form_before_is_made_again(library, read):
    Catalogue(library).update()
    file = next((paths.cache_folder() / "catalogues").glob("*.json"))
    file.write_text('{"format": 1, "entries": []}', encoding="utf-8")
    read.clear()
    assert len(Catalogue(library).update()) == 3
    assert len(read) == 3


def test_files_come_folder_by_folder_with_their_names(tmp_path):
    wanted = ["a.md", "z.TXT", "b/a.md", "b/c/d.markdown", "b.x/e.md"]
    for name in [*wanted, ".hidden.md", ".git/f.md", "g.png", "b/no-suffix", "md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "folder.md").mkdir()
    library = Library(tmp_path)
    assert [name for name, _file in library.files()] == wanted
    assert [path.relative_to(tmp_path).as_posix() for path in library.article_paths()] == wanted
    assert [library.relative_name(path) for path in library.article_paths()] == wanted


def test_a_link_to_a_file_has_the_name_of_the_file(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").touch()
    try:
        (tmp_path / "b.md").symlink_to(tmp_path / "sub" / "a.md")
        (tmp_path / "again").symlink_to(tmp_path / "sub", target_is_directory=True)
    except OSError:
        pytest.skip("no links here")
    assert [name for name, _file in Library(tmp_path).files()] == ["sub/a.md", "sub/a.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_no_file_is_no_article(tmp_path):
    (tmp_path / "a.md").touch()
    (tmp_path / "itself.md").symlink_to(tmp_path / "itself.md")
    (tmp_path / "itself").symlink_to(tmp_path / "itself")
    (tmp_path / "nowhere.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "pipe.md")
    assert [name for name, _file in Library(tmp_path).files()] == ["a.md"]


def _cache():
    return next((paths.cache_folder() / "catalogues").glob("*.json"))


def test_what_changes_is_written_behind_the_rest(library, read):
    Catalogue(library).update()
    before = _cache().read_text(encoding="utf-8")
    (library.folder / "1.md").write_text(DIGEST.format(n="新"), encoding="utf-8")
    (library.folder / "2.md").unlink()
    Catalogue(library).update()
    after = _cache().read_text(encoding="utf-8")
    assert after.startswith(before)
    assert len(after.splitlines()) == len(before.splitlines()) + 2
    read.clear()
    assert [entry.title for entry in Catalogue(library).update()] == ["题目0", "题目新"]
    assert read == []


def test_the_file_is_written_anew_when_most_of_it_is_old(library, monkeypatch):
    monkeypatch.setattr(entries, "_FEW", 2)
    catalogue = Catalogue(library)
    for number in range(9):
        (library.folder / "1.md").write_text(DIGEST.format(n=f"新{number}"), encoding="utf-8")
        catalogue.update()
        assert len(_cache().read_text(encoding="utf-8").splitlines()) <= 1 + 2 * 3 + 2
    assert [entry.title for entry in Catalogue(library).update()] == ["题目0", "题目新8", "题目2"]


def test_a_line_that_was_cut_makes_the_cache_anew(library, read):
    Catalogue(library).update()
    with _cache().open("a", encoding="utf-8") as file:
        file.write('["1.md", "half')
    read.clear()
    assert len(Catalogue(library).update()) == 3
    assert len(read) == 3


def test_what_is_known_is_there_before_the_folder_is_looked_at(library):
    assert Catalogue(library).kept() == ()
    found = Catalogue(library).update()
    again = Catalogue(library)
    assert again.kept() == found
    (library.folder / "1.md").unlink()
    assert again.kept() == found


def test_lengths_and_copies_are_known(library):
    (library.folder / "copy.md").write_bytes((library.folder / "0.md").read_bytes())
    (library.folder / "en.md").write_text("Seven plain words in one short line.", encoding="utf-8")
    found = {entry.name: entry for entry in Catalogue(library).update()}
    assert found["copy.md"].digest == found["0.md"].digest != found["1.md"].digest
    assert (found["en.md"].han, found["en.md"].words) == (0, 7)
    assert found["0.md"].han == len("题目文章类别博客正文文章标签甲乙")


def test_the_day_an_article_was_added_stays_through_edits(library):
    os.utime(library.folder / "0.md", (1_000, 1_000))
    assert Catalogue(library).update()[0].added == 1_000
    os.utime(library.folder / "0.md", (2_000, 2_000))
    (library.folder / "late.md").write_text("后来", encoding="utf-8")
    os.utime(library.folder / "late.md", (3_000, 3_000))
    found = Catalogue(library).update()
    assert found[0].added == 1_000
    assert found[-1].added > 1_000_000_000


def test_a_large_library_is_seen_growing(library, monkeypatch):
    monkeypatch.setattr(entries, "_TELL_AFTER", -1.0)
    told = []
    Catalogue(library).update(progressed=lambda known, files: told.append((len(known), files)))
    assert told == [(1, 1), (2, 2), (3, 3)]
    Catalogue(library).update(progressed=lambda known, files: pytest.fail("Nothing was read."))


@pytest.mark.parametrize("is_left", [True, False])
def test_a_folder_that_is_gone_or_emptied_keeps_what_is_known_of_it(tmp_path, is_left):
    """A disk that was taken out leaves an empty folder: nobody has deleted its articles."""
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text("# 甲\n", encoding="utf-8")
    catalogue = Catalogue(Library(folder))
    known = catalogue.update()
    folder.rename(tmp_path / "away")
    if is_left:
        folder.mkdir()
    with pytest.raises(LibraryError, match="not there"):
        catalogue.update()
    assert catalogue.kept() == Catalogue(Library(folder)).kept() == known
    if is_left:
        folder.rmdir()
    (tmp_path / "away").rename(folder)
    assert catalogue.update() == known
