"""The middle of the window: one pane with its tabs, or two beside each other. Called by the main window.

What is open in a pane and in its tabs is kept by the session (`reader.ui.session.tabs`); here it is shown.
"""
