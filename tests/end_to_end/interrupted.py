"""The program itself, that says "now" when it has come as far as is asked for: to be told to end there.

Run as `python -m tests.end_to_end.interrupted MOMENT TARGET`.
"""

from __future__ import annotations

import sys

from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.startup import app
from reader.ui.window.main_window import MainWindow

WORDS = "刚写下的话"


def say(*_what: object) -> None:
    print("now", flush=True)


def write_a_note(window: MainWindow) -> None:
    desk: AnnotationService = window.annotations

    def make() -> None:
        if desk.store is None or window.session.article is None:
            return
        desk.annotations_changed.disconnect(make)
        desk.placed_changed.connect(write)
        desk.note_on_node(None)

    def write() -> None:
        if desk.placed:
            desk.placed_changed.disconnect(write)
            window.marker.open_card(desk.placed[0].annotation.annotation_id)
            window.marker.card.note.setPlainText(WORDS)
            say()

    desk.annotations_changed.connect(make)  # and when the sheets of the library are read
    make()


MOMENTS = {
    "opening": lambda window: window.session.article_opening.connect(say),
    "sketched": lambda window: window.session.article_sketched.connect(say),
    "painted": lambda window: window.pane.first_painted.connect(say),
    "indexing": lambda window: window.completed.connect(
        lambda: window.search.indexing.progressed.connect(say)
    ),
    "writing": lambda window: window.completed.connect(lambda: write_a_note(window)),
}


def main(moment: str, target: str) -> int:
    make = app.make_window

    def made(*given, **named) -> MainWindow:
        window = make(*given, **named)
        MOMENTS[moment](window)
        return window

    app.make_window = made
    return app.open_window(target)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
