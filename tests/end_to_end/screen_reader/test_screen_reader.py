"""The window as a screen reader hears it, and a session by keyboard: AT-SPI on a bus and a screen of its own.

Skipped where the machine has not what it needs: dbus, at-spi2-core, gir1.2-atspi-2.0, python3-gi, xvfb.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.annotations.model import Annotation, Kind, Target, TextQuote, new_id
from reader.annotations.store.annotation_store import AnnotationStore
from reader.annotations.store.device import Device
from reader.articles.reading import read_article
from reader.catalogue.library import Library

HERE = Path(__file__).parent
TIDES = """Tides

### 文章框架
```
├── Moon
│   ├── Spring tide
│   └── Neap tide
└── Sun
```

### Moon

At the new moon and the full moon the water level is at its highest.

- **Spring tide**: boats leave the harbour early.
- **Neap tide**: the water level is low, and the harbour is quiet.

### Sun

The sun helps the moon a little.
"""
MONSOON = "# Monsoon\n\nIn summer the wind comes from the sea.\n"
KNOWS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"


def lacking() -> str:
    if not sys.platform.startswith("linux"):
        return "AT-SPI is Linux's"
    for tool in ("xvfb-run", "dbus-run-session", "/usr/libexec/at-spi-bus-launcher", "/usr/bin/python3"):
        if shutil.which(tool) is None:
            return f"{tool} is not here"
    if subprocess.run(["/usr/bin/python3", "-c", KNOWS], capture_output=True, check=False).returncode:
        return "the system's Python knows no AT-SPI"
    return ""


LACKING = lacking()
pytestmark = [pytest.mark.skipif(bool(LACKING), reason=LACKING), pytest.mark.slow]


@pytest.fixture(scope="module")
def heard(tmp_path_factory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("library")
    (folder / "tides.md").write_text(TIDES, encoding="utf-8")
    (folder / "monsoon.md").write_text(MONSOON, encoding="utf-8")
    store = AnnotationStore(Library(folder), Device("one"))
    target = Target("tides.md", TextQuote("water level"))  # it stands there twice: to be reviewed
    store.put(Annotation(new_id(), Kind.HIGHLIGHT, target, "which one?"), read_article(folder / "tides.md"))
    store.save()
    own = tmp_path_factory.mktemp("own")
    environment = {
        **os.environ,
        **{f"GANGMU_{name}": str(own / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "LOG")},
        "LANGUAGE": "en",
        "PYTHONPATH": os.pathsep.join(
            map(str, (HERE.parents[2], *filter(None, [os.environ.get("PYTHONPATH")])))
        ),
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "XDG_RUNTIME_DIR": str(own),
    }
    program = [sys.executable, str(HERE / "heard_window.py"), str(folder / "tides.md")]
    done = subprocess.run(
        ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24", "dbus-run-session", "--", "/usr/bin/python3",
         str(HERE / "listener.py"), *program],
        env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    answers = json.loads(done.stdout.splitlines()[-1])
    assert not [told["error"] for told in answers.values() if "error" in told]
    return answers


def test_the_text_is_heard_whole(heard):
    told = heard["read_the_text"]
    assert told["name"] == "Tides"
    assert "The sun helps the moon a little." in told["text"]


def test_everything_that_can_be_used_has_a_name(heard):
    assert heard["names_and_sizes"]["unnamed"] == []


def test_everything_that_is_pressed_is_large_enough(heard):
    assert heard["names_and_sizes"]["small"] == []


@pytest.mark.parametrize("place", ["window", "settings", "keys", "about"])
def test_so_it_is_with_panels_filled_and_in_dialogs(heard, place):
    assert heard["names_and_sizes_later"][place] == {"unnamed": [], "small": []}


def test_caret_and_selection_are_heard(heard):
    told = heard["select_and_highlight"]
    assert told["selections"] >= 3
    assert told["carets"] >= 2
    assert told["focus"] == "document frame"


def test_rows_of_the_tree_say_level_and_state_and_lead_to_their_passage(heard):
    told = heard["walk_the_tree"]
    rows = {name: (description, is_open) for name, description, is_open in told["rows"]}
    assert rows["Moon"][0].startswith("Level 1. 2 points below.")
    assert rows["Moon"][1]
    assert rows["Neap tide"][0].startswith("Level 2.")
    assert not rows["Sun"][1]
    assert told["chosen"]
    assert told["path"]
    assert told["focus"]


def test_the_library_is_searched_by_keyboard(heard):
    told = heard["search"]
    assert told["box"] == "Search the library"
    assert told["hits"]
    assert told["focus"]


def test_notes_are_listed_and_reviewed_by_keyboard(heard):
    assert heard["list_the_notes"]["listed"]
    assert heard["list_the_notes"]["focus"]
    assert heard["review"] == {"reached": True, "asked": True, "done": True, "focus": True}


def test_another_article_is_opened_by_a_few_letters(heard):
    assert heard["open_another"] == {"title": heard["open_another"]["title"], "focus": True}
    assert heard["open_another"]["title"].startswith("Monsoon")
