"""Filling the templates of the exports: the shipped one, or the person's own of the same name.

A template in the folder `templates` of the person's settings takes the place of
the shipped one. It is given `skeletons` (see `skeleton`), `empty_nodes`, `_` and
the filters `quoted` (each line after "> ") and `markdown` (to safe HTML).
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from reader import paths
from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.skeleton import hang
from reader.annotations.library_report import Annotated
from reader.errors import AnnotationError
from reader.i18n import gettext as _


def fill(name: str, articles: Sequence[Annotated], options: Options, **more: Any) -> str:
    """Return the template `name` filled. Raises `AnnotationError` that says what is wrong in it."""
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    own = paths.config_folder() / "templates" / name
    path = options.template or (own if own.is_file() else paths.resource(f"templates/{name}"))
    environment = SandboxedEnvironment(
        autoescape=name.endswith(".html"), trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters.update(quoted=quoted, markdown=_markdown, oneline=lambda text: " ".join(text.split()))
    try:
        template = environment.from_string(path.read_text(encoding="utf-8"))
        return template.render(
            skeletons=[hang(each) for each in articles], empty_nodes=options.empty_nodes, _=_, **more
        )
    except (OSError, UnicodeDecodeError, jinja2.TemplateError) as error:
        raise AnnotationError(
            _("The template {path} cannot be used: {reason}.").format(path=path, reason=error)
        ) from error


def quoted(text: str, indent: str = "") -> str:
    """Return `text` as a Markdown quotation, each line after `indent` and "> "."""
    return "\n".join(f"{indent}> {line}".rstrip() for line in text.splitlines())


def _markdown(text: str) -> Any:
    import markdown
    from markupsafe import Markup

    # Escaped first: a note may have been imported, and a page must not run what it brings.
    return Markup(markdown.markdown(html.escape(text, quote=False), extensions=["extra", "sane_lists"]))
