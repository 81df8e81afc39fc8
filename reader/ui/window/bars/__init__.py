"""What stands around the text and says where one is: the bar above it, title block, time that is left.

Made by `reader.ui.window.main_window` and filled from the session; nothing is decided here.
"""
