"""Which passages a query finds, exactly, and which of them are the best.

Tokens narrow down (`term_filter.py`), the text itself decides (`verification.py`), BM25 weighs, `top_k.py`
keeps the best without reading all. Called by `search.ask` alone.
"""
