"""Reading aloud: the voice's way through the open article, and the bar that holds it.

`ui/startup/deferred_setup.py` makes a `ReadingAloud` for the pane; the action table calls it.
"""
