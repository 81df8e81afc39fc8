"""What PySide compiles is kept."""

from __future__ import annotations

import builtins
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.ui.startup.pyside_bytecode import CARRIED, Kept, compiled_once, file_of_bytecode

COUNTS = """
import builtins, sys
from pathlib import Path
from reader.ui.startup.pyside_bytecode import CARRIED, compiled_once
real, compiled = builtins.compile, []
def count(source, filename, mode, *others, **named):
    if str(filename).startswith(CARRIED):
        compiled.append(filename)
    return real(source, filename, mode, *others, **named)
builtins.compile = count
with compiled_once(Path(sys.argv[1])):
    from PySide6.QtCore import QObject
assert builtins.compile is count
assert QObject().objectName() == ""
print(len(compiled))
"""


def _compiled(file: Path) -> int:
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    out = subprocess.run(
        [sys.executable, "-c", COUNTS, str(file)], capture_output=True, text=True, check=True, env=own
    )
    return int(out.stdout)


def test_a_second_start_compiles_nothing_of_it(tmp_path):
    file = tmp_path / "new" / "folder" / "kept"
    first = _compiled(file)
    assert file.is_file()
    assert _compiled(file) == 0
    file.write_bytes(b"nonsense")
    assert _compiled(file) == first
    assert _compiled(file) == 0


def test_another_source_is_compiled_anew(tmp_path):
    file = tmp_path / "kept"
    kept = Kept(file)
    name = f"{CARRIED}a.py"
    assert eval(kept.code(b"1", name, compile)) is None
    found: dict[str, int] = {}
    exec(kept.code(b"x = 1", name, compile), found)
    assert found["x"] == 1
    exec(kept.code(b"x = 2", name, compile), found)
    assert found["x"] == 2
    kept.code(b"x = 2", name, pytest.fail)


def test_everything_else_is_compiled_as_always(tmp_path):
    before = builtins.compile
    with compiled_once(tmp_path / "kept"):
        assert builtins.compile is not before
        assert eval(compile("1 + 1", "a.py", "eval")) == 2
        with pytest.raises(SyntaxError):
            compile("(", f"{CARRIED}b.py", "exec")
    assert builtins.compile is before
    assert not (tmp_path / "kept").exists()


def test_no_bytecode_is_written_where_python_may_write_none(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with compiled_once(tmp_path / "kept"):
        compile(b"1", f"{CARRIED}c.py", "exec")
    assert not (tmp_path / "kept").exists()


def test_each_python_has_a_file_of_its_own():
    assert sys.implementation.cache_tag in file_of_bytecode().name
