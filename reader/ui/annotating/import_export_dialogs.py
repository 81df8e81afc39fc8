"""Annotations in and out of the window: export of the article's or the library's, feedback, and import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from reader.annotations.exporters import Exporter
from reader.annotations.exporters.export_options import Options
from reader.annotations.importers import Outcome, import_file
from reader.annotations.library_report import Annotated, annotated, annotated_article
from reader.annotations.model import STRUCTURE
from reader.errors import ReaderError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.annotating.export_dialog import ask_for_export
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.parts.file_dialogs import FileKind, ask_for_file
from reader.ui.session.session import Session
from reader.whole_file import save_as


def export_annotations(session: Session, annotations: AnnotationService, *, whole_library: bool) -> None:
    """Ask for a format and a file. Written in the background."""
    store, library, article = annotations.store, session.library, session.article
    if store is None or library is None or (article is None and not whole_library):
        return
    parent = QApplication.activeWindow()
    title = library.folder.name if whole_library or article is None else article.title
    asked = ask_for_export(session.settings, parent, title)
    if asked is None:
        return
    exporter, options, target = asked

    def work() -> int:
        chosen: tuple[Annotated, ...]
        if whole_library or article is None:
            chosen = annotated(library, store)
        else:
            chosen = (annotated_article(library, store, article.path),)
        return _write(exporter, options, chosen, target)

    def done(count: int) -> None:
        told = ngettext("{count} annotation exported.", "{count} annotations exported.", count)
        session.tell(told.format(count=figure(count)))

    session.tasks.run(work, done, lambda error: _fail(error, parent))


def copy_as_feedback(session: Session, annotations: AnnotationService) -> None:
    """Copy all annotations of the open article as feedback for its author; say what was copied."""
    from reader.annotations.exporters.feedback import review_markdown

    article, library = session.article, session.library
    if article is None:
        return
    placed = tuple(each for each in annotations.placed if each.annotation.kind not in STRUCTURE)
    if not placed:
        session.tell(_("Nothing to copy: this article has no annotations."))
        return
    file = library.relative_name(article.path) if library is not None else article.path.name
    chosen = Annotated(file, article.title, article, placed)

    def done(data: bytes) -> None:
        QGuiApplication.clipboard().setText(data.decode())
        told = ngettext(
            "{count} annotation copied as feedback.", "{count} annotations copied as feedback.", len(placed)
        )
        session.tell(told.format(count=figure(len(placed))))

    session.tasks.run(lambda: review_markdown.export([chosen], Options()), done)


def import_annotations(session: Session, annotations: AnnotationService) -> None:
    """Ask for a file and import it; what has no sure place is listed."""
    parent = QApplication.activeWindow()
    store, library = annotations.store, session.library
    kinds = [FileKind(_("All files"))]  # what a file holds is known by its content
    path = ask_for_file(parent, _("Import annotations"), session.settings, kinds)
    if path is None or store is None or library is None:
        return

    def work() -> Outcome:
        outcome = import_file(library, store, path)
        store.save()
        return outcome

    def done(outcome: Outcome) -> None:
        annotations.reload()
        _report(outcome, parent)

    session.tasks.run(work, done, lambda error: _fail(error, parent))


def _write(exporter: Exporter, options: Options, chosen: tuple[Annotated, ...], target: Path) -> int:
    save_as(target, exporter.export(chosen, options))
    return sum(len(each.placed) for each in chosen)


def _report(outcome: Outcome, parent: QWidget | None) -> None:
    told = _("{added} imported, {known} were here already.").format(
        added=figure(len(outcome.added)), known=figure(outcome.known)
    )
    box = QMessageBox(QMessageBox.Icon.Information, _("Import annotations"), told, parent=parent)
    if outcome.unplaced:
        unplaced = ngettext(
            "{count} has no sure place. It is kept, among those to review or without a place.",
            "{count} have no sure place. They are kept, among those to review or without a place.",
            len(outcome.unplaced),
        )
        box.setInformativeText(unplaced.format(count=figure(len(outcome.unplaced))))
        box.setDetailedText("\n".join(outcome.unplaced))
    box.open()


def _fail(error: BaseException, parent: QWidget | None) -> None:
    if not isinstance(error, ReaderError):
        raise error
    QMessageBox.warning(parent, _("Annotations"), str(error))
