"""What is wrong in a library, as rows: filtered by words, grown as more is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.articles.source.character_folding import fold
from reader.catalogue.library_check import Problem, ProblemKind
from reader.i18n import gettext as _
from reader.i18n import labelled

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
PROBLEM = Qt.ItemDataRole.UserRole + 1


def kind_name(kind: ProblemKind) -> str:
    """Return what a kind of problem is called in the window."""
    return {
        ProblemKind.LINK: _("Link"),
        ProblemKind.UNREADABLE: _("Cannot be read"),
        ProblemKind.DUPLICATE: _("Copy"),
        ProblemKind.REISSUE: _("Same source"),
        ProblemKind.LOOP: _("Link of the file system"),
        ProblemKind.NAME: _("Name"),
        ProblemKind.LEFT_OUT: _("Left out"),
    }[kind]


def place_of(problem: Problem) -> str:
    """Return where a problem is: the file, and the line where it is about one."""
    return problem.file if problem.line is None else f"{problem.file}:{problem.line}"


class ProblemsModel(QAbstractListModel):
    """The problems that have the filter's words in sentence, kind or file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: list[Problem] = []
        self._shown: list[Problem] = []
        self._words: list[str] = []

    def clear(self) -> None:
        """Show none."""
        self.beginResetModel()
        self.all, self._shown = [], []
        self.endResetModel()

    def add(self, problems: Sequence[Problem]) -> None:
        """Show more, below the others."""
        self.all += problems
        if more := [one for one in problems if self._fits(one)]:
            self.beginInsertRows(_NOWHERE, len(self._shown), len(self._shown) + len(more) - 1)
            self._shown += more
            self.endInsertRows()

    def filter(self, words: str) -> None:
        """Show those that have all of `words`."""
        self._words = fold(words).split()
        self.beginResetModel()
        self._shown = [one for one in self.all if self._fits(one)]
        self.endResetModel()

    def problem(self, index: Index) -> Problem | None:
        """Return the problem in a row; None for no row."""
        return self._shown[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        problem = self.problem(index)
        if problem is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return problem.what
            case Qt.ItemDataRole.ToolTipRole:
                return f"{problem.what}\n{place_of(problem)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return labelled(kind_name(problem.kind), f"{problem.what} {place_of(problem)}")
        return problem if role == PROBLEM else None

    def _fits(self, problem: Problem) -> bool:
        if not self._words:
            return True
        text = fold(f"{problem.what} {kind_name(problem.kind)} {problem.file}")
        return all(word in text for word in self._words)
