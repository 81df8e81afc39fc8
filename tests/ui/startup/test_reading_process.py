"""The process that reads the first article while the window's own process imports Qt."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.articles.markdown.pieces import pieces_of
from reader.articles.markdown.rendering import render
from reader.articles.partial_reading import LONG, look
from reader.settings import Settings
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup import reading_process
from reader.ui.startup.reading_process import Beforehand, prepare, send

DIGEST = """# 题目
[原文](https://example.org)
标签：甲 乙

```
题目
├── 第一点
└── 第二点
```

## 第一点
一段文字[^1]。

[^1]: 注。

## 第二点
| 甲 | 乙 |
|---|---|
| 1 | 2 |
"""

STARTS = """
import sys
from pathlib import Path
from reader.ui.startup import reading_process as beforehand
reading = beforehand.begin(Path(sys.argv[1]))
assert reading is not None
assert reading.look(Path(sys.argv[1])) is not None
parsers = {"reader.articles.reading", "reader.articles.markdown.rendering", "markdown"}
sys.exit(" ".join(sorted(parsers & set(sys.modules))) or 0)
"""


@pytest.fixture
def article(tmp_path) -> Path:
    path = tmp_path / "library" / "一.md"
    path.parent.mkdir()
    path.write_text(DIGEST, encoding="utf-8")
    return path


@pytest.fixture
def answer(article):
    """Return a function that gives what a second process would have sent, or these bytes."""

    def make(sent: bytes | None = None) -> Beforehand:
        pipe = io.BytesIO()
        send(article, pipe)
        return Beforehand(_ended_child(), io.BytesIO(pipe.getvalue() if sent is None else sent))

    return make


def _ended_child() -> int:
    return 2**22 + 1  # no process has this number: to wait for it, or to end it, is refused


def test_it_reads_what_the_window_would_read(article, answer):
    reading = answer()
    seen = reading.look(article)
    assert seen == look(article, sketches=True)
    read = seen.article
    hidden = prepare(article).hidden_lines
    pieces = list(reading.pieces(read, hidden))
    assert pieces == list(pieces_of(read, hidden))
    for piece in pieces:
        assert reading.blocks(piece) == render(piece.cut, piece.definitions)


def test_a_look_is_given_once(article, answer):
    reading = answer()
    assert reading.look(article) is not None
    assert reading.look(article) is None


def test_of_another_article_it_has_nothing(article, answer, tmp_path):
    assert answer().look(tmp_path / "other.md") is None


def test_a_file_that_has_changed_meanwhile_is_read_again(article, answer):
    reading = answer()
    article.write_text(DIGEST + "\n新的一行。\n", encoding="utf-8")
    assert reading.look(article) is None


@pytest.mark.parametrize("sent", [b"", b"\x80\x05nonsense", b"\x80\x05]."])
def test_a_broken_answer_is_no_answer(article, answer, sent):
    assert answer(sent).look(article) is None


def test_what_cannot_be_read_is_left_to_the_window(tmp_path):
    for target in (tmp_path / "gone.md", tmp_path / "nothing"):
        pipe = io.BytesIO()
        send(target, pipe)
        assert pipe.getvalue() == b""


def test_what_is_forgotten_is_read_anew(article, answer):
    reading = answer()
    read = reading.look(article).article
    assert (
        reading.pieces(look(article, sketches=True).article, frozenset()) is None
    )  # an equal one, but another
    assert reading.pieces(read, prepare(article).hidden_lines) is None
    again = answer()
    read = again.look(article).article
    (first, *_rest) = again.pieces(read, prepare(article).hidden_lines)
    again.forget()
    assert again.blocks(first) is None


def test_of_a_long_article_it_reads_the_beginning(article):
    article.write_text(DIGEST + "一段文字。\n\n" * LONG, encoding="utf-8")
    prepared = prepare(article)
    assert prepared.look == look(article, sketches=True)
    assert 0 < len(prepared.blocks) < len(prepared.pieces)


def test_without_a_target_it_reads_what_was_open_last(article):
    other = article.with_name("二.md")
    other.write_text("# 二\n", encoding="utf-8")
    assert prepare(article.parent).path == article
    remembered = WindowMemory()
    remembered.opened(article.parent, other)
    remembered.save()
    assert prepare(article.parent).path == other
    Settings().set("last_library", str(article.parent))
    assert prepare(None).path == other


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process so")
def test_a_second_process_does_it(article):
    run = subprocess.run(
        [sys.executable, "-c", STARTS, str(article)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_elsewhere_the_window_reads_by_itself(article, monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert reading_process.begin(article) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux copies a process so")
def test_a_process_that_nobody_asks_is_ended(article):
    never = article.with_name("never.md")
    os.mkfifo(never)  # to read it waits for a writer, for ever
    code = (
        "import sys; from pathlib import Path; from reader.ui.startup import reading_process as beforehand\n"
        "reading = beforehand.begin(Path(sys.argv[1])); reading.forget(); reading.forget()"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code, str(never)], check=True, timeout=120)
