"""The best hits, chosen without weighing each, against weighing each by reading it."""

from __future__ import annotations

import random
import re

import pytest

from reader.search.build import inversion, top_documents
from reader.search.build.documents import Document
from reader.search.build.segment_build import SegmentBuilder
from reader.search.match import term_counts, top_k
from reader.search.match.retrieval import matched
from reader.search.match.scoring import INSIDE
from reader.search.match.top_k import best
from reader.search.model import Question
from reader.search.query.query_language import understand
from reader.search.query.query_tree import Words, wanted
from reader.search.storage import bm25
from reader.search.storage.bm25 import GAIN, MOST, length_weight, rarity
from reader.search.storage.passage_records import About, Place
from reader.search.storage.postings import Sparse, everything
from reader.search.storage.segment_file import SegmentFile
from reader.search.storage.segments import Segment, Snapshot
from reader.search.text.analysis import is_token, is_word, runs, search_form
from tests import long_runs

COMMON = "的一是在不了有和人这中大为上个国出口管制"
RARE = "芯片算力重庆银行学习机器模型数据安全"
LATIN = ["AI", "chain", "container", "ai_lab", "git", "github", "digit", "legit", "x", "C++"]
LIMITS = (1, 5, 20, 70)


def passage(chance: random.Random) -> str:
    """Return a made-up passage in which words often stand more than once."""
    own = chance.choices(RARE + COMMON, k=6)
    parts = []
    for _ in range(chance.randint(1, 50)):
        kind = chance.random()
        if kind < 0.3:
            parts.append("".join(chance.choices(COMMON, k=chance.randint(1, 4))))
        elif kind < 0.75:
            parts.append("".join(chance.choices(own, k=chance.randint(1, 3))))
        else:
            parts.append(f" {chance.choice(LATIN)} ")
    return "".join(parts)


@pytest.fixture(scope="module", params=[False, True], ids=["as it is", "short lists"])
def snapshot(request, tmp_path_factory):
    """Three segments, one with deletions; with short lists, every bound of theirs is reached."""
    chance = random.Random(8)
    folder = tmp_path_factory.mktemp("segments")
    with pytest.MonkeyPatch.context() as patch:
        if request.param:
            for module in (top_documents, term_counts):
                patch.setattr(module, "COMMON", 20)
                patch.setattr(module, "HEAVIEST", 7)
            for module in (inversion, term_counts):
                patch.setattr(module, "most_kept", lambda letters: 12 if letters == 1 else 60)
            patch.setattr(bm25, "_FEWEST", 4)
            patch.setattr(bm25, "_SHARE", 1000)
        segments = []
        for number in range(3):
            builder = SegmentBuilder()
            for at in range(500):
                about = About(f"{number}/{at}.md", "", date=f"20{10 + at % 7}") if at % 10 == 0 else None
                builder.add(Document(passage(chance), Place("passage", 1, 0), (), about))
            builder.write(folder / f"{number}.seg")
            dead = Sparse(range(0, 500, 7) if number == 1 else ())
            segments.append(Segment(str(number), SegmentFile(folder / f"{number}.seg"), dead))
        yield Snapshot(1, tuple(segments))


def times(text: str, form: str) -> int:
    """Return how often a form stands in a text: each place where a token stands, else places apart."""
    found = len(re.findall(f"(?={re.escape(form)})", text)) if is_token(form) else text.count(form)
    return min(found, MOST)


def weigh(segment: Segment, document: int, forms: list[str], rarities: list[float]) -> float:
    """Return what a passage weighs, by reading it."""
    text = segment.file.blobs["form"].text(document)
    spread = length_weight(len(text.encode()))
    total = 0.0
    for form, rare in zip(forms, rarities, strict=True):
        count = times(text, form)
        share = rare * GAIN * count / (count + spread)
        a_part = is_word(form) and runs(form) == [form] and form not in re.findall(r"[a-z0-9_]+", text)
        total += share * INSIDE if a_part else share
    return total


def check(snapshot: Snapshot, text: str, limit: int) -> None:
    """Compare the best of a question with the exhaustive best."""
    query = understand(text)
    found = matched(snapshot, Question(text), query)
    forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
    rarities = [1.0]
    if len(forms) > 1:
        holding = [sum(len(one.matcher.candidates(form)[0]) for one in found) for form in forms]
        rarities = [rarity(one, snapshot.documents) for one in holding]
    every = sorted(
        ((weigh(one.segment, document, forms, rarities), -age, document)
         for age, one in enumerate(found) for document in one.documents),
        reverse=True,
    )  # fmt: skip
    expected = [pytest.approx(weight, abs=1e-9) for weight, _, _ in every[:limit]]
    chosen = best(found, forms, limit, snapshot.documents)
    assert [one.weight for one in chosen] == expected, (text, limit)
    assert len(set(chosen)) == len(chosen)


def sought(chance: random.Random, shortest: int = 1) -> str:
    kind = chance.random()
    if kind < 0.25:
        return chance.choice(["ai", "git", "chain", "it", "con", "github", "x", "c++"])
    length = max(shortest, chance.choice((1, 2, 2, 2, 3, 4)))
    return search_form("".join(chance.choices(COMMON[:6] if kind < 0.6 else RARE + COMMON, k=length)))


def test_of_one_text(snapshot, monkeypatch):
    chance = random.Random(1)
    for _ in range(long_runs.times(300, 100)):
        text = sought(chance)
        # Of words with many others around them it is not always known how often they stand where.
        monkeypatch.setattr(top_k, "ALL", 10_000 if text.isascii() else 0)
        check(snapshot, text, chance.choice(LIMITS[:3]))


@pytest.mark.parametrize(
    "form", ["{} {}", "{} OR {}", "{} -{}", "{} after:2012 before:2014 -{}", "{} OR {} after:2013"]
)
def test_of_two_texts(snapshot, form, monkeypatch):
    # Where the index does not know how often a passage holds a text, each is read.
    monkeypatch.setattr(top_k, "ALL", 10_000)
    chance = random.Random(2)
    for _ in range(long_runs.times(150, 50)):
        check(snapshot, form.format(sought(chance), sought(chance)), chance.choice(LIMITS[:3]))


def test_of_three_texts(snapshot, monkeypatch):
    monkeypatch.setattr(top_k, "ALL", 10_000)
    chance = random.Random(3)
    for form in ("{} {} {}", "{} ({} OR {})", "({} {}) OR {}", "{} OR {} OR {}"):
        for _ in range(long_runs.times(40, 15)):
            check(snapshot, form.format(*(sought(chance, 2) for _ in range(3))), 20)


def test_the_first_page_is_the_beginning_of_a_longer_one(snapshot):
    chance = random.Random(4)
    for form in ("{}", "{} {}", "{} OR {}"):
        for _ in range(40):
            text = form.format(*(sought(chance, 2) for _ in range(form.count("{}"))))
            query = understand(text)
            found = matched(snapshot, Question(text), query)
            forms = [part.form for part in wanted(query.tree) if isinstance(part, Words)]
            short, long = (best(found, forms, limit, snapshot.documents) for limit in (20, 40))
            assert long[:20] == short, text


def test_the_weightiest_of_a_longer_text_are_known_without_reading_all(tmp_path):
    """Reading goes on until no passage that holds a pair of it can weigh more."""
    chance = random.Random(6)
    builder = SegmentBuilder()
    for _ in range(400):
        parts = chance.choices(["出口管制", "出口", "口管的", "管制", "的一"], k=chance.randint(1, 40))
        builder.add(Document("，".join(parts), Place("passage", 1, 0), (), About("a.md", "")))
    builder.write(tmp_path / "a.seg")
    segment = Segment("a", SegmentFile(tmp_path / "a.seg"), Sparse(()))
    inversion = [segment.file.blobs["form"].text(one) for one in range(400)]
    left_out = 0
    for form in ("出口管制", "口管制", "出口管", "口管的"):
        often = [one for one, text in enumerate(inversion) if text.count(form) > 1]
        heaviest = sorted((weigh(segment, one, [form], [1.0]) for one in often), reverse=True)
        for first in (1, 3, 20):
            counts = term_counts.counts_by_reading(segment, form, everything(400), first)
            known = sorted((weigh(segment, one, [form], [1.0]) for one in counts.often), reverse=True)
            assert all(inversion[one].count(form) == count for one, count in counts.often.items())
            assert counts.complete
            assert known[:first] == heaviest[:first], form
            left_out += len(heaviest) - len(known)
    assert left_out > 100
