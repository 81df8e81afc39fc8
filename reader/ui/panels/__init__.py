"""The panels around the reading pane.

To add a panel, write a module in this folder with a subclass of `Panel`, and
name the class in `PANELS` below. The window makes one of each, gives each a
place in the View menu, and remembers where the person left it.
"""

from __future__ import annotations

from reader.ui.panels.articles import ArticlesPanel
from reader.ui.panels.base import Panel
from reader.ui.panels.framework import FrameworkPanel
from reader.ui.panels.notes import NotesPanel
from reader.ui.panels.search import SearchPanel

PANELS: tuple[type[Panel], ...] = (ArticlesPanel, FrameworkPanel, SearchPanel, NotesPanel)
