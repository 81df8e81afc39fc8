"""What a person's reading of a library adds up to, to be looked at: days, weeks, subjects, roles, notes.

All is reckoned from the reading log and the annotations; nothing is kept. Roles are what nodes of a framework
are for (their conclusion, their limits), of the articles that were begun: of the others nothing was read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from reader.annotations.model import Annotation, Kind
from reader.articles.model import Article
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.reading_log import Event, by_article
from reader.catalogue.reading_progress import LOOK, Progress, ReadState, progress_of, speed_of
from reader.catalogue.reading_statistics import Day, Statistics, statistics_of
from reader.catalogue.text_length import USUAL
from reader.errors import ArticleError
from reader.search.build.told_facets import ROLES, role_of

MOST_WEEKS = 53
_MOST_GROUPS = 12
_MOST_LABELS = 3
_SAID = 5  # a label names its role if at least one of so many nodes of the role have it


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `monday` on."""

    monday: date
    minutes: float = 0.0
    articles: int = 0
    notes: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """What was read of a category or a tag. `name` "" is that of articles without any."""

    name: str
    minutes: float
    articles: int  # of them that were read in


@dataclass(frozen=True, slots=True)
class Role:
    """How many nodes of a role were read, skimmed, or left, in the articles that were begun.

    `labels` are what authors call it most, up to three; none where each calls it otherwise.
    """

    key: str  # of `told_facets.ROLES`
    read: int
    skimmed: int
    left: int
    labels: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All of them."""
        return self.read + self.skimmed + self.left

    @property
    def share(self) -> float:
        """How much of them was read, from 0 to 1."""
        return self.read / self.total


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """All of it. `days` and `weeks` are in order, up to today; groups and roles with the most first.

    `knows_han` and `knows_words` say whether the speed was learnt, else it is the usual one.
    """

    today: date
    statistics: Statistics
    weeks: tuple[Week, ...] = ()
    categories: tuple[Group, ...] = ()
    tags: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()
    highlights: int = 0
    notes: int = 0
    bookmarks: int = 0
    knows_han: bool = False
    knows_words: bool = False

    @property
    def days(self) -> tuple[Day, ...]:
        """The days on which something was read."""
        return self.statistics.days

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read and nothing noted."""
        return not self.days and not (self.highlights or self.notes or self.bookmarks)


def report_of(
    entries: Sequence[CatalogueEntry],
    events: Sequence[Event],
    annotations: Iterable[Annotation],
    now: datetime,
    read: Callable[[str], Article],
    is_stopped: Callable[[], bool] = lambda: False,
) -> ReadingReport | None:
    """Return the report of a library, in the time zone of `now`; None where it `is_stopped`.

    `read` reads an article by its name, as the person sees it: those that have events, and no others.
    """
    zone, speed = now.tzinfo, speed_of(events)
    by_name = {entry.name: entry for entry in entries}
    progress: dict[str, Progress] = {}
    roles: dict[str, Counter[ReadState]] = defaultdict(Counter)
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for name, own in by_article(events).items():
        if is_stopped():
            return None
        if name not in by_name:
            continue
        try:
            article = read(name)
        except ArticleError:  # it is gone, or cannot be read now
            continue
        found = progress[name] = progress_of(article, own, speed)
        for node in article.framework.walk():
            if found.is_begun and not node.children and (role := role_of(node.path)):
                roles[role][found.states.get(node.node_id, ReadState.UNTOUCHED)] += 1
                labels[role].update([next(label for label in node.path if role_of((label,)) == role)])
    kept = [one for one in annotations if not one.deleted and one.kind is not Kind.LINK]
    return ReadingReport(
        now.date(),
        statistics_of(events, progress, len(entries), zone),
        weeks_of(events, kept, now.date(), zone),
        _groups(events, {name: (entry.category,) for name, entry in by_name.items()}),
        _groups(events, {name: entry.tags or ("",) for name, entry in by_name.items()}),
        roles_of(roles, labels),
        sum(one.kind is Kind.HIGHLIGHT for one in kept),
        sum(bool(one.note) for one in kept),
        sum(one.kind is Kind.BOOKMARK for one in kept),
        speed.han != USUAL.han,
        speed.words != USUAL.words,
    )


def weeks_of(
    events: Iterable[Event], annotations: Iterable[Annotation], today: date, zone: tzinfo | None = None
) -> tuple[Week, ...]:
    """Return the weeks from the first with anything in it to this one, 53 at the most."""
    seconds: Counter[date] = Counter()
    articles: dict[date, set[str]] = defaultdict(set)
    notes: Counter[date] = Counter()
    for event in events:
        if event.seconds >= LOOK:
            monday = _monday(datetime.fromtimestamp(event.start, zone).date())
            seconds[monday] += round(event.seconds)
            articles[monday].add(event.article)
    for one in annotations:
        if (day := _day(one.created, zone)) is not None:
            notes[_monday(day)] += 1
    known = [*seconds, *notes]
    if not known:
        return ()
    last = _monday(today)
    first = max(min(known), last - timedelta(weeks=MOST_WEEKS - 1))
    count = (last - first).days // 7 + 1
    mondays = (first + timedelta(weeks=number) for number in range(count))
    return tuple(
        Week(monday, seconds[monday] / 60, len(articles[monday]), notes[monday]) for monday in mondays
    )


def roles_of(
    counts: Mapping[str, Counter[ReadState]], labels: Mapping[str, Counter[str]]
) -> tuple[Role, ...]:
    """Return the roles, what is read most of all first; of those alike in the order of `ROLES`."""
    found = []
    for key, _words in ROLES:
        states = counts.get(key)
        if states:
            left = states[ReadState.UNTOUCHED] + states[ReadState.CHANGED]
            common = labels[key].most_common(_MOST_LABELS)
            called = tuple(label for label, count in common if _SAID * count >= states.total())
            found.append(Role(key, states[ReadState.READ], states[ReadState.SKIMMED], left, called))
    return tuple(sorted(found, key=lambda role: -role.share))


def _groups(events: Iterable[Event], names: Mapping[str, Sequence[str]]) -> tuple[Group, ...]:
    """Return what was read of each of the `names` that articles have; an article counts for each of them."""
    seconds: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.seconds >= LOOK:
            for name in names.get(event.article, ()):
                seconds[name] += round(event.seconds)
                articles[name].add(event.article)
    most = sorted(seconds, key=lambda name: (not name, -seconds[name], name))[:_MOST_GROUPS]
    return tuple(Group(name, seconds[name] / 60, len(articles[name])) for name in most)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(created: str, zone: tzinfo | None) -> date | None:
    try:
        return datetime.fromisoformat(created).astimezone(zone).date()
    except (ValueError, OverflowError):
        return None
