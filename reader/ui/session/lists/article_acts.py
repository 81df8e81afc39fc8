"""What can be done with articles of a list, one or many: the menu of rows and of hits."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from reader import paths
from reader.catalogue.article_list import ListedArticle, Stage, stage_of
from reader.catalogue.entries import CatalogueEntry
from reader.desktop.program_links import ProgramLink
from reader.i18n import figure, ngettext
from reader.i18n import gettext as _
from reader.ui.base.mnemonics import give_mnemonics
from reader.ui.base.opening_way import Way
from reader.ui.session.link_copying import copy_links, link_in_library
from reader.ui.session.link_following import open_on_the_web
from reader.ui.session.lists.trashing import Trashing
from reader.ui.session.reading_service import ReadingService
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.ui.parts.articles.tag_editor import TagEditor
    from reader.ui.session.lists.shelf_service import ShelfService


class ArticleActs(QObject):
    """Acts on articles of the open library.

    Without `reading` and `shelves`, which come after the first painted article, what needs them cannot be
    chosen. `export` writes the articles at some paths as web pages; `push` takes an act that can be undone.
    """

    def __init__(
        self,
        session: Session,
        window: QWidget,
        reading: ReadingService | None = None,
        shelves: ShelfService | None = None,
        export: Callable[[Sequence[Path]], None] | None = None,
        trashing: Trashing | None = None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._reading = reading
        self.shelves = shelves
        self._export = export
        self._trashing = trashing or Trashing(session)
        self._look_up: Callable[[str], ListedArticle | None] = lambda _name: None
        self._known_tags: Callable[[], Sequence[str]] = tuple

    def look_up_by(
        self, look_up: Callable[[str], ListedArticle | None], known_tags: Callable[[], Sequence[str]]
    ) -> None:
        """Let the one who lists the library say what is known of an article, and which tags there are."""
        self._look_up, self._known_tags = look_up, known_tags

    def listed(self, name: str, title: str = "") -> ListedArticle:
        """Return what is known of the article `name`, which may be no more than that."""
        return self._look_up(name) or ListedArticle(CatalogueEntry(name, title or name))

    def show_menu(
        self,
        articles: Sequence[ListedArticle],
        point: QPoint,
        open_by: Callable[[Way], object] | None = None,
        link: ProgramLink | None = None,
    ) -> QMenu:
        """Show what can be done with `articles`, at `point` of the screen; return the menu.

        `open_by` opens the only one at a passage, as the row says that was pointed at; `link` leads there.
        """
        menu = self.menu(articles, open_by, link)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)
        return menu

    def menu(
        self,
        articles: Sequence[ListedArticle],
        open_by: Callable[[Way], object] | None = None,
        link: ProgramLink | None = None,
    ) -> QMenu:
        """Return a menu of what can be done with `articles`, one at least."""
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        if len(articles) == 1:
            self._add_single(menu, articles[0], open_by)
        self._add_copying(menu, articles, link)
        menu.addSeparator()
        self._add_marks(menu, articles)
        menu.addSeparator()
        _add(
            menu,
            _("&Export as web page…") if len(articles) == 1 else _("&Export as web pages…"),
            partial(self._export_all, articles),
            enabled=self._export is not None,
        )
        may_go = all(map(self.may_go, articles))
        _add(menu, _("&Move to the trash…"), partial(self.ask_to_trash, articles), enabled=may_go)
        give_mnemonics(menu)
        return menu

    def path(self, one: ListedArticle) -> Path:
        """Return where an article is."""
        library = self._session.library
        return (library.folder if library is not None else Path()) / one.entry.name

    def may_go(self, one: ListedArticle) -> bool:
        """Whether an article may be moved to the trash: what ships with Gangmu may not."""
        path = self.path(one)
        return not path.is_relative_to(paths.starter_library()) and os.access(path.parent, os.W_OK)

    def open_in_editor(self, articles: Sequence[ListedArticle]) -> None:
        """Open the first of `articles` in the person's editor, or the system's: nothing is edited here."""
        from PySide6.QtCore import QProcess

        path, command = self.path(articles[0]), str(self._session.settings.get("editor")).strip()
        if command:
            program, *arguments = QProcess.splitCommand(command)
            is_open = QProcess.startDetached(program, [*arguments, str(path)])[0]
        else:
            is_open = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        if not is_open:
            words = _("No editor could be opened for {name}. Name one in the settings.")
            self._session.tell(words.format(name=path.name))

    def edit_tags(self, articles: Sequence[ListedArticle]) -> TagEditor | None:
        """Open what gives `articles` own tags; return it, None where that is not possible yet."""
        if self.shelves is None:
            return None
        from reader.ui.parts.articles.tag_editor import TagEditor

        shelves, names = self.shelves, [one.entry.name for one in articles]
        own, given = shelves.shelved.tags, Counter[str]()
        for name in names:
            given.update(own.get(name, ()))
        known = {*self._known_tags(), *(tag for tags in own.values() for tag in tags)}
        of_files = articles[0].entry.tags if len(articles) == 1 else ()
        editor = TagEditor(len(names), given, sorted(known), of_files, self._window)
        editor.accepted.connect(lambda: shelves.change_tags(names, editor.added, editor.removed))
        return _opened(editor)

    def toggle_favourite(self, articles: Sequence[ListedArticle]) -> None:
        """Let `articles` be favourites, or, where all are, none of them."""
        if self.shelves is not None and articles:
            names = [one.entry.name for one in articles]
            favourites = self.shelves.shelved.favourites
            self.shelves.set_favourite(names, on=not all(name in favourites for name in names))

    def toggle_queued(self, articles: Sequence[ListedArticle]) -> None:
        """Put `articles` on the reading list, or, where all are, take them off it."""
        if self.shelves is not None and articles:
            names, queue = [one.entry.name for one in articles], set(self.shelves.shelved.queue)
            self.shelves.set_queued(names, on=not all(name in queue for name in names))

    def ask_to_trash(self, articles: Sequence[ListedArticle]) -> QMessageBox:
        """Ask whether `articles` are to go; return the open box."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        if len(articles) == 1:
            entry = articles[0].entry
            box.setText(_("Move “{title}” to the trash?").format(title=entry.title))
            words = _(
                "The file {name} goes to the trash of your system, from which it can be taken back."
                " Your notes on it stay in the library."
            ).format(name=entry.name)
        else:
            count = len(articles)
            asked = ngettext(
                "Move {count} article to the trash?", "Move {count} articles to the trash?", count
            )
            box.setText(asked.format(count=figure(count)))
            words = _(
                "Their files go to the trash of your system, from which they can be taken back."
                " Your notes on them stay in the library."
            )
        box.setInformativeText(words)
        go = box.addButton(_("Move to the trash"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        files = [(self.path(one), one.entry.title) for one in articles]
        box.buttonClicked.connect(lambda button: self._trashing.trash(files) if button is go else None)
        box.finished.connect(box.deleteLater)
        box.open()
        return box

    # ---- the menu

    def _add_single(self, menu: QMenu, one: ListedArticle, open_by: Callable[[Way], object] | None) -> None:
        path, url = self.path(one), one.entry.url
        open_by = open_by or partial(self._session.open_article, path, None)
        _add(menu, _("&Open"), partial(open_by, Way.HERE))
        _add(menu, _("Open in a new ta&b"), partial(open_by, Way.BEHIND))
        _add(menu, _("Open bes&ide"), partial(open_by, Way.BESIDE))
        _add(menu, _("Open in a new &window"), partial(open_by, Way.WINDOW))
        _add(menu, _("Show in the &file manager"), partial(self._show_folder, path.parent))
        _add(menu, _("Open in the edito&r"), partial(self.open_in_editor, [one]))
        source = partial(open_on_the_web, url)
        _add(menu, _("Open the &source on the web"), source, enabled=bool(url), tip=url)
        menu.addSeparator()

    def _add_copying(self, menu: QMenu, articles: Sequence[ListedArticle], there: ProgramLink | None) -> None:
        titles = [one.entry.title for one in articles]
        files = [str(self.path(one)) for one in articles]
        links = [one.entry.url for one in articles if one.entry.url]
        is_one = len(articles) == 1
        _add(menu, _("Copy the &title") if is_one else _("Copy the &titles"), partial(self._copy, titles))
        _add(menu, _("Copy the &path") if is_one else _("Copy the &paths"), partial(self._copy, files))
        names = [one.entry.name for one in articles]
        own = [link_in_library(self._session, name) for name in names]
        if is_one and there is not None:
            words = _("Copy a lin&k to the annotation") if there.note else _("Copy a link to this &point")
            _add(menu, words, partial(copy_links, self._session, there))
        _add(
            menu,
            _("Copy a li&nk to the article") if is_one else _("Copy li&nks to the articles"),
            partial(copy_links, self._session, *own),
        )
        _add(
            menu,
            _("Copy the &link to the source") if is_one else _("Copy the &links to the sources"),
            partial(self._copy, links),
            enabled=bool(links),
            tip="\n".join(links[:10]),
        )

    def _add_marks(self, menu: QMenu, articles: Sequence[ListedArticle]) -> None:
        stages = {stage_of(one) for one in articles}
        can_mark = self._reading is not None and not all(one.entry.problem for one in articles)
        read, unread = (partial(self._mark, articles, is_read=is_read) for is_read in (True, False))
        _add(menu, _("Mark as &read"), read, enabled=can_mark and stages != {Stage.READ})
        _add(menu, _("Mark as &unread"), unread, enabled=can_mark and stages != {Stage.UNREAD})
        can_keep = self.shelves is not None
        is_favourite = all(one.is_favourite for one in articles)
        is_queued = all(one.place is not None for one in articles)
        _add(
            menu,
            _("No fa&vourite any more") if is_favourite else _("Fa&vourite"),
            partial(self.toggle_favourite, articles),
            enabled=can_keep,
        )
        _add(
            menu,
            _("Take off the readin&g list") if is_queued else _("Put on the readin&g list"),
            partial(self.toggle_queued, articles),
            enabled=can_keep,
        )
        _add(menu, _("T&ags…"), partial(self.edit_tags, articles), enabled=can_keep)

    # ---- within

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._session.tell(_("No file manager could be opened for {folder}.").format(folder=folder))

    def _copy(self, words: Sequence[str]) -> None:
        QGuiApplication.clipboard().setText("\n".join(words))
        more = " …" if len(words) > 1 else ""
        self._session.tell(_("Copied: {words}").format(words=words[0] + more))

    def _mark(self, articles: Sequence[ListedArticle], *, is_read: bool) -> None:
        if self._reading is not None:
            names = [one.entry.name for one in articles if not one.entry.problem]
            self._reading.mark_articles(names, is_read=is_read)

    def _export_all(self, articles: Sequence[ListedArticle]) -> None:
        if self._export is not None:
            self._export([self.path(one) for one in articles])


def _add(menu: QMenu, words: str, call: Callable[[], object], *, enabled: bool = True, tip: str = "") -> None:
    action = menu.addAction(words)
    action.triggered.connect(lambda _checked: call())
    action.setEnabled(enabled)
    action.setToolTip(tip)


def _opened(dialog: TagEditor) -> TagEditor:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
