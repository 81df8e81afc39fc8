"""What this program is, where it keeps things, whose work it holds, and whether all is well."""
