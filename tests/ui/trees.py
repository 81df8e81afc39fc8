"""For tests: every entry of a tree that is shown."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTreeView


def indexes(tree: QTreeView, parent: QModelIndex | None = None) -> Iterator[QModelIndex]:
    """Yield the index of every entry, in tree order."""
    model, parent = tree.model(), parent or QModelIndex()
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        yield from indexes(tree, index)
