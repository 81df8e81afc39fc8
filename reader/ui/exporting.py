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

Write = Callable[[Article, Path, Theme, tuple[Highlight, ...]], None]


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
                _("Save as P&DF…"),
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
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:  # on this thread: it is the printer's, too
                print_article(article, printer, _paper(), PAPER_STYLE, self._highlights())
            finally:
                QGuiApplication.restoreOverrideCursor()

    def save_pdf(self) -> None:
        """Ask for a file, and write the article there as PDF."""
        self._save("pdf", _pdf)

    def save_html(self) -> None:
        """Ask for a file, and write the article there as one web page."""
        self._save("html", _html)

    # ---- within

    def _save(self, suffix: str, write: Write) -> None:
        """Ask for a file and write it in the background; what happened is told in the status bar."""
        article, session = self._session.article, self._session
        if article is None:
            return
        proposed = str(Path.home() / f"{article.path.stem}.{suffix}")
        name, _kind = QFileDialog.getSaveFileName(self._window, _("Save as"), proposed, f"*.{suffix}")
        if not name:
            return
        theme, marks = session.theming.theme, self._highlights()

        def fail(error: BaseException) -> None:
            if not isinstance(error, ReaderError | OSError):
                raise error
            session.status_changed.emit(str(error))

        def done(_nothing: None) -> None:
            session.status_changed.emit(_("Saved as {path}.").format(path=name))

        session.status_changed.emit(_("Saving…"))
        session.cataloguing.run(lambda: write(article, Path(name), theme, marks), done, fail)

    def _highlights(self) -> tuple[Highlight, ...]:
        from reader.annotations.shown import highlights_of

        return highlights_of(self._session.annotations.placed)

    def _enable(self) -> None:
        for action in self._actions:
            action.setEnabled(self._session.article is not None)


def _pdf(article: Article, path: Path, _theme: Theme, marks: tuple[Highlight, ...]) -> None:
    from reader.ui.printing.article import print_pdf

    print_pdf(article, path, _paper(), highlights=marks)


def _html(article: Article, path: Path, theme: Theme, marks: tuple[Highlight, ...]) -> None:
    from reader.articles.exporting.html import export_html

    path.write_bytes(export_html(article, theme, marks).encode("utf-8", "replace"))


def _paper() -> Theme:
    return load_theme(paths.resource("themes/paper.toml"))
