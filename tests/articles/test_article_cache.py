"""What was kept of an article is the article, and counts only while nothing has changed."""

from __future__ import annotations

import io
import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reader import i18n, paths
from reader.articles import article_cache
from reader.articles.article_cache import KEPT, MOST, find, keep, may_hold
from reader.articles.digest.contents import hidden_lines
from reader.articles.markdown.cutting import pieces_of
from reader.articles.markdown.rendering import render
from reader.articles.partial_reading import look
from reader.articles.reading import read_article

SHIPPED = sorted(paths.starter_library().glob("*.md"))
SMALL = """# 题目

一段[文字][1]，*强调*。[^n]

> [!NOTE]
> 注意

| 甲 | 乙 |
|---|---|
| 1 | 2 |

[1]: http://a.b
[^n]: 注
"""


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("GANGMU_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "articles"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda path: path.name)
def test_what_was_kept_is_what_is_read(shipped, tmp_path):
    path = shutil.copy(shipped, tmp_path / shipped.name)
    keep(path, hidden_lines)
    article, found = read_article(path), find(path)
    assert found == article
    assert found.prepared.hidden_lines == hidden_lines(article)
    assert found.scan.raw == article.scan.raw
    cut = tuple(pieces_of(article, hidden_lines(article)))
    kept = found.prepared.pieces
    assert [piece.key for piece in kept] == [piece.key for piece in cut]
    assert [piece.text for piece in kept] == [piece.text for piece in cut]
    blocks = [render(piece.cut, piece.definitions) for piece in cut]
    assert [piece.blocks for piece in kept] == blocks
    lines = [[block.lines for block in each] for each in blocks]  # not compared by `==`
    assert [[block.lines for block in piece.blocks] for piece in kept] == lines


def test_the_first_look_takes_what_was_kept(path, monkeypatch):
    article = read_article(path)
    keep(path, hidden_lines)
    monkeypatch.setattr("reader.articles.reading.read_article", lambda _path: pytest.fail("read again"))
    seen = look(path, sketches=True)
    assert (seen.article, seen.is_sketch) == (article, False)


def test_the_same_file_edited_moved_or_copied_is_read(path, tmp_path):
    keep(path, hidden_lines)
    state = path.stat()
    path.write_text(SMALL.replace("题目", "标题"), encoding="utf-8")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))  # as old and as long as before
    assert find(path) is None
    assert look(path, sketches=True).article.title == "标题"
    other = tmp_path / "b.md"
    path.rename(other)
    assert find(other) is None


def test_it_counts_for_the_program_and_the_language_that_read_it(path, monkeypatch):
    keep(path, hidden_lines)
    assert find(path) is not None
    i18n.use_language("zh_CN")
    assert find(path) is None
    i18n.use_language("en")
    assert find(path) is not None
    monkeypatch.setattr(article_cache, "_newest_code", lambda: 0)
    assert find(path) is None


def test_definitions_keep_nothing_that_only_this_run_knows(path, cache):
    keep(path, hidden_lines)
    (file,) = cache.iterdir()
    loading = article_cache._Unpickler(io.BytesIO(file.read_bytes()))
    loading.load()
    article, prepared = loading.load()
    assert "state" not in vars(article.scan.definitions)
    assert {piece.key for piece in prepared.pieces} == {""}


@pytest.mark.parametrize("damage", [b"", b"\x80\x05.", b"nonsense"])
def test_what_is_damaged_is_as_if_it_were_not_there(path, cache, damage):
    keep(path, hidden_lines)
    (file,) = cache.iterdir()
    file.write_bytes(damage)
    assert find(path) is None
    keep(path, hidden_lines)
    assert find(path) is not None


def test_half_a_file_is_as_if_it_were_not_there(path, cache):
    keep(path, hidden_lines)
    (file,) = cache.iterdir()
    data = file.read_bytes()
    for length in range(0, len(data) - 1, 97):
        file.write_bytes(data[:length])
        assert find(path) is None


def test_nothing_but_our_own_values_is_made_of_it(path, cache):
    keep(path, hidden_lines)
    (file,) = cache.iterdir()
    with pytest.raises(pickle.UnpicklingError, match="touch|mkdir|system|Path"):
        article_cache._Unpickler(io.BytesIO(pickle.dumps(Path.touch))).load()
    with pytest.raises(pickle.UnpicklingError):
        article_cache._Unpickler(io.BytesIO(pickle.dumps(os.system))).load()
    state = pickle.dumps(article_cache._state(path))
    file.write_bytes(state + pickle.dumps((read_article, 1)))
    assert find(path) is None


def test_a_long_article_is_not_kept_and_of_the_others_the_last_few(tmp_path, cache):
    long = tmp_path / "long.md"
    long.write_text("x" * (MOST + 1), encoding="utf-8")
    keep(long, hidden_lines)
    assert not may_hold(long)
    just = tmp_path / "just.md"
    just.write_text("x" * MOST, encoding="utf-8")
    keep(just, hidden_lines)
    assert may_hold(just)
    for number in range(KEPT):
        path = tmp_path / f"{number}.md"
        path.write_text(SMALL, encoding="utf-8")
        before = set(cache.iterdir())
        keep(path, hidden_lines)
        assert len(list(cache.iterdir())) == min(len(before) + 1, KEPT)
        for file in before & set(cache.iterdir()):
            os.utime(file, ns=(0, file.stat().st_mtime_ns - 10**9))  # a second older, whatever the clock says
    assert not may_hold(just)
    assert all(may_hold(tmp_path / f"{number}.md") for number in range(KEPT))


def test_one_that_is_kept_already_is_only_noted_as_used(path, cache):
    keep(path, hidden_lines)
    (file,) = cache.iterdir()
    os.utime(file, ns=(1, 1))
    keep(path, hidden_lines)
    assert file.stat().st_mtime_ns > 1
    keep(path, lambda _article: frozenset({1}))  # the drawing is shown, say
    assert find(path).prepared.hidden_lines == frozenset({1})


def test_an_article_with_other_links_has_its_pieces_still(path):
    keep(path, hidden_lines)
    found = find(path)
    assert replace(found, links={}).prepared is found.prepared


def test_nothing_is_held_before_anything_was_kept(path):
    assert not may_hold(path)
    assert not may_hold(None)
    keep(path, hidden_lines)
    assert may_hold(path)
    assert may_hold(None)
    assert not may_hold(path.with_name("other.md"))
