"""What another device did to the annotation on the card, and the answers to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader.annotations.model import Placed
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService


class ConflictBox(QFrame):
    """Shows the other texts, or that it was deleted elsewhere. Hidden where all devices agree."""

    def __init__(
        self, annotations: AnnotationService, mine: Callable[[], str], answered: Callable[[str | None], None]
    ) -> None:
        """`mine` gives the note on the card; `answered` is called with the one chosen, None: deleted."""
        super().__init__()
        self._annotations, self._mine, self._answered = annotations, mine, answered
        self._placed: Placed | None = None
        self.words = QLabel(wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.words)
        self._texts = _row(
            (_("Keep mine"), lambda: self.settle(self._mine())),
            (_("Take the other"), lambda: self.settle(self._others())),
            (_("Keep both"), lambda: self.settle(f"{self._mine()}\n\n{self._others()}")),
        )
        self._deletion = _row(
            (_("Keep it"), lambda: self.settle(self._mine())),
            (_("Delete it"), lambda: self.settle(self._mine(), deleted=True)),
        )
        column.addWidget(self._texts)
        column.addWidget(self._deletion)

    def show_for(self, placed: Placed) -> bool:
        """Show what there is to settle about `placed`; return whether the box came, went or grew."""
        before = self._placed
        self._placed = placed
        told = []
        if placed.deleted_elsewhere:
            told.append(_("Another device deleted this, without having seen it as it is here."))
        if placed.conflicts:
            told.append(_("Another device wrote: {note}").format(note=self._others()))
        self.words.setText("\n\n".join(told))
        self._texts.setVisible(bool(placed.conflicts))
        self._deletion.setVisible(placed.deleted_elsewhere and not placed.conflicts)
        self.setVisible(bool(told))
        return before is None or (before.conflicts, before.deleted_elsewhere) != (
            placed.conflicts,
            placed.deleted_elsewhere,
        )

    def settle(self, note: str, *, deleted: bool = False) -> None:
        """Give the person's answer: this text, on all devices; or the trash."""
        placed = self._placed
        if placed is not None:
            self.hide()
            self._answered(None if deleted else note)
            self._annotations.settle(placed, note, deleted=deleted)

    def _others(self) -> str:
        return "\n\n".join(each.note for each in self._placed.conflicts) if self._placed else ""


def _row(*answers: tuple[str, Callable[[], None]]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    for text, act in answers:
        button = QPushButton(text)
        button.clicked.connect(act)
        row.addWidget(button)
    return holder
