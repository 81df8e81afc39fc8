"""The palette of one window: what it offers, what was used lately, and what a choice does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu

from reader.i18n import labelled
from reader.ui.base.actions import menu_title, plain_text
from reader.ui.base.opening_way import Way
from reader.ui.window.library_menu import library_list

if TYPE_CHECKING:
    from reader.annotations.model import Placed
    from reader.ui.palette.choices import Choice, Sources
    from reader.ui.palette.palette import Palette
    from reader.ui.window.main_window import MainWindow

BELOW = " › "  # between the name of an action and the words of an entry of its menu
_MOST = 60  # choices that are remembered


class QuickOpen(QObject):
    """Makes the palette when it is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._note = ""  # the id of a note whose article is being opened
        self.palette: Palette | None = None

    def open(self, typed: str) -> None:
        """Open the palette with `typed` in its line: ">" for commands."""
        window = self._window
        window.complete()
        if self.palette is None:
            from reader.ui.palette.palette import Palette

            self.palette = Palette(self._session.theming, window)
            self.palette.chosen.connect(self.do)
            plain = self.palette.icons
            self.palette.icons = lambda choice: self._icon(choice) or plain(choice)
            window.closed.connect(self.palette.shut_down)
            if window.annotations is not None:
                window.annotations.placed_changed.connect(self._go_to_note)
        self.palette.open(typed, self._sources(), self._recent())

    def do(self, choice: Choice, way: Way = Way.HERE) -> None:
        """Do what was chosen, and remember that it was; `way` says in which tab an article opens."""
        session, library = self._session, self._session.library
        self._remember(choice)
        self._note = ""
        match choice.kind:
            case "command":
                self._do_command(choice.key)
            case "article" if library is not None:
                session.open_article(library.folder / choice.key, way=way)
            case "entry":
                self._go_to_entry(choice.key, way)
            case "tag":
                words = f'"{choice.key}"' if " " in choice.key else choice.key
                self._window.search_for(f"tag:{words}")
            case "library":
                self._window.opening.open(Path(choice.key))
            case "note" if library is not None:
                self._go_to_note_of(library.folder / choice.file, choice.key, way)

    # ---- within

    def _go_to_entry(self, entry_id: str, way: Way) -> None:
        session = self._session
        if way is Way.HERE:
            session.jump_to_node(entry_id)
        elif session.article is not None and (entry := session.contents.by_id.get(entry_id)) is not None:
            session.open_article(session.article.path, entry.span, way)

    def _go_to_note_of(self, path: Path, note: str, way: Way) -> None:
        placed = self._placed(note)
        if placed is not None and way is not Way.HERE:  # another place of the article that is read
            self._session.open_article(path, placed.anchor.span, way)
        else:
            self._note = note
            self._session.open_article(path, way=way)
            self._go_to_note()  # in a tab behind: when that comes to the front

    def _placed(self, note: str) -> Placed | None:
        annotations = self._window.annotations
        return annotations.find(note) if annotations is not None and note else None

    def _go_to_note(self) -> None:
        placed = self._placed(self._note)
        if placed is None:
            return
        self._note = ""
        if placed.anchor.span is not None:
            self._session.jump_to(placed.anchor.span)
        if self._window.marker is not None:
            self._window.marker.choose(placed.annotation.annotation_id)

    def _sources(self) -> Sources:
        from reader.ui.palette.choices import Sources

        annotations, session = self._window.annotations, self._session
        store = annotations.store if annotations is not None else None
        return Sources(
            tuple(self._commands()), tuple(self._libraries()), session.library, session.contents, store
        )

    def _libraries(self) -> Iterator[Choice]:
        """Yield the libraries of the person's list, those that were left last first."""
        from reader.ui.palette.choices import Choice, Kind

        for folder in library_list(self._session):
            if self._session.library is None or folder != self._session.library.folder:
                yield Choice(Kind.LIBRARY, str(folder), self._session.name_of_library(folder), str(folder))

    def _commands(self) -> list[Choice]:
        from reader.ui.palette.choices import Choice, Kind

        found, actions = [], self._session.actions
        for row in actions.rows:
            action = actions[row.name]
            if row.call is not None and action.isEnabled() and not row.name.startswith("view.commands"):
                key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                menu = plain_text(menu_title(row.name.split(".")[0]))
                found.append(Choice(Kind.COMMAND, row.name, plain_text(action.text()), menu, key))
            elif row.menu is not None and row.name not in actions.gathering:
                above = plain_text(row.text)
                found += [
                    Choice(Kind.COMMAND, f"{row.name}{BELOW}{words}", labelled(above, words))
                    for words in _entries(row.menu)
                ]
        return found

    def _do_command(self, key: str) -> None:
        """Do an action by its name, or an entry of the menu that it opens by name and words."""
        name, _sign, words = key.partition(BELOW)
        action = self._session.actions[name]
        if not words:
            action.trigger()
        elif isinstance(menu := action.menu(), QMenu) and (entry := _entries(menu).get(words)) is not None:
            entry.trigger()

    def _icon(self, choice: Choice) -> QIcon | None:
        if choice.kind != "command" or BELOW in choice.key:
            return None
        glyph = str(self._session.actions[choice.key].property("glyph"))
        return self._session.theming.icon(glyph, "panel_quiet") if glyph else None

    def _recent(self) -> dict[str, int]:
        """Return what was used lately, numbered: 0 is the last. The open article is no place to go to."""
        session = self._session
        recent = {key: at for at, key in enumerate(session.settings.get("palette_recent"))}
        library, article = session.library, session.article
        if library is not None:
            inside = [path for path in session.remembered.recent() if path.is_relative_to(library.folder)]
            others = [path for path in inside if article is None or path != article.path]
            recent |= {f"article:{library.relative_name(path)}": at for at, path in enumerate(others)}
        return recent

    def _remember(self, choice: Choice) -> None:
        if choice.kind in ("article", "library"):  # what was opened is known
            return
        settings = self._session.settings
        others = [key for key in settings.get("palette_recent") if key != choice.remembered]
        settings.set("palette_recent", [choice.remembered, *others][:_MOST])


def _entries(menu: QMenu) -> dict[str, QAction]:
    """Return what can be chosen in `menu` as it opens now, by its words."""
    menu.aboutToShow.emit()
    return {plain_text(one.text()): one for one in menu.actions() if one.isEnabled() and one.text()}
