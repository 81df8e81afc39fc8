"""A tree narrowed to words: against asking each label by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.articles.digest.contents import Contents, Entry
from reader.articles.digest.label_filter import Labels
from reader.articles.source.character_folding import fold

letters = st.text("甲乙體体aAＡ\n ", min_size=0, max_size=6)
shapes = st.recursive(
    st.tuples(letters, st.just(())), lambda below: st.tuples(letters, st.lists(below, max_size=4))
)


def tree(shapes, above=""):
    entries = []
    for number, (label, below) in enumerate(shapes):
        name = f"{above}/{number}"
        entries.append(Entry(name, label, 0, None, children=tree(below, name)))
    return tuple(entries)


def plainly(entries, words, inside=False):
    """Return the ids that stay: of what holds the words, stands above such, or below."""
    found = []
    for entry in entries:
        holds = inside or all(word in fold(entry.label) for word in words)
        below = plainly(entry.children, words, holds)
        if holds or below:
            found += [entry.entry_id, *below]
    return found


@given(st.lists(shapes, max_size=5), letters)
def test_what_holds_the_words_stays_with_all_above_and_below(made, words):
    labels = Labels(Contents(tree(made)))
    kept = labels.narrowed(words)
    assert [entry.entry_id for entry in kept.walk()] == plainly(labels.contents.entries, fold(words).split())


@given(st.lists(shapes, max_size=5), letters.filter(lambda word: word and "\n" not in word))
def test_labels_are_found_by_what_they_start_with_and_hold(made, word):
    labels, word = Labels(Contents(tree(made))), fold(word)
    folded = [fold(entry.label.replace("\n", " ")) for entry in labels.entries]
    assert list(labels.holding(word)) == [n for n, label in enumerate(folded) if word in label]
    assert list(labels.starting(word)) == [n for n, label in enumerate(folded) if label.startswith(word)]
