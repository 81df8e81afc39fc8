"""How the index of the open library is kept fresh."""

from __future__ import annotations

import pytest

from reader.search.index import LibraryIndex
from reader.search.model import Question
from reader.ui.base.tasks import Tasks
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
    assert session.search.indexing.index is not None
    session.shut_down()
    assert seen
    assert set(seen) == {workers}


@pytest.fixture
def session(tmp_path):
    """Give a session whose search has its own threads and process, on a library of one article."""
    library = tmp_path / "library"
    library.mkdir()
    (library / "one.md").write_text("# 出口管制\n", encoding="utf-8")
    session = Session(Tasks(), reading=Tasks())
    session.open_library(library)
    yield session
    session.shut_down()


def hits(qtbot, session, words):
    with qtbot.waitSignal(session.search.answered, timeout=60_000) as signal:
        session.search.ask(Question(words))
    return signal.args[0].exact


def wait_until_read(qtbot, session):
    qtbot.waitUntil(lambda: not session.search.indexing.is_busy, timeout=60_000)


def test_what_has_changed_is_there_at_the_first_question(qtbot, session):
    wait_until_read(qtbot, session)
    (session.library.folder / "one.md").write_text("# 熊猫\n", encoding="utf-8")
    session.search.indexing.refresh("one.md")
    wait_until_read(qtbot, session)
    assert hits(qtbot, session, "熊猫") == 1


def test_a_question_meanwhile_is_asked_again_when_all_is_read(qtbot, session):
    session.search.indexing.pause(on=True)
    answers = []
    session.search.answered.connect(lambda answer: answers.append(answer.exact))
    session.search.ask(Question("出口"))
    session.search.indexing.pause(on=False)
    qtbot.waitUntil(lambda: answers[-1:] == [1], timeout=60_000)


def test_the_process_is_let_go_when_nothing_has_changed_for_a_while(qtbot, session):
    indexing = session.search.indexing
    qtbot.waitUntil(lambda: indexing._upkeep._process is not None, timeout=60_000)
    wait_until_read(qtbot, session)
    indexing._idle.setInterval(0)
    qtbot.waitUntil(lambda: not indexing.is_busy and not indexing._idle.isActive(), timeout=60_000)
    assert indexing._upkeep._process is None


def test_the_process_is_let_go_at_once_where_there_was_nothing_to_read(qtbot, session, monkeypatch):
    monkeypatch.setattr("reader.ui.search.index_upkeep._IDLE", 3_600_000)
    indexing = session.search.indexing
    wait_until_read(qtbot, session)
    assert indexing._upkeep._process is not None  # it has read an article: another may follow
    indexing.refresh()
    qtbot.waitUntil(lambda: indexing._upkeep._process is None, timeout=60_000)


def test_another_library_has_a_process_of_its_own(qtbot, session, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "two.md").write_text("# 熊猫\n", encoding="utf-8")
    session.search.indexing.pause(on=True)
    session.open_library(other)
    assert session.search.indexing.is_paused
    session.search.indexing.pause(on=False)
    wait_until_read(qtbot, session)
    assert hits(qtbot, session, "熊猫") == 1
    assert hits(qtbot, session, "出口") == 0
