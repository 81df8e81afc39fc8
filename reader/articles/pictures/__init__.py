"""What stands in a text and is no text: which image file is meant, formulas as SVG, SVG made safe to draw.

No Qt, and nothing is ever fetched. Called by the reading pane's pictures and by the exporters.
"""
