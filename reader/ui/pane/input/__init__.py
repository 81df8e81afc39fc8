"""What a person does to the pane: mouse, touchpad, keys, Tab, links.

Each handler turns events into acts of the view; none decides what an act means for the article.
"""
