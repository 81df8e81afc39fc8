"""An index is kept by a process that is there while there is something to do."""

from __future__ import annotations

import getpass
import json
import os
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path

import pytest

import reader
from reader.catalogue.library import Library
from reader.errors import SearchError
from reader.search.ask import ask
from reader.search.build import library_index
from reader.search.build.build_control import Progress
from reader.search.build.index_client import IndexClient
from reader.search.build.index_server import IndexServer, serve
from reader.search.build.library_index import LibraryIndex
from reader.search.model import Question

MANY = 9  # more than are read without a worker


def write(folder: Path, *names: str, words: str = "出口管制") -> None:
    for name in names:
        (folder / name).write_text(f"# {name}\n\n{words}\n", encoding="utf-8")


def found(folder: Path, words: str) -> int:
    return ask(LibraryIndex(Library(folder)).snapshot(), Question(words)).exact


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "library"
    path.mkdir()
    write(path, *(f"{number}.md" for number in range(MANY)))
    return path


@pytest.fixture(params=[IndexServer, IndexClient], ids=["here", "elsewhere"])
def upkeep(request, folder):
    upkeep = request.param(Library(folder))
    yield upkeep
    upkeep.stop()
    upkeep.rest()


@pytest.fixture
def keeping(folder):
    keeping = IndexClient(Library(folder))
    yield keeping
    keeping.stop()
    keeping.rest()


def test_a_library_is_read_and_its_progress_told(upkeep, folder):
    told: list[Progress] = []
    assert upkeep.refresh(None, 1, told.append)
    assert [one.done for one in told] == list(range(MANY + 1))
    assert told[-1].total == MANY
    assert told[-1].name
    assert found(folder, "管制") == MANY


def test_a_changed_article_is_read_anew_and_a_missing_one_forgotten(upkeep, folder):
    upkeep.refresh(None, 1, lambda _progress: None)
    write(folder, "0.md", words="熊猫")
    (folder / "1.md").unlink()
    assert upkeep.refresh({"0.md", "1.md"}, 1, lambda _progress: None)
    assert found(folder, "熊猫") == 1
    assert found(folder, "管制") == MANY - 2


def test_a_changed_article_is_all_it_needs_to_be_told_where_nothing_was_read_yet(upkeep, folder):
    assert upkeep.refresh({"0.md"}, 1, lambda _progress: None)
    assert found(folder, "管制") == MANY


def test_small_segments_are_merged(upkeep, folder):
    upkeep.refresh(None, 1, lambda _progress: None)
    for number in range(MANY):
        upkeep.refresh({f"{number}.md"}, 1, lambda _progress: None)
    assert upkeep.tidy()
    assert len(LibraryIndex(Library(folder)).snapshot().segments) == 1
    assert found(folder, "管制") == MANY


def test_what_was_stopped_reads_nothing_any_more(upkeep, folder):
    upkeep.stop()
    assert not upkeep.refresh(None, 1, lambda _progress: None)
    assert found(folder, "管制") == 0


def test_reading_is_held_until_it_may_go_on(upkeep, folder):
    upkeep.pause(on=True)
    told: list[Progress] = []
    begun = threading.Event()

    def note(progress: Progress) -> None:
        told.append(progress)
        begun.set()

    reading = threading.Thread(target=lambda: upkeep.refresh(None, 1, note))
    reading.start()
    assert begun.wait(60)
    assert [one.done for one in told] == [0]
    upkeep.pause(on=False)
    reading.join()
    assert found(folder, "管制") == MANY


def test_stopping_ends_what_is_held(upkeep):
    upkeep.pause(on=True)
    begun = threading.Event()
    answers: list[bool] = []
    reading = threading.Thread(
        target=lambda: answers.append(upkeep.refresh(None, 1, lambda _progress: begun.set()))
    )
    reading.start()
    assert begun.wait(60)
    upkeep.stop()
    reading.join()
    assert answers == [False]


def test_an_index_that_cannot_be_kept_is_told_in_a_sentence(upkeep, tmp_path, monkeypatch):
    cache = Path(os.environ["GANGMU_CACHE"])
    cache.mkdir(parents=True)
    (cache / "index").write_text("a file where a folder should be")
    # Nor is there room among temporary files.
    owner = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
    (tmp_path / f"gangmu-{owner}").write_text("a file here too")
    monkeypatch.setattr(library_index.tempfile, "tempdir", str(tmp_path))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    with pytest.raises(SearchError, match="cannot be kept in"):
        upkeep.refresh(None, 1, lambda _progress: None)


def test_it_rests_without_a_process_until_the_next_question(keeping, folder):
    keeping.refresh(None, 1, lambda _progress: None)
    process = keeping._process
    keeping.rest()
    assert process._process.returncode is not None  # ended, or killed where the machine is too busy for that
    assert keeping._process is None
    write(folder, "0.md", words="熊猫")
    assert keeping.refresh({"0.md"}, 1, lambda _progress: None)
    assert found(folder, "熊猫") == 1


def test_a_pause_is_kept_by_the_next_process(keeping):
    keeping.refresh(None, 1, lambda _progress: None)
    keeping.pause(on=True)
    keeping.rest()
    LibraryIndex(keeping._library).distrust()
    begun = threading.Event()
    reading = threading.Thread(target=lambda: keeping.refresh(None, 1, lambda _progress: begun.set()))
    reading.start()
    assert begun.wait(60)
    assert reading.is_alive()
    keeping.stop()
    reading.join()


def test_a_process_that_was_killed_at_rest_is_started_again(keeping, folder):
    keeping.refresh(None, 1, lambda _progress: None)
    keeping._process._process.kill()
    keeping._process._process.wait()
    write(folder, "0.md", words="熊猫")
    assert keeping.refresh({"0.md"}, 1, lambda _progress: None)
    assert found(folder, "熊猫") == 1


def test_a_process_that_is_killed_at_work_is_told_in_a_sentence(keeping, folder):
    keeping.pause(on=True)
    with pytest.raises(SearchError, match="stopped unexpectedly"):
        keeping.refresh(None, 1, lambda _progress: keeping._process._process.kill())
    keeping.pause(on=False)
    assert keeping.refresh(None, 1, lambda _progress: None)
    assert found(folder, "管制") == MANY


WINDOW = """
import sys
from pathlib import Path
from reader.catalogue.library import Library
from reader.search.build.index_client import IndexClient
keeping = IndexClient(Library(Path(sys.argv[1])))
keeping.pause(on=sys.argv[2] == "held")
keeping.refresh(None, 1, lambda progress: print("reading", flush=True))
print("done", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize(("state", "seen"), [("held", "reading\n"), ("free", "done\n")])
def test_it_ends_with_a_window_that_is_killed(folder, state, seen):
    house = str(Path(reader.__file__).parents[1])
    window = subprocess.Popen(
        [sys.executable, "-c", WINDOW, str(folder), state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": house},
    )
    with window:
        while window.stdout.readline() != seen:
            pass
        window.kill()
        # The server and its worker write their errors where the window did: this ends when all have.
        assert "Traceback" not in window.stderr.read()


def test_the_window_s_end_imports_neither_whoosh_nor_what_reads_articles():
    code = "import sys, reader.search.build.index_client; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    heavy = {"whoosh", "ssl", "numpy", "reader.articles.reading", "reader.search.build.library_index"}
    assert not heavy & set(loaded.split())


class Faulty:
    """Keeps no index: it has a fault."""

    def refresh(self, names, workers, progress):
        raise KeyError("of no use to a reader")

    def stop(self):
        pass


class Slow:
    """Reads an article that takes longer than anybody waits."""

    def __init__(self):
        self.ended = threading.Event()

    def refresh(self, *_asked):
        assert self.ended.wait(60)
        return False

    def stop(self):
        pass


def test_the_process_is_told_that_nobody_waits_any_more_while_it_reads():
    server = Slow()
    asked = StringIO('{"refresh": null, "workers": 1, "frameworks": null}\n')
    serve(server, asked, StringIO(), server.ended.set)
    assert server.ended.is_set()


def test_a_fault_in_the_process_is_told_in_a_sentence_and_logged(caplog):
    answers = StringIO()
    serve(Faulty(), StringIO('{"refresh": null, "workers": 1}\n'), answers)
    assert json.loads(answers.getvalue()) == {
        "failed": "Reading the library for the search has failed; the log says why."
    }
    assert "KeyError" in caplog.text
