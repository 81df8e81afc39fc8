"""What the window says of failures, each once and where it is seen: in the bar over the text.

Here it is only put into words. Whether something has failed, and whether it is
mended, the session and the annotations tell.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from reader.i18n import gettext as _
from reader.ui.window.notice_bar import FAILURE, REMARK, Notice, NoticeBar

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.session.session import Session


class FailureNotices(QObject):
    """Posts and withdraws the notices of one window."""

    def __init__(self, session: Session, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._session = session
        self._bar = bar
        self._annotations: AnnotationService | None = None
        self._copied_to: Path | None = None

    def watch(self, annotations: AnnotationService) -> None:
        """Tell of what happens to the annotations too."""
        self._annotations = annotations
        annotations.saving_failed.connect(self._tell_unsaved)
        annotations.saved.connect(self._tell_saved)
        annotations.told.connect(self._tell_damage)

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
            folder := save_elsewhere(self._annotations, self._bar.window())
        ):
            self._copied_to = folder
            self._tell_unsaved(self._annotations.problem)

    def _try_again(self) -> None:
        if self._annotations is None:
            return
        self._session.tell(_("Trying to save…"))
        self._annotations.try_again()

    # ---- what could not be read

    def _tell_damage(self, sentence: str) -> None:
        self._bar.post(Notice(f"damage:{sentence}", sentence, REMARK, is_closable=True))
