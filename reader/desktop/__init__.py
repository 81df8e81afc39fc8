"""The desktop around the program: its list of recent files, its menu of programs. No Qt here.

Called by the window (what was opened) and by `gangmu install-desktop`.
"""
