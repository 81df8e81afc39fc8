"""Making the index: articles become documents, documents a segment, in processes of their own.

The window talks to `index_client.py`, which keeps an `index_server.py` while there is something to do; the
command line calls `reader.search.build.library_index` directly. Called by those two and by nobody else.
"""
