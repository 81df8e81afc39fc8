"""Cards for Anki as text that its File › Import reads, with its own header lines."""

from __future__ import annotations

from collections.abc import Sequence

from reader.annotations.exporters.cards import cards
from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "anki-tsv"
aliases: tuple[str, ...] = ("anki_tsv", "tsv")
suffix = ".tsv"
HEADER = "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"


def label() -> str:
    """Return the name in the menu."""
    return _("Anki cards (text)")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return lines of guid, front, back, tags. The guid is the annotation's id: importing again updates."""
    lines = []
    for card in cards(articles):
        fields = (card.card_id, card.front, card.back, " ".join(card.tags))
        lines.append("\t".join(field.replace("\t", " ").replace("\r", "") for field in fields))
    return (HEADER + "".join(f"{line}\n" for line in lines)).encode("utf-8", "replace")
