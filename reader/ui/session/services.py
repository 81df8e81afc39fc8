"""The services of a session, made when they are first asked for: after the first painted article.

Search and annotations bring Whoosh and the anchoring with them; the first page
needs neither (`reader.ui.startup.deferred_setup`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from reader.ui.base.tasks import Tasks

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import Desk
    from reader.ui.search.search_service import Searching
    from reader.ui.session.session import Session


class Services(QObject):
    """The half of a session that can wait. Ask on the main thread."""

    _searching: Tasks | None  # what the search works with; None: threads of its own
    _writing: Tasks

    @cached_property
    def search(self) -> Searching:
        """The search of the open library."""
        from reader.ui.search.search_service import Searching

        return Searching(cast("Session", self), self._searching)

    @cached_property
    def annotations(self) -> Desk:
        """The annotations of the open library, and every act on them."""
        from reader.ui.annotating.service.annotation_service import Desk

        desk = Desk(cast("Session", self), self._writing)
        desk.annotations_changed.connect(self.search.note_annotations)
        return desk
