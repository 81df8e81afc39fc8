"""The program in the menu of programs: put there whole, taken away again, and nothing of others' touched."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from reader import paths
from reader.cli import main
from reader.desktop import desktop_entry
from reader.desktop.desktop_entry import SIZES, exec_line, install, remove
from reader.errors import MachineError
from reader.i18n import use_language
from reader.ui.base.theming import program_drawing

pytestmark = pytest.mark.skipif("not __import__('sys').platform.startswith('linux')")


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch) -> Path:
    use_language("en")
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home data"))
    return tmp_path / "home data"


def tree(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file())
    ours = (path for path in found if path.name not in ("mimeinfo.cache", "icon-theme.cache"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in ours}


def picture(size: int) -> bytes:
    return b"PNG" + bytes([size % 256])


def test_entry_and_icons_are_written_and_taken_away(home):
    done = install(picture)
    entry = (home / "applications" / "gangmu.desktop").read_text("utf-8")
    assert "MimeType=text/markdown;x-scheme-handler/gangmu;" in entry
    assert "Name[zh_CN]=纲目" in entry
    for size in SIZES:
        assert (home / f"icons/hicolor/{size}x{size}/apps/gangmu.png").read_bytes() == picture(size)
    assert (home / "icons/hicolor/scalable/apps/gangmu.svg").is_file()
    assert len(done.written) == len(SIZES) + 2
    assert len(remove().removed) == len(SIZES) + 2
    assert not home.exists()  # nor any folder that was made for it, or cache of the desktop's tools
    assert not (paths.data_folder() / "desktop-files.json").exists()


def test_folders_of_others_stay_and_what_is_in_ours_too(home):
    (home / "icons").mkdir(parents=True)
    install(picture)
    others = home / "icons" / "hicolor" / "16x16" / "apps" / "other.png"
    others.write_bytes(b"other")
    remove()
    assert tree(home) == {str(others.relative_to(home)): b"other"}
    assert not (home / "applications").exists()
    assert not (home / "icons" / "hicolor" / "24x24").exists()
    others.unlink()
    assert (home / "icons").is_dir()


def test_twice_is_once(home):
    install(picture)
    before = tree(home)
    install(picture)
    assert tree(home) == before


def test_a_newer_version_takes_the_place_of_ours(home):
    install(picture)
    install(lambda size: b"NEW" + bytes([size % 256]))
    assert (home / "icons/hicolor/16x16/apps/gangmu.png").read_bytes().startswith(b"NEW")


def test_what_is_not_ours_is_never_written_over(home):
    foreign = home / "icons/hicolor/48x48/apps/gangmu.png"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"theirs")
    with pytest.raises(MachineError, match=r"48x48.*is there already"):
        install(picture)
    assert tree(home) == {"icons/hicolor/48x48/apps/gangmu.png": b"theirs"}
    assert remove().removed == []
    assert foreign.read_bytes() == b"theirs"


def test_what_the_person_changed_stays(home):
    install(picture)
    entry = home / "applications" / "gangmu.desktop"
    entry.write_text("mine")
    assert install(picture).kept == [entry]
    assert entry.read_text() == "mine"
    assert remove().kept == [entry]
    assert entry.read_text() == "mine"


@pytest.mark.parametrize("data", ["{", "[]", "3"])
def test_damaged_notes_make_everything_foreign_and_nothing_lost(home, data):
    install(picture)
    (paths.data_folder() / "desktop-files.json").write_text(data)
    with pytest.raises(MachineError):
        install(picture)
    assert remove().removed == []
    assert (home / "applications" / "gangmu.desktop").is_file()


def test_the_command_is_quoted_as_the_specification_asks(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/nowhere/x"])
    monkeypatch.setattr(shutil, "which", lambda _name: '/opt/my "apps"/100%/$x/gangmu')
    assert exec_line() == '"/opt/my \\\\"apps\\\\"/100%%/\\\\$x/gangmu" %u'
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert exec_line() == f"{sys.executable} -m reader %u"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert exec_line() == f"{sys.executable} %u"


def test_elsewhere_one_sentence_says_so(monkeypatch):
    monkeypatch.setattr(desktop_entry.sys, "platform", "darwin")
    with pytest.raises(MachineError, match="Linux"):
        install(picture)


def test_from_the_command_line_with_real_pictures(home, capsys, qapp):
    assert main(["install-desktop"]) == 0
    assert "written: " in capsys.readouterr().out
    for size in SIZES:
        data = (home / f"icons/hicolor/{size}x{size}/apps/gangmu.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert struct.unpack(">II", data[16:24]) == (size, size)
    small, large = ((home / f"icons/hicolor/{s}x{s}/apps/gangmu.png").stat().st_size for s in (16, 256))
    assert small < large
    assert main(["install-desktop", "--remove"]) == 0
    assert tree(home) == {}


def test_the_entry_is_valid(home):
    if (checker := shutil.which("desktop-file-validate")) is None:
        pytest.skip("desktop-file-validate is not here")
    install(picture)
    done = subprocess.run(
        [checker, str(home / "applications" / "gangmu.desktop")], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_what_is_noted_is_plain(home):
    install(picture)
    noted = json.loads((paths.data_folder() / "desktop-files.json").read_text("utf-8"))
    assert str(home / "applications" / "gangmu.desktop") in noted


def test_the_smallest_icons_are_drawn_bolder(qapp):
    """At 16 pixels the net of the large drawing is grey; more of the small one's is white."""

    def white(size: int, drawing: str) -> int:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        QSvgRenderer(str(paths.resource(f"icons/{drawing}.svg"))).render(painter, QRectF(0, 0, size, size))
        painter.end()
        colours = (image.pixelColor(x, y) for x in range(size) for y in range(size))
        return sum(each.red() > 215 and each.blue() > 215 for each in colours)

    assert white(16, "gangmu-small") > 1.5 * white(16, "gangmu")
    assert [program_drawing(size) for size in SIZES] == ["gangmu-small"] * 2 + ["gangmu"] * 6
