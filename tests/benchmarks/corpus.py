"""Passages to measure with: real ones, then made-up ones of the same words and lengths.

The real ones are the shipped articles (and the shared digests where they are
at hand). The rest is a Markov chain over pairs of their characters (and whole Latin words), into which
pypinyin's 47,000 phrases are mixed by Zipf's law, with one Latin word in
twenty-five, so that rare pairs, common pairs and names are all there. Seeded:
the same passages each time. They are kept in the temporary folder.
"""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from reader import paths
from reader.articles.reading import read_article

SEED = 20260
_units = re.compile(r"[a-zA-Z0-9_]+|\s+|.").findall  # a Latin word is one link of the chain
MEAN = 370  # characters of a passage
PHRASES = 0.22  # of the words of a made-up passage
LATIN = 0.04


def passages(count: int) -> Iterator[str]:
    """Yield `count` passages."""
    kept = Path(tempfile.gettempdir()) / f"gangmu-corpus-{SEED}-2-{count}.jsonl"
    if not kept.exists():
        fresh = kept.with_suffix(f".{os.getpid()}.new")
        with fresh.open("w", encoding="utf-8") as file:
            for text in _make(count):
                file.write(json.dumps(text, ensure_ascii=False) + "\n")
        fresh.replace(kept)
    with kept.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _make(count: int) -> Iterator[str]:
    real = list(_real())
    yield from real[:count]
    chance = random.Random(SEED)
    chain: dict[str, list[str]] = defaultdict(list)
    for text in real:
        units = _units(text)
        for before, after in pairwise(units):
            chain[before].append(after)
    latin = sorted({unit for text in real for unit in _units(text) if unit.isascii() and unit.isalpha()})
    chance.shuffle(latin)
    phrases = sorted(_phrases())
    chance.shuffle(phrases)
    for _ in range(count - len(real)):
        length = max(40, int(chance.gauss(MEAN, MEAN / 2)))
        pieces: list[str] = []
        size = 0
        letter = chance.choice("的一在人中国")
        while size < length:
            kind = chance.random()
            if kind < LATIN:
                piece = f" {latin[_zipf(chance, len(latin))]} "
            elif kind < LATIN + PHRASES:
                piece = phrases[_zipf(chance, len(phrases))]
            else:
                run = []
                for _ in range(chance.randint(2, 9)):
                    letter = chance.choice(chain.get(letter) or ["的"])
                    run.append(letter)
                piece = "".join(run)
            pieces.append(piece)
            size += len(piece)
        yield "".join(pieces)


def _zipf(chance: random.Random, count: int) -> int:
    """Return a rank below `count`, the low ones far more often."""
    return min(count - 1, int(count ** chance.random()) - 1)


def _phrases() -> list[str]:
    from pypinyin.constants import PHRASES_DICT

    return list(PHRASES_DICT)


def _real() -> Iterator[str]:
    folders = [paths.starter_library(), Path(__file__).resolve().parents[3] / "shared" / "digests"]
    for folder in folders:
        for path in sorted(folder.glob("*.md")):
            article = read_article(path)
            for unit in article.units:
                if text := article.text.words(unit.span).strip():
                    yield text
