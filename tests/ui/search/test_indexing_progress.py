"""The bar that shows how far the library has been read for the search."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from reader.search.build.build_control import Progress
from reader.ui.base.tasks import Tasks
from reader.ui.search.indexing_progress import IndexProgress
from reader.ui.search.search_service import SearchService
from reader.ui.session.session import Session


@pytest.fixture
def shown(qtbot, immediate):
    session = Session(Tasks(immediate))
    search = SearchService(session, session.tasks)
    widget = IndexProgress(search.indexing, session.theming)
    qtbot.add_widget(widget)
    yield search.indexing, widget
    search.shut_down()
    session.shut_down()


def test_it_is_there_only_while_there_is_much_to_read(shown):
    indexing, widget = shown
    assert widget.isHidden()
    indexing.progressed.emit(Progress(312, 2000))
    assert not widget.isHidden()
    assert "312" in widget.label.text()
    assert "2,000" in widget.label.text()
    assert widget.bar.value() == 312
    indexing.progressed.emit(Progress(1, 2))
    assert widget.isHidden()
    indexing.progressed.emit(None)
    assert widget.isHidden()


def test_reading_can_be_held(qtbot, shown):
    indexing, widget = shown
    indexing.progressed.emit(Progress(312, 2000))
    widget.show()
    qtbot.mouseClick(widget.button, Qt.MouseButton.LeftButton)
    assert indexing.is_paused
    qtbot.mouseClick(widget.button, Qt.MouseButton.LeftButton)
    assert not indexing.is_paused


def test_the_panel_says_it_in_words_as_the_bar_stands_below(qtbot, immediate):
    session = Session(Tasks(immediate))
    search = SearchService(session, session.tasks)
    widget = IndexProgress(search.indexing, session.theming, in_words=True)
    qtbot.add_widget(widget)
    search.indexing.progressed.emit(Progress(312, 2000))
    assert not widget.isHidden()
    assert widget.label.isVisible()
    assert not widget.bar.isVisible()
    assert not widget.button.isVisible()
    session.shut_down()
