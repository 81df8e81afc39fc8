"""What is open in each pane, and in each of its tabs; where an article is to open, and what a tab keeps.

The session is the only one that makes panes here and tells of them; the window shows them
(`reader.ui.window.tabs`). Tabs that are not in front hold no article: a path, a place and a way back.
"""
