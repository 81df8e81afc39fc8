"""The card of one annotation: note in Markdown, tags, colour. Saved as one types; Esc closes it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.annotations.model import COLOURS, Annotation, Kind, Placed
from reader.i18n import gettext as _
from reader.ui.annotating.conflict_box import ConflictBox
from reader.ui.annotating.notes.note_view import NoteView
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.parts.highlight_colours import meaning_of, swatch
from reader.ui.session.session import Session

WIDTH = 264
_LOWEST, _HIGHEST = 64, 260  # of the note, in pixels
_PAUSE = 300  # milliseconds without a key, after which what was typed is kept


class AnnotationCard(QFrame):
    """Edits one annotation at a time through the annotation service."""

    closed = Signal()

    def __init__(self, session: Session, annotations: AnnotationService, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("note_card")
        self.setFixedWidth(WIDTH)
        self._session = session
        self._annotations = annotations
        self._placed: Placed | None = None
        self._is_draft = False  # a note on a node into which nothing was written yet: it is not kept
        self.heading = QLabel(wordWrap=True)
        self.heading.setProperty("quiet", True)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.note = QPlainTextEdit(placeholderText=_("A note, in Markdown"), tabChangesFocus=True)
        self.note.setAccessibleName(_("Note"))
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view = NoteView(session.theming)
        self.view.edit_requested.connect(self.edit)
        self.tags = QLineEdit(placeholderText=_("Tags, separated by spaces"))
        self.tags.setAccessibleName(_("Tags"))
        self.conflict = ConflictBox(self._annotations, self.note.toPlainText, self._take_answer)
        self._colours: dict[str, QToolButton] = {}
        self._underline = self._tool("underline", _("Underline"), self._toggle_underline)
        self._underline.setCheckable(True)
        self._delete = self._tool("trash", _("Delete (it can be restored from the trash)"), self.delete)
        self._close = self._tool("close", _("Close (Esc)"), self.close_card)
        self._build()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.keep)
        self.note.textChanged.connect(self._pause.start)
        self.note.textChanged.connect(self._fit)
        self.tags.textEdited.connect(lambda _text: self._pause.start())
        for widget in (self.note, self.view, self.tags):
            widget.installEventFilter(self)
        session.theming.theme_changed.connect(self._dress)
        self._annotations.placed_changed.connect(self._follow)
        self._annotations.finishing.connect(self.keep)
        self.hide()

    @property
    def annotation_id(self) -> str:
        """The id of the annotation that is shown; "" for none."""
        return self._placed.annotation.annotation_id if self._placed else ""

    def open(self, placed: Placed, *, at_tags: bool = False) -> None:
        """Show `placed` and put the keyboard into its note, or its tags."""
        self.keep()
        self._placed, self._is_draft = placed, False
        self._is_draft = self._kept() is None
        self._fill()
        self._read()
        self.show()
        self.raise_()
        note = self.note if self.view.isHidden() else self.view
        (self.tags if at_tags else note).setFocus(Qt.FocusReason.PopupFocusReason)

    def edit(self) -> None:
        """Show the note as it is written, with the keyboard at its end."""
        self.view.hide()
        self.note.show()
        self.note.moveCursor(QTextCursor.MoveOperation.End)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit()

    def keep(self) -> None:
        """Save the note as typed, if it has changed."""
        self._pause.stop()
        before = self._current()
        if before is None:
            return
        tags = tuple(dict.fromkeys(tag.lstrip("#＃") for tag in self.tags.text().replace("，", " ").split()))
        after = replace(before, note=self.note.toPlainText(), tags=tuple(tag for tag in tags if tag))
        if self._is_draft:
            if not _is_empty(after):
                self._is_draft = False
                self._placed = replace(self._placed, annotation=after) if self._placed else None
                self._annotations.keep_draft(after)
            return
        self._annotations.change(_("Write a note"), [(before, after)], typing=True)

    def fit(self) -> None:
        """Make the card as high as what it holds; `adjustSize` knows nothing of lines that wrap."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))

    def close_card(self) -> None:
        """Keep what was typed and hide the card. A note on a node that is empty is not kept."""
        self.keep()
        now = self._current()
        if now is not None and not self._is_draft and now.kind is Kind.NODE and _is_empty(now):
            self._annotations.delete([now])
        self._placed = None
        self.hide()
        self.closed.emit()

    def delete(self) -> None:
        """Put the annotation into the trash."""
        annotation = None if self._is_draft else self._current()
        self._pause.stop()
        self._placed = None
        self.hide()
        if annotation is not None:
            self._annotations.delete([annotation])
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            closing = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
                watched is self.tags or event.modifiers() & Qt.KeyboardModifier.ControlModifier
            )
            if event.key() == Qt.Key.Key_Escape or closing:
                self.close_card()
                return True
        if watched is self.note and isinstance(event, QFocusEvent) and event.lostFocus():
            is_away = event.reason() in (
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.PopupFocusReason,
            )
            if not is_away:
                self._read()
        return super().eventFilter(watched, event)

    # -- within -------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 12)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(0)
        for name in COLOURS:
            button = QToolButton(self, autoRaise=True)
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, name=name: self._recolour(name))
            self._colours[name] = button
            top.addWidget(button)
        top.addWidget(self._underline)
        top.addStretch(1)
        top.addWidget(self._delete)
        top.addWidget(self._close)
        column.addLayout(top)
        column.addWidget(self.heading)
        column.addWidget(self.note, 1)
        column.addWidget(self.view, 1)
        column.addWidget(self.tags)
        column.addWidget(self.conflict)
        self._dress()

    def _tool(self, glyph: str, tip: str, run: object) -> QToolButton:
        button = QToolButton(self, autoRaise=True)
        button.setProperty("glyph", glyph)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(run)
        return button

    def _dress(self) -> None:
        theming = self._session.theming
        for name, button in self._colours.items():
            meaning = meaning_of(name, self._session.settings)
            button.setIcon(swatch(name, theming.theme, self.devicePixelRatioF()))
            button.setToolTip(meaning)
            button.setAccessibleName(meaning)
        for tool in (self._underline, self._delete, self._close):
            tool.setIcon(theming.icon(str(tool.property("glyph")), "panel_quiet"))
        self._fit()

    def _fill(self) -> None:
        if self._placed is None:
            return
        annotation = self._placed.annotation
        self.heading.setText(self._session.theming.shown(_heading(self._placed)))
        for widget in (self.note, self.tags):
            widget.blockSignals(True)
        if self.note.toPlainText() != annotation.note:
            self.note.setPlainText(annotation.note)
        self.tags.setText(" ".join(annotation.tags))
        for widget in (self.note, self.tags):
            widget.blockSignals(False)
        is_highlight = annotation.kind is Kind.HIGHLIGHT
        for name, button in self._colours.items():
            button.setVisible(is_highlight)
            button.setChecked(name == annotation.colour)
        self._underline.setVisible(is_highlight)
        self._underline.setChecked(annotation.underlined)
        self._fit()
        self.conflict.show_for(self._placed)
        self.fit()

    def _fit(self) -> None:
        """Make the note as high as its text, within bounds."""
        if not self.view.isHidden():
            self.view.show_note(self.note.toPlainText())
            self.view.setFixedHeight(min(max(self.view.height_for(WIDTH - 22), 24), _HIGHEST))
            self.fit()
            return
        lines = self.note.document().size().height()  # a plain text edit counts in lines
        wanted = round(lines * self.note.fontMetrics().lineSpacing()) + 26
        height = min(max(wanted, _LOWEST), _HIGHEST)
        if height != self.note.height():
            self.note.setFixedHeight(height)
            self.fit()

    def _read(self) -> None:
        """Show the note as it reads; an empty one as the place to write it."""
        is_written = bool(self.note.toPlainText().strip())
        self.view.setVisible(is_written)
        self.note.setVisible(not is_written)
        self._fit()

    def _follow(self) -> None:
        """Show what has become of the annotation, unless the person is typing into it."""
        if self._placed is None:
            return
        now = self._annotations.find(self.annotation_id)
        if now is None:
            if not self._is_draft and self._kept() is None and not self._pause.isActive():
                self._placed = None
                self.hide()
            return
        self._placed = now
        if not self._pause.isActive() and not (self.note.hasFocus() or self.tags.hasFocus()):
            self._fill()
        if self.conflict.show_for(now):
            self.fit()

    def _current(self) -> Annotation | None:
        """Return the annotation as it is kept now: it may have been recoloured since the card was opened."""
        if self._placed is None or self._annotations.store is None:
            return None
        return self._kept() or self._placed.annotation

    def _kept(self) -> Annotation | None:
        """Return the annotation as the store has it; None where it has none, or one in the trash."""
        if self._placed is None or self._annotations.store is None:
            return None
        annotation = self._placed.annotation
        kept = self._annotations.store.find(annotation.annotation_id, annotation.target.source)
        return kept.annotation if kept is not None and not kept.annotation.deleted else None

    def _recolour(self, name: str) -> None:
        self.keep()
        if (before := self._current()) is not None:
            self._session.settings.set("highlight_colour", name)
            self._annotations.change(_("Recolour"), [(before, replace(before, colour=name))])
        for each, button in self._colours.items():
            button.setChecked(each == name)

    def _toggle_underline(self) -> None:
        self.keep()
        if (before := self._current()) is not None:
            self._annotations.change(
                _("Underline"), [(before, replace(before, underlined=not before.underlined))]
            )

    def _take_answer(self, note: str | None) -> None:
        if note is not None:
            self.note.setPlainText(note)
        self._pause.stop()
        self.fit()
        if note is None:
            self._placed = None
            self.hide()
            self.closed.emit()


def _is_empty(annotation: Annotation) -> bool:
    return not annotation.note.strip() and not annotation.tags


def _heading(placed: Placed) -> str:
    annotation = placed.annotation
    if annotation.kind is Kind.NODE:
        return " › ".join(placed.path) or _("About the article")
    words = " ".join(
        (placed.words or (annotation.target.quote.exact if annotation.target.quote else "")).split()
    )
    return words if len(words) <= 90 else words[:88] + "…"
