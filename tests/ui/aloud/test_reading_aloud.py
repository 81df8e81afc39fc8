"""Reading aloud in the window: by keys and by the bar, with a voice that only notes what it is told."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from reader.articles.source.canonical_text import Span
from reader.errors import MachineError
from reader.ui.aloud import reading_aloud
from reader.ui.aloud.reading_aloud import LAYER, ReadingAloud

LINES = "\n\n".join(f"第{number}段的第一句话说得很长很长。第{number}段的第二句。" for number in range(60))


class SilentVoice:
    """Notes what it is told to say; `end` tells that the last is said, from another thread as voices do."""

    def __init__(self) -> None:
        self.said = []
        self.stops = 0
        self.is_closed = False

    def say(self, words, language, speed, spoken):
        self.said.append((words, language, speed))
        self.spoken = spoken

    def stop(self):
        self.stops += 1

    def close(self):
        self.is_closed = True

    def end(self, ended=True):
        thread = threading.Thread(target=self.spoken, args=(ended,))
        thread.start()
        thread.join()


@pytest.fixture
def voice(monkeypatch):
    voice = SilentVoice()
    monkeypatch.setattr(reading_aloud.ReadingAloud.__init__, "__defaults__", (None, lambda: voice))
    return voice


@pytest.fixture
def window(qtbot, new_window, voice, tmp_path):
    path = tmp_path / "library" / "one.md"
    path.parent.mkdir()
    path.write_text(f"# 标题\n\n{LINES}\n\nThe last one.\n", encoding="utf-8")
    window = new_window()
    window.resize(900, 700)
    window.show()
    with qtbot.waitSignal(window.pane.first_painted):
        window.session.open_article(path)
    window.complete()
    window.activateWindow()
    window.pane.setFocus()
    qtbot.waitUntil(window.pane.hasFocus)
    return window


@pytest.fixture
def aloud(window):
    return window.pane.findChild(ReadingAloud)


def words(voice):
    return [said[0] for said in voice.said]


def begin(qtbot, aloud, window, voice):
    qtbot.keyClick(window.pane, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: voice.said != [])


def go_on(qtbot, voice):
    before = len(voice.said)
    voice.end()
    qtbot.waitUntil(lambda: len(voice.said) > before)


def marked(window):
    text = window.session.article.text
    return [text.words(mark.span) for mark in window.pane.mark_layers._highlights[LAYER].marks.marks]


def test_a_key_reads_from_where_one_reads_and_each_sentence_is_marked(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    assert voice.said == [("第0段的第一句话说得很长很长。", "zh", 1.0)]
    assert marked(window) == ["第0段的第一句话说得很长很长。"]
    go_on(qtbot, voice)
    assert words(voice)[-1] == "第0段的第二句。"
    assert marked(window) == ["第0段的第二句。"]
    assert aloud.bar.isVisible()
    assert window.pane.rect().contains(aloud.bar.geometry())


def test_it_begins_at_what_is_selected(qtbot, window, aloud, voice):
    start = window.session.article.text.text.index("第2段的第二句")
    window.pane.select(Span(start, start + 3))
    begin(qtbot, aloud, window, voice)
    assert words(voice) == ["第2段的第二句。"]


def test_the_same_key_pauses_and_goes_on_with_the_same_sentence(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    stops = voice.stops
    qtbot.keyClick(window.pane, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: voice.stops == stops + 1)
    assert aloud.is_paused
    voice.end(False)  # it tells that it was cut off: that stops nothing
    qtbot.wait(0)
    assert aloud.is_on
    qtbot.keyClick(window.pane, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: words(voice) == ["第0段的第一句话说得很长很长。"] * 2)


def test_the_page_follows(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    for _ in range(40):
        go_on(qtbot, voice)
    span = aloud.sentences[aloud.index]
    seen = window.pane.in_view()
    assert seen.start <= span.start
    assert span.end <= seen.end
    assert seen.start > 0


def test_the_page_stays_where_the_person_has_gone(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    go_on(qtbot, voice)
    bar = window.pane.verticalScrollBar()
    qtbot.waitUntil(lambda: window.pane.column.complete)
    bar.setValue(bar.maximum())
    window.pane.viewport().repaint()
    there = bar.value()
    go_on(qtbot, voice)
    assert bar.value() == there


def test_escape_ends_it(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)
    assert not aloud.is_on
    assert marked(window) == []
    assert not aloud.bar.isVisible()
    qtbot.waitUntil(lambda: voice.stops > 0)


def test_the_keys_step_by_sentences(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    qtbot.keyClick(window.pane, Qt.Key.Key_Right, both)
    qtbot.keyClick(window.pane, Qt.Key.Key_Right, both)
    qtbot.waitUntil(lambda: words(voice)[-1] == "第1段的第一句话说得很长很长。")
    qtbot.keyClick(window.pane, Qt.Key.Key_Left, both)
    qtbot.waitUntil(lambda: words(voice)[-1] == "第0段的第二句。")


def test_the_bar_does_the_same(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    bar = aloud.bar
    said = ["第0段的第二句。", "第1段的第一句话说得很长很长。", "第0段的第二句。", "第0段的第二句。"]
    for number, button in enumerate((bar.on, bar.on, bar.back, bar.faster), 2):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda number=number: len(voice.said) == number)
    qtbot.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert words(voice)[1:] == said
    assert voice.said[-1][2] == 1.1
    assert bar.speed.text() == "1.1×"
    assert aloud.is_paused
    qtbot.mouseClick(bar.slower, Qt.MouseButton.LeftButton)
    assert window.session.settings.get("speech_speed") == 1.0
    qtbot.mouseClick(bar.end, Qt.MouseButton.LeftButton)
    assert not aloud.is_on


def test_what_an_old_sentence_tells_counts_no_more(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    old = voice.spoken
    aloud.step(1)
    qtbot.waitUntil(lambda: len(voice.said) == 2)
    old(True)
    qtbot.wait(0)
    assert aloud.index == 1


def test_it_ends_with_the_article(qtbot, window, aloud, voice):
    told = []
    window.session.status_changed.connect(told.append)
    begin(qtbot, aloud, window, voice)
    aloud.index = len(aloud.sentences) - 2
    go_on(qtbot, voice)
    assert voice.said[-1][:2] == ("The last one.", "en")
    voice.end()
    qtbot.waitUntil(lambda: not aloud.is_on)
    assert told[-1] == "Read aloud to the end."


def test_another_article_ends_it(qtbot, window, aloud, voice, tmp_path):
    begin(qtbot, aloud, window, voice)
    other = tmp_path / "library" / "two.md"
    other.write_text("# 二\n\n文字。\n", "utf-8")
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(other)
    assert not aloud.is_on


@pytest.mark.parametrize("at", ["find", "say"])
def test_without_a_voice_one_is_told(qtbot, window, aloud, voice, monkeypatch, at):
    def fail(*_given):
        raise MachineError("There is no voice on this machine.")

    monkeypatch.setattr(*((aloud, "_make_voice", fail) if at == "find" else (voice, "say", fail)))
    told = []
    window.session.status_changed.connect(told.append)
    qtbot.keyClick(window.pane, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: told != [] and "no voice" in told[-1])
    assert not aloud.is_on


def test_a_voice_that_breaks_off_is_told(qtbot, window, aloud, voice):
    told = []
    window.session.status_changed.connect(told.append)
    begin(qtbot, aloud, window, voice)
    voice.end(False)
    qtbot.waitUntil(lambda: not aloud.is_on)
    assert "broke off" in told[-1]


def test_closing_the_window_lets_go_of_the_voice(qtbot, window, aloud, voice):
    begin(qtbot, aloud, window, voice)
    window.close()
    assert voice.is_closed
