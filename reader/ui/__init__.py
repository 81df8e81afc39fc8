"""Room 6, the window and everything in it. Only this package imports Qt.

`startup` makes each thing once and hands it on; `session` owns what is open; `window` is the frame, `pane`
the text, `panels` the docks around it. `base` has actions, tasks and themes. What is calculated is
calculated in the rooms below.
"""
