"""Annotations at the pane: their marks in the text, the bar at a selection, the card beside a mark."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from urllib.parse import quote

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reader.annotations.model import Kind, Placed, State
from reader.articles.model import Article, Node
from reader.articles.source.canonical_text import Span
from reader.i18n import gettext as _
from reader.ui.annotating.annotation_card import AnnotationCard
from reader.ui.annotating.pane_menu import PaneMenu
from reader.ui.annotating.selection_bar import SelectionBar
from reader.ui.annotating.service.act_sentences import short
from reader.ui.annotating.service.annotation_marks import NOTE, is_shown, marks_of
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.pane.aids.card_spot import card_spot, rectangle_between
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.session.tabs.pane_session import PaneSession

LAYER = "annotations"
_SETTLED = 160  # milliseconds for which a selection must rest before the bar comes
_MARGIN = 20
_SHORT = 60  # code points of the words in the link


class PaneAnnotations(QObject):
    """Joins the annotations to the pane. Acts on what is selected, or on the mark that was chosen last."""

    def __init__(
        self,
        session: Session,
        annotations: AnnotationService,
        pane: ReadingPane,
        own: PaneSession | None = None,
    ) -> None:
        """`own` is what is open in `pane`; by default that of the active one."""
        super().__init__(pane)
        self._session = session
        self._annotations = annotations
        self._pane = pane
        self._own = own or session.active
        self._placed: tuple[Placed, ...] = ()  # in the article of this pane, which may not be the active one
        self.chosen = ""  # the id of the mark that has handles
        self._wanted = ""  # whose card is to be opened as soon as it is placed
        self._at_tags = False
        self._rest = QTimer(self, singleShot=True, interval=_SETTLED)
        self._rest.timeout.connect(self._show_bar)
        pane.selection_changed.connect(self._on_selection)
        pane.mark_activated.connect(self.open_card)
        pane.mark_resized.connect(self._resize)
        pane.moved.connect(self._on_moved)
        self.menu = PaneMenu(session, annotations, pane, self)
        annotations.placed_changed.connect(self._on_placed)
        annotations.annotations_changed.connect(self._on_changed)
        annotations.card_requested.connect(self._on_card_requested)
        self._own.article_opened.connect(self._on_article)
        self._own.article_changed.connect(self._on_changed)
        self._take_placed()  # the annotations may have been placed already

    @cached_property
    def bar(self) -> SelectionBar:
        """The bar at the selection. Made when it is first needed: it is no part of the first painted page."""
        bar = SelectionBar(self._session, self._pane.viewport())
        bar.colour_chosen.connect(self.highlight)
        bar.underline_chosen.connect(self.underline)
        bar.note_chosen.connect(self.write_note)
        bar.tags_chosen.connect(self.add_tags)
        bar.copy_chosen.connect(self.copy_with_link)
        return bar

    @cached_property
    def card(self) -> AnnotationCard:
        """The card of a note, made when it is first needed."""
        card = AnnotationCard(self._session, self._annotations, self._pane)
        card.closed.connect(self._on_card_closed)
        return card

    def _is_shown(self, name: str) -> bool:
        widget = self.__dict__.get(name)
        return isinstance(widget, QWidget) and widget.isVisible()

    # -- acts ---------------------------------------------------------------

    def highlight(self, colour: str = "") -> None:
        """Highlight the selection; or give the chosen mark another colour."""
        colour = colour or str(self._session.settings.get("highlight_colour"))
        if self._selected():
            self._session.settings.set("highlight_colour", colour)
            self.choose(self._mark(colour))
        elif chosen := self._find(self.chosen):
            before = chosen.annotation
            self._annotations.change(_("Recolour"), [(before, replace(before, colour=colour))])
        else:
            self._refuse()

    def underline(self) -> None:
        """Underline the selection; or turn the chosen mark's underline on or off."""
        if self._selected():
            self.choose(self._mark(underlined=True))
        elif chosen := self._find(self.chosen):
            before = chosen.annotation
            self._annotations.change(
                _("Underline"), [(before, replace(before, underlined=not before.underlined))]
            )
        else:
            self._refuse()

    def write_note(self) -> None:
        """Open the card of the chosen mark, or of a new one on the selection."""
        self._open_for_selection(at_tags=False)

    def add_tags(self) -> None:
        """Open the card with the keyboard in its tags."""
        self._open_for_selection(at_tags=True)

    def bookmark(self) -> None:
        """Bookmark the line of the selection, of the caret or that is read; or take its bookmark away."""
        article = self._session.article
        if article is None or self._annotations.store is None:
            self._refuse()
            return
        place = self._place_of_act()
        line = article.text.line_at(place)
        here = [
            each.annotation
            for each in self._placed
            if each.annotation.kind is Kind.BOOKMARK
            and each.line == line
            and each.anchor.state is State.ANCHORED
        ]
        if here:
            self._annotations.delete(here)
        else:
            self._annotations.bookmark(place)

    def note_on_node(self, position: int | None = None) -> None:
        """Write a note on the point of the framework at `position`, or on the article above the first.

        By default the point of the selection, of the caret or else that is read.
        What was written on it before is opened again.
        """
        node = self.node_at(self._place_of_act() if position is None else position)
        node_id = node.node_id if node is not None else ""
        known = [
            each.annotation.annotation_id
            for each in self._placed
            if each.annotation.kind is Kind.NODE
            and each.anchor.state is State.ANCHORED
            and each.anchor.node_id == node_id
        ]
        if known:
            self.open_card(known[0])
            self.card.edit()
        elif (draft := self._annotations.draft_on_node(node)) is not None:
            self._open(draft)
        else:
            self._refuse()

    def node_at(self, position: int) -> Node | None:
        """Return the point of the framework at `position`; None above the first."""
        article, contents = self._session.article, self._session.contents
        entries = reversed(contents.ancestors(contents.at(position)))
        nodes = (self._session.node(entry.entry_id) for entry in entries)
        found = next((node for node in nodes if node is not None), None)
        if found is not None or article is None or not article.framework.derived:
            return found
        # Made from the headings, the framework has the nodes, and the tree shows the sections.
        return contents.points.at(position)

    def name_of_node_note(self) -> str:
        """Return what `note_on_node` would do now, with its mnemonic: it names the point."""
        node = self.node_at(self._place_of_act()) if self._session.article is not None else None
        if node is None:
            return _("Note on the &article")
        return _("Note on the &point “{label}”").format(label=short(node.label).replace("&", "&&"))

    def copy_with_link(self) -> None:
        """Copy the selection with the article's title, its path and a link."""
        article = self._session.article
        span = self._selected() or self._chosen_span()
        if article is not None and span:
            path = tuple(entry.label for entry in self._session.contents.ancestors(self._entry_at(span)))
            QGuiApplication.clipboard().setText(words_with_link(article, span, path))
            self._session.tell(_("Copied with a link."))
        else:
            self._refuse()

    def copy_link(self) -> None:
        """Copy the address that leads to the chosen mark."""
        if (chosen := self._find(self.chosen)) is not None:
            from reader.ui.session.link_copying import copy_links, link_in_library

            link = link_in_library(self._session, chosen.file, note=chosen.annotation.annotation_id)
            copy_links(self._session, link)
        else:
            self._session.tell(_("No annotation is chosen. Click one in the text first."))

    def delete(self) -> None:
        """Put the chosen mark into the trash, if it is seen to be chosen."""
        chosen = self._find(self.chosen)
        if chosen is None:
            self._session.tell(_("No annotation is chosen. Click one in the text first."))
        elif self._is_seen(chosen):
            if self._is_shown("card"):
                self.card.close_card()
            self._annotations.delete([chosen.annotation])
            self.choose("")
        elif chosen.anchor.span is not None:
            self._session.jump_to(chosen.anchor.span)
            self._session.tell(_("This annotation is chosen. Once more, and it goes into the trash."))

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) annotation in the text, and choose it."""
        spans = sorted(
            ((each.anchor.span, each.annotation.annotation_id) for each in self._placed if is_shown(each)),
            key=lambda pair: (pair[0].start, pair[1]) if pair[0] else (0, ""),
        )
        ids = [annotation_id for _span, annotation_id in spans]
        if not ids:
            self._session.tell(_("Nothing is marked in this article yet."))
            return
        if self.chosen in ids:
            index = (ids.index(self.chosen) + by) % len(ids)
        else:
            place = self._pane.place()
            after = [n for n, (span, _id) in enumerate(spans) if span and span.start >= place]
            index = (after[0] if after else 0) if by > 0 else (after[0] if after else len(ids)) - 1
        span = spans[index][0]
        if span is not None:
            self._session.jump_to(span)
        self.choose(ids[index])

    def choose(self, annotation_id: str) -> None:
        """Give a mark its handles; "" for none."""
        self.chosen = annotation_id
        self._pane.set_active_mark(annotation_id)

    def open_card(self, annotation_id: str) -> None:
        """Open the card of an annotation of the open article."""
        annotation_id = annotation_id.removesuffix(NOTE)
        placed = self._find(annotation_id)
        if placed is None:
            self._wanted = annotation_id
            return
        self._open(placed)

    # -- within -------------------------------------------------------------

    def _open(self, placed: Placed) -> None:
        if self._is_shown("bar"):
            self.bar.hide()
        self.card.open(placed, at_tags=self._at_tags)
        self.choose(placed.annotation.annotation_id)
        self._at_tags = False
        self._place_card()

    def _place_of_act(self) -> int:
        """Return where an act is meant: at the selection, at the caret in sight, or where one reads."""
        caret, selected = self._pane.selecting.caret, self._selected()
        if selected is not None:
            return selected.start
        here = self._pane.selecting.position_of(caret) if caret is not None else -1
        seen = self._pane.in_view()
        return here if caret is not None and seen.start <= here <= seen.end else self._pane.place()

    def _is_seen(self, placed: Placed) -> bool:
        """Whether the chosen annotation is marked as chosen on the screen: in the text, or by its card."""
        annotation_id = placed.annotation.annotation_id
        has_card = self._is_shown("card") and self.card.annotation_id == annotation_id
        return has_card or self._pane.mark_layers.is_in_sight(annotation_id)

    def _refuse(self) -> None:
        """Say why an act on the selection cannot be done now."""
        if self._session.article is None:
            words = _("Open an article first.")
        elif self._annotations.store is None:
            words = _("The notes of this library are still being read.")
        else:
            words = _("Nothing is selected. Select words in the text first.")
        self._session.tell(words)

    def _mark(self, colour: str = "", *, underlined: bool = False) -> str:
        colour = colour or str(self._session.settings.get("highlight_colour"))
        span = self._pane.selection()
        made = self._annotations.highlight(span, colour, underlined=underlined)
        self.bar.hide()
        self._pane.select(Span(span.end, span.end))
        return made

    def _open_for_selection(self, *, at_tags: bool) -> None:
        self._at_tags = at_tags
        if self._selected():
            self._await_card(self._mark())
        elif self.chosen:
            self.open_card(self.chosen)
            if not at_tags and self.card.isVisible():
                self.card.edit()
        else:
            self._refuse()

    def _await_card(self, annotation_id: str) -> None:
        if annotation_id:
            self.open_card(annotation_id)

    def _selected(self) -> Span | None:
        span = self._pane.selection()
        return span if span.end > span.start else None

    def _chosen_span(self) -> Span | None:
        chosen = self._find(self.chosen)
        return chosen.anchor.span if chosen else None

    def _entry_at(self, span: Span) -> str:
        return self._session.contents.at(span.start)

    def _resize(self, annotation_id: str, span: Span) -> None:
        if placed := self._find(annotation_id):
            self._annotations.move(placed.annotation, span)

    def _find(self, annotation_id: str) -> Placed | None:
        return next((each for each in self._placed if each.annotation.annotation_id == annotation_id), None)

    def _on_placed(self) -> None:
        """Show what was placed in the active pane, if it is this one or one with the same text."""
        article, placed_in = self._own.opened.as_read, self._annotations.placed_in
        if self._own.is_active or (
            article is not None
            and placed_in is not None
            and (article.path, article.text.digest) == (placed_in.path, placed_in.text.digest)
        ):
            self._show(self._annotations.placed)

    def _on_changed(self) -> None:
        """Place the annotations of this pane, where the service places those of another."""
        article = self._own.opened.as_read
        if article is not None and not self._own.is_active:
            self._annotations.place_for(
                article, lambda placed: self._show(placed) if article is self._own.opened.as_read else None
            )

    def _take_placed(self) -> None:
        """Show what was placed already; else it comes."""
        is_placed = self._annotations.placed_in is self._own.opened.as_read
        self._show(self._annotations.placed if is_placed else ())
        if not is_placed:
            self._on_changed()

    def _on_card_requested(self, annotation_id: str) -> None:
        if self._own.is_active:
            self.open_card(annotation_id)

    def _show(self, placed: tuple[Placed, ...]) -> None:
        self._placed = placed
        self._pane.set_highlights(LAYER, tuple(marks_of(placed)))
        if self.chosen and self._find(self.chosen):
            self._pane.set_active_mark(self.chosen)
        if self._wanted and self._find(self._wanted):
            wanted, self._wanted = self._wanted, ""
            self.open_card(wanted)

    def hide_bar(self) -> None:
        """Put the bar away: something else is shown at the selection."""
        self._rest.stop()
        if self._is_shown("bar"):
            self.bar.hide()

    def close_card(self) -> bool:
        """Close the card, what was typed being kept; return whether it was open."""
        if not self._is_shown("card"):
            return False
        self.card.close_card()
        return True

    def _on_article(self) -> None:
        if self._is_shown("card"):
            self.card.close_card()
        self.choose("")
        self._take_placed()  # nothing yet, or already those of this article

    def _on_selection(self, span: Span) -> None:
        if span.end > span.start:
            self._rest.start()
        else:
            self.hide_bar()

    def _show_bar(self) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._rest.start()
        elif span := self._selected():
            self.bar.show_at(self._rectangle(span))

    def _on_moved(self) -> None:
        if self._is_shown("bar") and (span := self._selected()):
            self.bar.show_at(self._rectangle(span))
        if self._is_shown("card"):
            self._place_card()

    def _on_card_closed(self) -> None:
        self.choose("")  # nothing shows it any more
        self._pane.setFocus(Qt.FocusReason.PopupFocusReason)

    def _rectangle(self, span: Span) -> QRect:
        """Return where the words stand in the viewport."""
        caret = self._pane.selecting.caret_of
        return rectangle_between(self._pane, caret(span.start), caret(span.end, end=True))

    def _place_card(self) -> None:
        """Put the card beside its mark."""
        placed = self._find(self.card.annotation_id)
        words = QRect(_MARGIN, _MARGIN, 1, 1)
        if placed and (span := placed.anchor.span):
            words = self._rectangle(span)
        self.card.fit()
        self.card.move(card_spot(self._pane, words, self.card.size()))


def words_with_link(article: Article, span: Span, path: tuple[str, ...]) -> str:
    """Return the quotation and its source. The link is a file's, with a text fragment as browsers know it."""
    words = article.text.words(span).strip()
    first = words.split("\n", 1)[0][:_SHORT]
    link = f"{article.path.as_uri()}#:~:text={quote(first, safe='')}"
    source = " › ".join((article.title, *path))
    return f"“{words}”\n— {source}\n{link}"
