"""The reading pane: a column of section documents, painted by one scroll area."""
