"""The articles of a library as an item model: one row each, under headings, as `article_sieving` chose them.

Only what is looked at is asked of Python: `ArticleView` reckons where the rows stand from the
`lengths` of their titles, and 20,000 articles are laid out in milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.articles.shortening import MOST_TAGS, shortened
from reader.catalogue.article_list import Facts, ListedArticle, Stage, listed, site_of, stage_of
from reader.catalogue.entries import CatalogueEntry
from reader.i18n import day as day_words
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.models.article_arrangement import Arrangement, Words
from reader.ui.models.article_sieving import Heading, Rows

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ARTICLE_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class ArticleRole(IntEnum):
    """What the list asks beside the title."""

    PATH = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2  # the line below the title
    IS_OPEN = Qt.ItemDataRole.UserRole + 3
    PROBLEM = Qt.ItemDataRole.UserRole + 4
    LISTED = Qt.ItemDataRole.UserRole + 5  # the `ListedArticle`; None of a heading
    TIME = Qt.ItemDataRole.UserRole + 6  # the minutes that it takes, or is left, in words


class ArticlesModel(QAbstractListModel):
    """The rows that were chosen of an arrangement, and what is said of each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._arrangement = Arrangement()
        self._rows = Rows()
        self._open = ""
        self._facts = Facts()

    def show(self, folder: Path, arrangement: Arrangement, rows: Rows) -> None:
        """Show `rows`, which are of `arrangement`, the articles of the library in `folder`."""
        self._folder, self._arrangement = folder, arrangement
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def take_facts(self, facts: Facts) -> None:
        """Take what the person did with the articles. Rows stay where they are until they are next sieved."""
        self._facts = facts
        if count := len(self._rows.rows):
            self.dataChanged.emit(self.index(0), self.index(count - 1))

    def mark_open(self, name: str) -> None:
        """Mark the article of that name as the one being read."""
        before, self._open = self._open, name
        for each in (before, name):
            index = self.index_of(each)
            if index.isValid():
                self.dataChanged.emit(index, index, [ArticleRole.IS_OPEN])

    def index_of(self, name: str) -> QModelIndex:
        """Return the index of an article by its name in the library; an invalid one where it is not shown."""
        try:  # it is asked seldom: a dictionary of all names would cost more at each letter of the filter
            return self.index(self._rows.names.index(name)) if name else QModelIndex()
        except ValueError:
            return QModelIndex()

    def name_at(self, index: Index) -> str:
        """Return the name in the library of the article at `index`; "" where there is none."""
        return self._rows.names[index.row()] if index.isValid() else ""

    @property
    def total(self) -> int:
        """How many articles there are, shown or not."""
        return len(self._arrangement.entries)

    @property
    def shown(self) -> int:
        """How many articles are shown."""
        return self._rows.shown

    @property
    def rows(self) -> Sequence[Words | Heading]:
        """What stands in each row."""
        return self._rows.rows

    @property
    def names(self) -> Sequence[str]:
        """The name in the library of each row's article; "" of a heading."""
        return self._rows.names

    def lengths(self) -> Sequence[float]:
        """Return how long each row's title is, in widths of a Chinese character; 0 of a heading."""
        return self._rows.ems

    # ---- Qt

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows.rows[index.row()]
        if isinstance(row, Heading):
            return _heading(row, role)
        entry = row.entry
        if role >= Qt.ItemDataRole.UserRole:
            return self._own_data(entry, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return _(", ").join(filter(None, (entry.title, *self._told(entry))))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._all_of_it(entry)
        return None

    def _own_data(self, entry: CatalogueEntry, role: int) -> object:
        match role:
            case ArticleRole.PATH:
                return self._folder / entry.name
            case ArticleRole.DETAIL:
                return entry.problem or self._detail(entry)
            case ArticleRole.IS_OPEN:
                return entry.name == self._open
            case ArticleRole.PROBLEM:
                return bool(entry.problem)
            case ArticleRole.LISTED:
                return listed(entry, self._facts)
            case ArticleRole.TIME:
                return time_left(listed(entry, self._facts))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._rows.rows[index.row()], Heading):
            return Qt.ItemFlag.ItemNeverHasChildren
        return _ARTICLE_FLAGS

    # ---- within

    def _detail(self, entry: CatalogueEntry) -> str:
        """Return the line below the title; where titles are alike, first where the article stands."""
        arrangement, name = self._arrangement, entry.name
        parts = [_("copy") if name in arrangement.copies else "", arrangement.alike.get(name, "")]
        parts.append(entry.category)
        parts.append(_hashed((*self._facts.tags.get(name, ()), *entry.tags)))
        return "  ·  ".join(filter(None, parts)) or entry.name

    def _told(self, entry: CatalogueEntry) -> list[str]:
        """Return what is said of an article beside its title: how far it was read, and its notes."""
        if entry.problem:
            return [entry.problem]
        one = listed(entry, self._facts)
        told = [time_left(one)]
        if stage_of(one) is Stage.READING:
            told.insert(0, _("{percent} % read").format(percent=round(100 * one.read)))
        if one.notes:
            told.append(ngettext("{count} note", "{count} notes", one.notes).format(count=figure(one.notes)))
        if one.is_favourite:
            told.append(_("favourite"))
        if one.place is not None:
            told.append(_("number {place} of the reading list").format(place=one.place + 1))
        return [words for words in told if words]

    def _all_of_it(self, entry: CatalogueEntry) -> str:
        copy, one = self._arrangement.copies.get(entry.name, ""), listed(entry, self._facts)
        about = (entry.category, _hashed(entry.tags), site_of(entry))
        lines = (
            entry.title,
            entry.original_title,
            "  ·  ".join(filter(None, about)),
            _("Your own tags: {tags}").format(tags=_hashed(one.tags)) if one.tags else "",
            _(", ").join((*self._told(entry), _length(entry))) if not entry.problem else entry.problem,
            _("The same text as {name}").format(name=copy) if copy else "",
            _("Last read on {day}").format(day=_day(one.last_read)) if one.last_read else "",
            _("Added on {day}").format(day=_day(entry.added)),
            entry.name,
        )
        return "\n".join(filter(None, lines))


def _hashed(tags: Sequence[str]) -> str:
    more = "…" if len(tags) > MOST_TAGS else ""
    return " ".join((*(f"#{shortened(tag)}" for tag in tags[:MOST_TAGS]), more)).rstrip()


def _day(seconds: int) -> str:
    return day_words(datetime.fromtimestamp(seconds))


def _length(entry: CatalogueEntry) -> str:
    count = entry.han + entry.words
    words = ngettext("{count} character or word", "{count} characters and words", count)
    return words.format(count=figure(count))


def time_left(one: ListedArticle) -> str:
    """Return in words how many minutes an article takes, or what is left of it; "" if not known."""
    stage = stage_of(one)
    if stage is Stage.READ:
        return _("read")
    if not one.minutes:
        return ""
    minutes = max(1, round(one.minutes * (1 - one.read)))
    if stage is Stage.READING:
        return _("{minutes} min left").format(minutes=minutes)
    return _("{minutes} min").format(minutes=minutes)


def _heading(heading: Heading, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return heading.text
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        count = ngettext("{count} article", "{count} articles", heading.count)
        return _(", ").join((heading.text, count.format(count=figure(heading.count))))
    return None
