"""Where an excerpt is cut, and what is marked in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.search.text.excerpts import LENGTH, excerpt, labels


def marked(found) -> list[str]:
    return [found.text[start:end] for start, end in found.matches]


def test_it_begins_and_ends_with_a_sentence():
    text = "第一句话在这里说了很多很多事情。第二句有出口二字。第三句也有。" + "后面还有很多。" * 30
    at = text.index("出口")
    found = excerpt(text, [(at, at + 2)])
    assert found.text.startswith(("第一句", "第二句"))
    assert found.text.endswith("。")
    assert marked(found) == ["出口"]


def test_a_sentence_without_end_is_cut_with_an_ellipsis():
    text = "甲" * 300 + "出口" + "乙" * 300
    found = excerpt(text, [(300, 302)])
    assert found.text.startswith("…甲")
    assert found.text.endswith("乙…")
    assert marked(found) == ["出口"]


def test_it_shows_where_most_matches_are():
    text = "出口。" + "无关的句子。" * 40 + "出口和管制，管制和出口。" + "无关。" * 40
    matches = sorted(
        (at, at + 2) for word in ("出口", "管制") for at in range(len(text)) if text.startswith(word, at)
    )
    assert marked(excerpt(text, matches)) == ["出口", "管制", "管制", "出口"]


def test_an_address_or_a_number_is_no_end_of_a_sentence():
    text = "前面还有一些话，说来话长，" * 4 + "见https://a.cn/p?q=1,234;b=2!c 与出口。" + "后" * 200
    for word in ("q=1", "234", "b=2"):
        at = text.index(word)
        found = excerpt(text, [(at, at + len(word))])
        assert marked(found) == [word]
        assert found.text.startswith(("…见https", "…说来话长", "…前面"))
    at = text.index("出口")
    assert excerpt("Really? 出口。", [(8, 10)]).text == "出口。"
    assert marked(excerpt(text, [(at, at + 2)])) == ["出口"]


def test_a_match_longer_than_an_excerpt_is_shown_as_far_as_there_is_room():
    text = "甲" * 500
    found = excerpt(text, [(3, 480)])
    assert len(found.text) <= LENGTH + 2
    ((start, end),) = found.matches
    assert set(found.text[start:end]) == {"甲"}
    assert end - start > LENGTH // 2


def test_blanks_of_code_and_empty_lines_become_one_space():
    text = "\n  def main():\n        print(出口)\n\n后面"
    at = text.index("出口")
    found = excerpt(text, [(at, at + 2)])
    assert found.text == "def main(): print(出口) 后面"
    assert marked(found) == ["出口"]
    assert excerpt(text, []).text == "def main(): print(出口) 后面"


def test_a_framework_is_shown_by_its_labels():
    text = "文章框架\n\n├── 背景\n│   └── 出口管制\n└── 结论"
    at = text.index("出口")
    assert labels(text, [(at, at + 2)]).text == "出口管制"
    assert labels(text, []).text == "文章框架  ·  背景  ·  出口管制  ·  结论"
    many = "\n".join(f"├── 出口管制的第{number}个要点说得很长很长" for number in range(30))
    spans = [(at, at + 2) for at in range(len(many)) if many.startswith("出口", at)]
    assert len(labels(many, spans).text) <= LENGTH


def test_newlines_become_spaces_and_emoji_stay_whole():
    text = "甲 👍🏽\t出口"
    at = text.index("出口")
    found = excerpt(text, [(at, at + 2)])
    assert found.text == "甲 👍🏽 出口"
    assert marked(found) == ["出口"]


@settings(deadline=None)
@given(st.text("出口 a。，\n👍\u200d́", max_size=400), st.data())
def test_what_is_marked_is_what_matched(text, data):
    spans = []
    at = 0
    while at < len(text) and len(spans) < 6:
        start = data.draw(st.integers(at, len(text) - 1))
        at = data.draw(st.integers(start + 1, min(len(text), start + 5)))
        spans.append((start, at))
    found = excerpt(text, spans)
    assert len(found.text) <= LENGTH + 60
    if spans:
        assert found.matches
        start, end = found.matches[0]
        words = next(text[low:high] for low, high in spans if low == found.first)
        assert words.split() == [] or "".join(words.split()) in "".join(found.text[start:end].split())
    for before, after in zip(found.matches, found.matches[1:], strict=False):
        assert before[1] <= after[0]
