"""Related articles and passages: what shares telling words comes first, and says what it shares."""

from __future__ import annotations

import pytest

from reader.catalogue.library import Library
from reader.search.build.library_index import LibraryIndex
from reader.search.match import related_passages as room
from reader.search.match.mentions import mentions
from reader.search.match.related_passages import related_articles, related_passages
from reader.search.match.verification import CancelledError

SUBJECTS = {
    "索引": "聚簇索引把数据行存在叶子节点里，二级索引只存主键值，要回表才查得到整行。最左前缀说明它怎样用。",
    "引力": "广义相对论把引力看成时空的弯曲，引力波由双黑洞并合产生，干涉仪量得到。测地线说明物体怎样走。",
    "面包": "酸面团要养酵种，揉到出膜才算好，发酵的温度和时间决定酸味。烤箱先预热，蒸汽让面包皮脆。",
    "围棋": "定式要看全局，打劫之前先数劫材，收官时先手一目值两目。死活题练的是计算，手筋靠形状。",
}
FILLER = "这一段说的是平常的事情，没有什么特别的地方，大家读过也就忘了。"


def write(folder, name, subject, half):
    text = SUBJECTS[subject]
    words = text[: len(text) // 2 + 8] if half else text[len(text) // 2 - 8 :]
    body = f"# {subject}\n\n{FILLER}\n\n## 甲\n\n{words}\n"
    (folder / f"{name}.md").write_text(body, encoding="utf-8")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("related")
    for subject in SUBJECTS:
        for half in (True, False):
            write(folder, f"{subject}{half:d}", subject, half)
    for number in range(30):
        (folder / f"别的{number}.md").write_text(f"# 别的{number}\n\n{FILLER * 3}\n", encoding="utf-8")
    return Library(folder)


@pytest.fixture(scope="module")
def snapshot(library, tmp_path_factory):
    index = LibraryIndex(library, tmp_path_factory.mktemp("index"))
    assert index.update()
    return index.snapshot()


def text_of(library, name):
    from reader.articles.reading import read_article

    return read_article(library.folder / name).text.text


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_other_half_of_a_subject_is_related_and_nothing_else(library, snapshot, subject):
    found = related_articles(snapshot, text_of(library, f"{subject}1.md"), f"{subject}1.md")
    assert [one.hit.name for one in found] == [f"{subject}0.md"]
    assert found[0].hit.label == "甲"  # the passage that shares most
    assert found[0].phrases
    for phrase in found[0].phrases:
        assert phrase in SUBJECTS[subject] or phrase in subject


def test_a_passage_finds_those_like_it_and_none_of_its_own_article(library, snapshot):
    text = SUBJECTS["围棋"][:30]
    found = related_passages(snapshot, text, "围棋1.md")
    assert [one.hit.name for one in found] == ["围棋0.md"]
    assert related_passages(snapshot, FILLER, "围棋1.md") == ()  # what stands everywhere tells nothing


def test_matches_stand_where_it_is_said(library, snapshot):
    (one,) = related_articles(snapshot, text_of(library, "面包1.md"), "面包1.md")
    text = text_of(library, "面包0.md")
    for span in one.hit.spans:
        assert text[span.start : span.end] in one.phrases


HEAD = "---\ncategory: 数据库\ntags: [MySQL, 存储]\nurl: https://example.org/{}\n---\n\n"


@pytest.fixture(scope="module")
def tagged(tmp_path_factory):
    """One article shares fewer words, and tags, category and source besides; the other more words alone."""
    folder = tmp_path_factory.mktemp("tagged")
    for name, head, share in (("tags", HEAD, 21), ("words", "", 24), ("own", HEAD, 100)):
        text = f"{head.format(name)}# 题{name}\n\n{SUBJECTS['索引'][:share]}\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    for number in range(20):
        (folder / f"x{number}.md").write_text(f"# 别{number}\n\n{FILLER}\n", encoding="utf-8")
    index = LibraryIndex(Library(folder), tmp_path_factory.mktemp("index4"))
    index.update()
    return index.snapshot()


def test_shared_tags_category_and_source_are_told(tagged):
    found = {one.hit.name: one for one in related_articles(tagged, SUBJECTS["索引"], "own.md")}
    with_tags, without = found["tags.md"], found["words.md"]
    assert (with_tags.tags, with_tags.category, with_tags.source) == (
        ("MySQL", "存储"),
        "数据库",
        "example.org",
    )
    assert (without.tags, without.category, without.source) == ((), "", "")


@pytest.mark.parametrize("none", [False, True])
def test_they_weigh_as_well(tagged, monkeypatch, none):
    if none:
        for name in ("_TAG", "_CATEGORY", "_SOURCE"):
            monkeypatch.setattr(room, name, 0.0)
    found = [one.hit.name for one in related_articles(tagged, SUBJECTS["索引"], "own.md")]
    assert found == (["words.md", "tags.md"] if none else ["tags.md", "words.md"])
    assert ((0.0, 0.0, 0.0) if none else (0.2, 0.1, 0.1)) == (room._TAG, room._CATEGORY, room._SOURCE)


@pytest.fixture(scope="module")
def shares(tmp_path_factory):
    """Articles that share from 1 to 16 of the 136 words of one, each others, and are about as long."""
    folder = tmp_path_factory.mktemp("shares")
    words = [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(136)]
    (folder / "own.md").write_text("# Own\n\n" + " ".join(words) + "\n", encoding="utf-8")
    rest = iter(words)
    for count in range(1, 17):
        shared = [next(rest) for _number in range(count)]
        other = [f"{count:02d}x{number:03d}" for number in range(136 - count)]  # no telling words
        text = " ".join([*shared, *other])
        (folder / f"{count:02d}.md").write_text(f"# {count}\n\n{text}\n", encoding="utf-8")
    index = LibraryIndex(Library(folder), tmp_path_factory.mktemp("index3"))
    index.update()
    return index.snapshot(), " ".join(words)


@pytest.mark.parametrize(("share", "fewest"), [(1.0, 7), (1.2, 9), (1 / 1.2, 6)])
def test_how_much_must_be_shared(shares, monkeypatch, share, fewest):
    """5 in 100 of 136 words are 6.8."""
    snapshot, text = shares
    monkeypatch.setattr(room, "LEAST", room.LEAST * share)
    found = related_articles(snapshot, text, "own.md", limit=30)
    assert min(int(one.hit.name[:2]) for one in found) == fewest


def test_it_ends_when_nobody_waits(library, snapshot):
    for ask in (related_articles, related_passages):
        with pytest.raises(CancelledError):
            ask(snapshot, text_of(library, "引力1.md"), "引力1.md", cancelled=lambda: True)
    with pytest.raises(CancelledError):
        mentions(snapshot, ["引力"], frozenset(), cancelled=lambda: True)


# ---- mentions


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("said")
    texts = {
        "出口管制.md": "# 出口管制\n\n本文。\n",
        "甲.md": "# 甲\n\n这里说到出口 管制的事，又说出口管制。\n",
        "乙.md": "# 乙\n\n只说出口。\n",
        "丙.md": "# 丙\n\n已经链接了[[出口管制]]。\n",
        "rust.md": "# Rust\n\nRust here.\n",
        "trust.md": "# Other\n\nTrust in trusting.\n",
        "uses.md": "# Uses\n\nWe use RUST a lot.\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    index = LibraryIndex(Library(folder), tmp_path_factory.mktemp("index2"))
    index.update()
    return index.snapshot()


@pytest.mark.parametrize(
    ("names", "but", "found"),
    [
        (["出口管制"], {"出口管制.md", "丙.md"}, ["甲.md"]),
        (["Rust"], {"rust.md"}, ["uses.md"]),
        (["甲"], {"甲.md"}, []),  # one character is no name
        (["README", "2024", "—"], set(), []),
        ([], set(), []),
    ],
)
def test_what_mentions_an_article(said, names, but, found):
    assert [hit.name for hit in mentions(said, names, frozenset(but))] == found


def test_no_more_mentions_than_asked_for(said):
    assert len(mentions(said, ["出口管制"], frozenset(), limit=2)) == 2


def indexed(folder, **articles):
    """Return a snapshot of a library of these articles."""
    (folder / "库").mkdir()
    for name, text in articles.items():
        (folder / "库" / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    index = LibraryIndex(Library(folder / "库"), folder / "index")
    assert index.update()
    return index.snapshot()


def test_what_more_than_an_eighth_of_the_passages_hold_tells_nothing(tmp_path):
    rare = {f"rare{number}": f"zebra {FILLER}" for number in range(5)}
    common = {f"common{number}": f"yellow {FILLER}" for number in range(6)}
    others = {f"other{number}": FILLER for number in range(12)}
    snapshot = indexed(tmp_path, own="zebra yellow", **rare, **common, **others)
    assert snapshot.documents == 48
    found = related_articles(snapshot, "zebra yellow", "own.md", limit=48)
    assert {one.hit.name for one in found} == {f"{name}.md" for name in rare}


def test_the_eight_best_passages_of_an_article_count(tmp_path):
    """So an article of nine that share is as near as one of eight, and one of seven is less near."""

    def sections(count, words):
        return "\n\n".join(f"## {number + 100}\n\n{words}。{FILLER}" for number in range(count))

    sharing = {f"a{count}": sections(count, "zebra") for count in (7, 8, 9)}
    snapshot = indexed(tmp_path, own="zebra", rest=sections(200, "horse"), **sharing)
    found = [one.hit.name for one in related_articles(snapshot, "zebra", "own.md")]
    assert found == ["a8.md", "a9.md", "a7.md"]  # of equals the first


def test_three_phrases_are_told(tmp_path):
    words = "apple banana cherry damson elder fig"
    snapshot = indexed(tmp_path, own=words, other=words, x=FILLER, y=FILLER)
    (one,) = related_articles(snapshot, words, "own.md")
    assert len(one.phrases) == 3


def test_a_phrase_has_twelve_characters_at_most(tmp_path):
    run = "".join(chr(0x5000 + 7 * number) for number in range(30))
    snapshot = indexed(tmp_path, own=run, other=run, x=FILLER, y=FILLER)
    (one,) = related_articles(snapshot, run, "own.md")
    assert max(map(len, one.phrases)) == 12


@pytest.mark.parametrize(("beside", "phrase"), [(7, "潮汐"), (8, "台灯潮汐"), (10, "台灯潮汐")])
def test_a_phrase_grows_by_two_characters_that_stand_beside_it_four_times_of_five(tmp_path, beside, phrase):
    """`潮汐` alone is telling: the characters before it stand in all other passages too."""
    text = "窗台灯潮汐。" * beside + "潮汐。" * (10 - beside)
    others = {f"x{number}": f"窗台灯潮{FILLER}" for number in range(30)}
    snapshot = indexed(tmp_path, own=text, other="窗台灯潮汐。", **others)
    found = related_articles(snapshot, text, "own.md")
    assert [one.phrases for one in found if one.hit.name == "other.md"] == [(phrase,)]
