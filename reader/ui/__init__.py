"""Room 6, the window and everything in it. Only this package imports Qt."""
