"""What makes an article a digest: its head, tags, drawn framework, outline and units.

Each module reads the scanned source and returns frozen values of `articles.model`. A digest without a
framework gets one derived from its outline; any other Markdown has an outline and units all the same.
Called by `articles.reading` and by whoever shows the tree.
"""
