"""The facets above the hits: values with counts; a click narrows, another takes it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from reader.i18n import figure, labelled, pgettext
from reader.i18n import gettext as _
from reader.search.model import FACETS, Value
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.parts.flow_layout import FlowLayout
from reader.ui.parts.menu_titles import add_title

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
        "reading": _("Reading"),
        "read": pgettext("articles", "Read"),
        "favourite": _("Favourites"),
        "queued": _("Reading list"),
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
        "use": _("Uses"),
        "comparison": _("Comparison"),
        "resources": _("Resources"),
    }
    return titles.get(value.key, value.shown) if facet in ("state", "role") else value.shown


class _Chip(QToolButton):
    """The button of a value. There are a few that show one value after another: new ones cost more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)
        self.setCheckable(True)
        self.facet = self.key = self.title = ""

    def show_value(self, facet: str, key: str, title: str, count: int | None, words: str) -> None:
        """Show a value, called `words`, and its count; None where it is chosen: a click takes it back."""
        self.facet, self.key, self.title = facet, key, title
        title = words
        shown = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
        self.setText(f"{shown}  ×" if count is None else f"{shown}  {figure(count)}")
        self.setToolTip(labelled(facet_title(facet), title))
        self.setAccessibleName(labelled(facet_title(facet), f"{title} {figure(count) if count else ''}"))
        self.setChecked(count is None)
        self.setVisible(True)


class FacetBar(QWidget):
    """The values that most divide what was found, and a menu with all of them."""

    changed = Signal()

    def __init__(self, in_script: Callable[[str], str] = str, parent: QWidget | None = None) -> None:
        """`in_script` returns words of articles in the characters that are shown."""
        super().__init__(parent)
        self.setObjectName("facets")
        self._in_script = in_script
        self._chosen: dict[str, tuple[str, str]] = {}  # facet: value, what it is called
        self._values: Mapping[str, tuple[Value, ...]] = {}
        self._total = 0
        self._shown: object = None
        self._flow = FlowLayout(self)
        self._chips = [self._make_chip() for _number in range(_MOST + len(FACETS))]
        self._all = self._make_menu()
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
        wanted: list[tuple[str, str, str, int | None]] = [
            (facet, key, title, None) for facet, (key, title) in self._chosen.items()
        ]
        wanted += [(facet, one.key, value_title(facet, one), one.count) for facet, one in self._telling()]
        for chip, value in zip_longest(self._chips, wanted):
            if value is None:
                chip.setVisible(False)
            else:
                facet, key, title, count = value
                chip.show_value(facet, key, title, count, self._in_script(title))
        self._all.setVisible(bool(wanted))
        self.setVisible(bool(wanted))
        self.updateGeometry()

    def say_again(self) -> None:
        """Say everything anew: other characters are shown now."""
        self._shown = None
        self.show_values(self._values, self._total)

    def _telling(self) -> list[tuple[str, Value]]:
        """Return the values that get a button: those that divide the hits, of each facet a few."""
        found: list[tuple[str, Value]] = []
        for facet in FACETS:
            values = self._values.get(facet, ())
            if facet not in self._chosen:
                found += [(facet, one) for one in values if one.count < self._total][:_OF_EACH]
        return found[:_MOST]

    def _make_chip(self) -> _Chip:
        chip = _Chip(self)
        chip.setVisible(False)
        chip.clicked.connect(lambda: self._toggle(chip.facet, chip.key, chip.title))
        self._flow.addWidget(chip)
        return chip

    def _make_menu(self) -> QToolButton:
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
        return button

    def _fill(self, menu: QMenu) -> None:
        """Fill the menu when it is asked for: the values change with every letter."""
        menu.clear()
        for facet in FACETS:
            if not (values := self._values.get(facet, ())):
                continue
            add_title(menu, facet_title(facet))
            for value in values:
                title = value_title(facet, value)
                action = menu.addAction(f"{title}\t{figure(value.count)}".replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(self._chosen.get(facet, ("", ""))[0] == value.key)
                action.triggered.connect(
                    lambda _on, facet=facet, key=value.key, title=title: self._toggle(facet, key, title)
                )
        give_mnemonics(menu)

    def _toggle(self, facet: str, key: str, title: str) -> None:
        if self._chosen.get(facet, ("", ""))[0] == key:
            del self._chosen[facet]
        else:
            self._chosen[facet] = (key, title)
        self.changed.emit()
