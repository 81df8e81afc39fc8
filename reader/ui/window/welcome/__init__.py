"""The first minutes: one page of three questions, and tips at the moment they help. Made by `startup`."""
