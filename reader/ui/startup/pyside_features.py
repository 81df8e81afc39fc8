"""PySide's features (`from __feature__ import snake_case`), which we do not use.

To know which modules may use them PySide reads the source text of every module
that is imported after it, and keeps it: 20 ms until the first article is
painted, and 5 MB in the end.
"""

from __future__ import annotations

import sys
from types import ModuleType


def expect_no_features() -> None:
    """Let PySide, which must have been imported, read no sources. Where it does no such thing, do nothing."""
    support = sys.modules.get("shibokensupport.feature")
    if support is not None and callable(getattr(support, "_mod_uses_pyside", None)):
        vars(support)["_mod_uses_pyside"] = _uses_pyside


def _uses_pyside(module: ModuleType) -> bool:
    # Asked of modules that have a name; it decides whether features, of which none is chosen, may apply.
    return str(module.__name__).startswith("reader.")
