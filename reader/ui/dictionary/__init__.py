"""Looking up a chosen word in the person's dictionaries (`reader.dictionaries`), and the card that shows it.

`ui/startup/deferred_setup.py` makes a `WordLookup` for the pane; the action table calls it.
"""
