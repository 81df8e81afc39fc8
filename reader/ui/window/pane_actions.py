"""The actions of the reading pane: finding in the article, copying, size, aids to reading."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence

from reader.i18n import gettext as _
from reader.ui.pane.view import ReadingPane
from reader.ui.session.session import Session
from reader.ui.window.pane_binding import PaneBinding

Key = QKeySequence.StandardKey


def add_pane_actions(session: Session, pane: ReadingPane, binding: PaneBinding) -> None:
    """Add what the pane can do to the session's actions."""
    _add_editing(session, pane)
    _add_looks(session, pane, binding)


def _add_editing(session: Session, pane: ReadingPane) -> None:
    add = session.actions.add
    add("edit.copy", _("&Copy"), pane.copy, tip=_("Copy the selected text"), shortcut=Key.Copy, group=1)
    add(
        "edit.copy_markdown",
        _("Copy as &Markdown"),
        pane.copy_as_markdown,
        tip=_("Copy the selected text as it is written in the file"),
        shortcut="Ctrl+Alt+C",
        group=1,
    )
    add(
        "edit.select_all",
        _("Select &all"),
        pane.select_all,
        tip=_("Select the whole article"),
        shortcut=Key.SelectAll,
        group=1,
    )
    add(
        "edit.find",
        _("&Find in the article…"),
        pane.open_find,
        tip=_("Find words in this article"),
        shortcut=Key.Find,
        icon="search",
        group=4,
    )
    add(
        "edit.find_next",
        _("Find &next"),
        pane.find_next,
        tip=_("Go to the next place found"),
        shortcut=Key.FindNext,
        group=4,
    )
    add(
        "edit.find_previous",
        _("Find &previous"),
        pane.find_previous,
        tip=_("Go to the previous place found"),
        shortcut=Key.FindPrevious,
        group=4,
    )


def _add_looks(session: Session, pane: ReadingPane, binding: PaneBinding) -> None:
    add = session.actions.add
    settings = session.settings
    sizes = (
        ("view.larger", _("&Larger text"), partial(pane.zoom, 1), Key.ZoomIn, _("Make the text larger")),
        ("view.smaller", _("&Smaller text"), partial(pane.zoom, -1), Key.ZoomOut, _("Make the text smaller")),
        (
            "view.size",
            _("&Usual size"),
            binding.reset_size,
            "Ctrl+0",
            _("Set this article in the usual size"),
        ),
    )
    for name, text, run, keys, tip in sizes:
        add(name, text, run, tip=tip, shortcut=keys)
    drawing = add(
        "view.drawing",
        _("&Drawn framework in the text"),
        tip=_("Show the framework in the text too, as it was drawn"),
        shortcut="Ctrl+Shift+D",
        checked=bool(settings.get("show_drawing")),
        group=3,
    )
    drawing.toggled.connect(partial(settings.set, "show_drawing"))
    focus = add(
        "view.focus",
        _("F&ocus on the passage"),
        tip=_("Dim all but the passage that is being read"),
        shortcut="Ctrl+Shift+P",
        checked=False,
        group=3,
    )

    def dim() -> None:
        entry = session.contents.by_id.get(session.current_node)
        pane.set_focus_span(entry.span if entry is not None and focus.isChecked() else None)

    focus.toggled.connect(dim)
    session.node_changed.connect(dim)
    pane.place_changed.connect(dim)  # the file has changed: the same passage may stand elsewhere
    ruler = add(
        "view.ruler",
        _("Reading &ruler"),
        tip=_("Lay a ruler under the line at the pointer"),
        shortcut="Ctrl+Shift+R",
        checked=False,
        group=3,
    )
    ruler.toggled.connect(pane.aids.show_ruler)
    scroll = add(
        "view.auto_scroll",
        _("Scroll &by itself"),
        tip=_("Let the text move slowly by itself; up and down change the speed, Esc stops"),
        shortcut="Ctrl+Shift+A",
        checked=False,
        group=3,
    )
    scroll.toggled.connect(pane.motion.auto_scroll)
    pane.motion.auto_scroll_changed.connect(scroll.setChecked)
