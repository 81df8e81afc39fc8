"""Opens in the window what another start of the program, or a link, names.

A path on a command line is a person's own wish. A link may stand on any page of
the web: what lies outside the open library is opened only once the person agrees.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMessageBox

from reader import paths
from reader.catalogue.library import absolute
from reader.desktop.program_links import ProgramLink, read_link
from reader.desktop.running_window import is_link
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.ui.window.main_window import MainWindow


def hand_to(window: MainWindow, target: str) -> None:
    """Bring `window` to the front and open `target`: a path, a link of ours, or "" for neither."""
    (window.findChild(HandedOver) or HandedOver(window)).take(target)


class HandedOver(QObject):
    """Opens what is handed to one window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._question: QMessageBox | None = None
        self._wanted: tuple[Path, ProgramLink] | None = None  # where to go once the article is there
        self._session.article_opened.connect(self._arrive_soon)
        if window.annotations is not None:
            window.annotations.placed_changed.connect(self._arrive_soon)

    def take(self, target: str) -> None:
        """Come to the front and open `target`."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()
        try:
            if is_link(target):
                self._follow(read_link(target))
            elif target:
                self._open(absolute(Path(target)))
        except (ReaderError, OSError, RuntimeError) as error:  # a folder that is locked, a link to itself
            self._session.tell(str(error))

    # ---- within

    def _open(self, path: Path) -> None:
        """Open an article among the tabs, or a library."""
        library = self._session.library
        if library is not None and path == library.folder:
            return
        if library is None or not path.is_relative_to(library.folder) or paths.is_folder(path):
            self._window.opening.open(path)
        else:
            self._session.active.open_among(path)

    def _follow(self, link: ProgramLink) -> None:
        library = self._session.library
        path = Path(link.path) if library is None else library.folder / link.path
        if not path.is_absolute() or not (paths.is_file(path) or paths.is_folder(path)):
            raise ReaderError(_("The link leads to {path}, and nothing is there.").format(path=path))
        path = paths.resolved(path)
        folder = paths.resolved(library.folder) if library is not None else None
        if library is not None and folder is not None and path.is_relative_to(folder):
            self._go(library.folder / path.relative_to(folder), link)
        elif self._question is None:  # one at a time, whatever a page of the web may try
            self._ask(path, link)

    def _ask(self, path: Path, link: ProgramLink) -> None:
        box = self._question = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(_("A link wants to open something outside this library. Open it?"))
        box.setInformativeText(_("{path}\n\nIts folder becomes the open library.").format(path=path))
        agree = box.addButton(_("&Open"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))

        def answer(_button: int) -> None:
            self._question = None
            box.deleteLater()
            if box.clickedButton() is agree:
                self._go(path, link)

        box.finished.connect(answer)
        box.open()

    def _go(self, path: Path, link: ProgramLink) -> None:
        self._wanted = (path, link) if link.node or link.note else None
        self._open(path)
        self._arrive_soon()

    def _arrive_soon(self, *_article: object) -> None:
        """Go there when everybody else has heard of the article: they forget what was chosen before."""
        if self._wanted is not None:
            QTimer.singleShot(0, self, self._arrive)

    def _arrive(self) -> None:
        """Go to the node or the note that is wanted, once it is there; say so where it is not."""
        article, annotations = self._session.article, self._window.annotations
        if self._wanted is None or article is None or annotations is None or article.path != self._wanted[0]:
            return
        link = self._wanted[1]
        is_placed = annotations.placed_in is self._session.opened.as_read
        if link.node and self._session.jump_to_node(link.node):
            self._wanted = None
        elif (placed := annotations.find(link.note) if link.note and is_placed else None) is not None:
            self._wanted = None
            if placed.anchor.span is not None:
                self._session.jump_to(placed.anchor.span)
            if self._window.marker is not None:
                self._window.marker.choose(link.note)
        elif is_placed:
            self._wanted = None
            missing = _("“{title}” has no node or note that this link could mean.")
            self._session.tell(missing.format(title=article.title))
