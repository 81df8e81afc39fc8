"""Feedback on a text, for whoever wrote it: where, which words, what is said. Called by `exporters`."""
