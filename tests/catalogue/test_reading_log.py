"""Events of reading: appended, merged, erased, and never lost to a crash or to another program."""

from __future__ import annotations

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.catalogue.reading_log import FOLDER, Event, ReadingLog, read_events
from reader.catalogue.text_length import Length
from reader.errors import LibraryError

ONE = Event("a.md", "甲/乙", "0123456789abcdef", 1_000, 12.5, Length(100, 3))
TWO = Event("b.md", "", "fedcba9876543210", 2_000, mark="read")


def test_events_come_back_as_they_were_written(tmp_path):
    ReadingLog(tmp_path, "one").append([TWO, ONE])
    assert ReadingLog(tmp_path, "one").events() == (ONE, TWO)


def test_devices_are_read_together_in_order_of_time(tmp_path):
    ReadingLog(tmp_path, "two").append([TWO])
    ReadingLog(tmp_path, "one").append([ONE])
    assert ReadingLog(tmp_path, "three").events() == (ONE, TWO)


def test_a_line_that_a_crash_cut_costs_one_event_and_no_other(tmp_path):
    log = ReadingLog(tmp_path, "one")
    log.append([ONE])
    file = tmp_path / FOLDER / "one.jsonl"
    file.write_text(file.read_text(encoding="utf-8") + '["seen", 1500, "a.m', encoding="utf-8")
    log.append([TWO])
    assert log.events() == (ONE, TWO)


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "{}",
        json.dumps(["seen", 1, "a.md", "n", "d", -1, 2, 3]),
        json.dumps(["seen", 1, "a.md", "n", "d", 1e9, 2, 3]),
        json.dumps(["seen", "1", "a.md", "n", "d", 1, 2, 3]),
        json.dumps(["marked", 1, "a.md", "n", "d", "burnt"]),
        json.dumps(["later", 1, "a.md"]),
        "[" * 3_000,
        '["seen", 1, "a.md", "n", "' + "d" * 20_000 + '", 1, 2, 3]',
    ],
)
def test_what_nobody_understands_is_passed_over_and_kept(tmp_path, line):
    log = ReadingLog(tmp_path, "one")
    log.append([ONE])
    file = tmp_path / FOLDER / "one.jsonl"
    file.write_text(f"{line}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    log.append([TWO])
    assert log.events() == (ONE, TWO)
    assert file.read_text(encoding="utf-8").startswith(line)


def test_erasing_forgets_what_all_devices_saw_before_and_nothing_after(tmp_path):
    here, there = ReadingLog(tmp_path, "one"), ReadingLog(tmp_path, "two")
    here.append([ONE])
    there.append([TWO])
    here.erase(1_500, "b.md")
    assert here.events() == (ONE, TWO)
    here.erase(1_500, "a.md")
    assert there.events() == (TWO,)
    there.erase(2_001)
    assert here.events() == ()
    later = Event("a.md", "甲", "00", 3_000, 2.0, Length(1))
    here.append([later])
    assert there.events() == (later,)


def test_a_pipe_and_a_link_to_a_device_are_no_logs(tmp_path):
    log = ReadingLog(tmp_path, "one")
    log.append([ONE])
    os.mkfifo(tmp_path / FOLDER / "pipe.jsonl")
    (tmp_path / FOLDER / "zero.jsonl").symlink_to("/dev/zero")
    assert log.events() == (ONE,)


@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_nothing_is_written_through_a_link_or_into_a_pipe(tmp_path, kind):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if kind == "folder":
        (tmp_path / FOLDER).symlink_to(elsewhere)
    else:
        (tmp_path / FOLDER).mkdir()
        path = tmp_path / FOLDER / "one.jsonl"
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(elsewhere / "one.jsonl")
    with pytest.raises(LibraryError, match="no regular file"):
        ReadingLog(tmp_path, "one").append([ONE])
    assert list(elsewhere.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path):
    (tmp_path / FOLDER).write_text("", encoding="utf-8")
    with pytest.raises(LibraryError, match="could not be noted"):
        ReadingLog(tmp_path, "one").append([ONE])


events = st.builds(
    lambda *values: Event(*values),
    st.text(max_size=20),
    st.text(max_size=20),
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.integers(0, 2**33),
    st.floats(0, 3_600).map(lambda seconds: round(seconds, 1)),
    st.builds(Length, st.integers(0, 10**5), st.integers(0, 10**5)),
)


@given(st.lists(events, max_size=6), st.lists(events, max_size=6))
def test_merging_does_not_depend_on_the_order_of_devices(tmp_path_factory, first, second):
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    for folder, names in ((one, "ab"), (other, "ba")):
        ReadingLog(folder, names[0]).append(first)
        ReadingLog(folder, names[1]).append(second)
    found = ReadingLog(one, "c").events()
    assert found == ReadingLog(other, "c").events()
    assert set(found) == {*first, *second}


@pytest.mark.parametrize("is_left", [True, False])
def test_nothing_is_noted_in_the_place_of_a_library_that_is_not_there(tmp_path, is_left):
    folder = tmp_path / "library"
    if is_left:
        folder.mkdir()
    with pytest.raises(LibraryError):
        ReadingLog(folder / ".gangmu", "device").append([Event("a.md", "", "0", 1, 2.0)])
    assert folder.exists() == is_left
    assert not is_left or list(folder.iterdir()) == []


def test_what_was_read_while_the_library_could_not_be_written_is_read_with_the_rest(tmp_path):
    ReadingLog(tmp_path / "inside", "one").append([ONE])
    ReadingLog(tmp_path / "beside", "one").append([TWO, ONE])
    assert read_events(tmp_path / "inside", tmp_path / "beside") == (ONE, TWO)
    ReadingLog(tmp_path / "beside", "one").erase(TWO.start + 1)
    assert read_events(tmp_path / "inside", tmp_path / "beside") == ()
