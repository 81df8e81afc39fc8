"""What helps with Chinese by a key or from a menu. Called by the rows of `reader.ui.window.action_table`.

What is shown is made by `reader.articles.script`, and set by the pane's typesetter.
"""
