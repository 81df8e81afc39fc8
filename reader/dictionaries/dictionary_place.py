"""Where a person's dictionaries lie: known without what reads them, which a backup does not need."""

from __future__ import annotations

from pathlib import Path

from reader import paths
from reader.settings import Settings


def folder_of(settings: Settings) -> Path:
    """Return the folder in which the person's dictionaries are looked for."""
    chosen = str(settings.get("dictionaries_folder"))
    return Path(chosen) if chosen else paths.data_folder() / "dictionaries"
