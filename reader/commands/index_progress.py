"""Bringing the index up to date while somebody waits at a terminal: progress on stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from reader.errors import SearchError
from reader.i18n import figure
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.search.build.build_control import Progress
    from reader.search.build.library_index import LibraryIndex

_WIDTH = 30
_PATIENCE = 600.0  # seconds to wait for another process that is building


def bring_up_to_date(index: LibraryIndex, *, rebuild: bool = False) -> int:
    """Update `index`; return how many articles were read. Raises `SearchError` where it could not be done."""
    from reader.annotations.made_framework import frameworks_in
    from reader.annotations.store.annotation_store import AnnotationStore

    bar = _Bar()
    # Where an index is whole another process may be refreshing it: then it serves as it is.
    patience = 0.0 if index.is_complete and not rebuild else _PATIENCE
    workers = min(2, os.cpu_count() or 1)
    frameworks = frameworks_in(AnnotationStore(index.library))
    done = index.update(
        rebuild=rebuild, workers=workers, progress=bar.show, patience=patience, frameworks=frameworks
    )
    bar.end()
    if not done and not index.is_complete:
        raise SearchError(_("Another program is reading this library for the search. Try again in a moment."))
    return bar.done


class _Bar:
    """A line that fills up; where stderr is no terminal, a line for each tenth."""

    def __init__(self) -> None:
        self.done = 0
        self._shown = -1
        self._live = sys.stderr.isatty()

    def show(self, progress: Progress) -> None:
        """Show how far it is. Nothing for a handful of articles: that is over at once."""
        self.done = progress.done
        steps = 100 if self._live else 10
        share = progress.done * steps // max(1, progress.total)
        if progress.total < 20 or share == self._shown:
            return
        self._shown = share
        words = _("Reading {done} of {total}").format(
            done=figure(progress.done), total=figure(progress.total)
        )
        if self._live:
            full = "█" * (progress.done * _WIDTH // progress.total)
            sys.stderr.write(f"\r{full:░<{_WIDTH}} {words} ")
        else:
            sys.stderr.write(words + "\n")
        sys.stderr.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._shown >= 0:
            sys.stderr.write("\n")
