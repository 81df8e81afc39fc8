"""The annotations of the open library, as the window knows them: loading, acts with undo, saving, watching.

Panels, cards and menus ask `annotation_service.py` and hear its signals. Nothing here shows anything.
"""
