"""What the system says of motion, as GNOME and KDE say it; nothing else is a yes."""

from __future__ import annotations

import pytest

from reader.desktop.motion_preference import prefers_less_motion

pytestmark = pytest.mark.skipif("not __import__('sys').platform.startswith('linux')")


@pytest.fixture
def system(tmp_path, monkeypatch):
    """Return a function that makes the system say: GNOME's answer, and KDE's file."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    def say(gnome: str | None, kde: str = "") -> None:
        tool = tmp_path / "bin" / "gsettings"
        tool.parent.mkdir(exist_ok=True)
        if gnome is not None:
            tool.write_text(f"#!/bin/sh\n{gnome}\n")
            tool.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tool.parent}:/usr/bin:/bin" if gnome is not None else str(tool.parent))
        (tmp_path / "kdeglobals").write_text(kde, "utf-8")

    return say


@pytest.mark.parametrize(
    ("gnome", "kde", "less"),
    [
        (None, "", False),
        ("echo true", "", False),
        ("echo false", "", True),
        ("echo false; exit 1", "", False),
        ("printf '\\377'", "", False),
        (None, "[KDE]\nAnimationDurationFactor=0\n", True),
        (None, "[KDE]\nAnimationDurationFactor=0.5\n", False),
        (None, "[KDE]\nAnimationDurationFactor=fast\n", False),
        (None, "no section\n", False),
    ],
)
def test_it_is_believed_only_where_it_is_said(system, gnome, kde, less):
    system(gnome, kde)
    assert prefers_less_motion() is less
