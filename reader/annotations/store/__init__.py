"""Annotations on the disk: one sheet an article and device, merged by version vectors, in `.gangmu/`.

A crash at any moment leaves the old file or the new one, whole. What other devices wrote is merged, never
lost. `annotation_store.py` is the way in. Called by the commands and by the window's annotation service.
"""
