"""Opens hostile articles in a window: none ends it, holds it up, fills the memory, or is a fault of ours.

    python -m tests.end_to_end.hard_use.article_bombs FOLDER [EVERY [FIRST]]

Each article is opened, read to its end and exported as a page, in a child that is forked for it. Only each
`EVERY`th is tried, from `FIRST` on. Prints a line an article: the longest event of the main thread (its own
CPU time), what all took, and the memory; then how many there were, were over
the bar of 100 ms, and broke a limit.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from reader.ui.startup import app

BAR = 100.0  # milliseconds that the main thread is to compute at a time at most
HELD = 400.0  # what is taken for broken, on a machine that does other things besides
LONGEST = 60.0  # seconds that an article may take, all told
MOST = 1_500  # MB of memory
PATIENCE = 900.0  # seconds by the clock after which a child is taken to hang, on a machine that is busy
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><defs>{1}</defs>{2}</svg>'


class Watched(QApplication):
    """Knows its longest event, in milliseconds of the main thread's own time, and whose it was."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.held, self.by = 0.0, ""

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        begin = time.thread_time()
        done = super().notify(receiver, event)
        if (took := (time.thread_time() - begin) * 1000) > self.held:
            self.held, self.by = took, f"{type(receiver).__name__} {event.type().name}"
        return done


def bombs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each article; the pictures that they show are written to `folder`."""
    yield from _deep()
    yield from _long()
    yield from _many()
    yield from _odd()
    yield from _pictures(folder)


def _deep() -> Iterator[tuple[str, str]]:
    for depth in (200, 3_000):
        yield f"lists {depth} deep", "\n".join("  " * level + "- 深" for level in range(min(depth, 600)))
        yield f"quotations {depth} deep", "> " * depth + "深"
        yield f"brackets {depth} deep", "[" * depth + "深" + "](x)" * depth
        yield f"emphasis {depth} deep", "*_" * depth + "深" + "_*" * depth
        yield f"HTML {depth} deep", "<div>" * depth + "深" + "</div>" * depth
        yield f"braces {depth} deep", "$" + "{" * depth + "x" + "}" * depth + "$"
        tree = "\n".join("│   " * level + "└── 深" for level in range(min(depth, 400)))
        yield f"tree {depth} deep", f"```\n根\n{tree}\n```\n\n## 深\n\n话\n"
        yield f"JSON {depth} deep", "```json\n" + "[" * depth + "]" * depth + "\n```"


def _long() -> Iterator[tuple[str, str]]:
    yield "a line of 10 MB", "出口管制与技术，" * 430_000
    yield "a word of 3 MB", "x" * 3_000_000
    yield "a code line of 2 MB", "```python\n" + "x = 1; " * 300_000 + "\n```"
    yield "a table cell of 1 MB", "|a|b|\n|-|-|\n|" + "字" * 350_000 + "|x|\n"
    yield "a heading of 300 KB", "# " + "长" * 100_000
    yield "a link of 300 KB", "[x](http://example.org/" + "a" * 300_000 + ")"
    yield "a tag of 100 KB", "### 文章标签\n#" + "签" * 33_000
    yield "a formula of 100 KB", "$" + "x+" * 50_000 + "$"
    yield "a front matter of 1 MB", "---\n" + "key: value\n" * 90_000 + "---\n\n# 题\n"
    yield "a URL of no end", "http://" + "a." * 200_000


def _many() -> Iterator[tuple[str, str]]:
    notes = "\n".join(f"[^{n}]: 注" for n in range(10_000))
    yield "10,000 footnotes", "\n\n".join(f"句[^{n}]。" for n in range(10_000)) + "\n\n" + notes
    yield "footnotes in a ring", "\n".join(f"[^{n}]: 注[^{(n + 1) % 500}]" for n in range(500)) + "\n\n句[^0]"
    yield "50,000 headings", "\n\n".join(f"## 标题{n}\n\n话" for n in range(50_000))
    yield "50,000 items", "- 条\n" * 50_000
    yield "20,000 rows", "|甲|乙|\n|-|-|\n" + "|出口|管制|\n" * 20_000
    yield "500 columns", "|" + "甲|" * 500 + "\n|" + "-|" * 500 + "\n" + ("|" + "乙|" * 500 + "\n") * 50
    yield "2,000 formulas", "\n\n".join(f"$x_{n}$" for n in range(300))
    yield "20,000 links", " ".join(f"[a{n}](#b{n})" for n in range(20_000))
    yield "20,000 references", "\n".join(f"[r{n}]: http://x/{n}" for n in range(20_000)) + "\n\n[r1] [r2]"
    yield "5,000 abbreviations", "\n".join(f"*[A{n}]: b" for n in range(5_000)) + "\n\n" + "A1 A2 " * 5_000
    yield "30,000 wiki links", "[[甲]] " * 30_000
    yield "100,000 emoji", "😀" * 100_000
    yield "100,000 combining marks", "e" + "\u0301" * 100_000
    yield "5,000 tags", "### 文章标签\n" + " ".join(f"#签{n}" for n in range(5_000))
    yield "10,000 metadata lines", "题\n" + "原文标题：x\n" * 10_000
    yield "20,000 nodes", "```\n根\n" + "├── 节点\n" * 20_000 + "└── 末\n```\n\n## 节点\n\n话\n"
    yield "3,000 tables", "|a|\n|-|\n|b|\n\n" * 3_000
    yield "30,000 images", "![x](none.png) " * 30_000
    yield "20,000 code blocks", "```python\nx\n```\n\n" * 20_000
    yield "a million blank lines", "题\n" + "\n" * 1_000_000 + "末"


def _odd() -> Iterator[tuple[str, str]]:
    for name, piece, count in (
        ("dashes", "- ", 100_000), ("stars", "*", 200_000), ("underscores", "_a", 100_000),
        ("backticks", "`", 200_000), ("open brackets", "[", 100_000), ("open links", "[a](", 50_000),
        ("open images", "![", 80_000), ("open tags", "<", 100_000), ("open comments", "<!--", 50_000),
        ("entities", "&amp;", 100_000), ("half entities", "&#", 100_000), ("dollars", "$", 100_000),
        ("tildes", "~~a", 60_000), ("marks", "==a ", 50_000), ("pipes", "|", 100_000),
        ("backslashes", "\\", 200_000), ("colons", ": ", 100_000), ("hashes", "#", 200_000),
        ("angle links", "<http://", 50_000), ("mails", "a@", 100_000), ("carets", "[^", 80_000),
        ("braces", "{: #", 50_000), ("wiki", "[[", 80_000), ("quotes", ">", 100_000),
        ("numbers", "1. ", 60_000), ("tabs", "\t", 200_000), ("plus", "+ ", 100_000),
        ("box drawing", "│", 100_000), ("full-width", "《", 100_000), ("zero width", "\u200b", 200_000),
        ("directions", "\u202e\u2066", 50_000), ("surrogate-like", "\ufffd", 100_000),
    ):  # fmt: skip
        yield f"nothing but {name}", "# 题\n\n" + piece * count
    yield "Perl with 50,000 s{", "```perl\n" + "s{" * 50_000 + "\n```"
    yield "a regular expression of hell", "```javascript\n" + "/(a+)+$/ " * 20_000 + "\n```"
    yield "an unclosed fence", "```\n" + "x\n" * 100_000
    yield "mermaid of 20,000", "```mermaid\nmindmap\n" + "  root\n    a\n" * 10_000 + "```"
    yield "CR only", "# 题\r\r" + "行\r" * 100_000


def _pictures(folder: Path) -> Iterator[tuple[str, str]]:
    from PySide6.QtGui import QImage

    large = QImage(12_000, 12_000, QImage.Format.Format_Mono)
    large.fill(1)
    large.save(str(folder / "large.png"))
    uses = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    rect = '<rect id="a0" width="1" height="1"/>'
    masks = "".join(f'<mask id="m{n}"><rect width="9" height="9"/></mask>' for n in range(2_000))
    groups = '<g opacity="0.5">' * 500 + "</g>" * 500
    for name, text in (
        ("uses", SVG.format(9, rect + uses, '<use href="#a9"/>')),
        ("masks", SVG.format(9, masks, '<g mask="url(#m1)"/>' * 2_000)),
        ("groups", SVG.format(9000, "", groups)),
        ("size", SVG.format(10**9, "", rect)),
        ("entity", '<!DOCTYPE s [<!ENTITY a "' + "x" * 1000 + '"><!ENTITY b "' + "&a;" * 1000 + '">]>'
         + SVG.format(9, "", "<text>" + "&b;" * 100 + "</text>")),
        ("path", SVG.format(9, "", '<path d="' + "M0 0L9 9" * 100_000 + '"/>')),
    ):  # fmt: skip
        (folder / f"{name}.svg").write_text(text, encoding="utf-8")
        yield f"SVG {name}", f"# 题\n\n![弹]({name}.svg)\n\n末"
    yield "a PNG of 144 megapixels", "# 题\n\n![大](large.png)\n\n末"
    (folder / "cut.png").write_bytes((folder / "large.png").read_bytes()[:2_000])
    yield "half a PNG", "![半](cut.png)"
    (folder / "text.png").write_text("no picture", encoding="utf-8")
    yield "a text called PNG", "![x](text.png)"


def main(folder: Path, every: int, first: int) -> int:
    """Try each article; return how many broke a limit."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    for name in ("CONFIG", "DATA", "CACHE", "LOG"):
        os.environ[f"GANGMU_{name}"] = str(folder / name.lower())
    library = folder / "library"
    library.mkdir(parents=True)
    tried = over = broken = 0
    for number, (name, text) in enumerate(bombs(library)):
        if number % every != first % every:
            continue
        path = library / "bomb.md"
        path.write_text(text, encoding="utf-8", newline="")
        said, is_broken = _try(path)
        tried += 1
        broken += is_broken
        is_over = not is_broken and float(said.split()[1]) > BAR
        over += is_over
        print(f"{'!' if is_broken else '~' if is_over else ' '} {name:32} {said}", flush=True)
    print(tried, over, broken)
    return broken


def _try(path: Path) -> tuple[str, bool]:
    """Open `path` in a child; return what it said, and whether it broke a limit."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.dup2(writing, 1)
        try:
            _read(path)
        except BaseException as error:  # whatever it is, it is told
            print(f"{type(error).__name__}: {error}", flush=True)
            os._exit(1)
        os._exit(0)
    os.close(writing)
    begin = time.monotonic()
    while not (ended := os.waitpid(child, os.WNOHANG))[0]:
        if time.monotonic() - begin > PATIENCE:
            os.kill(child, 9)
            os.waitpid(child, 0)
            os.close(reading)
            return "hangs", True
        time.sleep(0.02)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as pipe:
        said = pipe.read().strip().splitlines()
    last = said[-1] if said else f"ended with {ended[1]}"
    return last, ended[1] != 0


def _read(path: Path) -> None:
    """Open the article, read it to its end, export it; say what that took. Raises `AssertionError`."""
    from PySide6.QtCore import QCoreApplication

    from reader.articles.exporting.article_html import export_html
    from reader.ui.base.error_report import ErrorReports

    application = Watched(sys.argv[:1])
    reports = ErrorReports(application)
    faults: list[object] = []
    reports.fault_found.connect(faults.append)
    reports.watch()
    window = app.make_window()
    window.show()
    begin = time.process_time()

    def pump(is_done, most: float) -> None:
        end = time.monotonic() + most
        while not is_done() and time.monotonic() < end:
            QCoreApplication.processEvents()
            time.sleep(0.001)

    ended: list[str] = []
    session = window.session
    session.article_opened.connect(lambda _article: ended.append("opened"))
    session.article_failed.connect(lambda _path, sentence: ended.append(sentence))
    pump(lambda: window.is_complete, 1.0)
    window.complete()
    application.held = 0.0  # what completing takes is measured elsewhere
    window.opening.open(path)
    pump(lambda: bool(ended), PATIENCE)
    assert ended, "neither opened nor failed"
    bar = window.pane.verticalScrollBar()
    for share in (0.1, 0.5, 0.9, 1.0):
        bar.setValue(int(bar.maximum() * share))
        pump(lambda: False, 0.1)
    pump(lambda: not window.pane.idle.is_busy, 3.0)
    article = session.article
    if article is not None:
        begun = time.process_time()
        export_html(article, session.theming.theme)
        exported = time.process_time() - begun
    else:
        exported = 0.0
    taken = time.process_time() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    all_of_it = f"all {taken:5.1f} s, export {exported:5.1f} s, {memory:5} MB"
    print(f"held {application.held:6.1f} ms, {all_of_it}  {ended[0][:40]}  {application.by}")
    sys.stdout.flush()
    assert not faults, faults[0]
    told = f"the main thread was held for {application.held:.0f} ms by {application.by}"
    assert application.held <= HELD, f"{told}; {all_of_it}"
    assert taken <= LONGEST, f"it took {taken:.0f} s"
    assert memory <= MOST, f"it took {memory} MB"


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[2:]]
    sys.exit(main(Path(sys.argv[1]), *(given + [1, 0][len(given) :])) > 0)
