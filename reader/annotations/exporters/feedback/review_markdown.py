"""Annotations as a review in Markdown, to be given to whoever, or whatever program, wrote the text.

Numbered, so that an answer can name one; with `FILE:LINE`, which editors and programs open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.annotations.exporters.export_options import Options
from reader.annotations.exporters.feedback.remarks import Remark, remarks
from reader.annotations.exporters.markdown_escaping import BOOKMARK, escaped_line, guarded, quoted
from reader.annotations.exporters.skeleton import head_of
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "review"
aliases: tuple[str, ...] = ("feedback", "review-markdown")
suffix = ".md"
choices: tuple[str, ...] = ()


def label() -> str:
    """Return the name in the menu."""
    return _("Feedback for the author (Markdown)")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return a heading for each article, and under it each remark with its place."""
    blocks = [block for article in articles for block in _article(article)]
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace") if blocks else b""


def _article(article: Annotated) -> Iterator[str]:
    head = head_of(article)
    yield "# " + escaped_line(_("Feedback on “{title}”").format(title=head.title))
    if head.address:
        yield f"<{head.address}>"
    for number, remark in enumerate(remarks(article), 1):
        yield from _remark(number, remark, head.file)


def _remark(number: int, remark: Remark, file: str) -> Iterator[str]:
    item = remark.item
    lines = "" if remark.lines is None else f":{'-'.join(map(str, dict.fromkeys(remark.lines)))}"
    place = [f"`{file}{lines}`" if "`" not in file else escaped_line(f"{file}{lines}")]
    if item.path:
        place.append(escaped_line(" › ".join(item.path)))
    if not remark.has_place:
        place.append(_("its place is not sure any more"))
    elif remark.lines is None:
        place.append(_("the whole article"))
    yield f"## {number}. {' · '.join(place)}"
    if item.quote:
        yield quoted(item.quote)
    if item.is_bookmark:
        yield BOOKMARK
    if item.note:
        yield guarded(item.note)
    for other in item.conflicts:
        yield _("In conflict:") + " " + guarded(other)
    if item.tags:
        yield " ".join(f"#{'_'.join(tag.split())}" for tag in item.tags)
