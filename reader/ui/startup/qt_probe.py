"""What Qt is here: run as a process of its own by the doctor, prints one JSON object.

A process of its own, because Qt aborts where its platform plugin cannot start.
"""

from __future__ import annotations

import json
import sys

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication, QTextLayout

_COMPASS = "\U0001f9ed"  # only fonts of emoji have it; of the smileys, DejaVu Sans has outlines too


def main() -> int:
    """Start Qt without a window and print its version, platform and the fonts for Chinese, emoji and code."""
    application = QGuiApplication(sys.argv)
    simplified = QFontDatabase.WritingSystem.SimplifiedChinese
    answer = {
        "qt": qVersion(),
        "pyside": PySide6.__version__,
        "platform": application.platformName(),
        "chinese": [name for name in QFontDatabase.families(simplified) if not name.startswith(".")],
        "emoji": _family_of(_COMPASS),
        "code": _family_for_code(),
    }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def _family_of(letter: str) -> str:
    """Return the family in which Qt shows `letter`; "" where no font has it."""
    layout = QTextLayout(letter)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    runs = layout.glyphRuns()
    return str(runs[0].rawFont().familyName()) if runs and all(runs[0].glyphIndexes()) else ""


def _family_for_code() -> str:
    """Return the family of the system's fixed font, or of another with letters of one width; "" for none."""
    found = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    if found.fixedPitch():
        return found.family()
    return next((name for name in QFontDatabase.families() if QFontDatabase.isFixedPitch(name)), "")


if __name__ == "__main__":
    sys.exit(main())
