"""A window that runs already: where it listens, and how it is handed what is to be opened.

One request a connection, up to a NUL, which no path has: seconds of the monotonic clock, after which the
window leaves it alone, because whoever asked has opened a window of their own; "+" where it is wanted in a
window of its own; a space; and what to open, a path from the root on, a link of ours, or nothing: only come
to the front. The answer is `ANSWER`, or nothing.

Imported before all else of the program, so it imports nothing that takes time: no Qt, no `reader.paths`, no
`pathlib` (7 ms), no `json` (4 to 8; Python itself starts in 12). On Windows nobody asks yet: `socket_name` is
the seam.
"""

# ruff: noqa: PTH100, PTH103, PTH109, PTH110, PTH117, PTH118

from __future__ import annotations

import binascii
import os
import stat
import sys
import time

LARGEST = 64 * 1024  # bytes of a request
PATIENCE = 1.0  # seconds in which a window answers, or is taken to hang
ANSWER = b"ok\n"
END = b"\0"  # of a request
SCHEME = "gangmu:"

_LONGEST_NAME = 100  # bytes: a socket's name has 104 on macOS, 108 on Linux
# Programs that have other settings, notes or screens do not meet. HOME: where the usual folders are.
_FOLDERS = ("GANGMU_CONFIG", "GANGMU_DATA", "GANGMU_CACHE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "HOME")
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def is_link(word: str) -> bool:
    """Whether `word` is a link of ours, `gangmu://…`."""
    return word[: len(SCHEME)].lower() == SCHEME


def target_of(word: str) -> str:
    """Return the path that `word` is, or names as `file:` address, as file managers do; or the link."""
    if word[:5].lower() != "file:":
        return word
    from urllib.parse import unquote_to_bytes, urlsplit

    path = urlsplit(word).path
    if sys.platform != "win32":  # what is below takes 20 ms to import
        return os.fsdecode(unquote_to_bytes(path))
    from urllib.request import url2pathname

    return url2pathname(path)


def hand_over_at_once(words: list[str]) -> bool:
    """Hand over the only one of `words`, if it can be but a file or a link; return whether it was taken.

    The command line knows the rest (`reader.commands.open_command`), and takes longer.
    """
    if len(words) != 1 or words[0].startswith("-"):
        return False
    word = words[0]
    return ("/" in word or "." in word or is_link(word)) and hand_over(target_of(word))


def hand_over(target: str, *, new_window: bool = False) -> bool:
    """Ask the running program to open `target`, a path, a link or ""; return whether it does so.

    With `new_window` it does that in a window of its own.
    """
    name = socket_name()
    if name is None or not os.path.exists(name):
        return False
    import socket  # 8 ms

    until = time.monotonic() + PATIENCE
    path = target if is_link(target) or not target else os.path.join(os.getcwd(), target)
    request = f"{until!r}{'+' if new_window else ''} ".encode() + os.fsencode(path) + END
    if len(request) > LARGEST:
        return False
    answer = b""
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(PATIENCE)
            link.connect(name)
            link.sendall(request)
            while len(answer) < len(ANSWER):
                link.settimeout(max(0.001, until - time.monotonic()))
                if not (more := link.recv(len(ANSWER))):
                    break
                answer += more
    except OSError:
        return False
    return answer == ANSWER


def requested(request: bytes) -> str | None:
    """Return what a request asks to open; None where it is none, or comes too late."""
    until, space, name = request.removesuffix(END).partition(b" ")
    try:
        is_timely = time.monotonic() <= float(until.removesuffix(b"+"))
    except ValueError:
        return None
    if not space or not is_timely or END in name:
        return None
    target = os.fsdecode(name)
    return target if not target or is_link(target) or os.path.isabs(target) else None


def wants_window(request: bytes) -> bool:
    """Whether a request wants a window of its own for what it asks to open."""
    return request.partition(b" ")[0].endswith(b"+")


def socket_name(*, make_folder: bool = False) -> str | None:
    """Return the name of the socket on which the window listens; None where there can be none.

    It is in a folder that only this person may look into, made if `make_folder`.
    """
    if sys.platform == "win32":
        return None
    folder = _folder()
    if make_folder:
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        except OSError:
            return None
    try:
        state = os.lstat(folder)
    except OSError:
        return None
    if not stat.S_ISDIR(state.st_mode) or state.st_uid != os.getuid() or state.st_mode & 0o077:
        return None
    ours = [os.path.abspath(value) if (value := os.environ.get(name)) else "" for name in _FOLDERS]
    told = "\0".join([*ours, *(os.environ.get(name, "") for name in _SCREENS)])
    name = os.path.join(folder, f"{binascii.crc32(os.fsencode(told)):08x}")
    return name if len(os.fsencode(name)) <= _LONGEST_NAME else None


def is_listened_to(name: str) -> bool:
    """Whether a process listens on the socket `name`, at work or hanging. Returns at once."""
    import errno
    import socket

    with socket.socket(socket.AF_UNIX) as link:
        link.setblocking(False)
        return link.connect_ex(name) in (0, errno.EAGAIN, errno.EINPROGRESS)


def _folder() -> str:
    if os.path.isabs(runtime := os.environ.get("XDG_RUNTIME_DIR", "")):
        return os.path.join(runtime, "gangmu")
    from reader.paths import cache_folder  # 8 ms

    return os.path.abspath(cache_folder() / "run")
