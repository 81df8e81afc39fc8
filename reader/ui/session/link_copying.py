"""Links into the program (`reader.desktop.program_links`) on the clipboard, to be pasted anywhere.

They name the file from the root on, so that they lead there whichever library is open.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from reader.desktop.program_links import ProgramLink, address_of
from reader.errors import ReaderError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.ui.session.session import Session


def copy_links(session: Session, *links: ProgramLink) -> None:
    """Copy the addresses of `links`, a line each; say so, or why it cannot be."""
    try:
        addresses = [address_of(link) for link in links]
    except ReaderError as error:
        session.tell(str(error))
        return
    QGuiApplication.clipboard().setText("\n".join(addresses))
    session.tell(_("Copied: {words}").format(words=addresses[0] + (" …" if len(links) > 1 else "")))


def link_in_library(session: Session, name: str, *, node: str = "", note: str = "") -> ProgramLink:
    """Return the link to the article `name` of the open library, or to a node or an annotation in it."""
    folder = session.library.folder if session.library is not None else Path()
    return ProgramLink(str(folder / name), node=node, note=note)


def copy_link_to_article(session: Session) -> None:
    """Copy the link to the open article."""
    if session.article is not None:
        copy_links(session, ProgramLink(str(session.article.path)))


def copy_link_to_point(session: Session, entry_id: str = "") -> None:
    """Copy the link to an entry of the open article's tree; without one named, to the one being read."""
    entry_id = entry_id or session.current_node
    if session.article is None or not entry_id:
        session.tell(_("No point of the framework is being read here."))
    else:
        copy_links(session, ProgramLink(str(session.article.path), node=entry_id))
