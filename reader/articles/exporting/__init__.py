"""An article as a file for elsewhere. No Qt; the PDF is the window's work (`reader.ui.printing`)."""
