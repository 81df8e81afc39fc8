"""Room 3, search: the only room that knows Whoosh.

`ask.py` answers one question from a snapshot (`storage`), by what a person typed (`query`), through
candidates, verification and ranking (`match`). `build` writes the index, one process at a time. `text` says
what is compared. `index.py` holds it all together for a library. The index is a cache: delete it and
nothing is lost.
"""
