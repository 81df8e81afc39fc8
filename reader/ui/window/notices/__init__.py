"""What the window says unasked: of failures in the bar over the text, of acts in the status line."""
