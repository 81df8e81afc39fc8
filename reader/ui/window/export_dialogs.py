"""The open article on paper, as PDF or as one HTML file, with its highlights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from reader import paths
from reader.articles.exporting.highlight_runs import Highlight
from reader.articles.exporting.note_blocks import NodeNote
from reader.articles.model import Article
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.paths import file_name
from reader.theme import Theme, load_theme
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.qt_preload import PRINTING, name_classes
from reader.ui.parts.file_dialogs import FileKind, ask_where_to_save
from reader.ui.session.session import Session
from reader.whole_file import save_as

Write = Callable[[Article, Path, Theme, "ExportedMarks"], None]


@dataclass(frozen=True, slots=True)
class ExportedMarks:
    """What the person has added to an article: highlights, and notes on points of its framework."""

    highlights: tuple[Highlight, ...] = ()
    notes: tuple[NodeNote, ...] = ()


class ArticleExport:
    """Takes the open article out of the program."""

    def __init__(self, session: Session, annotations: AnnotationService, window: QWidget) -> None:
        self._session = session
        self._annotations = annotations
        self._window = window

    def print(self) -> None:
        """Let the person choose a printer, and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from reader.ui.printing.article_printing import PAPER_STYLE, print_article

        article = self._session.article
        if article is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(file_name(article.title))  # that "print to a file" proposes
        if not QPrintDialog(printer, self._window).exec():
            return
        marks = self._marks(article)

        def work() -> None:  # a printer, unlike a window, may be painted on from any thread
            print_article(article, printer, _paper(), PAPER_STYLE, marks.highlights, marks.notes)

        self._run(work, _("Printing…"), _("Printed."))

    def save_pdf(self) -> None:
        """Ask for a file, and write the article there as PDF."""
        self._save(FileKind("PDF", (".pdf",)), _pdf)

    def save_html(self) -> None:
        """Ask for a file, and write the article there as one web page."""
        from reader.articles.exporting.own_styles import own_styles

        left_out = " ".join(each.problem for each in own_styles() if each.problem)
        self._save(FileKind(_("Web page"), (".html", ".htm")), _html, left_out)

    # ---- within

    def _save(self, kind: FileKind, write: Write, besides: str = "") -> None:
        """Ask for a file and write it in the background; what happened is told, and `besides`."""
        article, session = self._session.article, self._session
        if article is None:
            return
        path = ask_where_to_save(self._window, _("Save as"), session.settings, file_name(article.title), kind)
        if path is None:
            return
        theme, marks = session.theming.theme, self._marks(article)
        name_classes(PRINTING)  # here, and not on the thread
        told = " ".join(filter(None, (_("Saved as {path}.").format(path=path), besides)))
        self._run(lambda: write(article, path, theme, marks), _("Saving…"), told)

    def _run(self, work: Callable[[], None], before: str, after: str) -> None:
        """Do `work` in the background; say `before` and `after` in the status bar, or what went wrong."""
        session = self._session

        def fail(error: BaseException) -> None:
            if not isinstance(error, ReaderError):
                raise error
            session.tell(str(error))

        session.tell(before)
        session.cataloguing.run(work, lambda _nothing: session.tell(after), fail)

    def _marks(self, article: Article) -> ExportedMarks:
        from reader.annotations.exported_marks import highlights_of, node_notes_of

        placed = self._annotations.placed
        return ExportedMarks(highlights_of(placed), node_notes_of(placed, article))


def _pdf(article: Article, path: Path, _theme: Theme, marks: ExportedMarks) -> None:
    from reader.ui.printing.article_printing import print_pdf

    print_pdf(article, path, _paper(), highlights=marks.highlights, notes=marks.notes)


def _html(article: Article, path: Path, theme: Theme, marks: ExportedMarks) -> None:
    from reader.articles.exporting.article_html import export_html

    page = export_html(article, theme, marks.highlights, marks.notes)
    save_as(path, page.encode("utf-8", "replace"))


def _paper() -> Theme:
    return load_theme(paths.resource("themes/paper.toml"))
