"""The button beside the filter of the notes: how they are grouped, and which are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton

from reader.annotations.listing import Filter, GroupBy, tags_of
from reader.annotations.model import COLOURS, State
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.parts.highlight_colours import meaning_of, swatch
from reader.ui.parts.menu_titles import add_title
from reader.ui.session.session import Session

K = TypeVar("K")


class SortingMenu(QObject):
    """Holds `by` and `filter`; tells when the person changes them."""

    changed = Signal()

    def __init__(self, session: Session, annotations: AnnotationService, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._annotations = annotations
        self.by = GroupBy.PATH
        self.filter = Filter()
        self.button = QToolButton(autoRaise=True)
        tip = _("Group and choose notes")
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.button)
        self._menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self._menu)
        session.theming.theme_changed.connect(self._dress)
        self._dress()

    def choose(self, **wanted: object) -> None:
        """Change the filter: `colour`, `tag`, `state` or `since`."""
        self.filter = replace(self.filter, **wanted)  # type: ignore[arg-type]
        self.button.setChecked(self.filter != Filter())
        self.changed.emit()

    def group_by(self, by: GroupBy) -> None:
        """Group the notes by `by` from now on, and tell it."""
        self.by = by
        self.changed.emit()

    def _dress(self) -> None:
        self.button.setCheckable(True)
        self.button.setIcon(self._session.theming.icon("more", "panel_quiet"))

    def _fill(self) -> None:
        menu, settings = self._menu, self._session.settings
        menu.clear()
        add_title(menu, _("Group by"))
        names = {
            GroupBy.PATH: _("Framework"),
            GroupBy.ARTICLE: _("Article"),
            GroupBy.DATE: _("Date"),
            GroupBy.COLOUR: _("Colour"),
            GroupBy.TAG: _("Tag"),
        }
        self._choices(menu, names, self.by, self.group_by)
        add_title(menu, _("Show only"))
        colours = menu.addMenu(_("Colour"))
        named = {"": _("All colours"), **{name: meaning_of(name, settings) for name in COLOURS}}
        for name, action in self._choices(
            colours, named, self.filter.colour, lambda name: self.choose(colour=name)
        ).items():
            if name:  # the icon takes the place of the menu's own tick
                theme, ratio = self._session.theming.theme, self.button.devicePixelRatioF()
                action.setIcon(swatch(name, theme, ratio, ticked=action.isChecked()))
        tags = menu.addMenu(_("Tag"))
        used = tags_of(self._annotations.placed)
        self._choices(
            tags,
            {"": _("All tags"), **{tag: f"#{tag}" for tag in used}},
            self.filter.tag,
            lambda tag: self.choose(tag=tag),
        )
        states = menu.addMenu(_("State"))
        told = {
            None: _("All"),
            State.ANCHORED: _("In place"),
            State.REVIEW: _("To review"),
            State.ORPHAN: _("Without a place"),
        }
        self._choices(states, told, self.filter.state, lambda state: self.choose(state=state))
        dates = menu.addMenu(_("Date"))
        today = date.today()
        since = {
            "": _("Any time"),
            today.isoformat(): _("Today"),
            (today - timedelta(days=7)).isoformat(): _("The last 7 days"),
            (today - timedelta(days=30)).isoformat(): _("The last 30 days"),
        }
        self._choices(dates, since, self.filter.since, lambda day: self.choose(since=day))
        for one in (menu, colours, tags, states, dates):
            give_mnemonics(one)

    def _choices(
        self, menu: QMenu, names: Mapping[K, str], current: K, chosen: Callable[[K], None]
    ) -> dict[K, QAction]:
        group = QActionGroup(menu)
        actions = {}
        for key, name in names.items():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == current)
            action.triggered.connect(lambda _checked, key=key: chosen(key))
            group.addAction(action)
            actions[key] = action
        return actions


def group_name(by: GroupBy, key: tuple[str, ...], settings: Settings) -> str:
    """Return the words of a group's heading."""
    states: dict[tuple[str, ...], str] = {
        (State.REVIEW,): _("To review"),
        (State.ORPHAN,): _("Without a place"),
    }
    match by:
        case GroupBy.PATH:
            return states.get(key) or " › ".join(key) or _("The article")
        case GroupBy.ARTICLE:
            return key[0]
        case GroupBy.COLOUR:
            return meaning_of(key[0], settings) if key[0] else _("No colour")
        case GroupBy.TAG:
            return f"#{key[0]}" if key[0] else _("No tag")
        case GroupBy.DATE:
            return key[0]
