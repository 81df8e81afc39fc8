"""From a node of the framework to the passage that it stands for, how sure that is, and why.

`resolver.py` is the way in: a framework and the article's outline and text go in, one link a node comes
out. A wrong passage is worse than a wide one: what is not sure stays with its parent. Called by
`articles.reading` alone.
"""
