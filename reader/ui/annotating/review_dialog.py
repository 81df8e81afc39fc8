"""The review: what is not sure of its place, the old text and the new one side by side.

Not modal: the article stays at hand, to select the right words in.
"""

from __future__ import annotations

import html
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.model import Kind, Placed, State
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.theming import colour
from reader.ui.parts.highlight_colours import role_of
from reader.ui.session.session import Session

_AROUND = 160  # code points before and after


class ReviewDialog(QDialog):
    """Goes through the doubtful annotations of the open article, one after the other."""

    def __init__(
        self, session: Session, annotations: AnnotationService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._annotations = annotations
        self._skipped: set[str] = set()
        self.setWindowTitle(_("Review places"))
        self.resize(760, 380)
        self.heading = QLabel(wordWrap=True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.old, self.new = _text_box(_("As it was")), _text_box(_("As it is now"))
        self.here = QPushButton(_("&Here"))
        self.not_here = QPushButton(_("&Not here"))
        self.mine = QPushButton(_("On my &selection"))
        self.later = QPushButton(_("&Later"))
        self.here.setProperty("primary", True)
        self.here.setDefault(True)
        self.here.clicked.connect(self._accept)
        self.not_here.clicked.connect(self._refuse)
        self.mine.clicked.connect(self._put_on_selection)
        self.later.clicked.connect(self._skip)
        self._lay_out()
        self._annotations.placed_changed.connect(self._show)
        session.selection_changed.connect(self._on_selection)
        session.theming.theme_changed.connect(self._show)
        self._on_selection(session.selection)
        self._show()
        self.here.setFocus()

    @property
    def placed(self) -> Placed | None:
        """The annotation that is asked about; None where nothing is doubtful any more."""
        doubtful = [each for each in self._annotations.placed if each.anchor.state is State.REVIEW]
        waiting = [each for each in doubtful if each.annotation.annotation_id not in self._skipped]
        return next(iter(waiting), None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.heading)
        sides = QHBoxLayout()
        sides.setSpacing(12)
        for title, box in ((_("As it was"), self.old), (_("As it is now"), self.new)):
            side = QVBoxLayout()
            label = QLabel(title)
            label.setProperty("quiet", True)
            side.addWidget(label)
            side.addWidget(box)
            sides.addLayout(side)
        column.addLayout(sides, 1)
        row = QHBoxLayout()
        row.addWidget(self.later)
        row.addStretch(1)
        for button in (self.mine, self.not_here, self.here):
            row.addWidget(button)
        column.addLayout(row)

    def _show(self) -> None:
        placed = self.placed
        for button in (self.here, self.not_here, self.later):
            button.setEnabled(placed is not None)
        if placed is None:
            self.heading.setText(_("Nothing is left to review in this article."))
            self.old.clear()
            self.new.clear()
            return
        annotation = placed.annotation
        note = annotation.note or " › ".join(annotation.target.path)
        self.heading.setText(note or _("Is this still the place?"))
        self.old.setHtml(self._old_html(placed))
        self.new.setHtml(self._new_html(placed))
        self.here.setEnabled(placed.anchor.span is not None or bool(placed.anchor.node_id))

    def _old_html(self, placed: Placed) -> str:
        target = placed.annotation.target
        if target.quote is None:
            return html.escape(" › ".join(target.path))
        old = self._annotations.store.texts.get(target.digest) if self._annotations.store else None
        if old and target.span and old.text[target.span.start : target.span.end] == target.quote.exact:
            return self._html(old.text, target.span, placed)
        whole = target.quote.prefix + target.quote.exact + target.quote.suffix
        start = len(target.quote.prefix)
        return self._html(whole, Span(start, start + len(target.quote.exact)), placed)

    def _new_html(self, placed: Placed) -> str:
        article, span = self._session.article, placed.anchor.span
        if article is None or span is None:
            return html.escape(" › ".join(placed.path) or _("No place was found."))
        if placed.annotation.target.quote is None:
            return html.escape(" › ".join(placed.path))
        return self._html(article.text.text, span, placed)

    def _html(self, text: str, span: Span, placed: Placed) -> str:
        mark = colour(self._session.theming.theme, role_of(placed.annotation.colour)).name()
        before = text[max(0, span.start - _AROUND) : span.start]
        after = text[span.end : span.end + _AROUND]
        parts = [
            html.escape(part).replace("\n", "<br>") for part in (before, text[span.start : span.end], after)
        ]
        return f'{parts[0]}<span style="background:{mark}">{parts[1]}</span>{parts[2]}'

    def _accept(self) -> None:
        if (placed := self.placed) is not None:
            accept(self._session, self._annotations, placed)

    def _refuse(self) -> None:
        if (placed := self.placed) is not None:
            refuse(self._session, self._annotations, placed)

    def _put_on_selection(self) -> None:
        if (placed := self.placed) is not None:
            put_here(self._session, self._annotations, placed, self._session.selection)

    def _skip(self) -> None:
        if (placed := self.placed) is not None:
            self._skipped.add(placed.annotation.annotation_id)
            self._show()

    def _on_selection(self, span: Span) -> None:
        self.mine.setEnabled(span.end > span.start and self.placed is not None)


def _text_box(name: str) -> QTextEdit:
    box = QTextEdit()
    box.setReadOnly(True)
    box.setAccessibleName(name)
    return box


def accept(session: Session, annotations: AnnotationService, placed: Placed) -> None:
    """Note that an annotation is where it was guessed to be."""
    before = placed.annotation
    node = session.node(placed.anchor.node_id or "")
    if node is not None:
        annotations.change(
            _("Here"), [(before, replace(before, target=replace(before.target, path=node.path)))]
        )
    elif placed.anchor.span is not None:
        annotations.move(before, placed.anchor.span)


def refuse(session: Session, annotations: AnnotationService, placed: Placed) -> None:
    """Note that it is not there: it has no place until its words return, and is not guessed there again."""
    from reader.annotations.anchoring.placement import fingerprint

    article, before = session.article, placed.annotation
    if article is not None:
        place = fingerprint(article.text.text, placed.anchor.span, placed.anchor.node_id)
        annotations.change(_("Not here"), [(before, replace(before, refused=(*before.refused, place)))])


def put_here(session: Session, annotations: AnnotationService, placed: Placed, span: Span) -> None:
    """Put it on `span`; a note on a node goes to the node there."""
    before = placed.annotation
    if before.kind is not Kind.NODE:
        annotations.move(before, span)
        return
    node = session.node(session.contents.at(span.start))
    if node is not None:
        target = replace(before.target, path=node.path)
        annotations.change(_("Move"), [(before, replace(before, target=target))])
