"""Room 2, the catalogue: what the library holds, what changed, what has been read."""
