"""The review: what is not sure of its place, the old text and the new one side by side.

Not modal: the article stays at hand, to select the right words in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QShowEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.anchoring.changed_words import changed_words
from reader.annotations.model import Kind, Placed, State
from reader.articles.source.canonical_text import Span
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.theming import colour
from reader.ui.parts.highlight_colours import role_of
from reader.ui.session.session import Session

_AROUND = 160  # code points before and after
_DRAWN = re.compile("[\u2500-\u257f]")  # the strokes that trees are drawn with
_BLANK = re.compile("\n{3,}")
_SIZE = QSize(760, 380)  # pixels


class ReviewDialog(QDialog):
    """Goes through the doubtful annotations of the open article, one after the other."""

    def __init__(
        self, session: Session, annotations: AnnotationService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._annotations = annotations
        self._skipped: set[str] = set()
        self._is_small = False
        self.setWindowTitle(_("Review places"))
        self.resize(_SIZE)
        self.heading = QLabel(wordWrap=True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.old, self.new = _text_box(_("As it was")), _text_box(_("As it is now"))
        self.here = QPushButton(_("&Here"))
        self.not_here = QPushButton(_("&Not here"))
        self.mine = QPushButton(_("On my &selection"))
        self.later = QPushButton(_("&Later"))
        self.end = QPushButton(_("&Close"))
        self.end.clicked.connect(self.accept)
        self.here.setProperty("primary", True)
        self.here.setDefault(True)
        self.here.clicked.connect(self._accept)
        self.not_here.clicked.connect(self._refuse)
        self.mine.clicked.connect(self._put_on_selection)
        self.later.clicked.connect(self._skip)
        self._lay_out()
        self._annotations.placed_changed.connect(self._show)
        session.theming.theme_changed.connect(self._show)
        self._show()

    @property
    def placed(self) -> Placed | None:
        """The annotation that is asked about; None where nothing is doubtful any more."""
        doubtful = [each for each in self._annotations.placed if each.anchor.state is State.REVIEW]
        waiting = [each for each in doubtful if each.annotation.annotation_id not in self._skipped]
        return next(iter(waiting), None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()  # once more: only now it is known how much room there is around the words

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.heading)
        self._sides = QWidget()
        sides = QHBoxLayout(self._sides)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(12)
        for title, box in ((_("As it was"), self.old), (_("As it is now"), self.new)):
            side = QVBoxLayout()
            label = QLabel(title)
            label.setProperty("quiet", True)
            side.addWidget(label)
            side.addWidget(box)
            sides.addLayout(side)
        column.addWidget(self._sides, 1)
        row = QHBoxLayout()
        row.addWidget(self.later)
        row.addStretch(1)
        for button in (self.mine, self.not_here, self.here, self.end):
            row.addWidget(button)
        column.addLayout(row)

    def _show(self) -> None:
        """Show the annotation that is next; after the last one, that all is done, and nothing else."""
        placed = self.placed
        has_guess = placed is not None and self._has_guess(placed)
        for part in (self._sides, self.mine, self.not_here, self.later):
            part.setVisible(placed is not None)
        self.here.setVisible(has_guess)
        self.end.setVisible(placed is None)
        if placed is None:
            self.heading.setText(self._told_at_the_end())
            self.end.setDefault(True)
            self.end.setFocus()
            self._fit()
            return
        self._fit()
        annotation = placed.annotation
        note = annotation.note or " › ".join(annotation.target.path)
        self.heading.setText(note or _("Is this still the place?"))
        old, new = self._old_words(placed), self._new_words(placed)
        gone, come = changed_words(old.words, new.words) if placed.anchor.span is not None else ([], [])
        self._fill(self.old, old, placed, gone)
        self._fill(self.new, new, placed, come)
        likely = self.here if has_guess else self.mine
        likely.setDefault(True)
        likely.setFocus()

    def _fit(self) -> None:
        """Take no more room at the end than its sentence does, and the usual one before."""
        layout, is_end = self.layout(), self.placed is None
        if layout is not None and is_end != self._is_small:
            self._is_small = is_end
            layout.activate()
            self.resize(self.width(), layout.minimumSize().height() if is_end else _SIZE.height())

    def _told_at_the_end(self) -> str:
        waiting = [each for each in self._annotations.placed if each.anchor.state is State.REVIEW]
        if not waiting:
            return _("Done. Nothing is left to review in this article.")
        told = ngettext(
            "Done. {count} place is left for later.", "Done. {count} places are left for later.", len(waiting)
        )
        return told.format(count=figure(len(waiting)))

    def _has_guess(self, placed: Placed) -> bool:
        return placed.anchor.span is not None or bool(placed.anchor.node_id)

    def _old_words(self, placed: Placed) -> Surrounded:
        target = placed.annotation.target
        if target.quote is None:
            return Surrounded("", " › ".join(target.path), "")
        old = self._annotations.store.texts.get(target.digest) if self._annotations.store else None
        if old and target.span and old.text[target.span.start : target.span.end] == target.quote.exact:
            return surrounded(old.text, target.span)
        quote = target.quote
        return Surrounded(_without_drawing(quote.prefix), quote.exact, _without_drawing(quote.suffix))

    def _new_words(self, placed: Placed) -> Surrounded:
        article, span = self._session.article, placed.anchor.span
        if article is None or not self._has_guess(placed):
            return Surrounded(_("No place was found. Select the right words in the text."), "", "")
        if span is None or placed.annotation.target.quote is None:
            return Surrounded("", " › ".join(placed.path), "")
        return surrounded(article.text.text, span)

    def _fill(self, box: QTextEdit, words: Surrounded, placed: Placed, changed: Sequence[Span]) -> None:
        """Show `words` in `box`, and scroll it so that those that count stand in the middle.

        Those that are `changed` stand out.
        """
        box.clear()
        cursor, mark = box.textCursor(), QTextCharFormat()
        mark.setBackground(colour(self._session.theming.theme, role_of(placed.annotation.colour)))
        mark.setForeground(colour(self._session.theming.theme, "text"))
        cursor.insertText(words.before, QTextCharFormat())
        other = QTextCharFormat(mark)
        other.setFontWeight(QFont.Weight.Bold)
        other.setFontUnderline(True)
        at = 0
        for span in changed:
            cursor.insertText(words.words[at : span.start], mark)
            cursor.insertText(words.words[span.start : span.end], other)
            at = span.end
        cursor.insertText(words.words[at:], mark)
        middle = cursor.position() - len(words.words.encode("utf-16-le")) // 4
        cursor.insertText(words.after, QTextCharFormat())
        cursor.setPosition(middle)
        box.setTextCursor(cursor)
        box.ensureCursorVisible()
        bar = box.verticalScrollBar()
        bar.setValue(bar.value() + box.cursorRect().center().y() - box.viewport().height() // 2)

    def _accept(self) -> None:
        if (placed := self.placed) is not None:
            accept(self._session, self._annotations, placed)

    def _refuse(self) -> None:
        if (placed := self.placed) is not None:
            refuse(self._session, self._annotations, placed)

    def _put_on_selection(self) -> None:
        placed, selection = self.placed, self._session.selection
        if placed is None:
            return
        if selection.end > selection.start:
            put_here(self._session, self._annotations, placed, selection)
        else:
            self.heading.setText(_("Select the right words in the text first; this window stays open."))

    def _skip(self) -> None:
        if (placed := self.placed) is not None:
            self._skipped.add(placed.annotation.annotation_id)
            self._show()


@dataclass(frozen=True, slots=True)
class Surrounded:
    """Words that count, with what stands before and after them."""

    before: str
    words: str
    after: str


def surrounded(text: str, span: Span) -> Surrounded:
    """Return the words at `span` of `text` with their neighbours, without drawn trees among these."""
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    return Surrounded(_without_drawing(before), text[span.start : span.end], _without_drawing(after))


def _without_drawing(text: str) -> str:
    """Return `text` without lines of a drawn tree, and the blank that they leave."""
    kept = ["" if _DRAWN.search(line) else line for line in text.split("\n")]
    return _BLANK.sub("\n\n", "\n".join(kept))


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
