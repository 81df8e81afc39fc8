"""The charts of a reading report as values: what each shows, and the sentence that says it.

Nothing is painted here. What is seen is said too: each item has the words that a screen reader says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reader.i18n import day as day_words
from reader.i18n import figure, labelled, ngettext
from reader.i18n import gettext as _
from reader.search.model import Value
from reader.study.reading_report import MOST_WEEKS, Group, ReadingReport, Role
from reader.ui.search.facet_bar import value_title

DAY_COUNTS = 1.0  # minutes from which a day counts as one of reading, and is seen in the calendar
_BETWEEN = " · "


class Shape(StrEnum):
    """How a chart is painted."""

    CALENDAR = "calendar"  # a square a day, seven a week
    COLUMNS = "columns"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Item:
    """One day, column or row. `shown` stands at it, `spoken` is a whole phrase.

    `parts` are the shares of a row that are read and skimmed (0 to 1); `usual` is where a tick stands.
    """

    label: str
    value: float
    shown: str = ""
    spoken: str = ""
    parts: tuple[float, float] | None = None
    usual: float = 0.0
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: `unit` is what its values count."""

    key: str
    title: str
    sentence: str
    shape: Shape
    unit: str
    items: tuple[Item, ...]


def charts_of(report: ReadingReport) -> tuple[Chart, ...]:
    """Return the charts that have something to show, in order."""
    made = (
        _calendar(report),
        _minutes(report),
        _articles(report),
        _groups(report.categories, "categories", _("By category"), _("Without a category")),
        _groups(report.tags, "tags", _("By tag"), _("Without tags")),
        _roles(report.roles),
        _library(report),
        _speed(report),
        _notes(report),
    )
    return tuple(chart for chart in made if chart.items)


def minutes_words(minutes: float) -> str:
    """Return a time of reading: "45 min", or "3 h 20 min"."""
    whole = round(minutes)
    if minutes and not whole:
        return _("under 1 min")
    if whole < 60:
        return _("{minutes} min").format(minutes=whole)
    return _("{hours} h {minutes} min").format(hours=figure(whole // 60), minutes=whole % 60)


def _calendar(report: ReadingReport) -> Chart:
    by_day = {one.day: one for one in report.days}
    monday = report.today - timedelta(days=report.today.weekday())
    first = monday - timedelta(weeks=MOST_WEEKS - 1)
    items = []
    for number in range((report.today - first).days + 1):
        day = first + timedelta(days=number)
        one = by_day.get(day)
        minutes = one.minutes if one is not None else 0.0
        said = _articles_words(one.articles) if one is not None else _("nothing read")
        words = _BETWEEN.join((day_words(day), *((minutes_words(minutes), said) if one else (said,))))
        items.append(Item(day.isoformat(), minutes, spoken=words, day=day))
    shown = [item for item in items if item.value >= DAY_COUNTS]
    total, best = sum(item.value for item in shown), max(items, key=lambda item: item.value)
    sentence = _("On no day of the last twelve months was a minute or more read.")
    if shown and best.day is not None:
        days = ngettext("Read on {count} day", "Read on {count} days", len(shown))
        rest = _("of the last twelve months, {time} in all; most on {day}: {most}. Longest run: {run}.")
        run = _longest_run([item.value >= DAY_COUNTS for item in items])
        sentence = f"{days} {rest}".format(
            count=figure(len(shown)),
            time=minutes_words(total),
            day=day_words(best.day),
            most=minutes_words(best.value),
            run=ngettext("{count} day", "{count} days", run).format(count=figure(run)),
        )
    return Chart(
        "calendar", _("Calendar"), sentence, Shape.CALENDAR, _("minutes"), tuple(items) if report.days else ()
    )


def _minutes(report: ReadingReport) -> Chart:
    weeks = report.weeks
    items = tuple(
        Item(
            week.monday.isoformat(),
            week.minutes,
            str(round(week.minutes)),
            _BETWEEN.join((_week_words(week.monday), minutes_words(week.minutes))),
            day=week.monday,
        )
        for week in weeks
    )
    if not any(week.minutes for week in weeks):
        return Chart("minutes", "", "", Shape.COLUMNS, "", ())
    best = max(weeks, key=lambda week: week.minutes)
    sentence = _("{mean} a week on average, {last} in this one; most in the week of {day}: {most}.").format(
        mean=minutes_words(sum(week.minutes for week in weeks) / len(weeks)),
        last=minutes_words(weeks[-1].minutes),
        day=day_words(best.monday),
        most=minutes_words(best.minutes),
    )
    return Chart("minutes", _("Minutes by week"), sentence, Shape.COLUMNS, _("minutes"), items)


def _articles(report: ReadingReport) -> Chart:
    weeks = report.weeks
    items = tuple(
        Item(
            week.monday.isoformat(),
            week.articles,
            figure(week.articles),
            _BETWEEN.join((_week_words(week.monday), _articles_words(week.articles))),
            day=week.monday,
        )
        for week in weeks
    )
    if not any(week.articles for week in weeks):
        return Chart("articles", "", "", Shape.COLUMNS, "", ())
    best = max(weeks, key=lambda week: week.articles)
    sentence = _("Articles a week: {mean} on average, {last} in this one; most in the week of {day}: {most}.")
    sentence = sentence.format(
        mean=f"{sum(week.articles for week in weeks) / len(weeks):.1f}",
        last=figure(weeks[-1].articles),
        day=day_words(best.monday),
        most=figure(best.articles),
    )
    return Chart("articles", _("Articles by week"), sentence, Shape.COLUMNS, _("articles"), items)


def _groups(groups: Sequence[Group], key: str, title: str, without: str) -> Chart:
    total = sum(group.minutes for group in groups)
    named = [(group.name or without, group) for group in groups]
    items = tuple(
        Item(
            name,
            group.minutes,
            minutes_words(group.minutes),
            _BETWEEN.join((name, minutes_words(group.minutes), _articles_words(group.articles))),
        )
        for name, group in named
    )
    if not total:
        return Chart(key, title, "", Shape.ROWS, "", ())
    first = groups[0]
    sentence = _("Most of the time went to {name}: {time}, {share} % of it.").format(
        name=first.name, time=items[0].shown, share=round(100 * first.minutes / total)
    )
    if not first.name:
        sentence = labelled(without, items[0].shown)
    return Chart(key, title, sentence, Shape.ROWS, _("minutes"), items)


def _roles(roles: Sequence[Role]) -> Chart:
    items = tuple(
        Item(
            role_words(role),
            100 * role.share,
            _("{read} of {total}").format(read=figure(role.read), total=figure(role.total)),
            _("{role}: {read} of {total} read, {skimmed} skimmed").format(
                role=role_words(role),
                read=figure(role.read),
                total=figure(role.total),
                skimmed=figure(role.skimmed),
            ),
            (role.read / role.total, role.skimmed / role.total),
        )
        for role in roles
    )
    if not roles:
        return Chart("roles", "", "", Shape.ROWS, "", ())
    never = [role_words(role) for role in roles if not role.read]
    best = roles[0]
    sentence = _("Read most: {role}, {read} of {total}.").format(
        role=role_words(best), read=figure(best.read), total=figure(best.total)
    )
    if never:
        sentence += " " + _("Never read: {roles}.").format(roles=_(", ").join(never))
    return Chart("roles", _("Parts of the framework"), sentence, Shape.ROWS, _("percent read"), items)


def _library(report: ReadingReport) -> Chart:
    found = report.statistics
    total = found.read + found.begun + found.unread
    rows = ((_("Read to the end"), found.read), (_("Begun"), found.begun), (_("Not opened"), found.unread))
    items = tuple(
        Item(label, count, figure(count), _BETWEEN.join((label, _articles_words(count))))
        for label, count in rows
    )
    sentence = _("Of {total}, {read} were read to the end, {begun} begun.").format(
        read=figure(found.read), total=figure(total), begun=figure(found.begun)
    )
    return Chart(
        "library", _("The library"), sentence, Shape.ROWS, _("articles"), items if report.days else ()
    )


def _speed(report: ReadingReport) -> Chart:
    speed = report.statistics.speed
    rows = (
        (_("Chinese characters"), speed.han, 400.0, report.knows_han),
        (_("Words of other scripts"), speed.words, 220.0, report.knows_words),
    )
    items = tuple(
        Item(
            label,
            value,
            figure(round(value)),
            _BETWEEN.join((label, _("{count} a minute").format(count=figure(round(value))))),
            usual=usual,
        )
        for label, value, usual, known in rows
        if known
    )
    sentence = _("A minute, as learnt from what you read; the tick is what is usual.")
    return Chart("speed", _("Speed"), sentence, Shape.ROWS, _("a minute"), items)


def _notes(report: ReadingReport) -> Chart:
    items = tuple(
        Item(
            week.monday.isoformat(),
            week.notes,
            figure(week.notes),
            _BETWEEN.join((_week_words(week.monday), _notes_words(week.notes))),
            day=week.monday,
        )
        for week in report.weeks
    )
    sentence = _BETWEEN.join(
        (
            ngettext("{count} highlight", "{count} highlights", report.highlights).format(
                count=figure(report.highlights)
            ),
            ngettext("{count} with a note", "{count} with notes", report.notes).format(
                count=figure(report.notes)
            ),
            ngettext("{count} bookmark", "{count} bookmarks", report.bookmarks).format(
                count=figure(report.bookmarks)
            ),
        )
    )
    has_any = any(week.notes for week in report.weeks)
    return Chart("notes", _("Notes by week"), sentence, Shape.COLUMNS, _("notes"), items if has_any else ())


def role_words(role: Role) -> str:
    """Return what a role is called: as the authors of these articles do, or by its own name."""
    return _(", ").join(role.labels) or value_title("role", Value(role.key, role.key, 0))


def _week_words(monday: date) -> str:
    return _("week of {day}").format(day=day_words(monday))


def _articles_words(count: int) -> str:
    return ngettext("{count} article", "{count} articles", count).format(count=figure(count))


def _notes_words(count: int) -> str:
    return ngettext("{count} note", "{count} notes", count).format(count=figure(count))


def _longest_run(days: Sequence[bool]) -> int:
    return max(_runs(days), default=0)


def _runs(days: Sequence[bool]) -> Iterator[int]:
    run = 0
    for is_read in days:
        run = run + 1 if is_read else 0
        yield run
