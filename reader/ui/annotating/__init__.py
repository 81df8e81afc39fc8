"""Annotating at the text: the bar at the selection, the card of a note, review, import and export.

`service` owns the annotations of the open library and every act on them; `notes` is what lists of them are
made of. Made by `reader.ui.startup` once the first article is shown.
"""
