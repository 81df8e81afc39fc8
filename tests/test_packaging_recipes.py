"""The recipes say only what is there: files of the checkout, scripts that a shell reads, what was not run."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader.ui.startup.icon_pictures import icon_png

ROOT = Path(__file__).resolve().parents[1]
RECIPES = ROOT / "resources" / "packaging"
SCRIPTS = [path for path in RECIPES.rglob("*") if path.is_file() and path.read_bytes().startswith(b"#!")]
# Made by hand before PyInstaller, as the recipe says.
MADE = {"resources/packaging/windows/gangmu.ico", "resources/packaging/macos/gangmu.icns"}


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_shell_can_read_each_script(script):
    done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "recipe", [path for path in RECIPES.rglob("*") if path.is_file()], ids=lambda path: path.name
)
def test_what_is_named_of_the_checkout_is_there(recipe):
    words = recipe.read_text("utf-8").replace("\\", "/")
    named = set(re.findall(r"resources/[\w./-]*\w", words)) | set(
        re.findall(r"\.\./(LICENSE|README\.md)\b", words)
    )
    assert {name for name in named - MADE if not (ROOT / name).exists()} == set()


def test_the_spec_is_python():
    compile((RECIPES / "gangmu.spec").read_text("utf-8"), "gangmu.spec", "exec")


def test_the_manifest_is_whole_and_its_pictures_can_be_drawn(qapp):
    manifest = ElementTree.parse(RECIPES / "windows" / "AppxManifest.xml")
    sizes = {
        int(size)
        for size in re.findall(r"Assets.(\d+)\.png", ElementTree.tostring(manifest.getroot(), "unicode"))
    }
    assert sizes == {48, 128, 256}
    assert all(icon_png(size).startswith(b"\x89PNG") for size in sizes)


def test_each_recipe_says_whether_it_was_run():
    told = (RECIPES / "README.md").read_text("utf-8")
    for name in ("build-appimage", "gangmu.iss", "build-dmg"):
        (line,) = [line for line in told.splitlines() if line.startswith("|") and name in line]
        assert "**not run here**" in line
        (recipe,) = RECIPES.rglob(name)
        assert "NOT RUN HERE" in recipe.read_text("utf-8")
