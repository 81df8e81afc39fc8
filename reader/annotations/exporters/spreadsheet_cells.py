"""Cells that no spreadsheet takes for a formula (CWE-1236): titles and quotations are other people's words.

An apostrophe before the first character says "this is text" in all of them
(https://owasp.org/www-community/attacks/CSV_Injection). Our importer takes it off again.
"""

from __future__ import annotations

_ACTS = tuple("=+-@\t\r\n＝＋－＠")
_MARK = "'"


def harmless(value: str) -> str:
    """Return `value` as a cell that is only text."""
    return _MARK + value if value.startswith(_ACTS) else value


def as_written(cell: str) -> str:
    """Undo `harmless`."""
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith(_ACTS) else cell
