"""The open article on paper, as PDF or as one HTML file, with its highlights."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from reader import paths
from reader.articles.exporting.marking import Highlight
from reader.articles.model import Article
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.theme import Theme, load_theme
from reader.ui.session import Session

GROUP = 5  # in the File menu


class Exporting(QObject):
    """The actions that take the open article out of the program."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        add = session.actions.add
        self._actions: list[QAction] = [
            add(
                "file.print",
                _("&Print…"),
                self.print,
                tip=_("Print the article"),
                shortcut=QKeySequence.StandardKey.Print,
                group=GROUP,
            ),
            add(
                "file.pdf",
                _("Save as &PDF…"),
                self.save_pdf,
                tip=_("Save the article with its framework as PDF"),
                shortcut="Ctrl+Shift+S",
                group=GROUP,
            ),
            add(
                "file.html",
                _("Save as &web page…"),
                self.save_html,
                tip=_("Save the article as one web page that needs nothing else"),
                shortcut="Ctrl+Shift+W",
                group=GROUP,
            ),
        ]
        for changed in (session.article_opened, session.article_closed, session.article_failed):
            changed.connect(self._enable)
        self._enable()

    def print(self) -> None:
        """Let the person choose a printer, and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from reader.ui.printing.article import PAPER_STYLE, print_article

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        if dialog.exec() and self._session.article is not None:
            article = self._session.article
            self._busily(lambda: print_article(article, printer, _paper(), PAPER_STYLE, self._highlights()))

    def save_pdf(self) -> None:
        """Ask for a file, and write the article there as PDF."""
        self._save("pdf", self._write_pdf)

    def save_html(self) -> None:
        """Ask for a file, and write the article there as one web page."""
        self._save("html", self._write_html)

    # ---- within

    def _save(self, suffix: str, write: Callable[[Article, Path], None]) -> None:
        article = self._session.article
        if article is None:
            return
        proposed = str(Path.home() / f"{article.path.stem}.{suffix}")
        name, _kind = QFileDialog.getSaveFileName(self._window, _("Save as"), proposed, f"*.{suffix}")
        if name:
            self.write(article, Path(name), write)

    def write(self, article: Article, path: Path, write: Callable[[Article, Path], None]) -> None:
        """Write `article` to `path` by `write`, and say that it is done or why not."""
        try:
            self._busily(lambda: write(article, path))
        except (ReaderError, OSError) as error:
            self._session.status_changed.emit(str(error))
        else:
            self._session.status_changed.emit(_("Saved as {path}.").format(path=path))

    def _write_pdf(self, article: Article, path: Path) -> None:
        from reader.ui.printing.article import print_pdf

        print_pdf(article, path, _paper(), highlights=self._highlights())

    def _write_html(self, article: Article, path: Path) -> None:
        from reader.articles.exporting.html import export_html

        page = export_html(article, self._session.theming.theme, self._highlights())
        path.write_bytes(page.encode("utf-8", "replace"))

    def _highlights(self) -> tuple[Highlight, ...]:
        from reader.annotations.shown import highlights_of

        return highlights_of(self._session.annotations.placed)

    def _enable(self) -> None:
        for action in self._actions:
            action.setEnabled(self._session.article is not None)

    @staticmethod
    def _busily(work: Callable[[], object]) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            work()
        finally:
            QGuiApplication.restoreOverrideCursor()


def _paper() -> Theme:
    return load_theme(paths.resource("themes/paper.toml"))
