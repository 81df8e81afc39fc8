"""Several windows in one process: opened, listed, kept and closed together."""
