"""What is open now: the article, the place in it, where to go next, and the way back.

One owner for each fact; whoever wants to know asks here, whoever wants to change it calls here and hears a
past-tense signal. Reading files, watching them and remembering places between starts belong here too.
"""
