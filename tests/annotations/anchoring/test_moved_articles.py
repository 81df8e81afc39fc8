"""An article that was renamed or moved keeps its annotations; one that is gone keeps them under its title."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from reader.annotations.anchoring import moved_articles
from reader.annotations.anchoring.anchor import describe
from reader.annotations.anchoring.moved_articles import locate, moved_to
from reader.annotations.library_report import annotated, annotated_article, note_words
from reader.annotations.model import Annotation, Kind, State, new_id
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.partial_reading import stamp
from reader.articles.reading import read_article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library

TIDES = (
    "# 潮汐\n\n潮汐由月亮引起，一日两回。\n\n大潮在新月与满月，小潮在弦月，相隔七日。\n\n海边的人靠它出海。\n"
)
WINDS = "# 季风\n\n夏天从海上来，冬天从陆上来，一年两换。\n\n船靠它往返，城靠它兴起，书里早有记载。\n"


@pytest.fixture
def library(tmp_path) -> Library:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "tides.md").write_text(TIDES, encoding="utf-8")
    (folder / "winds.md").write_text(WINDS, encoding="utf-8")
    return Library(folder)


@pytest.fixture
def store(library) -> AnnotationStore:
    store = AnnotationStore(library, Device("one"))
    article = read_article(library.folder / "tides.md")
    start = article.text.text.index("新月与满月")
    target = describe(article, Span(start, start + 5), "tides.md")
    store.put(Annotation(new_id(), Kind.HIGHLIGHT, target, note="记"), article)
    store.save()
    return store


def test_a_renamed_and_moved_article_keeps_them(library, store):
    (library.folder / "sub").mkdir()
    path = (library.folder / "tides.md").rename(library.folder / "sub" / "renamed.md")
    [group] = annotated(library, store)
    assert group.file == "sub/renamed.md"
    assert group.placed[0].anchor.state is State.ANCHORED
    assert annotated_article(library, store, path).placed == group.placed


def test_an_article_that_is_there_is_sought_nowhere_else(library, store, monkeypatch):
    (library.folder / "copy.md").write_text(TIDES, encoding="utf-8")
    monkeypatch.setattr("reader.annotations.anchoring.moved_articles.read_article", None)
    assert [each.path for each in locate(library, store)] == [library.folder / "tides.md"]


@pytest.mark.parametrize(("others", "is_found"), [(199, True), (200, False)])
def test_of_articles_that_were_written_since_200_are_read(library, monkeypatch, others, is_found):
    """Each reading takes some milliseconds; one that has the name or the very state is read in any case."""
    article = read_article(library.folder / "tides.md")
    paths = [library.folder / f"{number:03}.md" for number in range(others + 1)]
    monkeypatch.setattr(Library, "article_paths", lambda _library: iter(paths))
    monkeypatch.setattr(moved_articles, "stamp", lambda _path: (2, 2))
    other = read_article(library.folder / "winds.md")
    read = dict.fromkeys(paths[:-1], other) | {paths[-1]: article}
    monkeypatch.setattr(moved_articles, "read_article", read.__getitem__)
    assert moved_to(library, article, (1, 1)) == (paths[-1] if is_found else None)
    assert moved_to(library, article, (2, 2)) == paths[-1]


def test_a_renamed_and_edited_article_keeps_them(library, store):
    (library.folder / "tides.md").unlink()
    (library.folder / "b.md").write_text(
        TIDES.replace("海边的人", "海边的渔人") + "\n补记一句。\n", encoding="utf-8"
    )
    [group] = annotated(library, store)
    assert (group.file, group.placed[0].words) == ("b.md", "新月与满月")


def test_what_is_not_sure_is_asked_and_not_taken(library, store):
    (library.folder / "tides.md").unlink()
    (library.folder / "c.md").write_text(
        "# 潮汐\n\n同一个题目，另一篇文章，谈的是别的事情。\n", encoding="utf-8"
    )
    [group] = annotated(library, store)
    assert (group.file, group.title, group.article) == ("tides.md", "潮汐", None)
    assert [guess.name for guess in group.guesses] == ["c.md"]
    assert [placed.anchor.state for placed in group.placed] == [State.ORPHAN]


def test_a_copy_takes_nothing_and_a_stranger_is_no_guess(library, store):
    (library.folder / "copy.md").write_text(TIDES, encoding="utf-8")
    [group] = annotated(library, store)
    assert group.file == "tides.md"
    (library.folder / "copy.md").unlink()
    (library.folder / "tides.md").unlink()
    [group] = annotated(library, store)
    assert (group.title, group.guesses) == ("潮汐", ())


def test_a_vanished_library_is_offline(library, store, tmp_path):
    library.folder.rename(tmp_path / "away")
    [group] = annotated(library, store)
    assert (group.title, len(group.placed)) == ("潮汐", 1)


def test_a_new_article_under_an_old_name_starts_with_its_own_sheet(library, store):
    path = (library.folder / "tides.md").rename(library.folder / "moved.md")
    store.tell(store.keys_of("tides.md")[0], "moved.md", "潮汐", read_article(path).text.digest)
    (library.folder / "tides.md").write_text(WINDS, encoding="utf-8")
    article = read_article(library.folder / "tides.md")
    target = describe(article, Span(0, 2), "tides.md")
    store.put(Annotation(new_id(), Kind.HIGHLIGHT, target, note="新"), article)
    store.save()
    groups = {
        group.file: [placed.annotation.note for placed in group.placed] for group in annotated(library, store)
    }
    assert groups == {"moved.md": ["记"], "tides.md": ["新"]}


def test_the_search_gets_the_words_of_each(store):
    [kept] = store.kept()
    store.put(replace(kept.annotation, tags=("月",)))
    [words] = note_words(store)
    assert (words.file, words.quote, words.note, words.tags) == ("tides.md", "新月与满月", "记", ("月",))


def test_an_open_article_is_found_by_what_it_was_renamed_to(library):
    path = library.folder / "tides.md"
    article, state = read_article(path), stamp(path)
    new = path.rename(library.folder / "b.md")
    (library.folder / "copy.md").write_text(WINDS, encoding="utf-8")
    assert moved_to(library, article, state) == new


def test_an_open_article_is_found_when_it_was_edited_as_it_was_moved(library):
    path = library.folder / "tides.md"
    article, state = read_article(path), stamp(path)
    path.unlink()
    new = library.folder / "b.md"
    new.write_text(TIDES.replace("海边的人", "海边的渔人"), encoding="utf-8")
    assert moved_to(library, article, state) == new


def test_of_two_copies_the_one_with_its_time_is_taken(library):
    path = library.folder / "tides.md"
    article, state = read_article(path), stamp(path)
    new = path.rename(library.folder / "z.md")
    (library.folder / "a.md").write_text(TIDES, encoding="utf-8")
    os.utime(library.folder / "a.md", (1, 1))
    (library.folder / "b.md").write_text(TIDES, encoding="utf-8")
    assert moved_to(library, article, state) == new


def test_a_stranger_is_not_taken_for_an_open_article_that_is_gone(library):
    path = library.folder / "tides.md"
    article, state = read_article(path), stamp(path)
    path.unlink()
    assert moved_to(library, article, state) is None
