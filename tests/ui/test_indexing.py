"""How the index of the open library is kept fresh."""

from __future__ import annotations

import pytest

from reader.search.index import LibraryIndex
from reader.ui.session import Session
from reader.ui.tasks import Tasks


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
