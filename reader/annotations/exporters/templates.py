"""Filling the templates of the exports: the shipped one, or the person's own of the same name.

A template in the folder `templates` of the person's settings takes the place of
the shipped one. It is given `skeletons` (see `skeleton`: plain values only),
`empty_nodes`, `_` and the filters `quoted` and `escaped` (plain words as
Markdown), `heading` (the same, in one line), `guarded` (a note in our
Markdown), `markdown` (a note as safe HTML) and `oneline`.

A person's template may come from anybody. It runs in Jinja's sandbox, and in a
process of its own that has so much time, memory and text and no more: there is
no other way to stop `{% for %}` within `{% for %}`.
"""

from __future__ import annotations

import pickle
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import paths
from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.markdown_escaping import escaped, escaped_line, guarded, quoted
from reader.annotations.exporters.skeleton import skeleton_of
from reader.annotations.library_report import Annotated
from reader.annotations.store.json_reading import UnreadableError, read_regular
from reader.articles.exporting.safe_html import note_html
from reader.errors import AnnotationError
from reader.i18n import gettext as _
from reader.i18n import language

if TYPE_CHECKING:
    from jinja2 import Template

SECONDS = 20  # of which starting takes 0.2, and all notes of a large library 2
LARGEST = 1 << 20  # bytes of a template
_PROCESS = "reader.annotations.exporters.template_process"


@dataclass(frozen=True, slots=True)
class Filling:
    """A template and what it is filled with. `is_page`: what is filled in is escaped as HTML."""

    source: str
    is_page: bool
    values: dict[str, Any]
    language: str


def fill(name: str, articles: Sequence[Annotated], options: Options, **more: Any) -> str:
    """Return the template `name` filled. Raises `AnnotationError` that says what is wrong in it."""
    own = paths.config_folder() / "templates" / name
    path = options.template or (own if paths.is_file(own) else None)
    skeletons = list(map(skeleton_of, articles))
    values = {"skeletons": skeletons, "empty_nodes": options.empty_nodes, **more}
    if path is None:
        source = paths.resource(f"templates/{name}").read_text(encoding="utf-8")
        return "".join(pieces(Filling(source, name.endswith(".html"), values, language())))
    return _fill_apart(path, Filling(_read(path), name.endswith(".html"), values, language()))


def pieces(filling: Filling) -> Any:
    """Yield the filled template bit by bit. Raises whatever a template can make Jinja raise."""
    return _compiled(filling.source, filling.is_page).generate(**filling.values, _=_)


@lru_cache(maxsize=4)
def _compiled(source: str, is_page: bool) -> Template:
    """Return the template, which takes 30 to 60 ms to compile."""
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

    environment = SandboxedEnvironment(
        autoescape=is_page, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(
        quoted=quoted,
        escaped=escaped,
        heading=escaped_line,
        guarded=guarded,
        markdown=lambda note: Markup(note_html(note)),
        oneline=lambda text: " ".join(text.split()),
    )
    return environment.from_string(source)


def _read(path: Path) -> str:
    try:
        data = read_regular(path)
        if data is None:
            raise UnreadableError(_("it is not there"))
        if len(data) > LARGEST:
            raise UnreadableError(_("it is too large"))
        return data.decode("utf-8-sig")
    except (UnreadableError, UnicodeDecodeError) as error:
        raise _unusable(path, str(error)) from error


def _fill_apart(path: Path, filling: Filling) -> str:
    try:
        done = subprocess.run(
            paths.module_command(_PROCESS),
            input=pickle.dumps(filling),
            capture_output=True,
            timeout=SECONDS,
            env=paths.module_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _unusable(path, _("it takes longer than {seconds} seconds").format(seconds=SECONDS)) from error
    except OSError as error:
        raise _unusable(path, error.strerror or str(error)) from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _unusable(path, reason[-1] if reason else _("it needs too much memory"))
    return done.stdout.decode("utf-8", "replace")


def _unusable(path: Path, reason: str) -> AnnotationError:
    return AnnotationError(
        _("The template {path} cannot be used: {reason}.").format(path=path, reason=reason.rstrip("."))
    )
