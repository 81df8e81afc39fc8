"""What a person arranges by: own tags, favourites, the reading list, shelves (saved filters).

Values that merge (`shelf_items`), and the disk (`shelf_store`). The window and the commands call it.
"""
