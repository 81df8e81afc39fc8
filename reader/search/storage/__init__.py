"""What lies on the disk: segments of flat tables, mapped and read in place; sets of documents.

Whoosh keeps the directory of segments, deletions and the lock; what is in a segment is ours
(`segment_file.py`). Called by `match` to read and by `build` to write.
"""
