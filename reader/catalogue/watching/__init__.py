"""What happens in a library's folder while it is open: changes to its files; the folder gone, or back.

No Qt: `ui/session/watching/library_watch.py` runs it on a thread, `catalogue/entries.py` asks whether to
believe what it sees.
"""
