"""The window of the reading statistics: what the report says in words, painted in the theme, and as files.

Opened by an action; nothing of it is imported before. Painted by ourselves: Qt's charts are 439 MB.
"""
