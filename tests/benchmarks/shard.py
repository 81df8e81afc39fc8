"""Build segments of passages, as a worker of the program does, and print how much memory it took in MB.

`python tests/benchmarks/shard.py PASSAGES FIRST SEGMENT [...]`: for each segment a file of passages, one a
line as JSON, the number of the first, and where the segment goes. Started by `search.py`; imports what a
worker does.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.search.build.documents import Document
from reader.search.build.segment_build import SegmentBuilder
from reader.search.storage.passage_records import About, Place

ARTICLE = 10  # passages
YEARS = [str(year) for year in range(2015, 2026)]


def documents(texts: Iterable[str], first: int = 0) -> Iterator[Document]:
    """Yield a document for each text, ten an article; `first` is the number of the first text."""
    for number, text in enumerate(texts, first):
        about = None
        if number % ARTICLE == 0:
            year = YEARS[number // ARTICLE % len(YEARS)]
            about = About(
                f"{number}.md", text[:24], date=f"{year}-01-01", tags=(f"t{number % 70}",), length=3700
            )
        label = text[:12]
        yield Document(text, Place("passage", 1, 0, label, None, (label,), (label,)), (label,), about)


def main() -> None:
    gc.disable()
    asked = iter(sys.argv[1:])
    for passages, first, segment in zip(asked, asked, asked, strict=True):
        builder = SegmentBuilder()
        with Path(passages).open(encoding="utf-8") as file:
            for document in documents(map(json.loads, file), int(first)):
                builder.add(document)
        builder.write(Path(segment))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)


if __name__ == "__main__":
    main()
