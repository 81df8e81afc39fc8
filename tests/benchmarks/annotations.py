"""How often annotations find their words again after an edit, method by method; and what it costs.

    python tests/benchmarks/annotations.py [FOLDER OF DIGESTS] [--seeds 2] [--spans 60]

*there*: annotations of which 0.7 of the words still stand together. *right* is
the share of them that is sure and right; *wrong*: sure, and elsewhere, of all.
`twin appears` is counted apart: a section is deleted and one much like it, under
another name, written anew elsewhere, which nothing tells from a moved and
renamed section with typos in it.
"""

from __future__ import annotations

import argparse
import collections
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.annotations.anchoring.anchor import describe
from reader.annotations.anchoring.placement import place
from reader.annotations.anchoring.text_alignment import Alignment
from reader.annotations.model import Annotation, Kind, new_id
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from tests.annotations.edits import COMMON, Case, cases
from tests.benchmarks.anchoring_methods import Method, methods

APART = "twin appears"
Counts = dict[str, collections.Counter[str]]


def main() -> None:
    """Print both tables of rates, then the costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path(__file__).resolve().parents[3] / "shared" / "digests"
    parser.add_argument("folder", nargs="?", type=Path, default=shared)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--spans", type=int, default=60)
    given = parser.parse_args()
    paths = [path for path in sorted(given.folder.glob("*.md")) if path.name != "README.md"]
    sources = [path.read_text(encoding="utf-8") for path in paths]
    tried = methods()
    by_method: Counts = collections.defaultdict(collections.Counter)
    by_edit: Counts = collections.defaultdict(collections.Counter)
    for seed in range(given.seeds):
        for case in cases(sources, 1000 + seed, given.spans):
            for n, (name, method) in enumerate(tried.items()):
                counts = _count(case, method)
                by_method[name if case.name != APART else f"{name} ({APART})"].update(counts)
                if n == 0:
                    by_edit[case.name].update(counts)
    _print("method", {name: counts for name, counts in by_method.items() if not name.endswith(f"({APART})")})
    _print(f"the same, {APART}", {n: c for n, c in by_method.items() if n.endswith(f"({APART})")})
    _print("ours, by edit", by_edit)
    _costs(sources[-1])


def _count(case: Case, method: Method) -> collections.Counter[str]:
    counts: collections.Counter[str] = collections.Counter()
    started = time.perf_counter()
    answers = [(span, method(case, span)) for span in case.spans]
    counts["microseconds"] = round((time.perf_counter() - started) * 1e6)
    for span, (is_sure, found) in answers:
        verdict = case.verdict(span, found)
        is_there = case.words_left(span) >= 0.7
        counts["all"] += 1
        counts["there"] += is_there
        counts["right"] += is_there and is_sure and verdict == "right"
        counts["asked"] += is_there and not is_sure
        counts["wrong"] += is_sure and verdict == "wrong"
    return counts


def _print(title: str, table: Counts) -> None:
    print(f"\n{title:52} {'all':>7} {'there':>7} {'right':>7} {'asked':>7} {'wrong':>7} {'µs each':>8}")
    for name, counts in table.items():
        right = counts["right"] / max(1, counts["there"])
        asked = counts["asked"] / max(1, counts["there"])
        each = counts["microseconds"] / max(1, counts["all"])
        sums = f"{counts['all']:7} {counts['there']:7} {right:7.4f} {asked:7.4f} {counts['wrong']:7}"
        print(f"{name:52} {sums} {each:8.0f}")


def _costs(source: str) -> None:
    """Print what aligning, placing and saving cost, against reading the article in the same run."""
    rng = random.Random(5)
    print("\ncosts")
    for copies in (1, 20, 200):
        text = "\n\n".join(f"第{n}篇 {source}" for n in range(copies))
        new = "".join(rng.choice(COMMON) if rng.random() < 0.01 else char for char in text)
        started = time.perf_counter()
        article = parse_article(text, Path("a.md"))
        floor = time.perf_counter() - started
        started = time.perf_counter()
        Alignment(article.text.text, parse_article(new, Path("a.md")).text.text)
        took = time.perf_counter() - started - floor
        said = f"{took * 1e3:8.1f} ms = {took / floor:5.2f} × reading it"
        print(f"  align {len(text):8} characters, 1 % typos: {said}")
    article = parse_article(source, Path("a.md"))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.md").write_text(source, encoding="utf-8")
        store = AnnotationStore(Library(Path(folder)), Device("bench"))
        length = len(article.text.text)
        for _ in range(1000):
            start = rng.randrange(length - 20)
            target = describe(article, Span(start, start + 12), "a.md")
            store.put(Annotation(new_id(), Kind.HIGHLIGHT, target, note="记" * 20, colour="green"))
        for title, work in (
            ("save 1,000 annotations of one article", store.save),
            ("read them again", lambda: AnnotationStore(store.library, Device("b")).kept()),
            (
                "place them, article unchanged",
                lambda: place(article, store.kept("a.md"), store.texts.get, "a.md"),
            ),
        ):
            started = time.perf_counter()
            work()
            print(f"  {title}: {(time.perf_counter() - started) * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
