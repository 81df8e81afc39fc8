"""Names found by how they are pronounced."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.text.pinyin import readings, spell, tokens, words_at


def finds(typed: str, name: str) -> bool:
    return any(
        reading.find(spelled) and all(token in tokens(spelled) or len(token) < 3 for token in reading.tokens)
        for spelled in spell(name)
        for reading in readings(typed)
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chukouguanzhi", "出口管制"),
        ("chukoug", "出口管制"),
        ("ckgz", "出口管制"),
        ("kgz", "出口管制"),
        ("chukougz", "出口管制"),
        ("chukgz", "出口管制"),
        ("ckguanzhi", "出口管制"),
        ("ckguanzh", "出口管制"),
        ("ckgzhi", "出口管制"),
        ("chu kou", "出口管制"),
        ("chu'kou", "出口管制"),
        ("c k g z", "出口管制"),
        ("guanzhi", "深度学习（DeepSeek）与出口管制"),
        ("deepseekyuchukou", "深度学习（DeepSeek）与出口管制"),
        ("chongqing", "重庆的银行"),
        ("zhongqing", "重庆的银行"),
        ("yinhang", "重庆的银行"),
        ("lvse", "绿色"),
        ("lüse", "绿色"),
        ("xian", "西安"),
        ("guoji", "國際合作"),
        ("aianquan", "AI安全"),
        ("ck gz", "出口管制"),
    ],
)
def test_it_finds(typed, name):
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("hukou", "出口管制"),
        ("cgkz", "出口管制"),
        ("chukouzg", "出口管制"),
        ("ckzhiguan", "出口管制"),
        ("chu guan", "出口管制"),
        ("ouguan", "出口管制"),
        ("deepseek", "深度学习（DeepSeek）"),
        ("dagz", "大国战略"),  # beside initials, syllables of three letters or more
    ],
)
def test_it_does_not_find(typed, name):
    assert not finds(typed, name)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=12))
def test_any_name_can_be_spelled(name):
    for spelled in spell(name + "出"):
        assert tokens(spelled)
        assert "\n" not in spelled
        assert "\t" not in spelled


def test_every_chinese_character_gives_a_syllable():
    for point in (*range(0x3400, 0xA000), *range(0x20000, 0x20100), *range(0x2E80, 0x3100)):
        for spelled in spell(chr(point)):
            assert tokens(spelled), hex(point)


def test_only_letters_are_read_as_pinyin():
    assert not readings("出口")
    assert not readings("a")
    assert not readings("c++")
    assert not readings("a" * 100)


@pytest.mark.parametrize(("letters", "is_read"), [(54, True), (66, False)])
def test_sixty_letters_are_read_at_most(letters, is_read):
    assert bool(readings("ni" * (letters // 2))) is is_read


@pytest.mark.parametrize(("typed", "is_spoken"), [("kgz", False), ("ckgz", True)])
def test_four_letters_are_read_as_pinyin_though_they_stand_somewhere(two, typed, is_spoken):
    two.write(latin=f"# A manual\n\n{typed}\n")
    two.index.update()
    assert ("digest.md" in {hit.name for hit in two.ask(typed).hits}) is is_spoken


def test_the_words_behind_a_spelling():
    name = "深度学习（DeepSeek）与出口管制"
    (spelled,) = spell(name)
    start, end = words_at(name, spelled, *readings("chukou")[0].find(spelled))
    assert name[start:end] == "出口"


def test_pinyin_ranks_below_what_stands_there_as_typed(two):
    two.write(latin="# A ckgz manual\n\nchukou\n")
    two.index.update()
    answer = two.ask("chukou")
    assert answer.hits[0].name == "latin.md"
    assert not answer.hits[0].why
    assert any(hit.why.startswith("出口 chu kou") for hit in answer.hits[1:])
    by_initials = two.ask("ckgz")
    assert by_initials.exact == 1
    assert by_initials.total > 1


def test_all_that_was_read_so_is_marked(two):
    two.write(many="# 题\n\n## 出口管制\n\n出口管制是手段，限制出 口。\n")
    two.index.update()
    hit = next(one for one in two.ask("chukou").hits if one.name == "many.md" and one.kind == "passage")
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.matches] == ["出口", "出口", "出 口"]
    assert len(hit.spans) == 3


def test_titles_headings_leads_nodes_and_tags_are_found(two):
    for typed in ("zhongmeiaijingzheng", "jielunyuzhanwang", "chongqing", "guanjianguand", "aijishu"):
        assert two.ask(typed).total, typed


@given(
    names=st.lists(st.text("出口管制芯chukogzan AI'=\t·", max_size=8), max_size=4),
    typed=st.text("chukogzan ", min_size=2, max_size=6),
)
@settings(deadline=None)
def test_the_lines_of_the_index_are_found_as_the_names_are(names, typed):
    kept = [f"{spelled}{end}" for name in names for spelled in spell(name) for end in ("", f"\t{name}")]
    lines = "\n".join(kept)
    for reading in readings(typed.strip()):
        found = any(reading.find(spelled) for name in names for spelled in spell(name))
        assert bool(reading.line.search(lines.encode())) == found


def test_a_find_that_overlaps_a_word_is_not_missed():
    (spelled,) = spell("chu出口")
    assert spelled == "'=chu'chu'kou"
    assert readings("chuchu")[0].find(spelled) == (0, 9)
    assert readings("chu")[0].find(spelled) == (5, 9)
