"""A sheet and an annotation as JSON: limits, defaults, and what is kept though nobody here knows it."""

from __future__ import annotations

import json

import pytest

from reader.annotations.model import CONTEXT, Annotation, Kind, Target, TextQuote, colour_number
from reader.annotations.store.sheet import About, Sheet, from_file, key_for, latest_about, sheet_name, to_file
from reader.annotations.store.web_annotation import clock_from_json, from_json, to_json
from reader.articles.source.canonical_text import Span


def item(**more) -> dict:
    return {"id": "urn:uuid:a", "type": "Annotation", "motivation": "highlighting", **more}


def sheet(**more) -> dict:
    return {"items": [], "gangmu:key": "a-0123456789", "gangmu:device": "one", **more}


# ---- keys and names


def test_a_key_is_a_slug_of_32_characters_and_ten_digits_of_a_hash():
    key = key_for("文/很长的名字 with spaces & " + "x" * 60 + ".md")
    slug, digest = key.rsplit("-", 1)
    assert slug == ("很长的名字-with-spaces-" + "x" * 60)[:32]
    assert len(digest) == 10
    assert int(digest, 16) >= 0
    assert key_for("!!!.md").startswith("article-")
    assert sheet_name(key, "one") == f"{key}.one.json"


def test_two_devices_choose_one_key_and_two_articles_two():
    names = ["a.md", "b.md", "sub/a.md", "A.md"]
    assert len({key_for(name) for name in names}) == len(names)
    assert key_for("a.md") == key_for("a.md")
    assert len({key_for("a.md", taken) for taken in range(4)}) == 4  # of articles that have moved away


@pytest.mark.parametrize(
    ("name", "is_taken"), [("x" * 120, True), ("x" * 121, False), ("../evil", False), ("", False), (5, False)]
)
def test_a_name_within_a_sheet_is_taken_where_it_can_be_part_of_a_files_name(name, is_taken):
    read = from_file(sheet(**{"gangmu:key": name, "gangmu:device": name}), "file-key.file-device.json")
    assert (read.key == name) is is_taken
    assert (read.device == name) is is_taken
    if not is_taken:
        assert (read.key, read.device) == ("file-key", "file-device")


# ---- sheets


@pytest.mark.parametrize("data", [None, [], 5, {}, {"items": 5}, {"items": {}}])
def test_what_has_no_items_is_no_sheet(data):
    with pytest.raises(ValueError, match=r"x\.json"):
        from_file(data, "x.json")


def test_what_another_version_wrote_is_written_back():
    data = sheet(**{"gangmu:format": 7, "later": [1], "about": {"source": "a.md", "mood": "good"}})
    data["items"] = [item(later=1), {"id": 5, "later": 2}, "no annotation", item(gangmu={"kind": "drawing"})]
    read = from_file(data, "x.json")
    assert read.format == 7
    assert [version.annotation_id for version in read.versions] == ["a"]
    assert list(read.unread) == data["items"][1:]
    written = to_file(read)
    assert (written["later"], written["about"]["mood"]) == ([1], "good")
    assert written["items"][0]["later"] == 1
    assert written["items"][1:] == data["items"][1:]
    assert json.loads(json.dumps(written)) == written


def test_what_is_last_known_of_an_article_is_what_no_other_device_has_seen():
    first = About("old.md", "旧题", "1", (("one", 1),))
    later = About("new.md", "新题", "2", (("one", 2),))
    assert latest_about([first, later]) == later == latest_about([later, first])
    nameless = About("", "新题", "2", (("one", 2), ("two", 1)))  # whatever else would speak for the first
    assert latest_about([first, nameless]) == nameless == latest_about([nameless, first])
    assert latest_about([]) == About()


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (About("", "z", "z", (("one", 9),)), About("a.md", "", "", (("two", 1),))),  # a name says most
        (About("z.md", "z", "z", (("one", 1),)), About("a.md", "", "", (("two", 2),))),
        (About("a.md", "z", "z", (("one", 1),)), About("b.md", "", "", (("two", 1),))),
        (About("a.md", "a", "z", (("one", 1),)), About("a.md", "b", "", (("two", 1),))),
        (About("a.md", "a", "a", (("one", 1),)), About("a.md", "a", "b", (("two", 1),))),
    ],
)
def test_of_two_that_have_not_seen_each_other_every_device_takes_the_same(less, more):
    assert latest_about([less, more]) == more == latest_about([more, less])


# ---- annotations


def test_an_annotation_comes_back_as_it_was():
    made = Annotation(
        "a",
        Kind.HIGHLIGHT,
        Target("a.md", TextQuote("词", "前", "后"), Span(1, 2), ("甲", "乙"), "digest", 3),
        "笔记", "green", underlined=True, tags=("x", "y z"), created="2026", modified="2027",
        clock=(("one", 2), ("two", 1)), device="one", deleted=True, refused=("here",),
    )  # fmt: skip
    data = json.loads(json.dumps(to_json(made)))
    assert from_json(data) == made
    assert data["id"] == "urn:uuid:a"
    assert data["target"]["meta"]["headings"] == [{"level": 1, "txt": "甲"}, {"level": 2, "txt": "乙"}]


@pytest.mark.parametrize(
    ("clock", "read"),
    [
        ({"one": 1, "two": 2**53 - 1}, (("one", 1), ("two", 2**53 - 1))),
        ({"one": 2**53, "two": 10**400}, ()),  # beyond it JSON's numbers are not whole everywhere
        ({"one": 0, "two": -1, "three": True, "four": "1", "five": 1.0, "six": None}, ()),
        ({"b": 1, "a": 1}, (("a", 1), ("b", 1))),
        ([], ()),
        (None, ()),
    ],
)
def test_a_clock_counts_from_1_and_to_what_json_can_say(clock, read):
    assert clock_from_json(clock) == read


@pytest.mark.parametrize(
    ("start", "end", "is_span"),
    [
        (0, 0, True),
        (1, 2, True),
        (2, 1, False),
        (-1, 2, False),
        ("1", 2, False),
        (None, 2, False),
        (1.0, 2, False),
    ],
)
def test_a_position_begins_before_it_ends(start, end, is_span):
    selector = {"type": "TextPositionSelector", "start": start, "end": end}
    read = from_json(item(target={"selector": [selector, 5, {"type": "Other"}]}))
    assert read.target.span == (Span(start, end) if is_span else None)


def test_selectors_of_other_programs_are_written_back():
    others = [{"type": "RangeSelector", "startContainer": "/p[1]"}, "odd"]
    quote = {"type": "TextQuoteSelector", "exact": "词", "prefix": 5}
    read = from_json(item(target={"source": "a.md", "selector": [others[0], quote, others[1]], "more": 1}))
    assert read.target.quote == TextQuote("词")
    target = to_json(read)["target"]
    assert [each for each in target["selector"] if each in others] == others
    assert target["more"] == 1


@pytest.mark.parametrize(
    ("motivation", "kind"),
    [
        ("highlighting", Kind.HIGHLIGHT),
        ("bookmarking", Kind.BOOKMARK),
        ("commenting", Kind.HIGHLIGHT),  # elsewhere that is a note on words; a node's note says its kind
        ("linking", Kind.HIGHLIGHT),
        ("describing", Kind.HIGHLIGHT),
        (None, Kind.HIGHLIGHT),
        (["highlighting"], Kind.HIGHLIGHT),
    ],
)
def test_what_another_program_meant_is_a_mark_in_the_text(motivation, kind):
    assert from_json(item(motivation=motivation)).kind is kind


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_ours_says_its_name(kind):
    made = Annotation("a", kind, Target("a.md"))
    assert from_json(to_json(made)).kind is kind


@pytest.mark.parametrize(
    "data", [None, [], {}, {"id": ""}, {"id": 5}, {"id": "a", "gangmu": {"kind": "drawing"}}]
)
def test_what_has_no_id_or_another_kind_is_no_annotation_of_ours(data):
    with pytest.raises(ValueError, match="not an annotation"):
        from_json(data)


def test_values_of_other_types_count_as_none():
    body = {"value": 5, "color": ["x"], "tags": ["ok", 5, None, ["x"]], "highlight": True}
    ours = {"deleted": 1, "refused": ["here", 5], "device": 7, "digest": [], "extractor": "2"}
    read = from_json(
        item(body=body, gangmu=ours, created=5, target={"source": 5, "meta": {"headings": ["x", {"txt": 5}]}})
    )
    assert (read.note, read.colour, read.tags, read.underlined) == ("", "", ("ok",), False)
    assert (read.deleted, read.refused, read.device, read.created) == (False, ("here",), "", "")
    assert read.target == Target("")


def test_colours_of_other_programs_have_the_nearest_of_ours():
    names = ("yellow", "green", "blue", "pink", "purple", "Red", "orange", "VIOLET", "cyan", "", "no colour")
    assert [colour_number(name) for name in names] == [1, 2, 3, 4, 5, 4, 1, 5, 3, 1, 1]


def test_the_context_is_32_code_points():
    assert CONTEXT == 32


def test_an_empty_sheet_is_written_with_all_that_says_whose_it_is():
    written = to_file(Sheet("a-0123456789", "one", About("a.md", "题", "d", (("one", 1),))))
    assert written["gangmu:key"] == "a-0123456789"
    assert written["about"] == {"source": "a.md", "title": "题", "digest": "d", "clock": {"one": 1}}
    assert from_file(json.loads(json.dumps(written)), "x.json").about == About(
        "a.md", "题", "d", (("one", 1),)
    )
