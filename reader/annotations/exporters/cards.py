"""What stands on the two sides of a card: the same for both of Anki's formats."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.annotations.exporters.skeleton import head_of, item_of
from reader.annotations.library_report import Annotated
from reader.articles.exporting.safe_html import note_html
from reader.i18n import gettext as _

_FORMULA = re.compile(r"\\(?=[(\[])")


@dataclass(frozen=True, slots=True)
class Card:
    """One card, both sides in HTML. The front asks for the point, the back has the words and the notes."""

    card_id: str
    front: str
    back: str
    tags: tuple[str, ...]


def cards(articles: Sequence[Annotated]) -> Iterator[Card]:
    """Yield a card for each annotation that has words or a note."""
    for article in articles:
        title = head_of(article).title
        for item in map(item_of, article.placed):
            quote = f"<blockquote>{_words(item.quote)}</blockquote>" if item.quote else ""
            back = "\n".join(filter(None, (quote, *map(note_html, item.notes))))
            if not back:
                continue
            kind = " · " + _words(_("Bookmark")) if item.is_bookmark else ""
            point = " › ".join(item.path) or title
            front = f"<small>{_words(title)}{kind}</small><br>{_words(point)}"
            tags = tuple("_".join(tag.split()) for tag in item.tags if tag.strip())
            yield Card(item.annotation_id, _inert(front), _inert(back), tags)


def _words(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _inert(markup: str) -> str:
    r"""Return `markup` with nothing that Anki would act on: `[sound:…]`, `[latex]`, `\(…\)`, `{{…}}`.

    Anki looks for these in the field as it stands, before a browser reads the HTML.
    """
    plain = markup.replace("[", "&#91;").replace("{{", "{&#123;")
    return _FORMULA.sub(r"\\<span></span>", plain)
