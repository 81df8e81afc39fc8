"""What stands on the two sides of a card: the same for both of Anki's formats."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.annotations.library_report import Annotated


@dataclass(frozen=True, slots=True)
class Card:
    """One card, both sides in HTML. The front asks for the point, the back has the words and the note."""

    card_id: str
    front: str
    back: str
    tags: tuple[str, ...]


def cards(articles: Sequence[Annotated]) -> Iterator[Card]:
    """Yield a card for each annotation that has words or a note."""
    for article in articles:
        for each in article.placed:
            made = each.annotation
            quote = made.target.quote.exact if made.target.quote else ""
            notes = [made.note, *(other.note for other in each.conflicts)]
            back = "<br><br>".join(_html(part) for part in (quote, *notes) if part)
            if not back:
                continue
            path = " › ".join(each.path)
            front = f"<small>{_html(article.title)}</small><br>{_html(path or article.title)}"
            yield Card(made.annotation_id, front, back, tuple(tag.replace(" ", "_") for tag in made.tags))


def _html(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode()  # half a surrogate pair, from hostile JSON
    return html.escape(whole, quote=False).replace("\n", "<br>")
