"""What the window says of failures, each once and where it is seen: in the bar over the text.

Here it is only put into words. Whether something has failed, and whether it is
mended, the session and the annotations tell.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader import paths
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.base.actions import without_mnemonic
from reader.ui.window.notices.notice_bar import CHANGE, FAILURE, REMARK, Notice, NoticeBar

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.session.lists.shelf_service import ShelfService
    from reader.ui.session.session import Session


class FailureNotices(QObject):
    """Posts and withdraws the notices of one window."""

    def __init__(self, session: Session, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._session = session
        self._bar = bar
        self._annotations: AnnotationService | None = None
        self._copied_to: Path | None = None
        self._told_places: set[Path] = set()  # the libraries of which it was said where their notes go
        session.library_lost.connect(self._tell_lost_library)
        session.library_returned.connect(lambda _library: bar.withdraw("library"))
        session.library_opened.connect(lambda _library: bar.withdraw("library"))
        session.library_moved.connect(self._tell_moved_library)
        session.library_awaited.connect(self._tell_awaited)
        session.library_back.connect(self._tell_back)
        session.article_outdated.connect(self._tell_outdated)
        session.article_lost.connect(self._tell_lost_article)
        session.article_moved.connect(self._tell_moved_article)
        session.article_changed.connect(lambda _article: bar.withdraw("article"))
        session.theming.problem_changed.connect(self._tell_theme)
        if session.theming.problem:
            self._tell_theme(session.theming.problem)
        for left in (session.article_opened, session.article_closed, session.article_failed):
            left.connect(self._note_article)

    def watch(self, annotations: AnnotationService) -> None:
        """Tell of what happens to the annotations too."""
        self._annotations = annotations
        annotations.saving_failed.connect(self._tell_unsaved)
        annotations.saved.connect(self._tell_saved)
        annotations.told.connect(self._tell_damage)
        annotations.acted.connect(self._tell_place)

    def watch_shelves(self, shelves: ShelfService) -> None:
        """Tell where tags and shelves cannot be saved, until they are."""

        def tell(problem: str) -> None:
            words = [problem, _("They are kept in this window until they can be saved.")]
            choice = (_("Try again"), shelves.try_again)
            self._bar.post(Notice("shelves", " ".join(words), FAILURE, (choice,)))

        shelves.saving_failed.connect(tell)
        shelves.saved.connect(lambda: self._bar.withdraw("shelves"))

    # ---- saving

    def _tell_unsaved(self, problem: str) -> None:
        words = [problem, _("Your notes are kept in this window until they can be saved.")]
        if self._copied_to is not None:
            words.append(_("A copy of them is in {folder}.").format(folder=self._copied_to))
        choices = ((_("Save elsewhere…"), self._save_elsewhere), (_("Try again"), self._try_again))
        self._bar.post(Notice("saving", " ".join(words), FAILURE, choices))

    def _tell_saved(self) -> None:
        if self._annotations is not None and not self._annotations.problem:
            self._copied_to = None
            self._bar.withdraw("saving")

    def _save_elsewhere(self) -> None:
        from reader.ui.annotating.close_guard import save_elsewhere

        if self._annotations is not None and (
            folder := save_elsewhere(self._annotations, self._session.settings, self._bar.window())
        ):
            self._copied_to = folder
            self._tell_unsaved(self._annotations.problem)

    def _try_again(self) -> None:
        if self._annotations is None:
            return
        self._session.tell(_("Trying to save…"))
        self._annotations.try_again()

    def _tell_place(self) -> None:
        """Say once for each library where its annotations go, if they cannot be kept in it."""
        store = self._annotations.store if self._annotations is not None else None
        if store is None or not store.place_told or store.library.folder in self._told_places:
            return
        if paths.is_folder(store.library.folder):  # for one that is not there now the notes wait
            self._told_places.add(store.library.folder)
            self._bar.post(Notice("place", store.place_told, REMARK, is_closable=True))

    # ---- what goes away

    def _tell_lost_library(self, library: Library) -> None:
        words = _(
            "The library folder {folder} is not there now. What is open stays, nothing is lost, "
            "and all goes on by itself once the folder is back."
        )
        another = self._session.actions["file.open_folder"]
        choices = ((without_mnemonic(another.text()), another.trigger),)
        self._bar.post(Notice("library", words.format(folder=library.folder), CHANGE, choices))

    def _tell_awaited(self, folder: Path) -> None:
        words = _(
            "“{name}” is offline: its folder {folder} is not there now. It opens by itself once it is back."
        )
        words = words.format(name=self._session.name_of_library(folder), folder=folder)
        self._bar.post(Notice("awaited", words, CHANGE, is_closable=True))

    def _tell_back(self, folder: Path) -> None:
        self._bar.withdraw("awaited")
        library = self._session.library
        if library is None or library.folder == folder:
            return
        words = _("“{name}” is there again.").format(name=self._session.name_of_library(folder))
        choices = ((_("Open it"), lambda: self._open_again(folder)),)
        self._bar.post(Notice("back", words, REMARK, choices, is_closable=True))

    def _open_again(self, folder: Path) -> None:
        self._bar.withdraw("back")
        self._session.ask_for_library(folder)

    def _tell_moved_library(self, old: Library, new: Library) -> None:
        words = _("The library folder “{old}” is now “{new}”, and open again, with its notes.")
        words = words.format(old=old.folder.name, new=new.folder.name)
        self._bar.post(Notice("moved", words, REMARK, is_closable=True))

    def _tell_lost_article(self, path: Path) -> None:
        words = _(
            "“{name}” is not at its place any more: it was deleted, moved or renamed. "
            "What you read stays here, and its notes are kept."
        )
        self._bar.post(Notice("article", words.format(name=path.name), CHANGE, is_closable=True))

    def _tell_moved_article(self, old: Path, new: Path) -> None:
        library = self._session.library
        name = library.relative_name(new) if library is not None and old.name == new.name else new.name
        words = _("“{old}” is now “{new}”, and open again, with its notes.")
        self._bar.post(Notice("moved", words.format(old=old.name, new=name), REMARK, is_closable=True))

    def _tell_outdated(self, _path: Path, sentence: str) -> None:
        words = [sentence, _("What you see is how it was before.")]
        self._bar.post(Notice("article", " ".join(words), CHANGE, is_closable=True))

    def _note_article(self) -> None:
        self._bar.withdraw("article")

    # ---- what could not be read

    def _tell_theme(self, problem: str) -> None:
        """Say that one's own theme cannot be used, until it can: it is read again when the window is."""
        if not problem:
            self._bar.withdraw("theme")
            return
        choices = ((_("Settings…"), lambda: self._session.actions["view.preferences"].trigger()),)
        self._bar.post(Notice("theme", problem, CHANGE, choices, is_closable=True))

    def _tell_damage(self, sentence: str) -> None:
        self._bar.post(Notice(f"damage:{sentence}", sentence, REMARK, is_closable=True))
