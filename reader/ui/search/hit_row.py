"""One row of the hits made ready to be painted: what it says, how tall it is, its words in lines.

Excerpts count code points, Qt counts UTF-16 units: the conversion is here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)

from reader.i18n import gettext as _
from reader.search.model import Hit
from reader.search.user_data import NoteWords

_LINES = 2
_STEP = " › "
_ELLIPSIS = "…"
_LEADING = 1.15
_SURE = 0.06  # of a line's width: nearer to it than this, a text is laid out to know its lines
_KEPT = 20_000  # characters whose width is known
_JOINER = "\u200d"
_REST = 200  # characters of a second line, before it is cut to the width
_SHOWN = 1_000  # characters of a note that are looked at

Match = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """What a row shows: its `place`, label by label, why it is a hit, and the text with its marked parts."""

    place: tuple[str, ...]
    why: str
    text: str
    matches: tuple[Match, ...] = ()
    strong: bool = False


def words_of(row: Hit | NoteWords, shown: Callable[[str], str] = str) -> Words:
    """Return what a row shows: its article's words as `shown` has them, as long as they were."""
    if isinstance(row, NoteWords):
        return Words((_("Your note"),), "", _beginning(row.note) or shown(_beginning(row.quote)), strong=True)
    place = tuple(map(shown, row.path)) or tuple(filter(None, [_kind(row.kind)]))
    text, matches = row.excerpt.text, row.excerpt.matches
    marked = text[slice(*matches[0])] if matches else ""
    why = row.why.removeprefix(marked).strip()  # the name is marked below, how it was read is not
    return Words(place, why, shown(text), matches, strong=row.is_node)


def _beginning(text: str) -> str:
    """Return, in one line, as much of a note or a quotation as two lines show: it may be a whole article."""
    return " ".join(text.lstrip()[:_SHOWN].split())


def place_within(place: Sequence[str], metrics: QFontMetrics, room: int) -> str:
    """Return a path that fits into `room` pixels: the last label tells most, so those above go first."""
    whole = _STEP.join(place)
    if metrics.horizontalAdvance(whole) <= room:
        return whole
    for kept in range(len(place) - 2, -1, -1):
        shorter = _STEP.join([*place[:kept], _ELLIPSIS, place[-1]])
        if metrics.horizontalAdvance(shorter) <= room:
            return shorter
    return metrics.elidedText(place[-1], Qt.TextElideMode.ElideRight, room) if place else ""


def _kind(kind: str) -> str:
    """Return what a part of an article outside its framework is called."""
    return {"head": _("Title"), "framework": _("Framework"), "tags": _("Tags")}.get(kind, "")


class Measure:
    """What a font's text takes, without laying it out: most of the rows are never looked at."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self.spacing = self.metrics.lineSpacing() * _LEADING
        self._advances: dict[str, float] = {}

    def lines(self, text: str, width: float) -> int:
        """Return in how many lines, of at most two, `text` stands at this width."""
        sure = width * (1 + _SURE)
        needed = 0.0
        for letter in text:
            needed += self.advance(letter)
            if needed > sure:
                break
        if needed < width * (1 - _SURE):
            return 1
        # Joined emoji are narrower than their parts.
        if needed > sure and _JOINER not in text:
            return 2
        return Laid(text, (), self, width).count

    def advance(self, letter: str) -> float:
        """Return how wide a character is; each is measured once."""
        if (known := self._advances.get(letter)) is None:
            if len(self._advances) > _KEPT:
                self._advances.clear()
            known = self._advances[letter] = self.metrics.horizontalAdvance(letter)
        return known


class Laid:
    """An excerpt laid out in at most two lines; where it goes on, the second ends in an ellipsis."""

    def __init__(
        self,
        text: str,
        matches: tuple[Match, ...],
        measure: Measure,
        width: float,
        ink: QColor | None = None,
    ) -> None:
        """`ink` is that of the matches; the rest is drawn in the painter's own."""
        self._layout = QTextLayout(text, measure.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._marks = units(text, matches)
        self._ink = ink
        self.count, begin, end = self._lay(measure.spacing, width)
        if end < units_of(text):
            head, rest = parted(text, begin)
            marks, room, last = self._marks, width, 0
            shown = head
            # What the metrics count as narrow enough is at times a little wider once it is laid out.
            while last < units_of(shown) and room > 0:
                shown = head + measure.metrics.elidedText(rest[:_REST], Qt.TextElideMode.ElideRight, room)
                self._layout.setText(shown)
                end = units_of(shown) - 1
                self._marks = [(start, min(stop, end)) for start, stop in marks if start < end]
                last = self._lay(measure.spacing, width)[2]
                room -= measure.spacing / 4

    def _lay(self, spacing: float, width: float) -> tuple[int, int, int]:
        """Lay the lines out; return how many there are, where the last begins, and where it ends."""
        if self._ink is not None:
            # As formats: a selection that is drawn has its line drawn once more, for each of them.
            self._layout.setFormats([_format(mark, self._ink) for mark in self._marks])
        self._layout.beginLayout()
        count = begin = end = 0
        while count < _LINES:
            line = self._layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(20.0, width))
            line.setPosition(QPointF(0, count * spacing))
            begin, end = line.textStart(), line.textStart() + line.textLength()
            count += 1
        self._layout.endLayout()
        return count, begin, end

    def draw(self, painter: QPainter, at: QPointF, ground: QColor) -> None:
        """Draw the lines, with the matches on `ground`."""
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        for box in self._grounds:
            painter.drawRoundedRect(box.translated(at), 3, 3)
        painter.setPen(pen)
        self._layout.draw(painter, at)

    @cached_property
    def _grounds(self) -> list[QRectF]:
        found = []
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            first, last = line.textStart(), line.textStart() + line.textLength()
            for start, stop in self._marks:
                low, high = max(start, first), min(stop, last)
                if low < high:
                    left, right = _x(line, low), _x(line, high)
                    found.append(QRectF(left - 1, line.y(), right - left + 2, line.height()))
        return found


class LaidRows:
    """The texts of the rows seen last, laid out in one font: painting asks again and again for the same."""

    def __init__(self, most: int) -> None:
        """`most`: how many are kept."""
        self._most = most
        self._measure: Measure | None = None
        self._kept: dict[tuple[str, tuple[Match, ...], float], Laid] = {}

    def measure(self, font: QFont) -> Measure:
        """Return the measure of `font`; with another than before, all is laid out anew."""
        if self._measure is None or self._measure.font != font:
            self._measure = Measure(QFont(font))
            self._kept.clear()
        return self._measure

    def laid(self, text: str, matches: tuple[Match, ...], font: QFont, width: float, ink: QColor) -> Laid:
        """Return `text` laid out; `ink` is that of its matches: `forget` when it changes."""
        measure, key = self.measure(font), (text, matches, width)
        if (laid := self._kept.pop(key, None)) is None:
            laid = Laid(text, matches, measure, width, ink)
        self._kept[key] = laid  # the last seen stay longest
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return laid

    def forget(self) -> None:
        """Lay everything out anew when it is next looked at."""
        self._kept.clear()


def _format(mark: Match, ink: QColor) -> QTextLayout.FormatRange:
    form = QTextCharFormat()
    form.setForeground(ink)
    piece = QTextLayout.FormatRange()
    piece.start, piece.length, piece.format = mark[0], mark[1] - mark[0], form
    return piece


def _x(line: object, position: int) -> float:
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def units(text: str, matches: tuple[Match, ...]) -> list[Match]:
    """Return spans of code points as spans of UTF-16 units."""
    if _is_plain(text):
        return list(matches)
    return [(units_of(text[:start]), units_of(text[:end])) for start, end in matches]


def units_of(text: str) -> int:
    """Return how many UTF-16 units `text` has."""
    return len(text) if _is_plain(text) else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parted(text: str, at: int) -> tuple[str, str]:
    """Return the two parts of `text` before and after `at` UTF-16 units."""
    if _is_plain(text):
        return text[:at], text[at:]
    whole = text.encode("utf-16-le", "surrogatepass")
    before, after = (part.decode("utf-16-le", "surrogatepass") for part in (whole[: 2 * at], whole[2 * at :]))
    return before, after


def _is_plain(text: str) -> bool:
    return text.isascii() or max(text) < "\U00010000"
