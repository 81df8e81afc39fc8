"""The commands about a library as a whole: what is in it, bringing things in, what was read, what is wrong.

Each is a command as `reader.commands` describes them, named in its `COMMANDS`.
"""
