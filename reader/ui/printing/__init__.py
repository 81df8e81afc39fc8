"""Articles on paper and as PDF: the pane's own typesetting, cut into pages."""
