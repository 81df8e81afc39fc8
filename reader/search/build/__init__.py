"""Making the index: articles become documents, documents a segment.

The window talks to `index_client.py`, which keeps an `index_server.py` in a process of its own while there is
something to do; the command line calls `library_index.py` itself. Both ask for snapshots there.
"""
