"""Tips at the moment they help: each once ever, one in each run, below the text, which they do not move.

To add one, add a row to `TIPS` and let `Tips` hear when its moment has come.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from reader.i18n import gettext as _
from reader.ui.window.notices.notice_bar import Notice, NoticeBar

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.search.search_service import SearchService
    from reader.ui.window.main_window import MainWindow

SEEN = "tips_seen"  # the settings
WANTED = "show_tips"
# By name: how often its moment must have come, and the action whose key it names.
TIPS = {
    "back": (1, "go.back"),
    "hits": (1, "go.next_hit"),
    "articles": (3, "file.quick_open"),
    "notes": (3, "go.panel_notes"),
}


class Tips(QObject):
    """Hears what a person does in one window, and says a tip when it is time for one."""

    def __init__(self, window: MainWindow, search: SearchService, annotations: AnnotationService) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.session.settings
        self._moments: Counter[str] = Counter()
        self._is_told = False
        self.bar: NoticeBar | None = None
        session = window.session
        session.jump_requested.connect(partial(self._note, "back"))
        search.walked.connect(partial(self._note, "hits"))
        session.article_opened.connect(partial(self._note, "articles"))
        annotations.acted.connect(partial(self._note, "notes"))

    def _note(self, name: str, *_told: object) -> None:
        """Note that a moment of the tip `name` has come; say it if it is due."""
        if self._is_told:
            return
        self._moments[name] += 1
        often, action = TIPS[name]
        seen = self._settings.get(SEEN)
        if self._moments[name] < often or name in seen or not self._settings.get(WANTED):
            return
        key = self._window.session.actions[action].shortcut()
        if key.isEmpty():
            return  # the person has taken its key away
        self._is_told = True
        self._settings.set(SEEN, [*seen, name])
        self._say(_sentence(name).format(key=key.toString(QKeySequence.SequenceFormat.NativeText)))

    def _say(self, words: str) -> None:
        self.bar = NoticeBar(self._window.session.theming)
        self.bar.setProperty("tip", True)
        self.bar.left.connect(self._window.take_keyboard)
        centre = self._window.centralWidget()
        if centre is not None and (column := centre.layout()) is not None:
            column.addWidget(self.bar)
        choices = ((_("No more tips"), self._end),)
        self.bar.post(Notice("tip", words, choices=choices, is_closable=True))

    def _end(self) -> None:
        self._settings.set(WANTED, False)
        if self.bar is not None:
            self.bar.withdraw("tip")


def _sentence(name: str) -> str:
    return {
        "back": _("Tip: {key} takes you back to where you jumped from."),
        "hits": _("Tip: {key} goes on to the next hit, through all articles."),
        "articles": _("Tip: {key} finds any article by a few letters, pinyin or initials."),
        "notes": _("Tip: {key} shows all your annotations, of this article or the whole library."),
    }[name]
