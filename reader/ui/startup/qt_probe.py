"""What Qt is here: run as a process of its own by the doctor, prints one JSON object.

A process of its own, because Qt aborts where its platform plugin cannot start.
"""

from __future__ import annotations

import json
import sys

import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication


def main() -> int:
    """Start Qt without a window and print its version, platform and the font families that cover Chinese."""
    application = QGuiApplication(sys.argv)
    simplified = QFontDatabase.WritingSystem.SimplifiedChinese
    answer = {
        "qt": qVersion(),
        "pyside": PySide6.__version__,
        "platform": application.platformName(),
        "chinese": [name for name in QFontDatabase.families(simplified) if not name.startswith(".")],
    }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
