"""The watch of one file: nothing that happens to it while the watch begins is missed."""

from __future__ import annotations

from reader.articles.partial_reading import stamp
from reader.ui.base.tasks import Tasks
from reader.ui.session.watching.file_watching import FileWatch


def test_what_is_written_between_the_first_look_and_the_watch_is_told(tmp_path, qtbot, immediate):
    path = tmp_path / "a.md"
    path.write_text("one", encoding="utf-8")
    looked = []

    class Late(Tasks):
        """The answer to the first look comes when the file is another one by now."""

        def run(self, call, done, *rest, **named):
            sight = call()
            if not looked:
                path.write_text("two words", encoding="utf-8")
            looked.append(sight)
            done(sight)

    watch = FileWatch(None, Late(immediate))
    with qtbot.waitSignal(watch.changed) as changed:
        watch.watch(path, stamp(path))
    assert changed.args == [path]
    watch.watch(None)
