"""A dialog that gives a person's own tags to articles, and takes them away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reader.articles.source.character_folding import fold
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

_PARTING = re.compile(r"[,，、;；]+")
Check = Qt.CheckState


class TagEditor(QDialog):
    """Shows the tags of some articles. `added` and `removed` are what is to change, once it was accepted."""

    def __init__(
        self,
        count: int,
        given: Mapping[str, int],
        known: Sequence[str],
        of_files: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """`given` says on how many of `count` articles each own tag is; `known` are all tags there are."""
        super().__init__(parent)
        self._count = count
        self._given = dict(given)
        self.setWindowTitle(_("Tags"))
        self.box = QLineEdit()
        self.box.setPlaceholderText(_("New tag"))
        self.box.setAccessibleName(_("New tag"))
        completer = QCompleter(sorted(known, key=fold), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.box.setCompleter(completer)
        self.box.returnPressed.connect(self._enter)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Your own tags"))
        self.list.itemActivated.connect(self._toggle)
        for tag, times in given.items():
            state = Check.Checked if times == count else Check.PartiallyChecked
            self._put(tag, state)
        about = ngettext("Your own tags on {count} article", "Your own tags on {count} articles", count)
        heading = QLabel(about.format(count=figure(count)))
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(heading)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        if of_files:
            tags = " ".join(f"#{tag}" for tag in of_files)
            quiet = QLabel(_("From the article itself: {tags}").format(tags=tags), wordWrap=True)
            quiet.setTextFormat(Qt.TextFormat.PlainText)
            quiet.setProperty("quiet", True)
            column.addWidget(quiet)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.resize(320, 340)
        self.box.setFocus()

    @property
    def added(self) -> list[str]:
        """The tags that all of the articles are to have, and not all had."""
        return [tag for tag in self._tags(Check.Checked) if self._given.get(tag) != self._count]

    @property
    def removed(self) -> list[str]:
        """The tags that none of the articles is to have, and some had."""
        return [tag for tag in self._tags(Check.Unchecked) if self._given.get(tag)]

    def accept(self) -> None:
        self._take_typed()  # what was typed and not yet entered is meant too
        super().accept()

    # ---- within

    def _tags(self, state: Check) -> list[str]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item.text() for item in items if item.checkState() == state]

    def _enter(self) -> None:
        if not self._take_typed():
            self.accept()

    def _take_typed(self) -> bool:
        """Put what was typed among the tags; return whether that was anything."""
        tags = [" ".join(part.split()).lstrip("#") for part in _PARTING.split(self.box.text())]
        for tag in filter(None, tags):
            same = [item for item in self._items() if fold(item.text()) == fold(tag)]
            if same:
                same[0].setCheckState(Check.Checked)
            else:
                self._put(tag, Check.Checked)
        self.box.clear()
        return any(tags)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _put(self, tag: str, state: Check) -> None:
        item = QListWidgetItem(tag)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self.list.addItem(item)
        self.list.scrollToItem(item)

    def _toggle(self, item: QListWidgetItem) -> None:
        item.setCheckState(Check.Unchecked if item.checkState() == Check.Checked else Check.Checked)
