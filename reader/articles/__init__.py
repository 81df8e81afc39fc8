"""Room 1, articles: from a file on disk to something that can be shown. Knows python-markdown, no Qt."""
