"""The Python that PySide carries, compiled once and not at every start.

PySide's library holds ten modules as source text and compiles them whenever it
is imported: 13 ms. What it compiles is kept as bytecode where Python keeps our
own (`__pycache__`, unless it is told to write none), and taken from there as
long as the source is the same. Without it nothing is lost but the time.
"""

from __future__ import annotations

import builtins
import contextlib
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path
from types import CodeType
from typing import Any

CARRIED = "shibokensupport/"  # what the names of those modules begin with


class Kept:
    """Bytecode by the name of its module, with a check sum and the length of the source."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, tuple[int, int, CodeType]] = {}
        self._is_changed = False
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            kept = marshal.loads(file.read_bytes())
            if isinstance(kept, dict):
                self._known = kept

    def code(self, source: bytes, name: str, compiler: Any) -> CodeType:
        """Return `source` compiled: as it is kept, or by `compiler` now."""
        check = (zlib.crc32(source), len(source))
        with contextlib.suppress(KeyError, TypeError, ValueError):
            kept_check, length, code = self._known[name]
            if (kept_check, length) == check and isinstance(code, CodeType):
                return code
        made: CodeType = compiler(source, name, "exec")
        self._known[name] = (*check, made)
        self._is_changed = True
        return made

    def save(self) -> None:
        """Write what is new, unless Python is to write no bytecode. A disk that refuses is no trouble."""
        if not self._is_changed or sys.dont_write_bytecode:
            return
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(marshal.dumps(self._known))
            fresh.replace(self._file)


def file_of_bytecode() -> Path:
    """Return where the bytecode is kept: beside that of this module, and apart for each Python."""
    return Path(cache_from_source(__file__)).with_suffix(".carried")


@contextlib.contextmanager
def compiled_once(file: Path | None = None) -> Iterator[None]:
    """Import PySide for the first time within this."""
    kept, compiler = Kept(file or file_of_bytecode()), builtins.compile

    def compile_or_take(source: Any, filename: Any, mode: str, *others: Any, **named: Any) -> Any:
        ours = mode == "exec" and type(source) is bytes and not others and not named
        if ours and type(filename) is str and filename.startswith(CARRIED):
            return kept.code(source, filename, compiler)
        return compiler(source, filename, mode, *others, **named)

    builtins.compile = compile_or_take
    try:
        yield
    finally:
        builtins.compile = compiler
        kept.save()
