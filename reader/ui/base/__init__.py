"""What every part of the window stands on: the actions, work in the background, the theme.

Knows no article and no panel. Called from everywhere in `reader.ui`.
"""
