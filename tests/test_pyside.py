"""PySide6 6.12.0 aborts on Python 3.11 after some thousand calls that return None: each loses a reference.

The dependency in pyproject.toml keeps that pair apart. In a process of its own: an abort takes all along.
"""

from __future__ import annotations

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject
thing = QObject()
for number in range(50_000):
    thing.setObjectName("a name")
    thing.blockSignals(False)
print("alive")
"""


def test_fifty_thousand_calls_do_not_abort():
    answer = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, "alive\n"), answer.stderr
