"""The panels around the reading pane.

To add a panel, write a module in this folder with a subclass of `Panel`, and
name the class below: in `FIRST` what stands beside the first painted article,
in `make_later` what comes after it (its module is not even imported before).
The window makes one of each, gives each a place in the Panels menu, and
remembers where the person left it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.panels.articles_panel import ArticlesPanel
from reader.ui.panels.framework_panel import FrameworkPanel
from reader.ui.panels.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.session import Session

FIRST: tuple[type[Panel], ...] = (ArticlesPanel, FrameworkPanel)


def make_later(
    session: Session, search: SearchService, annotations: AnnotationService, parent: QWidget
) -> tuple[Panel, ...]:
    """Return the panels that are made once the first article is painted."""
    from reader.ui.panels.connections_panel import ConnectionsPanel
    from reader.ui.panels.notes_panel import NotesPanel
    from reader.ui.panels.problems_panel import ProblemsPanel
    from reader.ui.panels.search_panel import SearchPanel

    return (
        SearchPanel(session, search, parent),
        NotesPanel(session, annotations, parent),
        ConnectionsPanel(session, search, parent),
        ProblemsPanel(session, lambda: annotations.store, parent),
    )
