"""How things are opened: at the start, by the dialogs, by dropping them, from what was recent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reader import paths
from reader.articles.formats import FORMATS, SUFFIXES
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.session.first_article import article_to_open, folder_to_open, lost_library
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from reader.catalogue.importing import Pasted, Wishes

_MARKDOWN = r"(?m)^#{1,6} \S|^```|^[-*+] \S|\]\(\S+\)|[├└]──"


class Opening(QObject):
    """Opens what the person names, in any of the ways there are to name it."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        session.library_opened.connect(self._remember)
        session.library_returned.connect(self._go_on)
        session.library_back.connect(self._take_back)
        session.library_requested.connect(self.open)

    def recent_menu(self) -> QMenu:
        """Return a menu of what was open last, filled when it opens."""
        menu = QMenu(self._window)
        menu.aboutToShow.connect(partial(self._fill_recent, menu))
        return menu

    def open(self, target: Path | None) -> None:
        """Open an article or a library; by default what was open last, or the starter library."""
        if target is not None and not paths.is_folder(target):
            self._session.open_article(target)
            return
        settings = self._session.settings
        folder = folder_to_open(target, settings)
        if target is None and lost_library(settings):
            self._session.await_library(Path(settings.get("last_library")))
        if self._session.open_library(folder) and self._session.library is not None:
            self._open_first(self._session.library)

    def ask_for_file(self) -> None:
        """Let the person choose an article in a dialog."""
        from reader.ui.parts.file_dialogs import FileKind, ask_for_file

        kinds = [
            FileKind(_("Articles"), tuple(SUFFIXES)),
            *(FileKind(each.label(), tuple(each.suffixes)) for each in FORMATS),
            FileKind(_("All files")),
        ]
        settings = self._session.settings
        path = ask_for_file(self._window, _("Open an article"), settings, kinds, self._folder_at_hand())
        if path is not None:
            self.open(path)

    def ask_for_folder(self) -> None:
        """Let the person choose a folder in a dialog."""
        from reader.ui.parts.file_dialogs import ask_for_folder

        settings, folder = self._session.settings, self._folder_at_hand()
        path = ask_for_folder(self._window, _("Open a folder as library"), settings, folder)
        if path is not None:
            self.open(path)

    def ask_to_import(self) -> None:
        """Let the person choose files of other kinds, to be made into articles of the library."""
        from reader.articles.converting import CONVERTERS
        from reader.ui.parts.file_dialogs import FileKind, ask_for_files

        suffixes = {*SUFFIXES, ".zip", *(suffix for each in CONVERTERS for suffix in each.suffixes)}
        kinds = [
            FileKind(_("All that can be imported"), tuple(suffixes)),
            *(FileKind(each.label(), tuple(each.suffixes)) for each in CONVERTERS),
            FileKind(_("All files")),
        ]
        title = _("Import into the library")
        if files := ask_for_files(self._window, title, self._session.settings, kinds):
            self.bring_in(files)

    def bring_in(self, files: Sequence[Path | Pasted]) -> None:
        """Show what would be imported of `files` into the open library; import it, once that is agreed."""
        from reader.ui.dialogs.import_preview import ImportPreview

        if (library := self._session.library) is not None:
            preview = ImportPreview(self._session, library, files, self._window)
            preview.agreed.connect(partial(self._import, library))
            preview.open()

    def paste(self) -> None:
        """Import what is on the clipboard: files, a piece of a web page, or text."""
        data: QMimeData | None = QApplication.clipboard().mimeData()  # None where it is empty
        files: list[Path | Pasted] = [] if data is None else [*self.dropped(data)]
        if data is not None and not files and (found := pasted(data)) is not None:
            files = [found]
        if files:
            self.bring_in(files)
        else:
            self._session.tell(_("There is nothing on the clipboard that could become an article."))

    def _import(self, library: Library, files: Sequence[Path | Pasted], to: str, wishes: Wishes) -> None:
        from reader.ui.dialogs.import_dialog import ImportDialog

        ImportDialog(self._session, library, files, self._window, to, wishes).open()

    def dropped(self, data: QMimeData) -> list[Path]:
        """Return the files and folders that are being dropped."""
        from reader.ui.window.exchange import dropping

        return dropping.dropped(data)

    def take_dropped(self, files: Sequence[Path]) -> None:
        """Open or import `files`; ask where both could be meant."""
        from reader.ui.window.exchange import dropping

        dropping.take_dropped(files, self._session.library, self._window, self.open, self.bring_in)

    def _open_first(self, library: Library) -> None:
        front = self._session.active
        path = front.tab.path if front.is_fresh else article_to_open(library, self._session.remembered)
        if path is None:
            self._session.close_article()
        else:
            self._session.open_article(path)

    def _go_on(self, library: Library) -> None:
        """Open an article of a library that was offline when it was opened, and is there now."""
        if self._session.article is None:
            self._open_first(library)

    def _take_back(self, folder: Path) -> None:
        """Open the library that was awaited since the start, unless the person has gone elsewhere."""
        library = self._session.library
        if library is not None and library.folder == paths.starter_library():
            self.open(folder)

    def _remember(self, library: Library) -> None:
        if library.folder != paths.starter_library():
            self._session.settings.set("last_library", str(library.folder))

    def _folder_at_hand(self) -> Path:
        """Return where to look for articles: in the library. Files that are saved go elsewhere."""
        from reader.ui.parts.file_dialogs import folder_at_hand

        library = self._session.library
        is_own = library is not None and library.is_writable
        return library.folder if library is not None and is_own else folder_at_hand(self._session.settings)

    def _fill_recent(self, menu: QMenu) -> None:
        from reader.ui.base.mnemonics import give_mnemonics  # when a menu is opened

        menu.clear()
        menu.setToolTipsVisible(True)
        remembered = self._session.remembered
        articles, libraries = remembered.recent(), remembered.recent_libraries()
        for named in (
            told_apart(articles, remembered.title),
            told_apart(libraries, self._session.name_of_library),
        ):
            for path, words in named.items():
                menu.addAction(words.replace("&", "&&"), partial(self.open, path)).setToolTip(str(path))
            menu.addSeparator()
        if articles or libraries:
            menu.addAction(_("&Clear this list"), remembered.forget_recent)
        else:
            menu.addAction(_("Nothing yet")).setEnabled(False)
        give_mnemonics(menu)


def told_apart(files: Iterable[Path], name: Callable[[Path], str]) -> dict[Path, str]:
    """Return what `files` are called; those called alike with the folder in which they stand."""
    names = {path: name(path) for path in files}
    alike = Counter(names.values())
    return {
        path: f"{words}  ({path.parent.name})" if alike[words] > 1 else words for path, words in names.items()
    }


def pasted(data: QMimeData) -> Pasted | None:
    """Return what on the clipboard could be an article; None where nothing is.

    Formatted words before plain ones, unless these are Markdown: editors put both there.
    """
    from reader.articles.converting import missing_packages, saved_page
    from reader.catalogue.importing import Pasted

    is_page = data.hasHtml() and data.text().strip() and not re.search(_MARKDOWN, data.text())
    if is_page and not missing_packages(saved_page):
        return Pasted(_("Clipboard") + ".html", data.html().encode("utf-8", "replace"))
    if data.hasText() and data.text().strip():
        text = data.text().replace("\r\n", "\n").replace("\u2029", "\n")
        return Pasted(_("Clipboard") + ".md", f"{text.rstrip()}\n".encode("utf-8", "replace"))
    return None
