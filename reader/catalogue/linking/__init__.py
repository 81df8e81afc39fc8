"""Links between articles: which an article has, where they lead, and what leads to it.

Called by the check of a library, and by the window for what a link shows and for its panel of connections.
"""
