"""Nothing that stands in a passage is missed, nothing else is found: compared with reading everything."""

from __future__ import annotations

import random

import pytest

from reader.articles.model import Article
from reader.articles.reading import parse_article
from reader.search.ask import ask
from reader.search.build.documents import Document, documents_of
from reader.search.build.segment_build import SegmentBuilder
from reader.search.match.verification import Matcher
from reader.search.model import Question
from reader.search.query.query_tree import All, Either, Not, Words
from reader.search.storage import bm25
from reader.search.storage.passage_records import About, Place
from reader.search.storage.postings import Sparse
from reader.search.storage.segment_file import SegmentFile
from reader.search.storage.segments import Segment
from reader.search.text.analysis import search_form
from reader.search.user_data import NONE
from tests.long_runs import times

COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
ODD = "\u200b\u200d\u00ad，。；：？！、（）《》“”—…·-_/*+#@ \n\tＡＢ０１ａ😀👍🏽𠀋𪚥國際學習ÀéßİΣñかナ한"
ENGLISH = [
    "AI",
    "DeepSeek",
    "machine",
    "learning",
    "C++",
    "GPT-4",
    "the",
    "an",
    "open_source",
    "x86",
    "naïve",
]
QUERIES = times(4000, 800)


def passage(random: random.Random) -> str:
    """Return a made-up passage of mixed scripts."""
    parts = []
    for _ in range(random.randint(0, 60)):
        kind = random.random()
        if kind < 0.6:
            parts.append("".join(random.choices(COMMON, k=random.randint(1, 5))))
        elif kind < 0.8:
            parts.append(random.choice(ENGLISH))
        else:
            parts.append("".join(random.choices(ODD, k=random.randint(1, 3))))
    return "".join(parts)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    chance = random.Random(4)
    return [passage(chance) for _ in range(1500)]


@pytest.fixture(scope="module")
def forms(texts) -> list[str]:
    return [search_form(text) for text in texts]


@pytest.fixture(scope="module")
def segments(texts, tmp_path_factory) -> list[Segment]:
    """Two segments; in the second every seventh document is deleted."""
    folder = tmp_path_factory.mktemp("segments")
    found = []
    with pytest.MonkeyPatch.context() as patch:
        for number, part in enumerate((texts[:1000], texts[1000:])):
            builder = SegmentBuilder()
            patch.setattr(bm25, "_FEWEST", 2 if number else 256)  # so that there are trigrams
            patch.setattr(bm25, "_SHARE", 1000)
            for at, text in enumerate(part):
                about = About(f"{number}/{at}.md", "") if at % 10 == 0 else None
                builder.add(Document(text, Place("passage", 1, 0), (), about))
            builder.write(folder / f"{number}.seg")
            file = SegmentFile(folder / f"{number}.seg")
            assert file.is_whole()
            found.append(Segment(str(number), file, Sparse(range(0, len(part), 7) if number else ())))
    assert found[1].file.tables["trigrams"].count
    return found


def fragment(chance: random.Random, texts: list[str]) -> str:
    """Return 1 to 8 characters of a text, now and then one changed, or in capitals, or without spaces."""
    text = ""
    while not search_form(text):
        whole = chance.choice(texts)
        at = chance.randrange(len(whole) + 1)
        text = whole[at : at + chance.randint(1, 8)]
        if text and chance.random() < 0.2:
            spot = chance.randrange(len(text))
            text = text[:spot] + chance.choice(COMMON + ODD) + text[spot + 1 :]
        text = chance.choice((text, text.upper(), text.replace(" ", "")))
    return search_form(text)


def found_by(segments, node) -> list[tuple[str, int]]:
    return [
        (segment.key, document)
        for segment in segments
        for document in segment.alive(Matcher(segment, NONE).match(node))
    ]


@pytest.fixture(scope="module")
def alive(segments, forms) -> list[tuple[tuple[str, int], str]]:
    """Return the passages that were not deleted, each with its form."""
    offsets = {"0": 0, "1": 1000}
    return [
        ((segment.key, document), forms[offsets[segment.key] + document])
        for segment in segments
        for document in range(segment.file.count)
        if document not in segment.dead
    ]


def read_through(alive, holds) -> list[tuple[str, int]]:
    return [place for place, form in alive if holds(form)]


def test_every_fragment_is_found_where_it_stands_and_nowhere_else(segments, texts, alive):
    chance = random.Random(7)
    for _ in range(QUERIES):
        form = fragment(chance, texts)
        expected = [place for place, words in alive if form in words]
        assert found_by(segments, Words(form)) == expected, form


def test_so_are_combinations(segments, texts, alive):
    chance = random.Random(11)
    for _ in range(times(600, 120)):
        a, b, c = (fragment(chance, texts) for _ in range(3))
        for node, holds in combinations(a, b, c):
            assert found_by(segments, node) == read_through(alive, holds), (a, b, c)


def combinations(a: str, b: str, c: str):
    """Return queries of three texts, each with what a passage must be for it."""
    return (
        (All((Words(a), Words(b))), lambda words: a in words and b in words),
        (Either((Words(a), Words(b), Words(c))), lambda words: a in words or b in words or c in words),
        (All((Words(a), Not(Words(b)))), lambda words: a in words and b not in words),
        (All((Not(Words(a)),)), lambda words: a not in words),
        (
            All((Either((Words(a), Words(b))), Words(c))),
            lambda words: (a in words or b in words) and c in words,
        ),
    )


def test_the_whole_canonical_text_of_real_digests_is_found(digests, shelf):
    articles: list[Article] = []
    for path in sorted(digests.glob("*.md")):
        shelf.write(**{path.stem: path.read_text(encoding="utf-8")})
        articles.append(parse_article(path.read_text(encoding="utf-8"), path))
    assert shelf.index.update()
    snapshot = shelf.index.snapshot()
    forms = [
        search_form(document.text)
        for article in articles
        for document in documents_of(article, "", (0, 0, ""))
    ]
    chance = random.Random(3)
    whole = [article.text.text for article in articles]
    for _ in range(times(400, 150)):
        words = fragment(chance, whole)
        if set(words) & set("-\"“”「」()/*?:' "):
            continue  # of the query language
        answer = ask(snapshot, Question(words, limit=1000))
        assert answer.exact == sum(words in form for form in forms), words
        for hit in answer.hits[: answer.exact]:
            article = next(one for one in articles if one.path.name == hit.name)
            for span in hit.spans:
                assert search_form(article.text.words(span)) == words
            for start, end in hit.excerpt.matches:
                assert words in search_form(hit.excerpt.text[start:end])
