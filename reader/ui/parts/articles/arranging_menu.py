"""The button beside the filter of the articles: their order, with headings or not, and which are seen."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from reader.catalogue.article_list import Stage, stage_names
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.base.theming import Theming
from reader.ui.models.article_arrangement import Order
from reader.ui.parts.menu_titles import add_title


class ArrangingMenu(QObject):
    """Keeps the order in the settings; `stage` holds for this run alone."""

    order_changed = Signal()
    stage_changed = Signal()
    shelf_requested = Signal()  # what is shown now is to be kept as a shelf

    def __init__(self, settings: Settings, theming: Theming, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._theming = theming
        self.stage: Stage | None = None
        self.button = QToolButton(autoRaise=True)
        self.button.setCheckable(True)
        tip = _("Sort and choose articles")
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)
        theming.theme_changed.connect(self._dress)
        settings.on_change(self._setting_changed)
        self._dress()

    def order(self) -> Order:
        """Return how the list is to be arranged."""
        return Order(
            str(self._settings.get("articles_sort")),
            bool(self._settings.get("articles_headings")),
            _spelled,
        )

    def sort_by(self, sort: str) -> None:
        """Arrange the list by `sort` from now on."""
        self._settings.set("articles_sort", sort)

    def use_headings(self, on: bool) -> None:
        """Put headings between the articles, or none."""
        self._settings.set("articles_headings", on)

    def keep_stage(self, stage: Stage | None) -> None:
        """Show only the articles that are so far read; all with None."""
        self.stage = stage
        self._dress()
        self.stage_changed.emit()

    def _setting_changed(self, name: str) -> None:
        if name in ("articles_sort", "articles_headings"):
            self.order_changed.emit()

    def _dress(self) -> None:
        self.button.setChecked(self.stage is not None)
        self.button.setIcon(self._theming.icon("more", "panel_quiet"))

    def _fill(self) -> None:
        self._dress()  # a click has checked or unchecked the button
        menu = self.menu
        menu.clear()
        add_title(menu, _("Sort by"))
        group, current = QActionGroup(menu), self._settings.get("articles_sort")
        for sort, name in sort_names().items():
            self._add(name, sort == current, partial(self.sort_by, sort), group)
        menu.addSeparator()
        headings = self._add(_("Headings"), bool(self._settings.get("articles_headings")))
        headings.toggled.connect(self.use_headings)
        add_title(menu, _("Show"))
        group = QActionGroup(menu)
        choices: list[tuple[Stage | None, str]] = [(None, _("All")), *stage_names().items()]
        for stage, name in choices:
            self._add(name, stage is self.stage, partial(self.keep_stage, stage), group)
        menu.addSeparator()
        menu.addAction(_("Save as a shelf…")).triggered.connect(lambda _checked: self.shelf_requested.emit())
        give_mnemonics(menu)

    def _add(
        self, name: str, is_on: bool, call: partial[None] | None = None, group: QActionGroup | None = None
    ) -> QAction:
        action = self.menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(is_on)
        if call is not None:
            action.triggered.connect(lambda _checked: call())
        if group is not None:
            group.addAction(action)
        return action


def sort_names() -> dict[str, str]:
    """Return what the orders are called, in the language in use; the keys are those of `SORTS`."""
    return {
        "folder": _("Folder"),
        "title": _("Title"),
        "category": _("Category"),
        "tag": _("Tag"),
        "year": _("Year"),
        "site": _("Source"),
        "progress": _("How far read"),
        "added": _("Added"),
        "read": _("Last read"),
    }


def _spelled(title: str) -> str:
    from reader.search.text.pinyin import sort_key  # its tables are read for the first title

    return sort_key(title)
