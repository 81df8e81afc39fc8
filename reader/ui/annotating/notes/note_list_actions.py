"""What can be done with the annotations that are chosen in a list: one or many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QInputDialog, QMenu, QMessageBox

from reader.annotations.model import COLOURS, STRUCTURE, Placed
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.opening_way import Way
from reader.ui.parts.highlight_colours import meaning_of, swatch
from reader.ui.session.session import Session
from reader.whole_file import save_as

if TYPE_CHECKING:
    from reader.annotations.library_report import Annotated


class NoteListActions:
    """The acts of a list of annotations, each on what `chosen` returns."""

    def __init__(
        self,
        session: Session,
        annotations: AnnotationService,
        view: QAbstractItemView,
        chosen: Callable[[], Sequence[Placed]],
    ) -> None:
        self._session = session
        self._annotations = annotations
        self._view = view
        self._chosen = chosen

    def go(self, placed: Placed, way: Way = Way.HERE) -> None:
        """Go to where an annotation stands, in the tab of `way`; where it has no place, to its article."""
        library = self._session.library
        if library is None:
            return
        path = library.folder / placed.file
        if placed.anchor.span is not None:
            self._session.open_article(path, placed.anchor.span, way)
        elif path.is_file():
            self._session.open_article(path, way=way)

    def menu(self, *, is_trash: bool) -> QMenu:
        """Return a menu for what is chosen; empty where nothing is."""
        menu = QMenu(self._view)
        chosen = self._chosen()
        if not chosen:
            return menu
        if is_trash:
            self._add(menu, _("Restore"), self.restore)
            return menu
        if len(chosen) == 1:
            self._add(menu, _("Go there"), partial(self.go, chosen[0]))
            self._add(menu, _("Open in a new ta&b"), partial(self.go, chosen[0], Way.BEHIND))
            self._add(menu, _("Open bes&ide"), partial(self.go, chosen[0], Way.BESIDE))
            self._add(menu, _("Open in a new &window"), partial(self.go, chosen[0], Way.WINDOW))
            self._add(menu, _("Edit the note"), partial(self._view.edit, self._view.currentIndex()), "F2")
            menu.addSeparator()
        colours = menu.addMenu(_("Colour"))
        for name in COLOURS:
            action = self._add(
                colours, meaning_of(name, self._session.settings), partial(self.recolour, name)
            )
            action.setIcon(swatch(name, self._session.theming.theme, self._view.devicePixelRatioF()))
        self._add(menu, _("Add a tag…"), self.ask_for_tag)
        self._add(menu, _("Export…"), self.ask_where_to_export)
        self._add(menu, _("Copy as text"), self.copy)
        self._add(menu, _("Copy as feedback"), self.copy_as_feedback)
        words = _("Copy a link to the annotation") if len(chosen) == 1 else _("Copy links to the annotations")
        self._add(menu, words, self.copy_links)
        menu.addSeparator()
        self._add(menu, _("Delete"), self.delete, QKeySequence(QKeySequence.StandardKey.Delete).toString())
        return menu

    def recolour(self, name: str) -> None:
        """Give what is chosen another colour."""
        pairs = [(each.annotation, replace(each.annotation, colour=name)) for each in self._chosen()]
        self._annotations.change(_("Recolour"), pairs)

    def add_tag(self, tag: str) -> None:
        """Add a tag to what is chosen."""
        tag = tag.strip().lstrip("#＃")
        pairs = [
            (each.annotation, replace(each.annotation, tags=(*each.annotation.tags, tag)))
            for each in self._chosen()
            if tag and tag not in each.annotation.tags
        ]
        self._annotations.change(_("Add a tag"), pairs)

    def delete(self) -> None:
        """Put what is chosen into the trash."""
        self._annotations.delete(each.annotation for each in self._chosen() if not each.annotation.deleted)

    def restore(self) -> None:
        """Take what is chosen out of the trash."""
        self._annotations.restore(each.annotation for each in self._chosen() if each.annotation.deleted)

    def copy(self) -> None:
        """Copy what is chosen as plain text."""
        from reader.annotations.exporters import plain_text
        from reader.annotations.exporters.export_options import Options

        data = plain_text.export(self._selection(), Options(empty_nodes=False))
        QGuiApplication.clipboard().setText(data.decode())

    def copy_as_feedback(self) -> None:
        """Copy what is chosen as feedback for the author."""
        from reader.annotations.exporters.export_options import Options
        from reader.annotations.exporters.feedback import review_markdown

        data = review_markdown.export(self._selection(), Options())
        QGuiApplication.clipboard().setText(data.decode())

    def copy_links(self) -> None:
        """Copy the addresses that lead to what is chosen, a line each."""
        from reader.ui.session.link_copying import copy_links, link_in_library

        chosen = [(each.file, each.annotation.annotation_id) for each in self._chosen()]
        copy_links(self._session, *(link_in_library(self._session, file, note=one) for file, one in chosen))

    def ask_for_tag(self) -> None:
        """Ask which tag to add."""
        tag, is_given = QInputDialog.getText(self._view.window(), _("Add a tag"), _("Tag"))
        if is_given:
            self.add_tag(tag)

    def ask_where_to_export(self) -> None:
        """Ask for a format and a file, and export what is chosen to it."""
        from reader.ui.annotating.export_dialog import ask_for_export

        session, parent = self._session, self._view.window()
        title = session.article.title if session.article else _("Annotations")
        asked = ask_for_export(session.settings, parent, title, empty_nodes=False)
        if asked is None:
            return
        exporter, options, path = asked
        try:
            save_as(path, exporter.export(self._selection(), options))
        except ReaderError as error:
            QMessageBox.warning(parent, exporter.label(), str(error))

    def _selection(self) -> list[Annotated]:
        """Return what is chosen, article by article."""
        from reader.annotations.library_report import Annotated

        groups: dict[str, list[Placed]] = {}
        for each in self._chosen():
            groups.setdefault(each.file, []).append(each)
        article, library = self._session.article, self._session.library
        is_open = library.relative_name(article.path) if article and library else ""
        return [
            Annotated(file, placed[0].title, article if file == is_open else None, tuple(placed))
            for file, placed in groups.items()
            if any(each.annotation.kind not in STRUCTURE for each in placed)
        ]

    def _add(self, menu: QMenu, text: str, act: Callable[[], object], shortcut: str = "") -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked: act())
        if shortcut:
            action.setShortcut(shortcut)
        return action
