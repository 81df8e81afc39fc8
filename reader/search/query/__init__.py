"""From what a person types to a tree of what is sought: fields, phrases, patterns.

`query_language.py` parses, `query_tree.py` is the tree. Odd input is never an error but for a sentence that
says what to do. Called by `search.ask` and by whoever wants to know what was asked.
"""
