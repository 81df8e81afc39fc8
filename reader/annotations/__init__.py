"""Room 4, annotations: marks, and keeping them attached to their words.

`model.py` says what an annotation is, in the W3C's words; `store` keeps them, a file an article and device;
`anchoring` finds their words again in a changed article; `exporters` and `importers` are registries of
formats. Called by the commands, by search (what was noted) and by the window's annotation service.
"""
