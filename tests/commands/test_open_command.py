"""What `gangmu` is asked to open: a path, or the address that a file manager makes of one."""

from __future__ import annotations

import pytest

from reader.desktop.running_window import target_of


@pytest.mark.parametrize("name", ["a.md", "潮 汐.md", "100%.md", "a#b?c.md", "dir with space"])
def test_a_file_is_opened_by_its_address_as_by_its_path(tmp_path, name):
    path = tmp_path / name
    assert target_of(str(path)) == str(path)
    assert target_of(path.as_uri()) == str(path)
    assert target_of(path.as_uri().replace("file:", "FILE:")) == str(path)


def test_what_only_looks_like_one_is_a_path():
    assert target_of("files/a.md") == "files/a.md"
    assert target_of("./file:a.md") == "./file:a.md"
