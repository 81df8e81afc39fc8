"""The name under which this machine writes. A device writes only its own files, so nothing has two writers.

The name belongs to the machine *and* to where the library stands on it: two
clones of one library on one machine are two devices, as git sees them too.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

from reader import paths
from reader.annotations.store.atomic_files import as_bytes, write_safely
from reader.annotations.store.json_reading import read_safely
from reader.errors import AnnotationError
from reader.text_hash import digest_of


@dataclass(frozen=True, slots=True)
class Device:
    """A writer: `name` is part of its files' names, and counts its changes in clocks."""

    name: str


def this_device(folder: Path) -> Device:
    """Return this machine as the writer of the library in `folder`. Made up at the first call, then kept."""
    machine = _machine(paths.data_folder() / "device.json")
    place = digest_of(str(paths.resolved(folder)))[:4]
    return Device(f"{machine}-{place}")


def _machine(path: Path) -> str:
    reading = read_safely(path)
    for value in reading.values:
        name = value.get("name") if isinstance(value, dict) else None
        if isinstance(name, str) and re.fullmatch(r"[a-z0-9-]{4,40}", name):
            return name
    host = re.sub(r"[^a-z0-9]+", "-", socket.gethostname().lower()).strip("-")[:20] or "device"
    name = f"{host}-{os.urandom(3).hex()}"
    if not reading.hindrance:
        with contextlib.suppress(AnnotationError):
            write_safely(path, as_bytes({"name": name}))
            return name
    # A data folder that cannot be read or written: a name that stays the same for this machine all the same.
    seed = json.dumps([host, str(path)])
    return f"{host}-{digest_of(seed)[:6]}"
