"""What lists of articles do: which rows are chosen as one types, and what can be done with rows.

The articles panel and the list of hits call it (`reader.ui.panels`).
"""
