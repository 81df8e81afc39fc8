"""A person's repair of a link holds, follows an edit, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.anchoring.anchor import Ground
from reader.annotations.anchoring.node_anchor import anchor_node
from reader.annotations.link_repairs import apply, link_to, no_text
from reader.annotations.model import State, Target
from reader.annotations.store.kept_texts import old_text
from reader.articles.model import Framework, Link, Match, Node, Passage
from reader.articles.reading import parse_article

TEXT = """潮汐

第一段说月亮：大潮在新月与满月，水位最高。

第二段说太阳：它助月亮一臂之力，使大潮更大。

第三段说海岸：狭窄的海湾里潮水涨得最高。
"""


def node(*path: str, line: int = 1, children: tuple[Node, ...] = ()) -> Node:
    return Node("/".join(path), path[-1], len(path), path, line, children=children)


def article(text: str = TEXT, *nodes: Node):
    nodes = nodes or (node("天体", children=(node("天体", "月亮"), node("天体", "太阳"))), node("海岸"))
    read = parse_article(text, Path("a.md"))
    framework = Framework(nodes)
    links = {}
    for each in framework.walk():
        start = read.text.text.find(f"说{each.label}：")
        line = read.text.line_at(start)
        passage = Passage(line, line, read.text.span_of_lines(line, line)) if start >= 0 else None
        links[each.node_id] = Link(each.node_id, Match.TEXT if passage else Match.NONE, passage)
    return replace(read, framework=framework, links=links)


def test_a_repaired_link_is_the_persons_and_follows_an_edit():
    before = article()
    moon = before.framework.nodes[0].children[0]
    repair = link_to(before, moon, before.text.text.index("狭窄"), "a.md")
    link = apply(before, [repair]).links[moon.node_id]
    assert (link.by_person, link.passage.line, link.certainty) == (True, 7, 1.0)
    after = article("新的一行。\n\n" + TEXT.replace("狭窄的海湾", "窄的海湾"))
    kept = {before.text.digest: old_text(before)}.get
    assert apply(after, [repair], kept).links[moon.node_id].passage.line == 9
    gone = article(TEXT.split("第三段")[0])
    assert not apply(gone, [repair], kept).links[moon.node_id].by_person


def test_a_node_may_be_said_to_have_no_text():
    before = article()
    coast = before.framework.nodes[1]
    link = apply(before, [no_text(before, coast, "a.md")]).links[coast.node_id]
    assert (link.by_person, link.match, link.passage) == (True, Match.NONE, None)


def test_the_last_repair_wins_and_a_deleted_one_is_none():
    before = article()
    coast = before.framework.nodes[1]
    first = replace(no_text(before, coast, "a.md"), modified="2026-01-01")
    last = replace(link_to(before, coast, before.text.text.index("第一段"), "a.md"), modified="2026-01-02")
    assert apply(before, [last, first]).links[coast.node_id].passage.line == 3
    assert apply(before, [replace(last, deleted=True)]) is before


@pytest.mark.parametrize(
    ("nodes", "state", "found"),
    [
        ((node("天体", children=(node("天体", "月亮"), node("天体", "太阳"))),), State.ANCHORED, "天体/月亮"),
        (
            (node("天体", children=(node("天体", "月亮（修订）"), node("天体", "太阳"))),),
            State.ANCHORED,
            "天体/月亮（修订）",
        ),
        (
            (node("两个天体", children=(node("两个天体", "月亮"), node("两个天体", "太阳"))),),
            State.ANCHORED,
            "两个天体/月亮",
        ),
        ((node("天体", children=(node("天体", "太阳"),)), node("海岸")), State.ORPHAN, None),
        ((), State.ORPHAN, None),
    ],
)
def test_a_note_on_a_node_stays_on_it(nodes, state, found):
    before = article()
    target = Target("a.md", path=("天体", "月亮"), digest=before.text.digest)
    after = article(TEXT, *nodes) if nodes else replace(before, framework=Framework(()), links={})
    ground = Ground(after, {before.text.digest: old_text(before)}.get)
    anchor = anchor_node(ground, target)
    assert (anchor.state, anchor.node_id) == (state, found)


def test_a_node_is_never_taken_for_its_neighbour():
    before = article()
    target = Target("a.md", path=("天体", "月亮"), digest=before.text.digest)
    renamed = (node("天体", children=(node("天体", "星星"), node("天体", "太阳"))), node("海岸"))
    ground = Ground(article(TEXT, *renamed), {before.text.digest: old_text(before)}.get)
    assert anchor_node(ground, target).state is not State.ANCHORED
    assert anchor_node(ground, target).node_id in ("天体/星星", None)


def test_a_node_that_may_have_been_renamed_is_asked_about():
    before = article()
    target = Target("a.md", path=("海岸",), digest=before.text.digest)
    after = article(TEXT.split("第三段")[0], node("天体"), node("海湾"))
    anchor = anchor_node(Ground(after, {before.text.digest: old_text(before)}.get), target)
    assert (anchor.state, anchor.node_id) == (State.REVIEW, "海湾")


def test_a_note_on_the_whole_article_is_always_at_home():
    anchor = anchor_node(Ground(article()), Target("a.md"))
    assert (anchor.state, anchor.node_id, anchor.span) == (State.ANCHORED, "", None)
