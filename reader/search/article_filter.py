"""Which articles of a list a query finds, by what catalogue and person know of each: no index is read.

The language is the search's own. Words are sought in the title, the original title, the category, the tags
(the article's and the person's) and the file's name, all of them in search form; fields ask for one of
these, for dates, lengths and what the person did. What only the text could answer (`node:`, `in:`) finds
nothing here, and a sentence says so. Words alone are tried as pinyin of titles and tags too.

Everything is worked out when it is first asked for, and kept while an entry stays the same, so that the next
list of nearly the same articles costs nothing anew. For a thread; one at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reader.articles.source.character_folding import fold
from reader.catalogue.article_list import Choice, Facts, Stage, folder_of, site_of, stage_in
from reader.catalogue.entries import CatalogueEntry
from reader.catalogue.publication_date import published_in
from reader.i18n import gettext as _
from reader.search.query.patterns import matches
from reader.search.query.query_language import loosened, understand
from reader.search.query.query_tree import (
    All,
    Between,
    Either,
    Keyed,
    Node,
    Not,
    Noted,
    Pattern,
    Query,
    Spelled,
    State,
    Words,
)
from reader.search.text.analysis import label_form, search_form
from reader.search.text.pinyin import readings, spell
from reader.search.user_data import NONE, UserData

_SECONDS = 0.05  # for which a pattern is tried on one article's names
_OFTEN = 1024  # articles between two looks at whether anybody still waits
_FOLDER = "folder"  # no field of the index's: an article's folder and those above it
_OF_PASSAGES = {"node": "node:", "path": "in:"}  # what only the text could answer


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds: places in the list, in its order, and sentences about what was not understood."""

    places: Sequence[int]
    notes: tuple[str, ...] = ()


class ArticleFilter:
    """Answers queries over the catalogue entries of one list, without the index.

    `before` is the filter of the list as it was: what it has computed of the same entries is taken over.
    """

    # Strings in lists, no value an article: the collector of garbage would walk over 20,000 of them (9 ms).

    def __init__(self, entries: Sequence[CatalogueEntry], before: ArticleFilter | None = None) -> None:
        self.entries = entries
        forms, spelled = before.worked_out() if before is not None else ({}, {})
        # Title, original title, category, tags, name: a line each, in search form.
        self._forms = [forms.get(entry) or _form(entry) for entry in entries]
        # Title and tags, as they are pronounced, a line each; None: not yet.
        self._spelled: list[str | None] = [spelled.get(entry) for entry in entries]
        self._next = 0  # to be spelled
        self._fields: dict[str, list[str]] = {}

    def worked_out(self) -> tuple[Mapping[CatalogueEntry, str], Mapping[CatalogueEntry, str | None]]:
        """Return each entry's search form, and its pinyin (None: not computed yet).

        The filter of the next state of the list starts from them.
        """
        return (
            dict(zip(self.entries, self._forms, strict=True)),
            dict(zip(self.entries, self._spelled, strict=True)),
        )

    def spell_on(self, count: int) -> bool:
        """Compute the pinyin of titles and tags of the next `count` articles; return whether any are left.

        Some 20 microseconds each. Until it is done, an article is not found by its pinyin.
        """
        end = min(self._next + count, len(self.entries))
        for at in range(self._next, end):
            if self._spelled[at] is None:
                entry = self.entries[at]
                named = (entry.title, *entry.tags)
                self._spelled[at] = "\n".join(form for name in named for form in spell(name))
        self._next = end
        return end < len(self.entries)

    def starting(self, typed: str, names: Sequence[str]) -> str:
        """Return the first of the articles `names` whose title starts with, or else holds, `typed`; or ""."""
        wanted, holding = search_form(typed), ""
        places = {entry.name: at for at, entry in enumerate(self.entries)} if wanted else {}
        for name in names if wanted else ():
            title = self._forms[places[name]].partition("\n")[0] if name in places else ""
            if title.startswith(wanted):
                return name
            if not holding and wanted in title:
                holding = name
        return holding

    def find(
        self,
        choice: Choice,
        facts: Facts,
        user_data: Callable[[], UserData] = lambda: NONE,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> Found:
        """Return the articles that `choice` selects, as indexes into `entries`, ascending.

        Once `is_stopped` says True the answer is incomplete, and to be thrown away.
        `user_data` is only called for a query that asks for the words of notes.
        """
        question = _Question(self, facts, user_data, is_stopped)
        among = list(range(len(self.entries)))
        for tree in _trees(choice):
            among = question.part(tree, among)
        query = understand(choice.text)
        found = question.answer(query, among)
        if not found and (bare := loosened(choice.text)):  # half a question, as it is while one types
            found = question.answer(understand(bare), among)
        return Found(found, tuple(dict.fromkeys((*query.notes, *question.notes))))

    # ---- what one article says of a field, in the order of the list

    def forms(self) -> list[str]:
        """Return, for each article, the lines that words are searched in, in search form."""
        return self._forms

    def spelled(self) -> list[str]:
        """Return the pinyin of each article's title and tags, a line each; "" where not computed yet."""
        return [one or "" for one in self._spelled]

    def values(self, table: str) -> list[str]:
        """Return, for each article, its values of the index's field `table`: a line each, folded as there."""
        makers: Mapping[str, Callable[[CatalogueEntry], str]] = {
            "title": lambda entry: search_form(entry.title),
            "category": lambda entry: label_form(entry.category),
            "tag": lambda entry: "\n".join(map(label_form, entry.tags)),
            "source": lambda entry: f"{site_of(entry)}\n{search_form(entry.original_title)}",
            "name": lambda entry: entry.name,
            _FOLDER: lambda entry: _with_those_above(folder_of(entry)),
            "lang": lambda entry: "zh" if entry.han > entry.words else "en",
            "date": lambda entry: published_in(entry.url, entry.modified),
            "length": lambda entry: f"{entry.han + entry.words:09d}",
        }
        if table not in self._fields:
            self._fields[table] = list(map(makers.get(table, lambda _entry: ""), self.entries))
        return self._fields[table]


@dataclass
class _Question:
    """One question, part by part; each part looks only at what the ones before have left."""

    articles: ArticleFilter
    facts: Facts
    collect: Callable[[], UserData]
    is_stopped: Callable[[], bool]
    notes: list[str] = field(default_factory=list)

    def answer(self, query: Query, among: list[int]) -> list[int]:
        """Return which places of `among` a query finds."""
        if query.tree is None:
            return among
        found = self.part(query.tree, among)
        typed = fold(query.plain)
        if not typed or not readings(typed):
            return found
        return sorted({*found, *self.part(Spelled(typed), among)})

    def part(self, node: Node, among: list[int]) -> list[int]:
        """Return which places of `among` a part of a query finds."""
        if not among or self.is_stopped():
            return []
        match node:
            case All(parts):
                for part in parts:
                    among = self.part(part, among)
                return among
            case Either(parts):
                either = {at for part in parts for at in self.part(part, among)}
                return [at for at in among if at in either]
            case Not(part):
                without = set(self.part(part, among))
                return [at for at in among if at not in without]
        return self._single(node, among)

    def _single(self, node: Node, among: list[int]) -> list[int]:
        match node:
            case Words(form):
                return self._holding(form, self.articles.forms(), among, self._own_tags)
            case Keyed():
                return self._keyed(node, among)
            case Between(table, low, high):
                values = self.articles.values(table)
                return [at for at in among if low <= values[at] and (not high or values[at] < high)]
            case State(name):
                return self._state(name, among)
            case Noted(form):
                names = {note.file for note in self.collect().holding(form)}
                return [at for at in among if self.articles.entries[at].name in names]
            case Spelled(typed):
                lines, patterns = self.articles.spelled(), [one.pattern for one in readings(typed)]
                return [at for at in among if any(pattern.search(lines[at]) for pattern in patterns)]
            case Pattern():
                return self._trying(node, among)
        return []

    def _keyed(self, node: Keyed, among: list[int]) -> list[int]:
        if node.table in _OF_PASSAGES:
            self.notes.append(
                _("“{field}” asks for the text, which this list does not read: search for it.").format(
                    field=_OF_PASSAGES[node.table]
                )
            )
            return []
        values, own = self.articles.values(node.table), self._own_tags if node.table == "tag" else {}
        if node.whole:
            return [at for at in among if node.form in (*_lines(values[at]), *_lines(own.get(at)))]
        return self._holding(node.form, values, among, own)

    @cached_property
    def _own_tags(self) -> Mapping[int, str]:
        """The person's own tags, by place."""
        tags = self.facts.tags
        if not tags:
            return {}
        return {
            at: "\n".join(map(label_form, tags[entry.name]))
            for at, entry in enumerate(self.articles.entries)
            if entry.name in tags
        }

    def _holding(
        self, form: str, lines: Sequence[str], among: list[int], besides: Mapping[int, str]
    ) -> list[int]:
        if not besides:
            return [at for at in among if form in lines[at]]
        return [at for at in among if form in lines[at] or form in besides.get(at, "")]

    def _state(self, name: str, among: list[int]) -> list[int]:
        entries, facts = self.articles.entries, self.facts
        names = {
            "noted": facts.notes,
            "favourite": facts.favourites,
            "queued": facts.queue,
            "tagged": facts.tags,
        }.get(name)
        if names is not None:
            return [at for at in among if entries[at].name in names]
        stage = {"unread": Stage.UNREAD, "reading": Stage.READING, "read": Stage.READ}[name]
        return [at for at in among if stage_in(facts, entries[at].name) is stage]

    def _trying(self, node: Pattern, among: list[int]) -> list[int]:
        forms, found = self.articles.forms(), []
        for place, at in enumerate(among):
            if place % _OFTEN == 0 and self.is_stopped():
                break
            form = forms[at]
            try:
                if all(piece in form for piece in node.pieces) and any(matches(node, form, _SECONDS)):
                    found.append(at)
            except TimeoutError:
                self.notes.append(_("The pattern takes too long here; some articles were left out."))
                break
        return found


def _trees(choice: Choice) -> list[Node]:
    """Return what is chosen but for the text."""
    found: list[Node] = [State(choice.stage.value)] if choice.stage is not None else []
    found += [tree for query in choice.shelves if (tree := understand(query).tree) is not None]
    found += [Keyed("tag", label_form(tag), whole=True) for tag in choice.tags]
    if choice.folders:
        found.append(Either(tuple(Keyed(_FOLDER, folder, whole=True) for folder in choice.folders)))
    return found


def _lines(value: str | None) -> Sequence[str]:
    return value.split("\n") if value is not None else ()


def _with_those_above(folder: str) -> str:
    parts = folder.split("/")
    return "\n".join("/".join(parts[: end + 1]) for end in range(len(parts)))


def _form(entry: CatalogueEntry) -> str:
    parts = (search_form(entry.title), search_form(entry.original_title), label_form(entry.category))
    tags = " ".join(map(label_form, entry.tags))
    return "\n".join((*parts, tags, search_form(entry.name)))
