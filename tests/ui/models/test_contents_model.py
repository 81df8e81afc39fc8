"""Counts and states over a tree of any size: each entry is looked at a few times, however deep it stands."""

from __future__ import annotations

from reader.articles.digest.contents import Contents, Entry
from reader.catalogue.reading_progress import ReadState
from reader.ui.models.contents_model import MANY, ContentsModel, Role

DEEP = 400


class Counted(dict):
    """Counts how often something is looked up in it."""

    looked_up = 0

    def __getitem__(self, key):
        self.looked_up += 1
        return super().__getitem__(key)


def chain():
    entry = Entry(str(DEEP), "末", 1, None)
    for depth in range(DEEP - 1, 0, -1):
        entry = Entry(str(depth), "点", 1, None, children=(entry, Entry(f"{depth}b", "旁", 1, None)))
    return Contents((entry,))


def test_counts_are_summed_up_in_one_pass(qapp):
    contents = chain()
    contents.parents = Counted(contents.parents)
    model = ContentsModel(contents)
    contents.parents.looked_up = 0
    model.set_hits({**{str(depth): 1 for depth in range(1, DEEP + 1)}, "3b": 5, "nowhere": 7})
    assert contents.parents.looked_up <= 4 * len(contents.by_id)
    top = model.index(0, 0)
    assert (top.data(Role.HITS), top.data(Role.ALL_HITS)) == (1, DEEP + 5)
    assert model.index_of("4").data(Role.ALL_HITS) == DEEP - 3


def test_of_very_many_changes_it_is_told_once(qapp):
    model = ContentsModel(Contents(tuple(Entry(str(n), "点", 1, None) for n in range(MANY + 2))))
    told = []
    model.dataChanged.connect(lambda first, last, roles: told.append((first.row(), last.row())))
    for counts in ({"7": 1}, {str(n): 1 for n in range(MANY + 1)}):
        model.set_notes(counts)
    assert told == [(7, 7), (0, MANY + 1)]
    for _time in range(2):
        model.set_states({"3": ReadState.READ, "9": ReadState.SKIMMED})
    assert told[2:] == [(0, MANY + 1)]
    assert model.index(3, 0).data(Role.READ) == ReadState.READ
