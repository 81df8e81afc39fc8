"""How far articles were read is kept, as long as they and their events are the same."""

from __future__ import annotations

import pytest

from reader.catalogue.kept_shares import KeptShares, stamp_of
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event


@pytest.fixture
def library(tmp_path):
    (tmp_path / "a.md").write_text("水", encoding="utf-8")
    return Library(tmp_path)


EVENTS = (Event("a.md", "甲", "0" * 16, 7, 3.0), Event("a.md", "乙", "0" * 16, 9, 3.0))


def test_what_was_kept_comes_back_until_something_changes(library):
    path = library.folder / "a.md"
    stamp = stamp_of(path, EVENTS)
    kept = KeptShares(library)
    kept.keep("a.md", stamp, 0.25)
    kept.save()
    again = KeptShares(library)
    assert again.share("a.md", stamp) == 0.25
    assert again.share("b.md", stamp) is None
    assert again.share("a.md", stamp_of(path, EVENTS[:1])) is None
    path.write_text("水火", encoding="utf-8")
    assert again.share("a.md", stamp_of(path, EVENTS)) is None


def test_a_file_that_is_gone_has_no_stamp(library):
    assert stamp_of(library.folder / "none.md", EVENTS) is None


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"format": 2}', '{"format": 1, "shares": {"a.md": [1, "x"]}}', "\0"]
)
def test_a_damaged_file_counts_as_none(library, damage):
    kept = KeptShares(library)
    kept.keep("a.md", (1, 2, 3, 4), 0.5)
    kept.save()
    kept._file.write_text(damage, encoding="utf-8")
    assert KeptShares(library).share("a.md", (1, 2, 3, 4)) is None
