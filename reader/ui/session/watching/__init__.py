"""Seeing what others do while one reads: to the open article, to the library, to its folder.

`file_watching` is the article reader's own; `library_watch` is the session's.
"""
