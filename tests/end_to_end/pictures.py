"""Draws the pictures of the README and of the guide anew, from the real window.

    python tests/end_to_end/pictures.py

Those of the README stand in `resources/pictures`, those of the guide in `library/images`, one in Chinese and
one in English of each. Look at them before they are committed.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

    from reader.ui.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
PICTURES = {
    "window.png": ["--lang", "zh_CN", "--theme", "paper", "--node", "主要讨论议题"],
    "window-dark.png": ["--lang", "en", "--theme", "night", "--panel", "search", "--node", "关键观点"],
}
LANGUAGES = {"zh_CN": "zh", "en": "en"}
ARTICLES = {
    "zh_CN": {
        "手艺/修书.md": ("修一页旧书：从揭纸到压平", "手艺", "纸 修复", "建病历 揭 洗 补 托 压平 存档"),
        "手艺/烧炭.md": ("一窑竹炭烧三天", "手艺", "竹 乡村", "选竹 封窑 出炭"),
        "访谈/引水员.md": ("引水员清晨登船", "访谈", "港口 工作", "登船 驾驶台 靠泊"),
        "访谈/听力.md": ("戴上助听器的第一年", "访谈", "健康", "起因 适应 建议"),
        "经济/夜市.md": ("夜市的账本", "经济", "城市 生意", "成本 客流 结论"),
    },
    "en": {
        "crafts/leaf.md": (
            "Mending one old leaf",
            "Crafts",
            "paper repair",
            "Note Lift Wash Mend Press",
        ),
        "crafts/kiln.md": ("Three days at the charcoal kiln", "Crafts", "bamboo", "Wood Fire Coal"),
        "talks/pilot.md": ("The pilot comes aboard at dawn", "Talks", "ports work", "Ladder Bridge"),
        "talks/hearing.md": ("A first year with hearing aids", "Talks", "health", "Why Trying Advice"),
        "economy/market.md": ("The books of a night market", "Economy", "cities", "Costs Guests Result"),
    },
}
SAID = {
    "zh_CN": "这里说的是这一节的意思，写得够长，读起来要花上一点时间。",
    "en": "What this section has to say stands here, at a length that takes some time to read. ",
}
PAGE = (
    "<html><head><title>{title}</title></head><body><nav>{nav}</nav><article><h1>{title}</h1>"
    "{paragraphs}</article><footer>{foot}</footer></body></html>"
)
PAGES = {
    "zh_CN": ("河湾里的灯塔", "首页 · 栏目 · 登录", "版权所有 · 联系我们"),
    "en": ("A lighthouse in the bend", "Home · Topics · Sign in", "All rights reserved · Contact"),
}


def main() -> None:
    """Draw each picture at 2x, on the project's first real article; those of the guide on made-up ones."""
    folder = ROOT / "resources" / "pictures"
    folder.mkdir(exist_ok=True)
    article = next(
        path for path in sorted((ROOT / "library").rglob("*.md")) if "Dario" in path.read_text("utf-8")
    )
    for name, words in PICTURES.items():
        command = [sys.executable, "-m", "reader", "screenshot", str(article), "--out", str(folder / name)]
        subprocess.run([*command, "--scale", "2", *words], check=True, cwd=ROOT)
    for language in LANGUAGES:  # a process each, since Qt takes its scale at the start
        with TemporaryDirectory(prefix="gangmu-") as scratch:
            own = {f"GANGMU_{name}": f"{scratch}/{name}" for name in ("CONFIG", "DATA", "CACHE", "LOG")}
            given = os.environ | own | {"QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": "2"}
            command = [sys.executable, __file__, language, scratch]
            subprocess.run(command, check=True, cwd=ROOT, env=given | {"PYTHONPATH": str(ROOT)})


def draw_guide(language: str, scratch: Path) -> None:
    """Draw the pictures of the guide in `language`."""
    from reader.settings import Settings
    from reader.ui.dialogs.import_preview import ImportPreview
    from reader.ui.startup.app import application, make_window
    from reader.ui.statistics.statistics_window import StatisticsWindow

    app = application()
    settings = Settings()
    settings.set_all({"language": language, "theme": "paper", "welcomed": True, "articles_tree": True})
    library = make_library(language, scratch)
    read_some(library, list(ARTICLES[language]))
    window = make_window(settings)
    window.resize(1280, 900)
    window.session.open_article(library / next(iter(ARTICLES[language])))
    window.show()
    window.complete()
    settle(app.processEvents, window)

    def save(widget: QWidget, name: str) -> None:
        settle(app.processEvents, window)
        few_colours(widget.grab().toImage()).save(
            str(ROOT / "library" / "images" / f"{name}-{LANGUAGES[language]}.png")
        )

    for panel in window.panels.values():
        panel.setFloating(True)
        panel.hide()
    for name, panel_id, size in (("articles", "articles", (340, 640)), ("progress", "framework", (340, 330))):
        window.panels[panel_id].resize(*size)
        window.panels[panel_id].show()
        save(window.panels[panel_id], name)
    window.session.actions["view.statistics"].trigger()
    statistics = window.findChild(StatisticsWindow)
    statistics.resize(900, 640)
    save(statistics, "statistics")
    statistics.close()
    title, nav, foot = PAGES[language]
    page = scratch / f"{title}.html"
    paragraphs = "".join(f"<p>{SAID[language] * 3}</p>" for _paragraph in range(6))
    page.write_text(PAGE.format(title=title, nav=nav, foot=foot, paragraphs=paragraphs), "utf-8")
    window.opening.bring_in([page, library / next(iter(ARTICLES[language]))])
    preview = window.findChild(ImportPreview)
    preview.resize(820, 520)
    save(preview, "import")
    preview.close()
    window.close()


def few_colours(picture: QImage) -> QImage:
    """Return `picture` in the 256 colours that it has most of: a quarter of the size, and none is missed."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    whole = picture.convertToFormat(QImage.Format.Format_RGB32)
    found = Counter(memoryview(whole.constBits()).cast("I")).most_common(256)
    table = [colour for colour, _count in found]
    return whole.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


def make_library(language: str, scratch: Path) -> Path:
    """Return a folder of short articles with frameworks, whose sections are long enough to be read."""
    folder = scratch / {"zh_CN": "我的文库", "en": "My library"}[language]
    is_chinese = language == "zh_CN"
    for name, (title, category, tags, sections) in ARTICLES[language].items():
        tree = "\n".join(f"├── {section}" for section in sections.split())
        body = "\n\n".join(f"### {section}\n\n{SAID[language] * 8}" for section in sections.split())
        heads = ("文章类别", "文章框架", "文章标签") if is_chinese else ("Category", "Framework", "Tags")
        sign = "：" if is_chinese else ": "
        hashes = " ".join(f"#{tag}" for tag in tags.split())
        head = f"{title}\n- **{heads[0]}**{sign}{category}\n\n---\n\n"
        text = f"{head}### {heads[1]}\n```\n{tree}\n```\n\n{body}\n"
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{text}\n### {heads[2]}\n{hashes}\n", encoding="utf-8")
    return folder


def read_some(folder: Path, names: list[str]) -> None:
    """Log a year of reading: some sections of the first article, much of the second, all over in the rest."""
    from reader.articles.reading import read_article
    from reader.catalogue.library import Library
    from reader.catalogue.reading_log import Event, ReadingLog
    from reader.catalogue.reading_progress import own_texts

    chance = random.Random(11)
    now = datetime.now().astimezone().replace(hour=12)

    def events() -> Iterator[Event]:
        for name, seconds in ((names[0], (60, 60, 3, 60, 5)), (names[1], (60, 60))):
            for own, long in zip(own_texts(read_article(folder / name)), seconds, strict=False):
                yield Event(name, own.node, own.digest, int(now.timestamp()) - 600, float(long), own.length)
        for day in range(1, 360):
            if chance.random() < 0.4 + 0.4 * (day % 30 < 12):
                name = chance.choice(names[2:4])
                own = chance.choice(own_texts(read_article(folder / name)))
                start = int((now - timedelta(days=day)).timestamp())
                yield Event(name, own.node, own.digest, start, chance.uniform(120, 3600), own.length)

    ReadingLog(Library(folder).own_folder, "picture").append(events())


def settle(turn: Callable[[], None], window: MainWindow) -> None:
    """Let the window do what it has to do; for a drawing, some time is enough."""
    end = time.monotonic() + 2.5
    while time.monotonic() < end:
        turn()
        time.sleep(0.01)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        draw_guide(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
