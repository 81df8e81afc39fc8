"""What will be looked at next, made ready while nobody waits: the next screen, the article under the pointer.

A few milliseconds at a time; when everything is ready nothing works and no timer runs.
"""
