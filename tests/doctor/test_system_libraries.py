"""What a person is told where a system library is missing."""

from __future__ import annotations

import pytest

from reader.doctor import display_check, system_libraries
from reader.errors import MachineError
from reader.i18n import use_language


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.mark.parametrize(
    "library", system_libraries.BASE + system_libraries.X11, ids=lambda library: library.soname
)
def test_the_sentence_names_the_library_and_a_package_for_each_family(library):
    said = system_libraries.sentence([library])
    assert library.soname in said
    for line in (
        f"apt install {library.debian}",
        f"dnf install {library.fedora}",
        f"pacman -S {library.arch}",
    ):
        assert line in said
    assert "\n" not in said


def test_qt_s_own_error_is_understood():
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "apt install libegl1" in system_libraries.explain(error)


def test_a_library_we_have_never_heard_of_is_named_too():
    error = ImportError("libnever-heard.so.7: cannot open shared object file")
    assert "libnever-heard.so.7" in system_libraries.explain(error)


def test_a_library_that_is_not_there_is_missing():
    absent = system_libraries.SystemLibrary("libno-such-thing.so.9", "a", "b", "c")
    assert system_libraries.missing([absent]) == (absent,)


@pytest.mark.skipif("not __import__('sys').platform.startswith('linux')")
def test_without_a_display_one_sentence_says_what_works(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(MachineError, match="no display here.*gangmu screenshot"):
        display_check.check_display()


@pytest.mark.skipif("not __import__('sys').platform.startswith('linux')")
def test_a_display_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":7654")
    with pytest.raises(MachineError, match=":7654|lacks"):
        display_check.check_display()


def test_a_missing_library_is_said_before_qt_would_abort(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    absent = system_libraries.SystemLibrary("libno-such-thing.so.9", "no-such-thing9", "b", "c")
    monkeypatch.setattr(system_libraries, "needed", lambda platform: (absent,))
    with pytest.raises(MachineError, match="apt install no-such-thing9"):
        display_check.check_display()
