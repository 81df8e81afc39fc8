"""Fills one template of a person's, in a process that may take so much time, memory and text and no more.

Reads a pickled `Filling` from its parent, writes the text; or, with status 1,
what is wrong and in which line. Run by `templates`, see `paths.module_command`.
"""

from __future__ import annotations

import pickle
import sys
from types import TracebackType

from reader.annotations.exporters.templates import SECONDS, Filling, pieces
from reader.i18n import gettext as _
from reader.i18n import use_language

_MEMORY = 2 << 30  # bytes of address space; where the system has no such limit, time alone bounds it
_LONGEST = 64 << 20  # code points that are written


def main() -> int:
    """Fill the template on standard input; return the exit status."""
    filling: Filling = pickle.load(sys.stdin.buffer)  # from our own parent, through our own pipe
    use_language(filling.language)
    _bound()
    try:
        text = _filled(filling)
    except Exception as error:  # a template can make Jinja raise anything
        sys.stderr.buffer.write(_told(error).encode("utf-8", "replace"))
        return 1
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    return 0


def _filled(filling: Filling) -> str:
    parts, length = [], 0
    for piece in pieces(filling):
        parts.append(piece)
        length += len(piece)
        if length > _LONGEST:
            raise ValueError(_("it writes too much"))
    return "".join(parts)


def _bound() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))  # should our parent be gone
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _told(error: Exception) -> str:
    """Return what is wrong, in one line, with the template's line where that is known."""
    line = getattr(error, "lineno", None) or _line(error.__traceback__)
    words = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, MemoryError):
        words = _("it needs too much memory")
    return _("line {line}: {words}").format(line=line, words=words) if line else words


def _line(trace: TracebackType | None) -> int:
    found = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
