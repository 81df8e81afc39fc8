"""A deck for Anki (`.apkg`), made by genanki. Importing a later one updates the cards and adds none twice."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reader.annotations.exporters.cards import cards
from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "anki"
aliases: tuple[str, ...] = ("apkg",)
suffix = ".apkg"
choices: tuple[str, ...] = ()
_MODEL = 1_607_392_319  # chosen once: Anki knows the note type again by it
_STYLE = (
    ".card { font-size: 20px; line-height: 1.6; text-align: left; } small { opacity: .6; }"
    " em.dots { font-style: normal; text-emphasis: filled dot; text-emphasis-position: under right; }"
)


def label() -> str:
    """Return the name in the menu."""
    return _("Anki deck")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return the deck's file."""
    import genanki

    title = articles[0].title if len(articles) == 1 else _("Annotations")
    deck_id = int(hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:7], 16) + (1 << 30)
    deck: Any = genanki.Deck(deck_id, title)
    model = genanki.Model(
        _MODEL,
        "Gangmu",
        fields=[{"name": "Front"}, {"name": "Back"}],
        templates=[
            {"name": "Card", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"},
        ],
        css=_STYLE,
    )
    for card in cards(articles):
        deck.add_note(
            genanki.Note(model=model, fields=[card.front, card.back], guid=card.card_id, tags=list(card.tags))
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "deck.apkg")
        genanki.Package(deck).write_to_file(str(path))
        return path.read_bytes()
