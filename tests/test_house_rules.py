"""The rules of the house that no linter keeps for us."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import reader
from reader import paths

HOUSE = Path(reader.__file__).parent
MODULES = {path.relative_to(HOUSE).as_posix(): path for path in HOUSE.rglob("*.py")}
DOTTED = {
    "reader." + name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): path
    for name, path in MODULES.items()
}
MOST_FILES = 15
ALIKE = {"__init__", "__main__", "model"}  # the same name on purpose: each room's values
FORBIDDEN_NAMES = {"utils", "misc", "common", "helpers", "core", "manager"}

KNOWN_CIRCLES = {frozenset({"reader.articles.source.canonical_text", "reader.articles.source.extraction"})}

IMPORT_THEM_ALL = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
sys.exit("PySide6 was imported" if "PySide6" in sys.modules else 0)
"""


def test_no_two_modules_have_the_same_name():
    names = Counter(path.stem for path in MODULES.values() if path.stem not in ALIKE)
    assert [name for name, count in names.items() if count > 1] == []


def test_no_folder_holds_more_than_can_be_seen_at_once():
    folders = Counter(path.parent for path in MODULES.values() if path.stem != "__init__")
    assert {folder.name: count for folder, count in folders.items() if count > MOST_FILES} == {}


def test_no_modules_import_one_another_in_a_circle():
    """Imports within functions, and for types only, count too."""
    imports = {module: set(_imported(path)) for module, path in DOTTED.items()}
    reached: dict[str, set[str]] = {}
    for module in imports:
        seen: set[str] = set()
        ahead = list(imports[module])
        while ahead:
            if (each := ahead.pop()) in imports and each not in seen:
                seen.add(each)
                ahead.extend(imports[each])
        reached[module] = seen
    circles = {
        frozenset(other for other in seen if module in reached[other])
        for module, seen in reached.items()
        if module in seen
    }
    assert circles - KNOWN_CIRCLES == set()


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{each.name}" for each in node.names]
            yield from (each if each in DOTTED else node.module for each in names)


def test_every_module_says_what_it_is_for_and_is_named_for_it():
    first = {name: path.read_text(encoding="utf-8").lstrip()[:3] for name, path in MODULES.items()}
    assert [name for name, quotes in first.items() if quotes != '"""'] == []
    assert [name for name, path in MODULES.items() if path.stem in FORBIDDEN_NAMES] == []


def test_the_headless_half_starts_without_qt():
    headless = (name for name in MODULES if not name.startswith("ui/") and name != "__main__.py")
    names = [
        "reader." + name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in headless
    ]
    subprocess.run([sys.executable, "-c", IMPORT_THEM_ALL, *names], check=True)


def test_what_ships_is_found():
    assert any(paths.resource("themes").glob("*.toml"))
    assert any(paths.starter_library().glob("*.md"))


SEARCH_AND_CHANGE = """
import sys
from pathlib import Path
import reader.ui.startup.app, reader.ui.panels.search_panel, reader.ui.startup.deferred_setup
from reader.catalogue.library import Library
from reader.search.model import Question
from reader.search.ask import ask, suggest
from reader.search.build.library_index import LibraryIndex
folder = Path(sys.argv[1])
for number in range(9):  # more than are read in this process
    (folder / f"{number}.md").write_text("# Words\\n\\n出口管制 machine\\n", encoding="utf-8")
index = LibraryIndex(Library(folder), folder / "index")
assert index.update(workers=2)
snapshot = index.snapshot()
assert suggest(snapshot, ask(snapshot, Question("出口 machone"))).exact == 0
assert ask(snapshot, Question("出口")).exact == 9
sys.exit("numpy was imported" if "numpy" in sys.modules else 0)
"""


def test_searching_needs_no_numpy(tmp_path):
    subprocess.run([sys.executable, "-c", SEARCH_AND_CHANGE, str(tmp_path)], check=True)
