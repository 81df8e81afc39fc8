"""Annotations in and out of the window: export of the article's or the library's, and import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget

from reader.annotations.exporters import EXPORTERS, Exporter
from reader.annotations.exporters.export_options import Options
from reader.annotations.importers import Outcome, import_file
from reader.annotations.library_report import Annotated, annotated, annotated_article
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.i18n import ngettext
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.session.session import Session


def export_annotations(session: Session, annotations: AnnotationService, *, whole_library: bool) -> None:
    """Ask for a file; its kind is the format. Written in the background."""
    store, library, article = annotations.store, session.library, session.article
    if store is None or library is None or (article is None and not whole_library):
        return
    kinds = {f"{each.label()} (*{each.suffix})": each for each in EXPORTERS}
    parent = QApplication.activeWindow()
    path, kind = QFileDialog.getSaveFileName(parent, _("Export annotations"), "", ";;".join(kinds))
    if not path or kind not in kinds:
        return
    exporter = kinds[kind]
    target = Path(path) if Path(path).suffix else Path(path + exporter.suffix)

    def work() -> int:
        chosen: tuple[Annotated, ...]
        if whole_library or article is None:
            chosen = annotated(library, store)
        else:
            chosen = (annotated_article(library, store, article.path),)
        return _write(exporter, chosen, target)

    def done(count: int) -> None:
        told = ngettext("{count} annotation exported.", "{count} annotations exported.", count)
        session.tell(told.format(count=count))

    session.tasks.run(work, done, lambda error: _fail(error, parent))


def import_annotations(session: Session, annotations: AnnotationService) -> None:
    """Ask for a file and import it; what has no sure place is listed."""
    parent = QApplication.activeWindow()
    store, library = annotations.store, session.library
    path, _kind = QFileDialog.getOpenFileName(parent, _("Import annotations"))
    if not path or store is None or library is None:
        return

    def work() -> Outcome:
        outcome = import_file(library, store, Path(path))
        store.save()
        return outcome

    def done(outcome: Outcome) -> None:
        annotations.reload()
        _report(outcome, parent)

    session.tasks.run(work, done, lambda error: _fail(error, parent))


def _write(exporter: Exporter, chosen: tuple[Annotated, ...], target: Path) -> int:
    target.write_bytes(exporter.export(chosen, Options()))
    return sum(len(each.placed) for each in chosen)


def _report(outcome: Outcome, parent: QWidget | None) -> None:
    told = _("{added} imported, {known} were here already.").format(
        added=len(outcome.added), known=outcome.known
    )
    box = QMessageBox(QMessageBox.Icon.Information, _("Import annotations"), told, parent=parent)
    if outcome.unplaced:
        unplaced = ngettext(
            "{count} has no sure place. It is kept, among those to review or without a place.",
            "{count} have no sure place. They are kept, among those to review or without a place.",
            len(outcome.unplaced),
        )
        box.setInformativeText(unplaced.format(count=len(outcome.unplaced)))
        box.setDetailedText("\n".join(outcome.unplaced))
    box.open()


def _fail(error: BaseException, parent: QWidget | None) -> None:
    if not isinstance(error, ReaderError | OSError):
        raise error
    QMessageBox.warning(parent, _("Annotations"), str(error))
