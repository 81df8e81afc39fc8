"""How the Chinese of an article is shown: with pinyin over it, in Simplified or Traditional characters.

Only what is shown changes, and as many code points stand in the same places: the canonical text, and with
it anchors, search and exports, knows nothing of it. Called by the typesetter of the reading pane.
"""
