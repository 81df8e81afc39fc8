"""What is in view is noted, node by node, and seen again: in the tree, in the status bar, by a key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from reader.catalogue.library import Library
from reader.catalogue.reading_log import read_events
from reader.catalogue.reading_progress import ReadState
from reader.ui.models.contents_model import Role
from reader.ui.window.reading_tracker import ReadingTracker

DIGEST = """题目

### 文章框架

```
├── 甲
├── 乙
└── 丙
```

## 甲

{a}

## 乙

{b}

## 丙

{c}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "library" / "a.md"
    path.parent.mkdir()
    text = DIGEST.format(a="水" * 120, b="火。" * 900, c="木" * 120)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def window(qtbot, new_window, file):
    window = new_window()
    window.resize(900, 500)
    window.show()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(file)
    window.complete()
    return window


@pytest.fixture
def tracker(window):
    (tracker,) = window.pane.findChildren(ReadingTracker)
    return tracker


def look(tracker, seconds):
    for _second in range(seconds):
        tracker.look()


def states(window):
    return {node: str(state) for node, state in window.reading.progress.states.items()}


def events(file):
    return read_events(Library(file.parent).own_folder)


def test_what_is_in_view_long_enough_is_read(window, tracker, file):
    window.session.jump_to_node("甲")
    look(tracker, 30)
    tracker.write()
    assert states(window)["甲"] == "read"
    assert states(window)["丙"] == "untouched"
    assert {event.article for event in events(file)} == {"a.md"}
    assert sum(event.seconds for event in events(file)) == pytest.approx(30, abs=0.5)


def test_it_is_seen_in_the_tree_in_words_too(window, tracker):
    window.session.jump_to_node("甲")
    look(tracker, 30)
    tracker.write()
    panel = window.panels["framework"]
    index = panel._model.index_of("甲")
    assert index.data(Role.READ) == ReadState.READ
    assert "You have read it." in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert panel._model.index_of("丙").data(Role.READ) == ReadState.UNTOUCHED


def test_the_next_unread_point_has_a_key(window, tracker):
    window.session.jump_to_node("甲")
    look(tracker, 30)
    window.session.jump_to_node("丙")
    look(tracker, 30)
    tracker.write()
    assert states(window)["丙"] == "read"
    window.session.actions["go.next_unread"].trigger()
    assert window.session.current_node == "乙"
    window.session.actions["edit.mark_read"].trigger()
    assert states(window)["乙"] == "read"
    told = []
    window.session.status_changed.connect(told.append)
    window.session.actions["go.next_unread"].trigger()
    assert told == ["You have read every point of this article."]


def test_time_left_stands_in_the_status_bar(window, tracker):
    from reader.ui.window.bars.time_left import TimeLeft

    (label,) = window.statusBar().findChildren(TimeLeft)
    window.session.jump_to_node("乙")
    assert label.text() == "2 min left here  ·  3 min left in all"
    window.session.actions["edit.mark_read"].trigger()
    assert label.text() == "1 min left in all"


def test_who_has_gone_away_does_not_read_and_no_timer_runs(window, tracker, file):
    tracker._timer.start()
    look(tracker, 2_000)
    assert not tracker._timer.isActive()
    assert sum(event.seconds for event in events(file)) < 1_000
    if QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive:
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
        QGuiApplication.sendEvent(window.pane.viewport(), key)
        assert tracker._timer.isActive()


def test_nothing_is_noted_where_the_person_turned_it_off(window, tracker, file):
    window.session.settings.set("note_reading", False)
    look(tracker, 30)
    tracker.write()
    assert events(file) == ()
    window.session.settings.set("note_reading", True)
    look(tracker, 30)
    tracker.write()
    assert events(file)


def test_what_was_read_is_there_at_the_next_start(window, tracker, file, qtbot, new_window):
    window.session.jump_to_node("甲")
    look(tracker, 30)
    window.close()
    again = new_window()
    again.show()
    with qtbot.waitSignal(again.pane.first_painted):
        again.opening.open(file)
    again.complete()
    assert states(again)["甲"] == "read"
    again.close()


def test_an_edit_says_which_points_have_changed(window, tracker, file, qtbot):
    window.session.jump_to_node("甲")
    look(tracker, 30)
    text = file.read_text(encoding="utf-8").replace("水水", "河河", 1)
    with qtbot.waitSignal(window.session.article_changed):
        file.write_text(text, encoding="utf-8")
    qtbot.waitUntil(lambda: states(window)["甲"] == "changed")
    assert states(window)["丙"] == "untouched"


def test_erasing_forgets_it_all(window, tracker, file):
    window.session.jump_to_node("甲")
    look(tracker, 30)
    tracker.write()
    window.reading.erase(window.session.article)
    assert set(states(window).values()) == {"untouched"}
    assert events(file) == ()


def test_what_there_is_to_count_is_found_on_a_thread_and_only_for_the_open_article(window, file, monkeypatch):
    """It goes through all of the text: of 10 MB it held the window for a second."""
    tracker = window.pane.findChild(ReadingTracker)
    other = file.with_name("b.md")
    other.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    asked = []
    monkeypatch.setattr(window.session.reading, "run", lambda *given: asked.append(given))
    tracker._begin(window.session.article)
    tracker._begin(window.session.article)
    assert tracker._clock is None
    assert len(asked) == 2
    (first, take_first), (second, take_second) = asked
    take_first(first())
    assert tracker._clock is None
    take_second(second())
    assert tracker._clock is not None


def test_what_was_read_while_the_library_was_away_is_kept_when_the_window_closes(window, tracker, file):
    library = Library(file.parent)
    look(tracker, 30)
    tracker.write()
    away = file.parent.with_name("away")
    file.parent.rename(away)
    file.parent.mkdir()  # as an unmounted disk leaves its mount point behind
    look(tracker, 20)
    tracker.write()
    window.close()
    file.parent.rmdir()
    away.rename(file.parent)
    assert sum(event.seconds for event in read_events(library.own_folder)) == pytest.approx(30, abs=0.5)
    assert sum(event.seconds for event in read_events(*library.own_folders)) == pytest.approx(50, abs=0.5)


def test_what_was_seen_is_noted_in_the_library_that_it_was_seen_in(window, tracker, file, tmp_path):
    look(tracker, 8)
    (other := tmp_path / "other").mkdir()
    window.opening.open(other)
    window.close()
    assert {event.article for event in read_events(Library(file.parent).own_folder)} == {"a.md"}
    assert read_events(Library(other).own_folder) == ()
