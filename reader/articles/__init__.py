"""Room 1, articles: from a file on disk to something that can be shown. Knows python-markdown, no Qt.

`reading.py` leads from a file to an `Article` (`model.py`): `source` takes its text line by line, `digest`
finds head, framework, outline and units, `resolving` links nodes to passages. `markdown` makes what is
shown of it, `pictures` what stands in it, `exporting` what leaves. Called by every room above: catalogue,
search, annotations, the window.
"""
