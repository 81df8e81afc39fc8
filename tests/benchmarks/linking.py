"""What links cost in a library of many articles: reading them, asking what leads where, what is related.

    python tests/benchmarks/linking.py [--articles 2000] [--links 5] [--library DIR]

Makes a library (or takes one), and prints processor time beside floors of the same run: reading every link
for the first time beside reading and decoding the files; a second look, with what was kept, beside parsing
as many lines of JSON; then the names of the library, one article's backlinks, and what is related to it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

SYLLABLES = "出口管制模型融合泛型约束版本控制用户需求训练数据推理成本开源协作编译缓存线程调度"


def make(folder: Path, articles: int, links: int) -> None:
    """Write `articles` articles of some 2,000 characters, each with `links` links to others."""
    chance = random.Random(7)
    words = [
        "".join(chance.choice(SYLLABLES) for _letter in range(chance.randint(2, 5))) for _word in range(3000)
    ]
    titles = [f"{chance.choice(words)}与{chance.choice(words)}之{number}" for number in range(articles)]
    for number, title in enumerate(titles):
        paragraphs = []
        for _paragraph in range(8):
            body = "，".join(chance.choice(words) for _word in range(50)) + "。"
            paragraphs.append(body)
        for _link in range(links):
            other = chance.choice(titles)
            at = chance.randrange(len(paragraphs))
            paragraphs[at] += f"见[[{other}]]。" if chance.random() < 0.7 else "见[旁边](0001.md#一)。"
        path = folder / f"{number % 40:02d}" / f"{number:04d}.md"
        path.parent.mkdir(exist_ok=True)
        body = "\n\n".join(paragraphs)
        path.write_text(f"# {title}\n\n## 一\n\n{body}\n", encoding="utf-8")


def spent(work: Callable[[], object]) -> float:
    """Return how many milliseconds of the processor `work` takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--links", type=int, default=5)
    parser.add_argument("--library", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["GANGMU_CACHE"] = f"{scratch}/cache"
        os.environ["GANGMU_DATA"] = f"{scratch}/data"
        folder = given.library or Path(scratch) / "library"
        if given.library is None:
            folder.mkdir()
            make(folder, given.articles, given.links)
        measure(folder)


def measure(folder: Path) -> None:
    """Measure the library in `folder`."""
    from reader.articles.formats import read_source
    from reader.articles.reading import read_article
    from reader.catalogue.entries import Catalogue
    from reader.catalogue.library import Library
    from reader.catalogue.linking.library_links import LibraryLinks
    from reader.catalogue.linking.link_targets import LinkTargets
    from reader.search.build.library_index import LibraryIndex
    from reader.search.match.related_passages import related_articles

    library = Library(folder)
    entries = Catalogue(library).update()
    count = len(entries)
    floor = spent(lambda: [read_source(folder / entry.name) for entry in entries])
    first = LibraryLinks(library)
    reading = spent(lambda: first.update(entries))
    links = sum(len(first.of(entry.name)) for entry in entries)
    print(f"{count} articles, {links} links, ms of the processor")
    _row("read all links", reading, "reading the files", floor)
    lines = first._file.read_text(encoding="utf-8").splitlines()
    parsing = spent(lambda: [json.loads(line) for line in lines])
    again = LibraryLinks(library)
    second = spent(lambda: again.update(entries))
    _row("with what was kept", second, "parsing it", parsing)
    targets: list[LinkTargets] = []
    print(f"  names of the library         {spent(lambda: targets.append(LinkTargets(entries))):8.0f}")
    middle = entries[count // 2].name
    print(f"  what leads to one article    {spent(lambda: list(again.to(middle, targets[0]))):8.0f}")
    index = LibraryIndex(library)
    index.update()
    snapshot, article = index.snapshot(), read_article(folder / middle)
    took = spent(lambda: related_articles(snapshot, article.text.text, middle))
    print(f"  related to one, {snapshot.documents} passages {took:8.0f}")


def _row(name: str, took: float, floor_name: str, floor: float) -> None:
    print(f"  {name:<28} {took:8.0f}   beside {floor_name} {floor:6.0f}: {took / floor:.2f}")


if __name__ == "__main__":
    main()
