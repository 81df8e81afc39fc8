"""The actions of the Annotate menu, each with its key: all that the bar and the card do with a mouse."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from reader.annotations.model import COLOURS
from reader.i18n import gettext as _
from reader.ui.annotating.pane_annotations import Marker
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.parts.highlight_colours import meaning_of
from reader.ui.session.session import Session

Key = QKeySequence.StandardKey


def add_annotation_actions(session: Session, annotations: AnnotationService, marker: Marker) -> None:
    """Add the actions to the session's."""
    add = session.actions.add
    stack = annotations.undo_stack
    undo = add("edit.undo", _("&Undo"), stack.undo, shortcut=Key.Undo, icon="undo")
    redo = add("edit.redo", _("&Redo"), stack.redo, shortcut=Key.Redo)
    for action, changed, can in (
        (undo, stack.canUndoChanged, stack.canUndo()),
        (redo, stack.canRedoChanged, stack.canRedo()),
    ):
        action.setEnabled(can)
        changed.connect(action.setEnabled)
    add(
        "annotate.highlight",
        _("&Highlight"),
        marker.highlight,
        tip=_("Highlight what is selected"),
        shortcut="Ctrl+H",
    )
    for number, name in enumerate(COLOURS, 1):
        add(
            f"annotate.{name}",
            meaning_of(name, session.settings).replace("&", "&&"),
            partial(marker.highlight, name),
            tip=_("Highlight in this colour"),
            shortcut=f"Ctrl+Alt+{number}",
            group=1,
        )
    add("annotate.underline", _("&Underline"), marker.underline, shortcut="Ctrl+U", group=2)
    add("annotate.note", _("Write a &note"), marker.write_note, shortcut="Ctrl+M", icon="note", group=2)
    add("annotate.tags", _("Add &tags"), marker.add_tags, shortcut="Ctrl+T", icon="tag", group=2)
    add(
        "annotate.node",
        _("Note on the &point of the framework"),
        marker.note_on_node,
        tip=_("Write a note on the point that you are reading"),
        shortcut="Ctrl+Shift+M",
        group=2,
    )
    add(
        "annotate.bookmark",
        _("&Bookmark this place"),
        marker.bookmark,
        shortcut="Ctrl+D",
        icon="bookmark",
        group=2,
    )
    add(
        "annotate.copy",
        _("&Copy with a link"),
        marker.copy_with_link,
        shortcut="Ctrl+Shift+L",
        icon="copy-link",
        group=3,
    )
    add(
        "annotate.delete",
        _("&Delete the annotation"),
        marker.delete,
        shortcut="Ctrl+Backspace",
        icon="trash",
        group=3,
    )
    add("annotate.next", _("Ne&xt annotation"), lambda: marker.step(1), shortcut="Ctrl+J", group=4)
    add(
        "annotate.previous",
        _("P&revious annotation"),
        lambda: marker.step(-1),
        shortcut="Ctrl+Shift+J",
        group=4,
    )
    add(
        "annotate.export",
        _("&Export the article's annotations…"),
        partial(_export, session, annotations, whole_library=False),
        icon="export",
        group=5,
    )
    add(
        "annotate.export_library",
        _("Export the &library's annotations…"),
        partial(_export, session, annotations, whole_library=True),
        group=5,
    )
    add("annotate.import", _("&Import annotations…"), partial(_import, session, annotations), group=5)
    add("annotate.colours", _("Na&me the colours…"), partial(_name_colours, session), group=6)
    session.settings.on_change(partial(_rename_colours, session))


def _export(session: Session, annotations: AnnotationService, *, whole_library: bool) -> None:
    from reader.ui.annotating.import_export_dialogs import export_annotations

    export_annotations(session, annotations, whole_library=whole_library)


def _import(session: Session, annotations: AnnotationService) -> None:
    from reader.ui.annotating.import_export_dialogs import import_annotations

    import_annotations(session, annotations)


def _name_colours(session: Session) -> None:
    from reader.ui.annotating.colour_names_dialog import ColourNames

    ColourNames(session, QApplication.activeWindow()).exec()


def _rename_colours(session: Session, setting: str) -> None:
    if setting == "colour_meanings":
        for name in COLOURS:
            session.actions[f"annotate.{name}"].setText(meaning_of(name, session.settings).replace("&", "&&"))
