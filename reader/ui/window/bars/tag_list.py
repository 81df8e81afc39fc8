"""All tags of an article that has more of them than its title block shows, to be picked from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Signal
from PySide6.QtWidgets import QDialog, QListView, QVBoxLayout, QWidget

from reader.articles.shortening import shortened
from reader.i18n import gettext as _


class TagList(QDialog):
    """Shows `tags` in a list, and ends with one that is picked, or with Escape."""

    chosen = Signal(str)

    def __init__(self, tags: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._tags = tags
        self.setWindowTitle(_("Tags of the article"))
        self.list = QListView()
        self.list.setUniformItemSizes(True)  # else Qt measures each of fifty thousand
        self.list.setAccessibleName(self.windowTitle())
        self.list.setModel(QStringListModel([f"#{shortened(tag)}" for tag in tags], self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        self.list.activated.connect(self._take)
        self.list.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        self.resize(360, 460)

    def _take(self, index: QModelIndex) -> None:
        self.accept()
        self.chosen.emit(self._tags[index.row()])
