"""Starting and ending: the application, what is made after the first painted article, signals from outside.

`app.py` is the way in from the command line. Nothing here is needed once the window stands, but for its
ending.
"""
