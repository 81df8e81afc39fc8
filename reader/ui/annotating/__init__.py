"""Annotating at the text: the desk that keeps them, the bar at the selection, the card of a note, review."""
