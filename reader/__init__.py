"""Gangmu 纲目: an offline reader that opens every article by its author's own framework."""

__version__ = "0.1.0"
