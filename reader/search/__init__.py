"""Room 3, search: the only room that knows Whoosh.

`ask.py` answers one question from a snapshot (`storage`), by what a person typed (`query`), through
candidates, verification and ranking (`match`). `build` writes the index, one process at a time, and holds it
together for a library (`library_index.py`). `text` says what is compared. Imports point down: ask, match and
build, query, storage, text. The index is a cache: delete it and nothing is lost.
"""
