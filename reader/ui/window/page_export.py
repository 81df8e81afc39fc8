"""Articles of a list as web pages, with their highlights and notes: one to a file, many into a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reader.errors import ReaderError
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.paths import file_name
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.parts.file_dialogs import FileKind, ask_for_folder, ask_where_to_save
from reader.ui.session.session import Session
from reader.whole_file import save_as

SUFFIXES = (".html", ".htm")


class PageExport:
    """Asks where to, and writes in the background; what happened is told in the status bar."""

    def __init__(self, session: Session, annotations: AnnotationService, window: QWidget) -> None:
        self._session = session
        self._annotations = annotations
        self._window = window

    def export(self, files: Sequence[Path]) -> None:
        """Write the articles at `files` of the open library as web pages."""
        settings = self._session.settings
        if len(files) == 1:
            kind = FileKind(_("Web page"), SUFFIXES)
            path = ask_where_to_save(self._window, _("Save as"), settings, file_name(files[0].stem), kind)
            if path is not None:
                self._write(files, [path], path)
            return
        title = _("A folder for the web pages")
        folder = ask_for_folder(self._window, title, settings)
        if folder is not None:
            self._write(files, _free_names(files, folder), folder)

    def _write(self, files: Sequence[Path], targets: Sequence[Path], told: Path) -> None:
        session, store, library = self._session, self._annotations.store, self._session.library
        theme = session.theming.theme
        if library is None:
            return

        def work() -> str:
            from reader.annotations.exported_marks import highlights_of, node_notes_of
            from reader.annotations.library_report import annotated_article
            from reader.articles.exporting.article_html import export_html
            from reader.articles.reading import read_article

            problem = ""
            for path, target in zip(files, targets, strict=True):
                try:
                    annotated = annotated_article(library, store, path) if store is not None else None
                    placed = annotated.placed if annotated is not None else ()
                    article = (annotated.article if annotated is not None else None) or read_article(path)
                    page = export_html(article, theme, highlights_of(placed), node_notes_of(placed, article))
                    save_as(target, page.encode("utf-8", "replace"))
                except ReaderError as error:
                    problem = str(error)
            return problem

        def done(problem: str) -> None:
            words = ngettext(
                "{count} web page was saved as {path}.", "{count} web pages were saved in {path}.", len(files)
            )
            session.tell(problem or words.format(count=figure(len(files)), path=told))

        session.tell(_("Saving…"))
        session.cataloguing.run(work, done)


def _free_names(files: Sequence[Path], folder: Path) -> list[Path]:
    """Return a file in `folder` for each of `files`, none of which is there yet."""
    taken: set[Path] = set()
    found = []
    for path in files:
        stem, number = file_name(path.stem), 1
        target = folder / f"{stem}{SUFFIXES[0]}"
        while target in taken or target.exists():
            number += 1
            target = folder / f"{stem} {number}{SUFFIXES[0]}"
        taken.add(target)
        found.append(target)
    return found
