"""What a person's reading adds up to: weeks, subjects, roles that are read and roles that are left."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from reader.annotations.model import Annotation, Kind, Target
from reader.articles.reading import read_article
from reader.catalogue.entries import Catalogue
from reader.catalogue.library import Library
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import own_texts
from reader.study.reading_report import MOST_WEEKS, report_of, weeks_of

LONG = "这一段说了许多话，都是为了有足够的长度让人读上一会儿。" * 3
DIGEST = f"""# 题目

- 类别：{{category}}

### 文章框架
```
├── 结论
└── 局限
```

## 结论

{LONG}

## 局限

{LONG}

### 文章标签
{{tags}}
"""
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)  # a Thursday


def at(day, month=11, hour=9):
    return int(datetime(2026, month, day, hour, tzinfo=UTC).timestamp())


@pytest.fixture
def library(tmp_path):
    for name, category, tags in (
        ("a", "技术", "#芯片， #算力"),
        ("b", "政策", "#芯片"),
        ("c", "政策", "#别的"),
    ):
        (tmp_path / f"{name}.md").write_text(DIGEST.format(category=category, tags=tags), encoding="utf-8")
    return Library(tmp_path)


def reading(library, name, label, start, seconds=60.0):
    """Return the event of having read one node of an article."""
    article = read_article(library.folder / name)
    own = next(one for one in own_texts(article) if one.node.endswith(label))
    return Event(name, own.node, own.digest, start, seconds, own.length)


def reader_of(library):
    """Return what reads the articles of `library` by their names."""
    return lambda name: read_article(library.folder / name)


def note(created, kind=Kind.HIGHLIGHT, words=""):
    return Annotation(created, kind, Target("a.md"), words, created=created)


def test_all_of_it(library):
    events = [
        reading(library, "a.md", "结论", at(26)),
        reading(library, "a.md", "结论", at(10), 120.0),
        reading(library, "b.md", "结论", at(11)),
        Event("gone.md", "x", "y", at(11), 60.0),
    ]
    notes = [note("2026-11-26T08:00:00+00:00", words="话"), note("2026-11-12T08:00:00+00:00", Kind.BOOKMARK)]
    report = report_of(Catalogue(library).update(), events, notes, NOW, reader_of(library))
    assert [(day.day.day, day.minutes, day.articles) for day in report.days] == [
        (10, 2.0, 1),
        (11, 2.0, 2),
        (26, 1.0, 1),
    ]
    weeks = [(week.monday.day, week.minutes, week.articles, week.notes) for week in report.weeks]
    assert weeks == [(9, 4.0, 3, 1), (16, 0.0, 0, 0), (23, 1.0, 1, 1)]
    assert [(one.name, one.minutes, one.articles) for one in report.categories] == [
        ("技术", 3.0, 1),
        ("政策", 1.0, 1),
    ]
    assert [(one.name, one.minutes) for one in report.tags] == [("芯片", 4.0), ("算力", 3.0)]
    roles = [(one.key, one.read, one.skimmed, one.left, one.labels) for one in report.roles]
    assert roles == [("conclusion", 2, 0, 0, ("结论",)), ("comparison", 0, 0, 2, ("局限",))]
    assert (report.highlights, report.notes, report.bookmarks) == (1, 1, 1)
    assert not report.knows_han
    assert not report.is_empty


def test_nothing_was_read(library):
    report = report_of(Catalogue(library).update(), [], [], NOW, reader_of(library))
    assert report.is_empty
    assert report.weeks == report.roles == report.categories == ()
    assert report.statistics.unread == 3


def test_it_ends_when_nobody_waits(library):
    events = [reading(library, "a.md", "结论", at(26))]
    assert report_of(Catalogue(library).update(), events, [], NOW, reader_of(library), lambda: True) is None


def test_no_more_weeks_than_a_year():
    events = [Event("a.md", "", "", at(1, 1) - 10 * 365 * 86_400, 60.0)]
    weeks = weeks_of(events, [], date(2026, 11, 26), UTC)
    assert len(weeks) == MOST_WEEKS
    assert weeks[-1].monday == date(2026, 11, 23)


def test_the_day_is_that_of_the_persons_zone():
    from datetime import timedelta, timezone

    late = Event("a.md", "", "", at(22, hour=20), 60.0)  # a Sunday in London, a Monday in Peking
    peking = timezone(timedelta(hours=8))
    assert [week.monday.day for week in weeks_of([late], [], date(2026, 11, 23), UTC)] == [16, 23]
    assert [week.monday.day for week in weeks_of([late], [], date(2026, 11, 23), peking)] == [23]


@pytest.mark.parametrize("created", ["", "gestern", "0000-99-99"])
def test_a_note_without_a_date_is_in_no_week(created):
    assert weeks_of([], [note(created)], date(2026, 11, 26), UTC) == ()


@pytest.mark.parametrize(("times", "labels"), [(4, ()), (5, ("局限",))])
def test_a_role_is_called_by_labels_that_a_fifth_of_its_nodes_have(times, labels):
    from collections import Counter

    from reader.catalogue.reading_progress import ReadState
    from reader.study.reading_report import roles_of

    called = Counter({"局限": times, **{f"第{number}种": 1 for number in range(25 - times)}})
    (role,) = roles_of({"comparison": Counter({ReadState.READ: 25})}, {"comparison": called})
    assert role.labels == labels
