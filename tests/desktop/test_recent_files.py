"""The system's list of recent files: ours is added, all else stays, and what is no list is left alone."""

from __future__ import annotations

import ctypes
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from reader.desktop import recent_files
from reader.desktop.recent_files import MOST, forget_all, note_opened

pytestmark = pytest.mark.skipif("not __import__('sys').platform.startswith('linux')")
GTK = """<?xml version="1.0" encoding="UTF-8"?>
<xbel version="1.0"
      xmlns:bookmark="http://www.freedesktop.org/standards/desktop-bookmarks"
      xmlns:mime="http://www.freedesktop.org/standards/shared-mime-info">
  <!-- kept -->
  <bookmark href="file:///home/a/%E6%BD%AE.md" added="2026-01-01T00:00:00Z">
    <title>x &amp; y</title>
    <info>
      <metadata owner="http://freedesktop.org">
        <mime:mime-type type="text/markdown"/>
        <bookmark:groups><bookmark:group>Office</bookmark:group></bookmark:groups>
        <bookmark:applications>
          <bookmark:application name="gedit" exec="&apos;gedit %u&apos;" count="4"/>
        </bookmark:applications>
      </metadata>
    </info>
  </bookmark>
</xbel>
"""


@pytest.fixture
def path(tmp_path, monkeypatch) -> Path:
    monkeypatch.delenv("GANGMU_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "recently-used.xbel"


def hrefs(path: Path) -> list[str]:
    return [each.get("href") for each in ElementTree.parse(path).getroot().iter("bookmark")]


def test_a_list_is_begun_where_there_is_none_and_it_is_the_persons_own(path, tmp_path):
    assert note_opened(tmp_path / "潮 汐.md")
    assert hrefs(path) == [(tmp_path / "潮 汐.md").as_uri()]
    text = path.read_text("utf-8")
    assert 'type="text/markdown"' in text
    assert "bookmark:application " in text
    assert "ns0" not in text
    assert path.stat().st_mode & 0o777 == 0o600


def test_opening_again_counts_and_adds_nothing(path, tmp_path):
    note_opened(tmp_path / "a.md", datetime(2026, 1, 1, tzinfo=UTC))
    note_opened(tmp_path / "a.md", datetime(2026, 2, 1, tzinfo=UTC))
    assert len(hrefs(path)) == 1
    assert 'count="2"' in path.read_text("utf-8")
    assert 'added="2026-01-01T' in path.read_text("utf-8")
    assert 'modified="2026-02-01T' in path.read_text("utf-8")


def test_what_others_wrote_stays_and_what_they_opened_stays_theirs(path):
    path.parent.mkdir()
    path.write_text(GTK, encoding="utf-8")
    note_opened(Path("/home/a/潮.md"))
    note_opened(Path("/home/a/b.md"))
    text = path.read_text("utf-8")
    for words in ("<!-- kept -->", "x &amp; y", "<bookmark:group>Office", 'name="gedit"', 'count="4"'):
        assert words in text
    assert hrefs(path) == ["file:///home/a/%E6%BD%AE.md", "file:///home/a/b.md"]
    assert forget_all()
    assert hrefs(path) == ["file:///home/a/%E6%BD%AE.md"]
    assert 'name="gedit"' in path.read_text("utf-8")
    assert "Gangmu" not in path.read_text("utf-8")


@pytest.mark.parametrize("data", [b"<xbel", b"", b"<html/>", b"\xff\xfe\x00", b"not xml"])
def test_what_is_no_list_is_left_alone(path, tmp_path, data):
    path.parent.mkdir()
    path.write_bytes(data)
    assert not note_opened(tmp_path / "a.md")
    assert path.read_bytes() == data


def test_a_list_too_large_is_left_alone(path, tmp_path, monkeypatch):
    path.parent.mkdir()
    path.write_text(GTK, encoding="utf-8")
    monkeypatch.setattr(recent_files, "LARGEST", 10)
    assert not note_opened(tmp_path / "a.md")
    assert path.read_text("utf-8") == GTK


def test_a_folder_that_cannot_be_written_is_no_trouble(path, tmp_path):
    path.parent.write_text("a file")
    assert not note_opened(tmp_path / "a.md")


def test_a_program_on_a_stick_leaves_no_trace(path, tmp_path, monkeypatch):
    monkeypatch.setenv("GANGMU_DATA", str(tmp_path / "stick"))
    assert not note_opened(tmp_path / "a.md")
    assert not path.exists()


def test_only_so_many_of_ours_are_kept_and_the_oldest_go(path, tmp_path):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(MOST + 3):
        note_opened(tmp_path / f"{number}.md", start + timedelta(days=number))
    kept = hrefs(path)
    assert len(kept) == MOST == 30
    assert (tmp_path / "2.md").as_uri() not in kept
    assert (tmp_path / "3.md").as_uri() in kept


def test_the_system_s_own_reader_of_such_lists_takes_it(path, tmp_path):
    article = tmp_path / "潮.md"
    note_opened(article)
    glib = ctypes.CDLL("libglib-2.0.so.0")  # Qt needs it too
    glib.g_bookmark_file_new.restype = ctypes.c_void_p
    glib.g_bookmark_file_get_mime_type.restype = ctypes.c_char_p
    book, uri, no_error = ctypes.c_void_p(glib.g_bookmark_file_new()), article.as_uri().encode(), None
    assert glib.g_bookmark_file_load_from_file(book, str(path).encode(), no_error)
    assert glib.g_bookmark_file_has_item(book, uri)
    assert glib.g_bookmark_file_get_mime_type(book, uri, no_error) == b"text/markdown"
    assert glib.g_bookmark_file_has_application(book, uri, b"Gangmu", no_error)
    glib.g_bookmark_file_free(book)
