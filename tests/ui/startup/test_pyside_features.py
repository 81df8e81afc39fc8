"""PySide reads no sources of ours."""

from __future__ import annotations

import subprocess
import sys

READS = """
import linecache
from reader.commands.open_command import import_window
import_window()
from PySide6.QtCore import QObject
import reader.ui.panels  # more of ours, and of Python's
import xmlrpc.client
thing = QObject()
thing.setObjectName("works")
assert thing.objectName() == "works"
print(*linecache.cache)
"""


def test_pyside_reads_no_sources():
    run = subprocess.run([sys.executable, "-c", READS], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert [name for name in run.stdout.split() if "/reader/" in name or "xmlrpc" in name] == []
