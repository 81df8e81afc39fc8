"""From blocks to a laid-out section: fonts, formats, tables, ruby, even edges, the shapes around the text.

Places are UTF-16 units of the section's QTextDocument. Only on the main thread. Called by `scroll` and by
printing.
"""
