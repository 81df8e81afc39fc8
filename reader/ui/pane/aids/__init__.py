"""What helps the eye beside the words: marks, the landing after a jump, focus, ruler, cards, folds.

Painted in layers behind the text or over it; a change of theme is a repaint.
"""
