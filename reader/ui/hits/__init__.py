"""How hits are shown: the list, its painting, the facets above it, and what was asked before."""
