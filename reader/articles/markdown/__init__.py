"""What is shown of an article: its Markdown as a row of blocks of runs.

`cutting.py` cuts the text into pieces, `rendering.py` makes blocks of a piece (`blocks.py`), whatever is
written in it. May run in any thread. Called by the reading pane, the exporters, the notes and printing.
"""
