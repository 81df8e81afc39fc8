"""Measure the search against its peers: `python tests/benchmarks/search.py [PASSAGES ...] [--rounds N]`.

With `--keep FOLDER` the indexes are made there once and used again, and `--only CLASS ...` asks only
these classes (and measures nothing else): so a change of the asking side is measured in seconds.

All engines run in one process, question by question in turn, so the ratios hold
on a busy machine. Peers: SQLite FTS5 over the same pairs of characters
(contentless, ranked by bm25), FTS5 trigram, tantivy over the same pairs (where
tantivy-py is installed), and the floor, `re.finditer` over the whole text in
memory. Ours returns the exact total and the best 20; the peers the best 20.

The corpus is `corpus.py`'s: shipped articles, then a Markov chain over them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from heapq import nlargest
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(Path(__file__).parent))

from corpus import passages  # noqa: E402
from shard import ARTICLE, YEARS  # noqa: E402

from reader.search.ask import ask  # noqa: E402
from reader.search.build.documents import Document  # noqa: E402
from reader.search.build.library_index import VERSION  # noqa: E402
from reader.search.match.retrieval import matched  # noqa: E402
from reader.search.match.scoring import weights  # noqa: E402
from reader.search.match.top_k import best, parts_of  # noqa: E402
from reader.search.model import Question  # noqa: E402
from reader.search.query.query_language import understand  # noqa: E402
from reader.search.query.query_tree import Words, wanted  # noqa: E402
from reader.search.storage.index_folder import Store  # noqa: E402
from reader.search.storage.passage_records import About, Place  # noqa: E402
from reader.search.storage.segments import Snapshot  # noqa: E402
from reader.search.text.analysis import CJK, WORD, search_form  # noqa: E402

SHARD = Path(__file__).parent / "shard.py"
IN_A_WORKER = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
_runs = re.compile(f"[{CJK}]+|{WORD}+").findall
_chinese = re.compile(f"[{CJK}]{{1,8}}").findall
_latin = re.compile("[a-z]{3,12}").findall

Ask = Callable[[str], object]


def build_ours(folder: Path, count: int) -> tuple[float, float]:
    """Build in two processes; return the seconds and the memory of the larger one in MB.

    Each finds its passages in files of its own, made beforehand, and reads them within the time, as the peers
    read theirs; the time begins before the processes start and ends with the commit.
    """
    store = Store.create(folder)
    size = min(50_000, max(ARTICLE, (count + 1) // 2))
    shards = [(at, min(count, at + size)) for at in range(0, count, size)]
    texts = passages(count)
    for first, end in shards:
        lines = (json.dumps(text, ensure_ascii=False) + "\n" for text in islice(texts, end - first))
        (folder / f"{first}.jsonl").write_text("".join(lines), encoding="utf-8")
    began = time.perf_counter()
    with store.writing() as writing:
        running = []
        for each in (shards[0::2], shards[1::2]):
            asked = [
                (folder / f"{first}.jsonl", first, writing.incoming(f"{first}.seg")) for first, _ in each
            ]
            command = [sys.executable, str(SHARD), *(str(word) for one in asked for word in one)]
            running.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=IN_A_WORKER))
        # As in the program, what a process says it has written is committed before the process is gone.
        memory = max(int(process.stdout.readline()) for process in running if process.stdout)
        for first, end in shards:
            writing.add(writing.incoming(f"{first}.seg"), end - first)
        writing.commit()
    seconds = time.perf_counter() - began
    for process in running:
        process.communicate()
    return seconds, memory


def pairs(form: str) -> str:
    """Return the tokens of a form for the peers: words, and pairs of neighbours in Chinese runs."""
    found: list[str] = []
    for run in _runs(form):
        if re.match(f"[{CJK}]", run):
            found += [run[at : at + 2] for at in range(len(run) - 1)]
            found.append(run[-1])
        else:
            found.append(run)
    return " ".join(found)


class Fts:
    """FTS5 over the same pairs."""

    name = "fts5 pairs"

    def __init__(self, folder: Path) -> None:
        self.fresh = not (folder / "pairs.db").exists()
        self.base = sqlite3.connect(folder / "pairs.db")
        if self.fresh:
            self.base.executescript(
                "create virtual table t using fts5(body, content='', tokenize='unicode61');"
                "create table about(id integer primary key, year text);"
            )

    def build(self, count: int) -> None:
        with self.base:
            for number, text in enumerate(passages(count)):
                year = YEARS[number // ARTICLE % len(YEARS)]
                self.base.execute(
                    "insert into t(rowid, body) values (?, ?)", (number, pairs(search_form(text)))
                )
                self.base.execute("insert into about values (?, ?)", (number, year))

    def ask(self, kind: str, query: tuple[str, ...]) -> list[object]:
        between = {"and": " AND ", "or": " OR ", "not": " NOT "}.get(kind, "")
        match = between.join(map(self._phrase, query[: 2 if between else 1]))
        if kind == "prefix":
            match = f'"{query[0]}"*'
        if kind == "filter":
            sql = (
                "select t.rowid from t join about on about.id = t.rowid"
                " where t match ? and year = ? order by rank limit 20"
            )
            return self.base.execute(sql, (match, query[1])).fetchall()
        return self.base.execute(
            "select rowid from t where t match ? order by rank limit 20", (match,)
        ).fetchall()

    def _phrase(self, form: str) -> str:
        if len(form) == 1:
            return f'"{form}"*'
        tokens = pairs(form).split()
        last = tokens.pop() if re.match(f"[{CJK}]", form) else ""
        return '"' + " ".join(tokens or [last]) + '"'


class Trigram(Fts):
    """FTS5's own trigram."""

    name = "fts5 tri"

    def __init__(self, folder: Path) -> None:
        self.fresh = not (folder / "tri.db").exists()
        self.base = sqlite3.connect(folder / "tri.db")
        if self.fresh:
            self.base.executescript(
                "create virtual table t using fts5(body, tokenize='trigram');"
                "create table about(id integer primary key, year text);"
            )

    def build(self, count: int) -> None:
        with self.base:
            for number, text in enumerate(passages(count)):
                year = YEARS[number // ARTICLE % len(YEARS)]
                self.base.execute("insert into t(rowid, body) values (?, ?)", (number, search_form(text)))
                self.base.execute("insert into about values (?, ?)", (number, year))

    def _phrase(self, form: str) -> str:
        return f'"{form}"'


class Tantivy:
    """tantivy over the same pairs, one thread."""

    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        import tantivy

        self.t = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True)
        schema.add_text_field("body", tokenizer_name="whitespace")
        schema.add_text_field("year", tokenizer_name="raw")
        self.fresh = not (folder / "tantivy").exists()
        (folder / "tantivy").mkdir(exist_ok=True)
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema, path=str(folder / "tantivy"))
        self.searcher = self.index.searcher()

    def build(self, count: int) -> None:
        writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        for number, text in enumerate(passages(count)):
            year = YEARS[number // ARTICLE % len(YEARS)]
            writer.add_document(self.t.Document(id=number, body=pairs(search_form(text)), year=year))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, kind: str, query: tuple[str, ...]) -> object:
        q, occur = self.t.Query, self.t.Occur
        if kind in ("and", "or", "not"):
            how = {"and": occur.Must, "or": occur.Should, "not": occur.MustNot}[kind]
            first = occur.Should if kind == "or" else occur.Must
            asked = q.boolean_query([(first, self._phrase(query[0])), (how, self._phrase(query[1]))])
        elif kind == "prefix":
            asked = q.regex_query(self.schema, "body", query[0] + ".*")
        elif kind == "filter":
            year = q.term_query(self.schema, "year", query[1])
            asked = q.boolean_query([(occur.Must, self._phrase(query[0])), (occur.Must, year)])
        else:
            asked = self._phrase(query[0])
        hits = self.searcher.search(asked, 20).hits
        return [self.searcher.doc(address)["id"][0] for _, address in hits]

    def _phrase(self, form: str) -> object:
        if len(form) == 1:
            return self.t.Query.regex_query(self.schema, "body", form + ".?")
        tokens = pairs(form).split()
        if re.match(f"[{CJK}]", form):
            tokens.pop()
        if len(tokens) == 1:
            return self.t.Query.term_query(self.schema, "body", tokens[0])
        return self.t.Query.phrase_query(self.schema, "body", list(tokens))


class Ours:
    """The program's own."""

    name = "ours"

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def text_of(self, kind: str, query: tuple[str, ...]) -> str:
        return {
            "and": "{} {}", "or": "{} OR {}", "not": "{} -{}", "filter": "{} after:{} before:{}-12",
        }.get(kind, "{}").format(*query, *query[1:])  # fmt: skip

    def ask(self, kind: str, query: tuple[str, ...]) -> object:
        text = self.text_of(kind, query)
        if kind == "pinyin":
            return ask(self.snapshot, Question(text)).total
        question = Question(text)
        asked = understand(text)
        found = matched(self.snapshot, question, asked)
        forms = [part.form for part in wanted(asked.tree) if isinstance(part, Words)]
        return sum(len(one.documents) for one in found), best(found, forms, 20, self.snapshot.documents)


def queries(forms: list[str], each: int = 40) -> dict[str, list[tuple[str, ...]]]:
    """Return the questions of each class, drawn from the first passages."""
    chance = random.Random(5)

    def chinese(length: int) -> str:
        while True:
            run = chance.choice(_chinese(chance.choice(forms)) or [""])
            if len(run) >= length:
                at = chance.randrange(len(run) - length + 1)
                return run[at : at + length]

    def latin() -> str:
        while True:
            if words := _latin(chance.choice(forms)):
                return chance.choice(words)

    from reader.search.text.pinyin import spell

    def spoken() -> str:
        while True:
            if (name := chinese(4)) and (spelled := spell(name)):
                return spelled[0].replace("'", "").replace("=", "")

    made: dict[str, Callable[[], tuple[str, ...]]] = {
        "1 char": lambda: (chinese(1),),
        "2 chars": lambda: (chinese(2),),
        "3 chars": lambda: (chinese(3),),
        "4 chars": lambda: (chinese(4),),
        "6 chars": lambda: (chinese(6),),
        "word": lambda: (latin(),),
        "prefix": lambda: (latin()[:3],),
        "and": lambda: (chinese(2), chinese(2)),
        "or": lambda: (chinese(2), chinese(2)),
        "not": lambda: (chinese(2), chinese(2)),
        "filter": lambda: (chinese(2), chance.choice(YEARS)),
        "none": lambda: (chinese(2)[::-1] + chinese(2)[::-1],),
        "pinyin": lambda: (spoken(),),
    }
    return {kind: [make() for _ in range(each)] for kind, make in made.items()}


def best_of(answers: Snapshot, limit: int = 20) -> dict[str, float]:
    """Return, for ranked classes, what share of our best 20 weighs as much as the exhaustive best 20."""
    found = {}
    ours = Ours(answers)
    for kind, asked in ASKED.items():
        if kind in ("pinyin", "none", "filter"):
            continue
        shares = []
        for query in asked[:15]:
            quick = [one.weight for one in ours.ask(kind, query)[1]]
            if slow := exhaustive(answers, ours.text_of(kind, query), limit):
                shares.append(sum(weight >= slow[-1] - 1e-9 for weight in quick) / len(slow))
        found[kind] = statistics.mean(shares) if shares else 1.0
    return found


def exhaustive(answers: Snapshot, text: str, limit: int) -> list[float]:
    """Return the weights of the best hits, each hit having been read and weighed."""
    asked = understand(text)
    forms = [part.form for part in wanted(asked.tree) if isinstance(part, Words)]
    found = matched(answers, Question(text), asked)
    weighed: list[float] = []
    for part in parts_of(found, forms, limit, answers.documents):
        unknown = [replace(one, counts=replace(one.counts, exact=False)) for one in part.sought]
        weighed += weights(part.found.segment, list(part.found.documents), unknown)
    return nlargest(limit, weighed)


ASKED: dict[str, list[tuple[str, ...]]] = {}


def spread(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def measure(count: int, rounds: int, only: list[str], keep: str) -> None:
    texts = list(passages(count))
    size = sum(len(text.encode()) for text in texts)
    print(f"\n## {count:,} passages, {sum(map(len, texts)):,} characters, {size / 1e6:.1f} MB")
    forms = [search_form(text) for text in texts[:2000]]
    ASKED.clear()
    ASKED.update({kind: asked for kind, asked in queries(forms).items() if not only or kind in only})
    with tempfile.TemporaryDirectory(prefix="gangmu-benchmark-") as scratch:
        folder = Path(keep, str(count)) if keep else Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        ours = folder / f"ours {VERSION}"
        engines = built(folder, ours, count)
        snapshot = Store(ours).snapshot()
        compare(Ours(snapshot), engines, rounds, texts)
        if only:
            return
        report_size(ours, size)
        shares = best_of(snapshot)
        print("best 20 as exhaustive: " + ", ".join(f"{kind} {share:.2f}" for kind, share in shares.items()))
        measure_pages(snapshot)
        changed = Path(scratch, "changed")
        shutil.copytree(ours, changed)
        measure_updates(changed)
        measure_opening(ours)


def built(folder: Path, ours: Path, count: int) -> list[Fts | Tantivy]:
    """Return the peers; they and our index are built where `folder` does not hold them yet."""
    rates = {}
    if not ours.exists():
        seconds, memory = build_ours(ours, count)
        rates["ours in 2 processes"] = count / seconds
        print(f"the larger build worker: {memory:.0f} MB")
    engines: list[Fts | Tantivy] = [Fts(folder), Trigram(folder)]
    try:
        engines.append(Tantivy(folder))
    except ImportError:
        print("(tantivy is not installed)")
    for engine in engines:
        if engine.fresh:
            began = time.perf_counter()
            engine.build(count)
            rates[engine.name] = count / (time.perf_counter() - began)
    if rates:
        print("build: " + ", ".join(f"{name} {rate:,.0f}/s" for name, rate in rates.items()))
    if {"ours in 2 processes", "fts5 pairs"} <= rates.keys():
        print(f"build against fts5 pairs: {rates['ours in 2 processes'] / rates['fts5 pairs']:.2f}")
    return engines


def measure_building(count: int, rounds: int) -> None:
    """Build `rounds` times, ours and FTS5 over the same pairs in turn."""
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="gangmu-benchmark-") as scratch:
            folder = Path(scratch)
            seconds, memory = build_ours(folder / "ours", count)
            began = time.perf_counter()
            Fts(folder).build(count)
            peer = time.perf_counter() - began
            rates = f"ours {count / seconds:,.0f}/s, fts5 pairs {count / peer:,.0f}/s"
            print(f"build of {count:,}: {rates}, ratio {peer / seconds:.2f}, largest worker {memory:.0f} MB")


def report_size(folder: Path, size: int) -> None:
    stored = sum(path.stat().st_size for path in folder.glob("*.seg"))
    snapshot = Store(folder).snapshot()
    text = sum(
        segment.file.blobs[name].starts[-1] - segment.file.blobs[name].starts[0]
        for segment in snapshot.segments
        for name in ("form", "edits")
    )
    print(f"index: {stored / size:.2f} x the text, {(stored - text) / size:.2f} without the text's copy")


def compare(ours: Ours, engines: list[Fts | Tantivy], rounds: int, texts: list[str]) -> None:
    whole = "\n".join(search_form(text) for text in texts)
    every = (ours, *engines)
    names = "".join(f"{engine.name:>20}" for engine in every)
    print(f"{'class':9}{names}{'floor':>16}  ours/fts5 ours/tantivy")
    for kind, asked in ASKED.items():
        times = timed(kind, asked, every, rounds)
        floor = [] if kind == "pinyin" else [read_through(query[0], whole) for query in asked[:5]]
        cells = [f"{kind:9}"]
        for engine in every:
            found = times[engine.name]
            cells.append("{:>20}".format("{:.2f}/{:.2f}".format(*spread(found)) if found else "-"))
        cells.append(f"{spread(floor)[0]:>16.1f}" if floor else f"{'-':>16}")
        for peer in ("fts5 pairs", "tantivy"):
            if times.get(peer):
                cells.append(f"{spread(times['ours'])[0] / spread(times[peer])[0]:>10.2f}")
        print("".join(cells), flush=True)


def timed(
    kind: str, asked: list[tuple[str, ...]], engines: tuple[Ours | Fts | Tantivy, ...], rounds: int
) -> dict[str, list[float]]:
    """Return the seconds of each engine, question by question in turn."""
    times: dict[str, list[float]] = {engine.name: [] for engine in engines}
    for _ in range(rounds):
        for query in asked:
            for engine in engines:
                # The peers know no pinyin, and the trigrams nothing shorter than three characters.
                if (kind == "pinyin" and engine.name != "ours") or (
                    engine.name == "fts5 tri" and len(query[0]) < 3
                ):
                    continue
                began = time.perf_counter()
                engine.ask(kind, query)
                times[engine.name].append(time.perf_counter() - began)
    return times


def read_through(form: str, whole: str) -> float:
    """Return the seconds of the floor: all matches in the whole text in memory."""
    began = time.perf_counter()
    for _ in re.finditer(re.escape(form), whole):
        pass
    return time.perf_counter() - began


def measure_pages(snapshot: Snapshot) -> None:
    times = []
    for asked in ASKED.values():
        for query in asked[:10]:
            began = time.perf_counter()
            ask(snapshot, Question(query[0]))
            times.append(time.perf_counter() - began)
    print("a page of 20 with excerpts: p50/p95 {:.2f}/{:.2f} ms".format(*spread(times)))


def measure_updates(folder: Path, changes: int = 40) -> None:
    """Change one article after another: delete, add, commit, open, ask."""
    from reader.search.build.segment_build import SegmentBuilder

    store = Store(folder)
    snapshot = store.snapshot()
    names = [about.name for _, _, about in list(snapshot.articles().values())[:changes]]
    times = []
    for number, name in enumerate(names):
        began = time.perf_counter()
        builder = SegmentBuilder()
        for at in range(ARTICLE):
            about = About(name, "changed") if at == 0 else None
            builder.add(Document(f"changed{number} 内容变了 " * 30, Place("passage", 1, 0), (), about))
        with store.writing() as writing:
            path = writing.incoming("here.seg")
            builder.write(path)
            segment, head = snapshot.find(name) or (None, 0)
            assert segment is not None
            writing.delete(segment.key, segment.article(head))
            writing.add(path, builder.count)
            writing.commit()
        snapshot = store.snapshot(snapshot)
        assert ask(snapshot, Question(f"changed{number}", limit=1)).exact == ARTICLE
        times.append(time.perf_counter() - began)
    print("one changed article searchable: p50/p95 {:.1f}/{:.1f} ms".format(*spread(times)))


OPENING = """
import sys, time, resource
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from reader.search.storage.index_folder import Store
from reader.search.ask import ask
from reader.search.model import Question
began = time.perf_counter()
snapshot = Store(Path(sys.argv[2])).snapshot()
ask(snapshot, Question(sys.argv[3]))
first = time.perf_counter() - began
for text in sys.argv[3:]:
    ask(snapshot, Question(text))
anonymous = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("RssAnon"))
print(round(first * 1000, 1), anonymous // 1024)
"""


def measure_opening(folder: Path) -> None:
    words = [query[0] for asked in ASKED.values() for query in asked[:6]]
    for state in ("cold", "warm"):
        if state == "cold":
            for path in folder.glob("*.seg"):
                with path.open("rb") as file:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        command = [sys.executable, "-c", OPENING, str(ROOT), str(folder), *words]
        first, memory = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        print(
            f"opening and first answer, {state}: {first} ms; "
            f"own memory after {len(words)} questions: {memory} MB"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", nargs="*", type=int, default=[2_000, 20_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--build", action="store_true", help="measure building only, against FTS5 pairs")
    parser.add_argument("--only", action="append", default=[], metavar="CLASS")
    parser.add_argument("--keep", default="", metavar="FOLDER")
    arguments = parser.parse_args()
    for count in arguments.passages:
        if arguments.build:
            measure_building(count, arguments.rounds)
        else:
            measure(count, arguments.rounds, arguments.only, arguments.keep)


if __name__ == "__main__":
    main()
