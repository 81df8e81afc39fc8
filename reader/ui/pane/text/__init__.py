"""The text of the pane as text: places, selection, copying, finding, and what a screen reader hears.

Outside, places are code points of the canonical text; inside, UTF-16 units of a section (`position_map.py`
converts).
"""
