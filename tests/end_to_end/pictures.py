"""Draws the README's pictures anew, from the real window: `python tests/end_to_end/pictures.py`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES = {
    "window.png": ["--lang", "zh_CN", "--theme", "paper", "--node", "主要讨论议题"],
    "window-dark.png": ["--lang", "en", "--theme", "night", "--panel", "search", "--node", "关键观点"],
}


def main() -> None:
    """Draw each picture at 2x, on the project's first real article."""
    folder = ROOT / "resources" / "pictures"
    folder.mkdir(exist_ok=True)
    article = next(
        path for path in sorted((ROOT / "library").rglob("*.md")) if "Dario" in path.read_text("utf-8")
    )
    for name, words in PICTURES.items():
        command = [sys.executable, "-m", "reader", "screenshot", str(article), "--out", str(folder / name)]
        subprocess.run([*command, "--scale", "2", *words], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
