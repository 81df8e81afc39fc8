"""`gangmu export FILE --to html` and `--to pdf`: the article itself, its highlights and notes in place."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reader.i18n import figure, ngettext
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.annotations.library_report import Annotated
    from reader.articles.model import Article

FORMATS = ("html", "pdf")


def export_article(annotated: Annotated, article: Article, to: str) -> bytes:
    """Return the file. What has no place in the text is told on stderr. PDF needs Qt, but no display."""
    from reader import paths
    from reader.annotations.exported_marks import highlights_of, node_notes_of
    from reader.theme import load_theme

    marks = highlights_of(annotated.placed)
    notes = node_notes_of(annotated.placed, article)
    missing = sum(not each.has_place for each in annotated.placed)
    if missing:
        told = ngettext(
            "{count} annotation has no place in the text and is not in this file; --to page has all.",
            "{count} annotations have no place in the text and are not in this file; --to page has all.",
            missing,
        )
        print(told.format(count=figure(missing)), file=sys.stderr)
    theme = load_theme(paths.resource("themes/paper.toml"))
    if to == "html":
        from reader.articles.exporting.article_html import export_html
        from reader.articles.exporting.own_styles import own_styles

        for style in own_styles():
            if style.problem:
                print(style.problem, file=sys.stderr)
        return export_html(article, theme, marks, notes).encode("utf-8", "replace")
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reader.ui.printing.article_printing import print_pdf
    from reader.ui.startup.app import application

    _app = application()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "article.pdf")
        print_pdf(article, path, theme, highlights=marks, notes=notes)
        return path.read_bytes()


def told_format() -> str:
    """Return what to say where a format of articles is asked for without one article."""
    return _("Name one article for this format. For the annotations alone there is --to page.")
