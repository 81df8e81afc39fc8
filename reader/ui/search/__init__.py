"""SearchService in the window: asks in the background, keeps the index fresh, shows hits and lights matches.

`search_service.py` is asked by the search panel; answers come by signal, old ones are dropped. The widgets
of the hits stand here too; the panel that puts them together is `reader.ui.panels.search_panel`.
"""
