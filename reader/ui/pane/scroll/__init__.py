"""What is in sight: the column of pieces, their heights, motion, zoom, and the place that is kept.

A piece is laid out when somebody looks, or a little before. Called by `view.py`.
"""
