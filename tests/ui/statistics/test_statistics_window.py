"""The statistics in the window: what is seen is said, files hold the figures, reading can be turned off."""

from __future__ import annotations

import csv
import errno
import io
import os
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QPushButton

from reader.articles.reading import read_article
from reader.catalogue.reading_log import Event
from reader.catalogue.reading_progress import own_texts
from reader.catalogue.reading_statistics import Statistics, days_of
from reader.catalogue.text_length import Speed
from reader.study.reading_report import Group, ReadingReport, Role, Week
from reader.theme import theme_named
from reader.ui.statistics import chart_painting, statistics_window
from reader.ui.statistics.chart_export import as_csv, as_png, as_svg
from reader.ui.statistics.chart_painting import ChartPainter
from reader.ui.statistics.charts import Chart, Item, Shape, charts_of, minutes_words
from reader.ui.statistics.statistics_window import StatisticsWindow

LONG = "这一段说了许多话，都是为了有足够的长度让人读上一会儿。" * 6
SOURCE = f"# 题目\n\n类别：技术\n\n## 结论\n\n{LONG}\n\n## 局限\n\n{LONG}\n"


@pytest.fixture
def window(new_window, tmp_path, monkeypatch):
    monkeypatch.setattr(statistics_window, "_PAUSE", statistics_window._PAUSE // 40)
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.md").write_text(SOURCE, encoding="utf-8")
    window = new_window()
    window.complete()
    window.show()
    window.session.open_library(folder)
    window.session.open_article(folder / "a.md")
    return window


def read_something(window, days=(0, 1, 2, 9), seconds=1200.0):
    folder = window.session.library.folder
    (own,) = [one for one in own_texts(read_article(folder / "a.md")) if one.node.endswith("结论")]
    now = datetime.now().astimezone().replace(hour=12)
    starts = [int((now - timedelta(days=day)).timestamp()) for day in days]
    events = tuple(Event("a.md", own.node, own.digest, start, seconds, own.length) for start in starts)
    window.reading.note(events)


def opened(qtbot, window):
    window.session.actions["view.statistics"].trigger()
    shown = window.findChild(StatisticsWindow)
    qtbot.waitUntil(shown.isVisible)
    return shown


def card(shown, key):
    return next(card for card in shown.cards if card.chart.key == key)


def test_it_shows_what_was_read_in_charts_and_in_words(qtbot, window):
    read_something(window)
    shown = opened(qtbot, window)
    assert [card.chart.key for card in shown.cards] == [
        "calendar", "minutes", "articles", "categories", "tags", "roles", "library",
    ]  # fmt: skip
    assert "4 days" in card(shown, "calendar").sentence.text()
    assert "1 h 20 min" in card(shown, "calendar").sentence.text()
    assert "Never read: 局限." in card(shown, "roles").sentence.text()
    assert card(shown, "categories").chart.items[0].label == "技术"
    for each in shown.cards:
        assert each.view.accessibleName() == f"{each.chart.title}. {each.chart.sentence}"
        assert each.chart.sentence


def test_arrow_keys_go_from_item_to_item_and_say_each(qtbot, window):
    read_something(window)
    shown = opened(qtbot, window)
    calendar = card(shown, "calendar")
    calendar.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(calendar.view.hasFocus)
    last = len(calendar.chart.items) - 1
    assert calendar.view.current == last
    assert "20 min" in calendar.said.text()
    for key, place in ((Qt.Key.Key_Up, last - 1), (Qt.Key.Key_Left, last - 8), (Qt.Key.Key_Right, last - 1)):
        qtbot.keyClick(calendar.view, key)
        assert calendar.view.current == place
    assert calendar.view.accessibleDescription() == calendar.said.text()
    qtbot.keyClick(calendar.view, Qt.Key.Key_Home)
    assert "nothing read" in calendar.said.text()
    qtbot.keyClick(calendar.view, Qt.Key.Key_Left)
    assert calendar.view.current == 0


def test_the_pointer_says_what_it_is_at(qtbot, window):
    read_something(window)
    shown = opened(qtbot, window)
    roles = card(shown, "roles")
    painter = ChartPainter(roles.chart, roles.view.width(), roles.view.font())
    spot = painter.cells[1].center()
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, spot, roles.view.mapToGlobal(spot), none, none, keys)
    QApplication.sendEvent(roles.view, event)
    assert "局限" in roles.said.text()
    QApplication.sendEvent(roles.view, QEvent(QEvent.Type.Leave))
    assert not roles.said.text().strip()


def test_without_anything_read_it_says_what_to_do(qtbot, window):
    shown = opened(qtbot, window)
    assert shown.cards == []
    assert shown.empty.isVisible()
    assert shown.empty.text().startswith("Nothing was read here yet")
    assert not shown.exporting.isEnabled()
    shown.noting.click()
    assert not window.session.settings.get("note_reading")
    assert shown.empty.text().startswith("What you read is not noted")
    window.session.settings.set("note_reading", True)
    assert shown.noting.isChecked()


@pytest.mark.parametrize("of_article", [True, False])
def test_what_was_read_can_be_erased_after_a_question(qtbot, window, of_article):
    read_something(window)
    shown = opened(qtbot, window)
    box = shown.ask_to_erase(of_article=of_article)
    cancel = next(button for button in box.buttons() if "Cancel" in button.text())
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert window.reading.events
    box = shown.ask_to_erase(of_article=of_article)
    erase = next(button for button in box.buttons() if "Erase" in button.text())
    qtbot.mouseClick(erase, Qt.MouseButton.LeftButton)
    assert not window.reading.events
    qtbot.waitUntil(lambda: not shown.cards)


def test_new_reading_is_shown_while_it_is_open(qtbot, window):
    shown = opened(qtbot, window)
    read_something(window)
    window.reading.events_changed.emit()
    qtbot.waitUntil(lambda: bool(shown.cards))


@pytest.mark.parametrize("kind", ["png", "svg", "csv"])
def test_it_is_saved_as_a_file(qtbot, window, person, tmp_path, kind):
    read_something(window)
    shown = opened(qtbot, window)
    path = tmp_path / f"out.{kind}"
    shown.save(kind, path)
    qtbot.waitUntil(path.exists)
    assert path.stat().st_size > 100
    assert str(path) in shown.told.text()
    shown.save(kind, tmp_path / "nowhere" / f"out.{kind}")
    assert f"out.{kind} cannot be written: {os.strerror(errno.ENOENT)}" in shown.told.text()


def test_the_window_is_one_and_goes_with_the_main_window(qtbot, window):
    shown = opened(qtbot, window)
    window.session.actions["view.statistics"].trigger()
    assert window.findChildren(StatisticsWindow) == [shown]
    listeners = len(window.session.settings._listeners)
    with qtbot.waitSignal(shown.destroyed):
        qtbot.mouseClick(
            next(button for button in shown.findChildren(QPushButton) if button.text() == "Close"),
            Qt.MouseButton.LeftButton,
        )
    assert len(window.session.settings._listeners) == listeners - 1
    assert window.findChild(StatisticsWindow) is None


@pytest.mark.parametrize(("width", "columns"), [(700, 1), (1200, 2)])
def test_cards_stand_side_by_side_where_there_is_room(qtbot, window, width, columns):
    read_something(window)
    shown = opened(qtbot, window)
    shown.resize(width, 700)
    qtbot.waitUntil(lambda: shown.width() == width)
    tops = [card(shown, key).y() for key in ("minutes", "articles")]
    qtbot.waitUntil(lambda: (card(shown, "minutes").y() == card(shown, "articles").y()) is (columns == 2))
    assert tops
    assert abs(statistics_window._TWO_COLUMNS - 980) < 0.2 * 980


# ---- the charts alone


def report(minutes=(5.0, 30.0), roles=(), speed=None):
    today = date(2026, 11, 26)
    start = int(datetime(2026, 11, 25, 12).timestamp())
    events = [Event("a.md", "", "", start - 7 * 86_400 * n, each * 60) for n, each in enumerate(minutes)]
    weeks = tuple(Week(date(2026, 11, 16 + 7 * n), each, n, n) for n, each in enumerate(reversed(minutes)))
    return ReadingReport(
        today,
        Statistics(days_of(events), speed or Speed(), 1, 1, 1, {}),
        weeks,
        (Group("=甲", 30.0, 1), Group("", 5.0, 1)),
        (),
        roles,
        3,
        2,
        1,
        knows_han=speed is not None,
    )


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.4, "under 1 min"), (59.4, "59 min"), (60, "1 h 0 min"), (150, "2 h 30 min")]
)
def test_times_are_said_as_people_say_them(minutes, words):
    assert minutes_words(minutes) == words


def test_a_speed_that_is_not_known_is_not_shown():
    assert "speed" not in {chart.key for chart in charts_of(report())}
    (speed,) = [chart for chart in charts_of(report(speed=Speed(500.0, 220.0))) if chart.key == "speed"]
    assert [(item.shown, item.usual) for item in speed.items] == [("500", 400.0)]


def test_the_table_has_every_figure_and_no_formula(qapp):
    charts = charts_of(report(roles=(Role("conclusion", 2, 1, 1, ("结论",)),)))
    rows = list(csv.reader(io.StringIO(as_csv(charts).decode("utf-8-sig"))))
    assert rows[0] == ["chart", "label", "value", "unit"]
    assert ["categories", "'=甲", "30.0", "minutes"] in rows
    assert ["roles", "结论", "50.0", "percent read"] in rows
    assert [row[1] for row in rows if row[0] == "calendar"] == ["2026-11-18", "2026-11-25"]


def test_picture_and_drawing_hold_the_charts(qapp):
    from reader import paths
    from reader.theme import load_theme

    theme, font = load_theme(paths.resource("themes/night.toml")), QFont()
    charts = charts_of(report(roles=(Role("conclusion", 2, 1, 1, ("结论",)),)))
    image = QImage.fromData(as_png(charts, theme, font))
    assert image.width() == 2000
    assert image.pixelColor(5, 5).name() == theme.roles["panel"]
    colours = {image.pixelColor(x, y).name() for x in range(0, 2000, 7) for y in range(0, image.height(), 7)}
    assert theme.roles["accent"] in colours
    root = ElementTree.fromstring(as_svg(charts, theme, font, "题 & 目"))
    assert root.tag.endswith("svg")
    assert any("题 & 目" in (element.text or "") for element in root.iter())


@pytest.mark.parametrize("width", [240, 640, 1880])
def test_items_lie_apart_within_the_width(qapp, width):
    for chart in charts_of(report(roles=(Role("conclusion", 2, 1, 1, ("很长的一个标签" * 9,)),))):
        painter = ChartPainter(chart, width, QFont())
        assert len(painter.cells) == len(chart.items)
        for number, cell in enumerate(painter.cells):
            assert cell.left() >= 0
            assert cell.right() <= width + 0.5
            assert cell.bottom() <= painter.height + 0.5
            assert painter.item_at(cell.center()) == number
        assert painter.item_at(QPointF(-5, -5)) == -1


@pytest.mark.parametrize(("minutes", "days"), [(0.8, 0), (0.99, 0), (1.0, 1), (1.2, 1)])
def test_a_day_counts_from_a_minute_on(minutes, days):
    (calendar,) = [chart for chart in charts_of(report((minutes,))) if chart.shape is Shape.CALENDAR]
    assert calendar.sentence.startswith("Read on 1 day" if days else "On no day")


@pytest.mark.parametrize("level", range(len(chart_painting.LEVELS)))
def test_the_squares_of_a_calendar_grow_with_the_minutes(qapp, level):
    """Each level is told by size as well as by colour, and begins where the legend says."""
    from PySide6.QtGui import QPainter

    from reader import paths
    from reader.theme import load_theme

    theme = load_theme(paths.resource("themes/paper.toml"))

    def inked(minutes):
        (calendar,) = [c for c in charts_of(report((minutes,))) if c.shape is Shape.CALENDAR]
        painter = ChartPainter(calendar, 1000, QFont())
        image = QImage(1000, int(painter.height), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as on:
            painter.paint(on, theme)
        place = next(n for n, item in enumerate(calendar.items) if item.value)
        cell = painter.cells[place].toRect()
        return sum(
            image.pixelColor(cell.x() + x, cell.y() + y).name() != "#ffffff"
            for x in range(cell.width())
            for y in range(cell.height())
        )

    least = chart_painting.LEVELS[level]
    assert inked(least * 0.9 + 0.001) < inked(least) == inked(least * 1.1)
    assert chart_painting.LEVELS == (1.0, 10.0, 25.0, 50.0)


def test_a_role_without_a_common_label_has_its_own_name():
    (roles,) = [c for c in charts_of(report(roles=(Role("conclusion", 0, 1, 1),))) if c.key == "roles"]
    assert roles.items[0].label == "Conclusion"


@pytest.mark.parametrize(("value", "is_high"), [(0.2, False), (30.0, True)])
def test_some_seconds_are_no_full_column(qapp, value, is_high):
    chart = Chart("minutes", "", "", Shape.COLUMNS, "", (Item("11月", value),))
    painter = ChartPainter(chart, 200, QFont())
    picture = QImage(200, round(painter.height), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    theme = theme_named("paper")
    paint = QPainter(picture)
    painter.paint(paint, theme)
    paint.end()
    accent = QColor(theme.roles["accent"]).rgb()
    rows = sum(picture.pixel(10, y) == accent for y in range(picture.height()))
    assert (rows > picture.height() / 2) == is_high
