"""The palette: commands, articles, points, notes and tags, found by a few letters and the keyboard."""
