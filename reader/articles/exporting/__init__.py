"""An article as a file for elsewhere: one HTML page, or plain text, with a person's marks and notes.

No Qt; the PDF is the window's work (`reader.ui.printing`). Called by the commands, the window's File menu
and the exporters of annotations.
"""
