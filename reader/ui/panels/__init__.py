"""The panels around the reading pane.

To add a panel, write a module in this folder with a subclass of `Panel`, and
name the class below: in `FIRST` what stands beside the first painted article,
in `later()` what comes after it (its module is not even imported before). The
window makes one of each, gives each a place in the Panels menu, and remembers
where the person left it.
"""

from __future__ import annotations

from reader.ui.panels.articles_panel import ArticlesPanel
from reader.ui.panels.framework_panel import FrameworkPanel
from reader.ui.panels.panel import Panel

FIRST: tuple[type[Panel], ...] = (ArticlesPanel, FrameworkPanel)


def later() -> tuple[type[Panel], ...]:
    """Return the panels that are made once the first article is painted."""
    from reader.ui.panels.notes_panel import NotesPanel
    from reader.ui.panels.search_panel import SearchPanel

    return (SearchPanel, NotesPanel)
