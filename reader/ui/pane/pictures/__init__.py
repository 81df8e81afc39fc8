"""Images and formulas of the text: loaded on a thread, bounded, never fetched, tinted when painted.

What cannot be shown says why in its place. Called by `layout`.
"""
