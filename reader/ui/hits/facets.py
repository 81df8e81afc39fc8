"""The facets above the hits: values with counts; a click narrows, another takes it back."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from reader.i18n import gettext as _
from reader.i18n import pgettext
from reader.search.answers import FACETS, Value
from reader.ui.parts.flow import Flow

_OF_EACH = 2  # values of a facet that have a button of their own
_MOST = 5
_LONGEST = 14  # characters of a value on its button

Chosen = tuple[tuple[str, str], ...]


def facet_title(facet: str) -> str:
    """Return what a facet is called, in the language in use."""
    return {
        "category": _("Category"),
        "tag": _("Tag"),
        "host": _("Source"),
        "year": _("Year"),
        "role": _("Part"),
        "state": _("State"),
    }[facet]


def value_title(facet: str, value: Value) -> str:
    """Return what a value is called, in the language in use."""
    titles = {
        "unread": pgettext("articles", "Unread"),
        "read": pgettext("articles", "Read"),
        "noted": _("With notes"),
        "conclusion": _("Conclusion"),
        "points": _("Main points"),
        "method": _("Method"),
        "evidence": _("Evidence"),
        "question": _("Problem"),
        "advice": _("Advice"),
        "people": _("People"),
        "background": _("Background"),
        "discussion": _("Discussion"),
    }
    return titles.get(value.key, value.shown) if facet in ("state", "role") else value.shown


class FacetBar(QWidget):
    """The values that most divide what was found, and a menu with all of them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facets")
        self._chosen: dict[str, tuple[str, str]] = {}  # facet: value, what it is called
        self._values: Mapping[str, tuple[Value, ...]] = {}
        self._total = 0
        self._shown: object = None
        self._flow = Flow(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setVisible(False)

    @property
    def chosen(self) -> Chosen:
        """The facets chosen, each with its value."""
        return tuple((facet, key) for facet, (key, _title) in self._chosen.items())

    def clear(self) -> None:
        """Choose none; nobody is told."""
        self._chosen = {}
        self.show_values({})

    def show_values(self, values: Mapping[str, tuple[Value, ...]], total: int = 0) -> None:
        """Show how `total` hits divide. What all of them have says nothing, and gets no button."""
        shown = (self._chosen.copy(), values, total)
        if shown == self._shown:
            return
        self._shown = shown
        self._values = values
        self._total = total
        self._flow.clear()
        for facet, (key, title) in self._chosen.items():
            self._add(facet, key, title, None)
        for facet, value in self._telling():
            self._add(facet, value.key, value_title(facet, value), value.count)
        if any(values.values()):
            self._add_menu()
        self.setVisible(self._flow.count() > 0)
        self.updateGeometry()

    def _telling(self) -> list[tuple[str, Value]]:
        """Return the values that get a button: those that divide the hits, of each facet a few."""
        found: list[tuple[str, Value]] = []
        for facet in FACETS:
            values = self._values.get(facet, ())
            if facet not in self._chosen and len(values) > 1:
                found += [(facet, one) for one in values if one.count < self._total][:_OF_EACH]
        return found[:_MOST]

    def _add(self, facet: str, key: str, title: str, count: int | None) -> None:
        button = QToolButton(self)
        shown = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
        button.setText(f"{shown}  ×" if count is None else f"{shown}  {count}")
        button.setToolTip(f"{facet_title(facet)}: {title}")
        button.setAccessibleName(f"{facet_title(facet)}: {title} {count or ''}")
        button.setProperty("chip", True)
        button.setCheckable(True)
        button.setChecked(count is None)
        button.clicked.connect(lambda: self._toggle(facet, key, title))
        self._flow.addWidget(button)

    def _add_menu(self) -> None:
        button = QToolButton(self)
        button.setText("…")
        button.setToolTip(_("All ways to narrow the hits down"))
        button.setAccessibleName(_("All ways to narrow the hits down"))
        button.setProperty("chip", True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        self._flow.addWidget(button)

    def _fill(self, menu: QMenu) -> None:
        """Fill the menu when it is asked for: the values change with every letter."""
        menu.clear()
        for facet in FACETS:
            if not (values := self._values.get(facet, ())):
                continue
            menu.addSection(facet_title(facet))
            for value in values:
                title = value_title(facet, value)
                action = menu.addAction(f"{title}\t{value.count}".replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(self._chosen.get(facet, ("", ""))[0] == value.key)
                action.triggered.connect(
                    lambda _on, facet=facet, key=value.key, title=title: self._toggle(facet, key, title)
                )

    def _toggle(self, facet: str, key: str, title: str) -> None:
        if self._chosen.get(facet, ("", ""))[0] == key:
            del self._chosen[facet]
        else:
            self._chosen[facet] = (key, title)
        self.changed.emit()
