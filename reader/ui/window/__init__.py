"""The main window: its frame, menus, docks, the bar above the text, the title block, the pages without text.

It decides nothing: acts go to the session and the services. Made by `reader.ui.startup`.
"""
