"""Cards for Anki as text that its File › Import reads, with its own header lines.

Every field is quoted, quotes in it doubled, as Anki reads CSV
(https://docs.ankiweb.net/importing/text-files.html): a field that begins with a
quotation mark would swallow the next cards otherwise, one with "#" the line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reader.annotations.exporters.cards import cards
from reader.annotations.exporters.export_options import Options
from reader.annotations.library_report import Annotated
from reader.i18n import gettext as _

name = "anki-tsv"
aliases: tuple[str, ...] = ("anki_tsv", "tsv")
suffix = ".tsv"
choices: tuple[str, ...] = ()
HEADER = "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n"


def label() -> str:
    """Return the name in the menu."""
    return _("Anki cards (text)")


def export(articles: Sequence[Annotated], options: Options) -> bytes:
    """Return rows of guid, front, back, tags. The guid is the annotation's id: importing again updates."""
    out = io.StringIO()
    table = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n")
    for card in cards(articles):
        table.writerow((card.card_id, card.front, card.back, " ".join(card.tags)))
    return (HEADER + out.getvalue()).encode()
