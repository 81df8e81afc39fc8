"""Finding an annotation's words again: in an edited, renamed or moved article, at a renamed node.

Pure text in, ranges out. Two verbs (`anchor.py`): `describe` makes selectors, `anchor` finds them. What is
doubtful goes to review and is never moved silently. Called by `placement.py` for a whole article, and by
the store's report.
"""
