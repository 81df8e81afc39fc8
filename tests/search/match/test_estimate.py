"""The first page, found before all passages are read, against the whole answer."""

from __future__ import annotations

import random

import pytest

from reader.search.ask import ask, count, matched
from reader.search.match import estimate
from reader.search.match.estimate import Glance
from reader.search.model import Question
from reader.search.query.query_language import understand
from reader.search.storage.segments import Snapshot
from reader.search.user_data import Marginalia

NAMES = "出口管制芯片重庆银行"
LETTERS = "出口管制的"
READ = Marginalia(read=frozenset({"a1.md", "a3.md", "b2.md", "a30.md"}))
QUESTIONS = (
    "出口管制", "口管", "出口管 管制的", "出口管 -口管制", "出口管制 OR 制的", '"出口管" 管制的',
    "出口管制 tag:ai", "节点：出口 出口管制", "出口管 /口.管/", "出口管制 is:read", '"出口管',
    "管制口 (出口 OR 制)", "chukou", "ckgz", "ck", "chu kou", "chukougz", "chongqing",
    "zhongqing yinhang", "拼音：ck", "pinyin:chukou tag:ai", "chip", "chuko tag:ai", "x chukou",
)  # fmt: skip


def article(chance: random.Random) -> str:
    def words(letters: str, most: int) -> str:
        return "".join(chance.choices(letters, k=chance.randint(2, most)))

    parts = [f"# {words(NAMES, 6)}", ""]
    for _ in range(chance.randint(1, 6)):
        latin = chance.choice(("", " chip", " chukou x"))
        parts += [f"## {words(NAMES, 5)}", "", words(LETTERS, 60) + latin, ""]
    tag = chance.choice(("", "### 文章标签\n#ai\n"))
    return "\n".join([*parts, tag])


@pytest.fixture
def snapshot(shelf, monkeypatch) -> Snapshot:
    """Two segments, the older with deletions; at a glance, nothing is read that need not be."""
    chance = random.Random(5)
    shelf.write(**{f"a{number}": article(chance) for number in range(60)})
    assert shelf.index.update()
    shelf.write(**{f"a{number}": article(chance) for number in range(0, 60, 7)})
    shelf.write(**{f"b{number}": article(chance) for number in range(5)})
    assert shelf.index.update()
    monkeypatch.setattr(estimate, "MOST_READ", 0)
    monkeypatch.setattr(estimate, "MOST_HEARD", 0)
    return shelf.index.snapshot()


@pytest.mark.parametrize("limit", [1, 5, 20])
def test_the_first_page_is_that_of_the_whole_answer(snapshot, limit):
    assert len(snapshot.segments) > 1
    assert any(segment.dead for segment in snapshot.segments)
    left_open = 0
    for text in QUESTIONS:
        for wishes in ({}, {"article": "a2.md"}, {"framework_only": True}, {"narrowed": (("tag", "ai"),)}):
            question = Question(text, limit=limit, **wishes)
            whole = ask(snapshot, question, READ)
            first = ask(snapshot, question, READ, hasty=True)
            assert first.hits == whole.hits, question
            assert first.notes == whole.notes
            if first.is_counted:
                assert first == whole, question
            else:
                left_open += 1
                assert len(first.hits) == limit
                assert first.total <= whole.total
                assert first.exact <= whole.exact
            assert count(snapshot, first, READ) == whole, question
    assert left_open > 5


def test_what_is_left_open_is_found_when_it_is_read(snapshot):
    for text in ("出口管制", "拼音：chukou", "出口管 tag:ai -制的"):
        question = Question(text)
        glanced = matched(snapshot, question, understand(text), hasty=True)
        found = matched(snapshot, question, understand(text))
        assert any(one.unread for one in glanced)
        for first, whole in zip(glanced, found, strict=True):
            assert list(first.read(list(first.documents))) == list(whole.documents)


def test_what_is_few_is_read_at_once(snapshot, monkeypatch):
    monkeypatch.setattr(estimate, "MOST_READ", 10_000)
    monkeypatch.setattr(estimate, "MOST_HEARD", 10_000)
    for text in ("出口管制", "chukou"):
        assert ask(snapshot, Question(text, limit=1), hasty=True).is_counted


def test_a_question_of_patterns_is_answered_whole(snapshot):
    found = matched(snapshot, Question("出口管 /口.管/"), understand("出口管 /口.管/"), hasty=True)
    assert all(isinstance(one.matcher, Glance) and not one.unread for one in found)
