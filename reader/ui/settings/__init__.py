"""The settings, as pages with a search over all of them: every change takes effect at once.

What stands on a page is made from `reader.settings.SETTINGS`; what a page has besides
(`pages.py`) is a function and a line in `PAGES`. Opened by `reader.ui.window.window_dialogs`.
"""
