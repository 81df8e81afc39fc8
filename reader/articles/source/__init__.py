"""The text of the file, line by line: decoding, scanning, containers, inline marks, the canonical text.

Everything that decides what a line of Markdown *is* stands here, and nothing that decides how it looks. The
canonical text (`canonical_text.py`) is what anchors, search and units stand on: its line n is the file's
line n. Called by `articles.reading`, `articles.digest` and, for its folds, by search and annotations.
"""
