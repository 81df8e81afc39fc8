"""Cutting Markdown into pieces: nothing lost, nothing long, in linear time, each as soon as it is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.articles.markdown import cutting, leaves
from reader.articles.markdown.cutting import LINE, LONGEST_FENCE, LONGEST_LINE, LONGEST_TABLE, TOO_LONG, cut
from reader.articles.source.scanner import scan

LINES = st.sampled_from(
    [
        "",
        "正文。",
        "# 一",
        "### 三",
        "- 项",
        "  - 子项",
        "> 引用",
        "```",
        "~~~python",
        "| a | b |",
        "|---|---|",
        "    x",
        "1. 一",
    ]
)


def words(text):
    return [word for word in text.split() if word not in ("```", "~~~")]


@given(st.lists(LINES, max_size=60).map("\n".join))
def test_pieces_cover_the_text_in_order_and_keep_every_line(source):
    pieces = list(cut(scan(source)))
    lines = source.split("\n")
    covered = [n for piece in pieces for n in range(piece.first_line, piece.last_line + 1)]
    assert covered == sorted(set(covered))
    assert all(not lines[n - 1].strip() for n in range(1, len(lines) + 1) if n not in covered)
    for piece in pieces:
        for leaf in piece.leaves:
            for number, text in enumerate(leaf.texts, start=leaf.first):
                assert text.strip() in lines[number - 1]


def test_a_heading_starts_a_piece_and_gives_its_level():
    pieces = list(cut(scan("前言\n\n## 甲\n正文\n#标签，不是标题\n### 乙")))
    assert [(piece.first_line, piece.last_line, piece.level) for piece in pieces] == [
        (1, 2, 0),
        (3, 5, 2),
        (6, 6, 3),
    ]


def test_hidden_lines_are_left_out_and_the_others_keep_their_numbers():
    pieces = list(cut(scan("题目\n链接\n\n# 甲\n```\n├── 一\n```\n后文"), frozenset({1, 2, 5, 6, 7})))
    assert [(piece.first_line, piece.text) for piece in pieces] == [(1, "# 甲\n后文")]


def test_a_heading_in_a_fence_is_none():
    (piece,) = cut(scan("```\n# 注释\n```\n后"))
    assert piece.level == 0


def test_a_long_fence_is_cut_and_each_part_is_a_fence():
    body = [f"line {n}" for n in range(3 * LONGEST_FENCE + 7)]
    source = "\n".join(["前", "", "```python", *body, "```", "后"])
    parts = [piece for piece in cut(scan(source)) if "line" in piece.text]
    assert [leaf.info for part in parts for leaf in part.leaves] == ["python"] * 4
    assert [(part.continues, part.continued) for part in parts] == [
        (False, True),
        (True, True),
        (True, True),
        (True, False),
    ]
    assert [line for part in parts for line in part.text.split("\n")] == body
    assert parts[0].last_line == 3 + LONGEST_FENCE
    assert parts[-1].last_line == len(body) + 3


def test_a_long_table_is_cut_and_each_part_has_the_header():
    rows = [f"| {n} | x |" for n in range(2 * LONGEST_TABLE + 1)]
    parts = list(cut(scan("\n".join(["| 数 | 字 |", "|---|---|", *rows]))))
    assert all(part.text.startswith("| 数 | 字 |\n|---|---|\n") for part in parts)
    assert [line for part in parts for line in part.text.split("\n")[2:]] == rows
    assert parts[1].first_line == LONGEST_TABLE + 3


@pytest.mark.parametrize(
    ("source", "most"),
    [
        ("字" * 300_000, 3_000),
        ("> " + "引用。" * 35_000, 3_000),
        ("\n".join(["行" * 50] * 5_000), 2 * TOO_LONG),
    ],
    ids=["a paragraph of 300 KB", "a quotation of 300 KB in one line", "5,000 lines without a blank"],
)
def test_no_piece_is_long(source, most):
    pieces = list(cut(scan(source)))
    assert max(len(piece.text) for piece in pieces) <= most
    assert "".join(piece.text for piece in pieces).count("行") == source.count("行")


@pytest.mark.parametrize("line", ["字" * 50_000, "`码` " * 3_000, "$x$ " * 2_000])
def test_a_line_that_holds_much_is_cut(line):
    parts = list(cut(scan(line)))
    assert "".join(part.text for part in parts) == line.rstrip()
    assert max(len(part.text) for part in parts) < TOO_LONG
    assert max(part.text.count("`") + part.text.count("$") for part in parts) < 300


def test_nothing_is_cut_in_two_for_an_export():
    source = "```\n" + "x\n" * 500 + "```\n\n| a |\n|---|\n" + "| 1 |\n" * 500 + "\n" + "字" * 20_000
    assert not any(piece.continues or piece.continued for piece in cut(scan(source), whole=True))


def test_parts_of_a_table_know_the_whole():
    rows = [f"| {n} | {'字' * (n % 9)} |" for n in range(3 * LONGEST_TABLE)]
    parts = list(cut(scan("\n".join(["| 数 | 字 |", "|---|---|", *rows]))))
    assert {part.columns for part in parts} == {(2, 16)}
    assert [part.rows_before for part in parts] == [0, LONGEST_TABLE, 2 * LONGEST_TABLE]


@pytest.mark.parametrize("empty", [1, 7, 70_000])
def test_empty_lines_before_the_first_words_only_move_the_numbers(empty):
    source = "# 甲\n\n一段。\n\n## 乙\n\n```\ncode\n```\n"
    moved = [
        (piece.first_line - empty, piece.last_line - empty, piece.text)
        for piece in cut(scan("\n" * empty + source))
    ]
    assert moved == [(piece.first_line, piece.last_line, piece.text) for piece in cut(scan(source))]


def test_a_long_paragraph_is_cut_as_its_pieces_are_asked_for(monkeypatch):
    """The window asks for some, and goes on: all of 200 KB held it for a second."""
    made = []
    plain = cutting._parts_of_paragraph
    monkeypatch.setattr(
        cutting, "_parts_of_paragraph", lambda *given: (made.append(part) or part for part in plain(*given))
    )
    pieces = cut(scan("在新月与满月，水位最高。" * 5_000))
    first = next(pieces)
    assert len(made) <= 3
    assert first.continued
    *_between, last = pieces
    assert not last.continued
    assert len(made) > 20


@pytest.mark.parametrize("sign", ["\v", "\f", "\x85", "\u2028", "\u2029", "<br>", "<BR/>"])
def test_where_qt_begins_a_line_within_a_line_of_the_file_a_piece_holds_as_many(sign):
    pieces = [*cut(scan(f"行{sign}" * 8_000))]
    assert max(piece.text.count(sign) for piece in pieces) < 3 * LONGEST_LINE / LINE


def test_no_leaf_is_made_of_a_hidden_item(monkeypatch):
    made = []
    real = leaves._Leaves.leaf
    monkeypatch.setattr(leaves._Leaves, "leaf", lambda self, at: made.append(at) or real(self, at))
    scanned = scan("- 签\n" * 5_000 + "\n# 题\n\n话\n")
    [piece] = cut(scanned, frozenset(range(1, 5_001)))
    assert piece.text.split() == ["#", "题", "话"]
    assert len(made) == 2


@given(
    st.lists(
        st.sampled_from(["- 甲", "  乙", "丙", "", "# 丁", "> 戊", "己", "```", "|a|", "|-|"]), max_size=12
    ),
    st.frozensets(st.integers(1, 12)),
)
def test_passing_over_hidden_items_gives_the_same_leaves(lines, hidden):
    scanned = scan("\n".join(lines))
    passed_over = [*leaves.leaves(scanned, hidden)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leaves._Leaves, "is_alone", lambda *_line: False)
        assert passed_over == [*leaves.leaves(scanned, hidden)]
