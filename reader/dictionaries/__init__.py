"""What a word means: the dictionaries that a person has put into a folder of their own.

The window asks `DictionaryFolder.look_up`, on a thread. StarDict is read here, MDX is converted to it once.
"""
