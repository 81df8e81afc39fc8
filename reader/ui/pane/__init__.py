"""The reading pane: a column of section documents, painted by one scroll area.

`view.py` is all that others know: positions and spans go in and out as code points of the canonical text.
`layout` sets a piece, `scroll` shows what is in sight, `text` selects and finds, `input` takes mouse and
keys, `aids` help the eye, `pictures` load, `prefetch` makes ready what comes next. Called by the window's
binding to the session and by the annotations.
"""
