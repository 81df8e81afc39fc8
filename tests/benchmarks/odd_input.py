"""The longest event on the main thread while odd input is opened, read from end to end and zoomed.

Run by hand: `python tests/benchmarks/odd_input.py`. The bar is 50 ms; 16 ms for
what is not odd. The article is parsed before the clock starts: that is a thread's work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))

from pane import SIZE, Collections, Watched, pump, report
from PySide6.QtCore import QCoreApplication, QPointF
from PySide6.QtGui import QImage

from reader import paths
from reader.articles.reading import parse_article
from reader.theme import load_theme
from reader.ui.base.garbage_collection import GarbageCollection
from reader.ui.pane.view import ReadingPane

SAMPLER = Path(__file__).resolve().parents[1] / "data" / "sampler"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><defs>{}</defs><use href="#a9"/></svg>'


def odd(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the Markdown of each odd article; its images are written to `folder`."""
    image = QImage(6000, 6000, QImage.Format.Format_Grayscale8)
    image.fill(128)
    image.save(str(folder / "large.png"))
    uses = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
    (folder / "bomb.svg").write_text(
        SVG.format('<rect id="a0" width="1" height="1"/>' + uses), encoding="utf-8"
    )
    yield "[ × 5,000", "[" * 5000
    yield "brackets and words", "[好](" * 3000
    yield "table of 3,000 rows", "|甲|乙|\n|-|-|\n" + "|出口管制|技术 `x` **重**|\n" * 3000
    yield "paragraph of 300 KB", "出口管制与技术，" * 12_500
    yield "one word of 300 KB", "x" * 300_000
    yield "lists 300 deep", "\n".join("  " * n + "- 深" for n in range(300))
    yield "quotations 300 deep", "> " * 300 + "深"
    yield "quotation of 100 KB", "\n".join("> 出口管制与技术，民主与安全。" for _line in range(2500))
    yield "10,000 list items", "- 出口管制 **重** `码`\n" * 10_000
    yield "code of 20,000 lines", "```python\n" + "print('出口管制', 1 + 2)  # 注\n" * 20_000 + "```"
    yield "200 formulas", "\n\n".join(f"质能 $E_{n}=mc^{n}$ 与 $$\\sum_{{k=1}}^{n} k^2$$" for n in range(200))
    yield "a large image and a bomb", "![大](large.png)\n\n![弹](bomb.svg)\n\n![无](none.png)"
    yield "emphasis", "*a_" * 20_000
    yield "HTML", "<div>" * 3000 + "深" + "</div>" * 3000
    yield "😀 × 100,000", "😀" * 100_000
    for path in sorted(SAMPLER.glob("*.md")):
        yield path.name, path.read_text(encoding="utf-8")


def reading(pane: ReadingPane) -> Iterator[Callable[[], None]]:
    """Yield what a person does: from end to end, back, larger, smaller, another width."""
    bar = pane.verticalScrollBar()
    for step in range(30):
        yield lambda step=step: bar.setValue(bar.maximum() * step // 29)
    yield lambda: bar.setValue(bar.maximum() // 2)
    for steps in (1, 1, -1, -1):
        yield lambda steps=steps: pane.zoom(steps, QPointF(300, 300))
    for width in (900, 700, 1100):
        yield lambda width=width: pane.resize(width, SIZE[1])


def main() -> None:
    """Measure all of it and print it."""
    app, collections = Watched(), Collections()
    GarbageCollection(app)
    pane = ReadingPane()
    pane.set_theme(load_theme(paths.resource("themes") / "paper.toml"))
    pane.resize(*SIZE)
    pane.show()
    with TemporaryDirectory() as folder:
        warm = parse_article("# 热\n\n暖 $x^2$\n\n```python\nprint(1)\n```", Path(folder) / "a.md")
        pane.show_article(warm)
        pump(lambda: False, 1.5)
        for name, source in odd(Path(folder)):
            article = parse_article(source, Path(folder) / "a.md")
            _ = article.text.line_starts
            collections.longest = 0.0
            shown: list[bool] = []
            pane.first_painted.connect(lambda shown=shown: shown.append(True))
            with app.watching():
                pane.show_article(article)
                pump(lambda shown=shown: bool(shown))
                pump(lambda: not pane.idle.is_busy, 8)
            opened, what = app.longest, app.what
            with app.watching():
                for act in reading(pane):
                    act()
                    QCoreApplication.processEvents()
            waste = f"garbage {collections.longest * 1000:.0f} ms"
            read = f"read {app.longest * 1000:.0f} ms ({app.what})"
            report(name, f"open {opened * 1000:.0f} ms ({what})", f"{read}, {waste}")
    pane.shut_down()


if __name__ == "__main__":
    main()
