"""What answers never, a network mount that died, is asked on a thread: the window goes on."""

from __future__ import annotations

import importlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from reader.articles.partial_reading import stamp
from reader.ui.base.tasks import Tasks
from reader.ui.session.watching import file_watching, library_watch
from reader.ui.session.watching.file_watching import FileWatch
from reader.ui.session.watching.library_watch import LibraryPresence


@pytest.fixture
def tasks():
    made = Tasks(ThreadPoolExecutor(1))
    yield made
    made.shut_down()


@pytest.fixture
def dead(monkeypatch):
    """Let no look come back before this is set, nor any be made on the main thread."""
    answers = threading.Event()

    def asked(ask):
        def wait(*given):
            assert threading.current_thread() is not threading.main_thread()
            assert answers.wait(60)
            return ask(*given)

        return wait

    # Else it would be imported with what stands in for the answers, and keep that.
    importlib.import_module("reader.catalogue.watching.renamed_folder")
    for module, name in (
        (file_watching, "stamp"),
        (file_watching.os, "access"),
        (file_watching.os.path, "lexists"),
        (file_watching.paths, "is_folder"),
        (library_watch, "identity_of"),
        (library_watch, "holds_something"),
    ):
        monkeypatch.setattr(module, name, asked(getattr(module, name)))
    yield answers
    answers.set()


def test_a_file_is_looked_at_while_the_window_goes_on(tmp_path, qtbot, tasks, dead):
    path = tmp_path / "a.md"
    path.write_text("# A\n", encoding="utf-8")
    state = stamp(path)
    watch = FileWatch(tasks.parent(), tasks)
    watch.watch(path, state)
    watch.look_again()
    path.write_text("# A, and more\n", encoding="utf-8")
    with qtbot.waitSignal(watch.changed) as changed:
        dead.set()
        watch.look_again()
    assert changed.args == [path]
    watch.watch(None)


def test_an_answer_about_another_file_is_none(tmp_path, qtbot, tasks, dead):
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    second.write_text("# B\n", encoding="utf-8")
    told = []
    watch = FileWatch(tasks.parent(), tasks)
    watch.changed.connect(told.append)
    watch.gone.connect(lambda path, _state: told.append(path))
    watch.watch(first, (1, 1))  # is not there
    watch.watch(second, stamp(second))
    dead.set()
    qtbot.waitUntil(lambda: tasks.is_idle and not watch._calm.isActive())
    assert told == []
    watch.watch(None)


def test_a_library_s_folder_is_looked_at_while_the_window_goes_on(tmp_path, qtbot, tasks, dead):
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n", encoding="utf-8")
    dead.set()
    presence = LibraryPresence(None, tasks)
    tasks.run(lambda: presence.watch(folder), lambda _none: None)
    qtbot.waitUntil(lambda: tasks.is_idle)
    dead.clear()
    (folder / "a.md").unlink()
    folder.rmdir()
    then = []
    for _each in range(5):
        presence.look(lambda: then.append(presence.is_lost))
    assert then == []
    with qtbot.waitSignal(presence.lost):
        dead.set()
    qtbot.waitUntil(lambda: len(then) == 5)
    assert all(then)
    presence.stop()
