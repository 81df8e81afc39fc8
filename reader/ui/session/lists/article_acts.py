"""What can be done with an article of a list: the menu of its row."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from reader import paths
from reader.catalogue.article_list import ListedArticle, Stage, stage_of
from reader.i18n import gettext as _
from reader.ui.session.link_following import open_on_the_web
from reader.ui.session.reading_service import ReadingService
from reader.ui.session.session import Session


class ArticleActs:
    """Acts on single articles of the open library. `reading` is there once the first article is painted."""

    def __init__(self, session: Session, window: QWidget, reading: ReadingService | None) -> None:
        self._session = session
        self._window = window
        self._reading = reading

    def show_menu(self, one: ListedArticle, path: Path, point: QPoint) -> QMenu:
        """Show what can be done with the article at `path`, at `point` of the screen; return the menu."""
        menu = self.menu(one, path)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)
        return menu

    def menu(self, one: ListedArticle, path: Path) -> QMenu:
        """Return a menu of what can be done with the article at `path`."""
        entry, session = one.entry, self._session
        url = entry.url
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)

        def add(words: str, call: Callable[[], object], *, enabled: bool = True, tip: str = "") -> None:
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked: call())
            action.setEnabled(enabled)
            action.setToolTip(tip)

        add(_("&Open"), partial(session.open_article, path))
        add(_("Show in the &file manager"), partial(self._show_folder, path.parent))
        add(
            _("Open the &source on the web"),
            partial(open_on_the_web, url),
            enabled=bool(url),
            tip=url,
        )
        menu.addSeparator()
        add(_("Copy the &title"), partial(self._copy, entry.title))
        add(_("Copy the &path"), partial(self._copy, str(path)))
        add(
            _("Copy the &link to the source"),
            partial(self._copy, url),
            enabled=bool(url),
            tip=url,
        )
        menu.addSeparator()
        stage, can_mark = stage_of(one), self._reading is not None and not entry.problem
        add(
            _("Mark as &read"),
            partial(self._mark, one, is_read=True),
            enabled=can_mark and stage is not Stage.READ,
        )
        add(
            _("Mark as &unread"),
            partial(self._mark, one, is_read=False),
            enabled=can_mark and stage is not Stage.UNREAD,
        )
        menu.addSeparator()
        add(_("&Move to the trash…"), partial(self.ask_to_trash, one, path), enabled=_may_go(path))
        return menu

    def ask_to_trash(self, one: ListedArticle, path: Path) -> QMessageBox:
        """Ask whether the article at `path` is to go; return the open box."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(_("Move “{title}” to the trash?").format(title=one.entry.title))
        box.setInformativeText(
            _(
                "The file {name} goes to the trash of your system, from which it can be taken back."
                " Your notes on it stay in the library."
            ).format(name=one.entry.name)
        )
        go = box.addButton(_("Move to the trash"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda button: self._trash(one, path) if button is go else None)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    # ---- within

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._session.tell(_("No file manager could be opened for {folder}.").format(folder=folder))

    def _copy(self, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._session.tell(_("Copied: {words}").format(words=words))

    def _mark(self, one: ListedArticle, *, is_read: bool) -> None:
        if self._reading is not None:
            self._reading.mark_article(one.entry.name, is_read=is_read)

    def _trash(self, one: ListedArticle, path: Path) -> None:
        def work() -> None:
            from send2trash import send2trash  # what it needs of the system is looked for when it is imported

            send2trash(path)

        def done(_none: None) -> None:
            words = _("“{title}” is in the trash. Your notes on it stay in the library.")
            self._session.tell(words.format(title=one.entry.title))

        def failed(error: BaseException) -> None:
            words = _("“{title}” could not be moved to the trash, and is where it was: {reason}.")
            reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
            self._session.tell(words.format(title=one.entry.title, reason=reason.rstrip(".")))

        self._session.tasks.run(work, done, failed)


def _may_go(path: Path) -> bool:
    """Whether the file at `path` may be taken away: what ships with Gangmu may not."""
    return not path.is_relative_to(paths.starter_library()) and os.access(path.parent, os.W_OK)
