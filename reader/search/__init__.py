"""Room 3, search: the only room that knows Whoosh."""
