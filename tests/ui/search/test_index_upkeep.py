"""How the index of the open library is kept fresh."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.annotations.made_framework import made_for
from reader.annotations.store.annotation_store import AnnotationStore
from reader.articles.reading import read_article
from reader.catalogue.library import Library
from reader.search.build.library_index import LibraryIndex
from reader.search.model import Question
from reader.ui.base.tasks import Tasks
from reader.ui.search.search_service import SearchService
from reader.ui.session.session import Session


@pytest.mark.parametrize(("asked", "workers"), [(None, 1), (False, 1), (True, 2)])
def test_a_second_process_reads_only_where_it_is_asked_for(
    qtbot, immediate, monkeypatch, tmp_path, asked, workers
):
    (tmp_path / "one.md").write_text("# 出口管制\n", encoding="utf-8")
    seen = []
    plain = LibraryIndex.update

    def update(self, **kwargs):
        seen.append(kwargs["workers"])
        return plain(self, **kwargs)

    monkeypatch.setattr(LibraryIndex, "update", update)
    session = Session(Tasks(immediate))
    if asked is not None:
        session.settings.set("index_with_two", asked)
    session.open_library(tmp_path)
    search = SearchService(session, session.tasks)
    assert search.indexing.index is not None
    search.shut_down()
    session.shut_down()
    assert seen
    assert set(seen) == {workers}


@pytest.fixture
def search(tmp_path):
    """Give a search that has its own threads and process, on a library of one article."""
    library = tmp_path / "library"
    library.mkdir()
    (library / "one.md").write_text("# 出口管制\n", encoding="utf-8")
    session = Session(Tasks())
    session.open_library(library)
    search = SearchService(session)
    yield search
    search.shut_down()
    session.shut_down()


def hits(qtbot, search, words):
    with qtbot.waitSignal(search.answered, timeout=60_000) as signal:
        search.ask(Question(words))
    return signal.args[0].exact


def wait_until_read(qtbot, search):
    qtbot.waitUntil(lambda: not search.indexing.is_busy, timeout=60_000)


def test_what_has_changed_is_there_at_the_first_question(qtbot, search):
    wait_until_read(qtbot, search)
    (search._session.library.folder / "one.md").write_text("# 熊猫\n", encoding="utf-8")
    search.indexing.refresh("one.md")
    wait_until_read(qtbot, search)
    assert hits(qtbot, search, "熊猫") == 1


def test_the_library_is_read_once_the_person_s_frameworks_are_known(qtbot, tmp_path):
    """Not before: else it would be looked through twice at every start."""
    (tmp_path / "one.md").write_text("# 潮汐\n\n## 成因\n\n引力。\n", encoding="utf-8")
    library = Library(tmp_path)
    session = Session(Tasks())
    session.open_library(tmp_path)
    search = SearchService(session, store=lambda: None)
    assert not search.indexing.is_busy
    store = AnnotationStore(library)
    store.put(made_for(read_article(tmp_path / "one.md"), ((1, "成因"), (2, "斑马")), "one.md"))
    session.shared.take_store(store)
    wait_until_read(qtbot, search)
    assert hits(qtbot, search, "node:斑马") == 1
    made = store.kept("one.md")[0].annotation
    store.put(replace(made, note="- 成因\n  - 条纹\n"))
    session.shared.note_frameworks("one.md")
    wait_until_read(qtbot, search)
    assert hits(qtbot, search, "node:条纹") == 1
    assert hits(qtbot, search, "node:斑马") == 0
    search.shut_down()
    session.shut_down()


def test_a_question_meanwhile_is_asked_again_when_all_is_read(qtbot, search):
    search.indexing.pause(on=True)
    answers = []
    search.answered.connect(lambda answer: answers.append(answer.exact))
    search.ask(Question("出口"))
    search.indexing.pause(on=False)
    qtbot.waitUntil(lambda: answers[-1:] == [1], timeout=60_000)


def test_the_process_is_let_go_when_nothing_has_changed_for_a_while(qtbot, search):
    indexing = search.indexing.kept
    qtbot.waitUntil(lambda: indexing._upkeep._process is not None, timeout=60_000)
    wait_until_read(qtbot, search)
    indexing._idle.setInterval(0)
    qtbot.waitUntil(lambda: not indexing.is_busy and not indexing._idle.isActive(), timeout=60_000)
    assert indexing._upkeep._process is None


def test_the_process_is_let_go_at_once_where_there_was_nothing_to_read(qtbot, search, monkeypatch):
    monkeypatch.setattr("reader.ui.search.kept_index._IDLE", 3_600_000)
    indexing = search.indexing.kept
    wait_until_read(qtbot, search)
    assert indexing._upkeep._process is not None  # it has read an article: another may follow
    indexing.refresh()
    qtbot.waitUntil(lambda: indexing._upkeep._process is None, timeout=60_000)


def test_another_library_has_a_process_of_its_own(qtbot, search, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "two.md").write_text("# 熊猫\n", encoding="utf-8")
    search.indexing.pause(on=True)
    search._session.open_library(other)
    assert search.indexing.is_paused
    search.indexing.pause(on=False)
    wait_until_read(qtbot, search)
    assert hits(qtbot, search, "熊猫") == 1
    assert hits(qtbot, search, "出口") == 0
