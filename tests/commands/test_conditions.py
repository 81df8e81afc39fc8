"""Every command that needs no window, under all that once ended one: a sentence, never a traceback.

The conditions are such as root meets too: what is refused by permissions alone is in
`tests/annotations/store/test_locked_folders.py`, what the disk refuses in `test_failing_saves.py` there.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.annotations.creation import Wanted
from reader.catalogue.library import OWN_FOLDER
from reader.cli import main
from reader.commands import COMMANDS, WITH_A_WINDOW
from tests.annotations.exporting import FILE, annotate, library_with

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are made otherwise there"),
    pytest.mark.timeout(300),
]
TEXT = "# 题\n\n  链接：https://[待补]/\n\n## 甲\n\n一句话，两句话。海水很咸。\n"
OTHERS = {"doctor", "install-desktop"}  # look at the machine, not at a library: they have their own tests


def sheet(folder: Path) -> Path:
    return next((folder / OWN_FOLDER / "annotations").glob("*.json"))


def replaced(place: Callable[[Path], Path], make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Return what puts something else in the place of a file or folder."""

    def put(folder: Path) -> None:
        path = place(folder)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        make(path)

    return put


def pipe(path: Path) -> None:
    os.mkfifo(path)


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def own(folder: Path) -> Path:
    return folder / OWN_FOLDER


def first(folder: Path) -> Path:
    return folder / FILE


def settings(text: str) -> Callable[[Path], None]:
    def put(_folder: Path) -> None:
        paths.config_folder().mkdir(parents=True, exist_ok=True)
        (paths.config_folder() / "settings.json").write_text(text, encoding="utf-8")

    return put


CONDITIONS: dict[str, Callable[[Path], object]] = {
    "a sheet that is no JSON": lambda folder: sheet(folder).write_bytes(b"\x00\xff{not"),
    "a sheet of lists in lists": lambda folder: sheet(folder).write_text("[" * 100_000),
    "a sheet with a number of 10,000 digits": lambda folder: sheet(folder).write_text(
        '{"format": ' + "9" * 10_000 + "}"
    ),
    "a sheet of a long name": lambda folder: sheet(folder).write_text(
        sheet(folder).read_text("utf-8").replace(FILE, "长" * 300 + ".md"), "utf-8"
    ),
    "a sheet of a name outside": lambda folder: sheet(folder).write_text(
        sheet(folder).read_text("utf-8").replace(FILE, "../../../../etc/passwd"), "utf-8"
    ),
    "a sheet that is a pipe": replaced(sheet, pipe),
    "a sheet without end": replaced(sheet, lambda path: path.symlink_to("/dev/zero")),
    "our folder is a file": replaced(own, lambda path: path.write_text("x")),
    "our folder is a pipe": replaced(own, pipe),
    "our folder leads to itself": replaced(own, circle),
    "the article is gone": lambda folder: first(folder).unlink(),
    "the article is empty": lambda folder: first(folder).write_bytes(b""),
    "the article is no text": lambda folder: first(folder).write_bytes(bytes(range(256)) * 9),
    "the article is a pipe": replaced(first, pipe),
    "the article is a folder": replaced(first, Path.mkdir),
    "the article leads to itself": replaced(first, circle),
    "the article has no end": replaced(first, lambda path: path.symlink_to("/dev/zero")),
    "the library is gone": shutil.rmtree,
    "the library is a pipe": replaced(lambda folder: folder, pipe),
    "the library leads to itself": replaced(lambda folder: folder, circle),
    "settings that are odd": settings(
        '{"line_height": 1e999, "theme": ["x"], "language": {}, "recent": [1]}'
    ),
    "settings in lists": settings("[" * 100_000),
}


def words_of(name: str, folder: Path) -> list[list[str]]:
    library, article = ["--library", str(folder)], str(folder / FILE)
    beside = folder.parent / "beside.md"
    return {
        "outline": [["outline", "--json", article]],
        "search": [["search", *library, "海水"]],
        "index": [["index", *library]],
        "annotate": [["annotate", article, "--quote", "两句话"]],
        "notes": [
            ["notes", *library],
            ["notes", "check", *library],
            ["notes", "restore", *library],
            ["notes", "move", "away.md", article, *library],
        ],
        "export": [
            ["export", "--to", "csv", *library],
            ["export", "--to", "html", article, "--out", str(folder.parent / "out.html")],
        ],
        "list": [["list", *library]],
        "import": [["import", str(beside), *library]],
        "stats": [["stats", *library]],
        "check": [["check", str(folder)]],
        "backup": [
            ["backup", str(folder.parent / "all.zip"), *library],
            ["backup", str(folder.parent / "all.zip"), *library, "--restore"],
        ],
    }[name]


def test_no_command_is_forgotten():
    for name in set(COMMANDS) - set(WITH_A_WINDOW) - OTHERS:
        assert words_of(name, Path("x"))


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_command_ends_with_a_sentence(tmp_path, capfd, condition):
    folder = tmp_path / "library"
    library = library_with(folder, TEXT)
    annotate(library, Wanted("一句话", note="记"))
    (tmp_path / "beside.md").write_text("# 新\n\n另一句。\n", encoding="utf-8")
    CONDITIONS[condition](folder)
    for name in sorted(set(COMMANDS) - set(WITH_A_WINDOW) - OTHERS):
        for words in words_of(name, folder):
            status = main(words)
            out, err = capfd.readouterr()
            assert status in (0, 1), words
            assert "Traceback" not in err + out, (words, err)
            assert "[Errno" not in err, (words, err)
            assert status == 0 or err.strip() or out.strip(), words
