"""What the index knows of a text: search forms, tokens, pinyin, and the excerpt that a hit shows.

Positions are code points of the passage outside, of its search form inside. Called by `build` and `match`.
"""
