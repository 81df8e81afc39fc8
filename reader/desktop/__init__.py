"""The desktop around the program: its recent files and menu, a window that runs already. No Qt here.

Called by the window (what was opened, what is handed over), by the command line before all else, and by
`gangmu install-desktop`.
"""
