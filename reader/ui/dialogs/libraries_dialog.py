"""The person's libraries: what they are called, where they are; to open, to name, or to take off the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader import paths
from reader.i18n import gettext as _
from reader.ui.session.session import Session

ROOM = 12  # pixels above and below a row's words, together
_FOLDER = Qt.ItemDataRole.UserRole


class Opener(Protocol):
    """Who opens a library."""

    def open(self, target: Path | None) -> None:
        """Open the library in the folder `target`."""
        ...

    def ask_for_folder(self) -> None:
        """Let the person choose a folder, and open it."""
        ...


class LibrariesDialog(QDialog):
    """Shows the list. Nothing in it touches a file of a library."""

    def __init__(
        self, session: Session, folders: Callable[[], Sequence[Path]], opener: Opener, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._folders = folders
        self._opener = opener
        self.setWindowTitle(_("Libraries"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([_("Name"), _("Folder")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.setAccessibleName(_("Libraries"))
        header = self.list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, 190)
        header.setStretchLastSection(True)
        hint = QLabel(
            _("A name is yours alone: the folder keeps its own. What leaves the list stays on the disk.")
        )
        hint.setWordWrap(True)
        hint.setProperty("quiet", True)
        self.open_button = QPushButton(_("&Open"))
        self.name_button = QPushButton(_("&Rename"))
        self.name_button.setToolTip(_("Call it otherwise (F2); an empty name gives back the folder's"))
        self.remove_button = QPushButton(_("Remove &from the list"))
        self.remove_button.setToolTip(_("Take it off this list (Del); nothing is deleted"))
        self.add_button = QPushButton(_("&Add a folder…"))
        buttons = QDialogButtonBox()
        for button in (self.add_button, self.remove_button, self.name_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            button.setAutoDefault(False)
        buttons.addButton(self.open_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.open_button.setDefault(True)
        self.open_button.setProperty("primary", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(hint)
        column.addWidget(buttons)
        self.resize(620, 360)
        self._fill()
        self.list.itemChanged.connect(self._rename)
        self.list.itemDoubleClicked.connect(self._open)
        self.list.currentItemChanged.connect(self._enable)
        self.open_button.clicked.connect(self._open)
        self.name_button.clicked.connect(self._edit)
        self.remove_button.clicked.connect(self._remove)
        self.add_button.clicked.connect(self._add)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)
        self._enable()

    # ---- within

    def _fill(self) -> None:
        library = self._session.library
        self.list.clear()
        for folder in self._folders():
            item = QTreeWidgetItem([self._session.name_of_library(folder), str(folder)])
            item.setData(0, _FOLDER, folder)
            item.setToolTip(1, str(folder))
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + ROOM))
            if folder != paths.starter_library():
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if not paths.is_folder(folder):
                item.setText(1, _("{folder} (not there now)").format(folder=folder))
            self.list.addTopLevelItem(item)
            if library is not None and folder == library.folder:
                font = item.font(0)
                font.setBold(True)
                item.setFont(0, font)
                self.list.setCurrentItem(item)
        if not self.list.selectedItems() and (first := self.list.topLevelItem(0)) is not None:
            self.list.setCurrentItem(first)

    def _chosen(self) -> Path | None:
        item = self.list.currentItem()
        return item.data(0, _FOLDER) if item is not None else None

    def _enable(self, *_changed: object) -> None:
        folder = self._chosen()
        is_own = folder is not None and folder != paths.starter_library()
        self.open_button.setEnabled(folder is not None and paths.is_folder(folder))
        self.name_button.setEnabled(is_own)
        self.remove_button.setEnabled(is_own)

    def _edit(self) -> None:
        if (item := self.list.currentItem()) is not None:
            self.list.editItem(item, 0)

    def _rename(self, item: QTreeWidgetItem, _column: int) -> None:
        folder = item.data(0, _FOLDER)
        if item.text(0) != self._session.name_of_library(folder):
            self._session.name_library(folder, item.text(0))
            item.setText(0, self._session.name_of_library(folder))

    def _remove(self) -> None:
        folder, item = self._chosen(), self.list.currentItem()
        if folder is None or item is None or not self.remove_button.isEnabled():
            return
        self._session.forget_library(folder)
        self.list.takeTopLevelItem(self.list.indexOfTopLevelItem(item))

    def _open(self, *_item: object) -> None:
        folder = self._chosen()
        if folder is not None and self.open_button.isEnabled():
            self.accept()
            self._opener.open(folder)

    def _add(self) -> None:
        self.accept()
        self._opener.ask_for_folder()
