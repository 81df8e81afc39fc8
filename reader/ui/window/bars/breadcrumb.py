"""The bar above the pane: the way back, and where in the framework one reads.

Each part of the way is a menu of what stands beside it; the parts shrink, the
last of all, before any is left out.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from reader.articles.digest.contents import Entry
from reader.i18n import figure
from reader.i18n import gettext as _
from reader.ui.base.theming import elided, spaced
from reader.ui.session.session import Session

MOST_PARTS = 8
MOST_BESIDE = 100  # entries of a menu: a screen has some 40, and 50,000 take Qt 20 s
NARROWEST = 6  # characters of a part


class ReadingBar(QWidget):
    """Back, forward, the breadcrumb, and tools at the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reading_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._session = session
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(2)
        self.way = Breadcrumb(session)
        self._row.addWidget(self.way, 1)

    def add_tool(self, action: QAction, place: int = -1) -> QToolButton:
        """Add a button for `action`: at the right, or at `place` in the row."""
        button = QToolButton()
        if action.icon().isNull():
            action.setIcon(self._session.theming.icon(str(action.property("glyph"))))
        button.setDefaultAction(action)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row.insertWidget(place if place >= 0 else self._row.count(), button)
        return button


class Breadcrumb(QWidget):
    """The path of the entry being read: the article, then each entry down to it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._path: tuple[Entry, ...] = ()
        self._labels: list[str] = []  # as shown
        self._parts: list[QToolButton] = []  # as many as were ever needed
        self._signs: list[QLabel] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(6, 0, 6, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        session.article_opened.connect(self._show)
        session.article_changed.connect(self._show)
        session.article_failed.connect(self._show)
        session.article_closed.connect(self._show)
        session.node_changed.connect(self._show)
        session.theming.script_changed.connect(self._show)
        self._show()

    def labels(self) -> list[str]:
        """Return the whole labels of the parts, the article's title first."""
        return [part.toolTip() for part in self._parts if not part.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show(self) -> None:
        session = self._session
        self._path = session.contents.ancestors(session.current_node)[: MOST_PARTS - 1]
        labels = [session.article.title if session.article else "", *(entry.shown for entry in self._path)]
        labels = [session.theming.shown(label) for label in labels]
        if labels == self._labels:
            return
        before, self._labels = self._labels, labels
        while len(self._parts) < len(labels):
            self._add_part()
        for place, part in enumerate(self._parts):
            label = labels[place] if place < len(labels) else ""
            if label == (before[place] if place < len(before) else ""):
                continue
            part.setVisible(bool(label))
            part.setToolTip(label)
            part.setAccessibleName(_("Place in the framework: {label}").format(label=label) if label else "")
            if place:
                self._signs[place - 1].setVisible(bool(label))
        self._fit()

    def _add_part(self) -> None:
        place, end = len(self._parts), self._row.count() - 1
        part = QToolButton()
        if place:
            sign = QLabel("›")
            sign.setProperty("quiet", True)
            sign.hide()
            self._signs.append(sign)
            self._row.insertWidget(end, sign)
            end += 1
        part.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        part.setProperty("crumb", "true")
        part.hide()
        menu = QMenu(part)
        menu.aboutToShow.connect(partial(self._fill, menu, place))
        part.setMenu(menu)
        self._parts.append(part)
        self._row.insertWidget(end, part)

    def _fit(self) -> None:
        """Shorten the labels to the room there is, the outer ones first."""
        shown = [part for part in self._parts if not part.isHidden()]
        if not shown:
            return
        metrics = QFontMetrics(shown[0].font())
        room = self.width() - 40 - 26 * len(shown)
        widths = [metrics.horizontalAdvance(spaced(part.toolTip())) + 2 for part in shown]
        least = metrics.horizontalAdvance("国") * NARROWEST
        for place, width in enumerate(widths):
            excess = sum(widths) - room
            if excess > 0:
                widths[place] = max(min(width, least), width - excess)
        for part, width in zip(shown, widths, strict=True):
            part.setText(elided(part.toolTip(), metrics, width).replace("&", "&&"))

    def _fill(self, menu: QMenu, place: int) -> None:
        from reader.ui.base.mnemonics import give_mnemonics  # when a menu is opened

        menu.clear()
        session = self._session
        if place == 0:
            menu.addAction(_("Beginning of the article"), session.go_to_beginning)
            menu.addSeparator()
        entries = (
            session.contents.entries
            if place == 0
            else session.contents.siblings(self._path[place - 1].entry_id)
        )
        here = {entry.entry_id for entry in self._path}
        for entry in _around(entries, here):
            action = menu.addAction(spaced(session.theming.shown(entry.shown)).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(entry.entry_id in here)
            action.setEnabled(entry.span is not None)
            action.triggered.connect(partial(self._go, entry.entry_id))
        if len(entries) > MOST_BESIDE:
            menu.addSeparator()
            words = _("All {count} of them, in the tree").format(count=figure(len(entries)))
            menu.addAction(words, session.actions["go.panel_framework"].trigger)
        give_mnemonics(menu)

    def _go(self, entry_id: str, _checked: bool = False) -> None:
        self._session.jump_to_node(entry_id)


def _around(entries: tuple[Entry, ...], here: set[str]) -> tuple[Entry, ...]:
    """Return those of `entries` that stand nearest to the one that is `here`."""
    at = next((number for number, entry in enumerate(entries) if entry.entry_id in here), 0)
    first = max(0, min(at - MOST_BESIDE // 2, len(entries) - MOST_BESIDE))
    return entries[first : first + MOST_BESIDE]
