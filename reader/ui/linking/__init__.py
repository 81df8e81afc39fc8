"""Links between articles in the window: where those of the open one lead, and what its others are.

Made once the first article is painted (`startup/deferred_setup.py`); the panel of connections asks it.
"""
