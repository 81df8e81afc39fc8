"""Room 4, annotations: marks, and keeping them attached to their words."""
