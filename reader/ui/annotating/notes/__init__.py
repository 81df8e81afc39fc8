"""What lists of notes are made of: which are shown, how a note reads, what can be done with the chosen ones.

Called by the notes panel and the card.
"""
