"""What lists of articles are made of: rows of several heights, and the menu that arranges them.

The articles panel (`reader.ui.panels.articles_panel`) puts them together.
"""
