"""Room 5, study: what only a framework, a reading log and annotations together make possible. No Qt.

Called by the window and the command line; stands on the catalogue, the annotations and the search.
"""
