"""What a person arranges the open library by: own tags, favourites, the reading list, shelves.

Every act is seen at once, in all windows, and can be undone; `library_shelves` keeps and writes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from reader.catalogue.library import Library
from reader.catalogue.shelves.shelf_items import (
    LONGEST,
    Change,
    Item,
    ItemKind,
    Shelved,
    fresh_id,
    ranks_between,
)
from reader.i18n import gettext as _
from reader.ui.base.tasks import Tasks
from reader.ui.session.lists import shelf_acts
from reader.ui.session.lists.library_shelves import LibraryShelves
from reader.ui.session.lists.shelf_acts import ShelfAct
from reader.ui.session.session import Session

Push = Callable[[QUndoCommand, str], None]  # an act that can be undone, and the sentence on it


class ShelfService(QObject):
    """The shelves of the open library. Ask on the main thread."""

    changed = Signal()  # `shelved` is another
    saving_failed = Signal(str)  # with the sentence to show
    saved = Signal()

    def __init__(self, session: Session, tasks: Tasks, push: Push) -> None:
        """`tasks` reads and writes, in the order in which it is asked; `push` does an act, undoably."""
        super().__init__(session)
        self._session = session
        self._tasks = tasks
        self._push = push
        self._kept: LibraryShelves | None = None
        session.library_opened.connect(self._use)
        session.article_moved.connect(self._follow)
        if session.library is not None:
            self._use(session.library)

    def know(self, digests: Mapping[str, str]) -> None:
        """Take the name and the digest of each article there is: what was moved is known again by them."""
        if self._kept is not None:
            self._kept.know(digests)

    @property
    def shelved(self) -> Shelved:
        """What the person arranges the open library by."""
        return self._kept.shelved if self._kept is not None else Shelved()

    # ---- acts

    def change_tags(self, names: Sequence[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Give the articles `names` own tags, and take others from them."""
        over = [item for tag in remove for item in self.shelved.find(ItemKind.TAG, names, _clean(tag))]
        put = []
        for tag in dict.fromkeys(filter(None, map(_clean, add))):
            tagged = {item.article for item in self.shelved.find(ItemKind.TAG, names, tag)}
            put += [self._made(ItemKind.TAG, name, tag) for name in names if name not in tagged]
        self._do(_("Tags"), put, over, shelf_acts.tagged(len(names)))

    def rename_tag(self, old: str, new: str) -> None:
        """Call one of the person's tags otherwise, on all articles."""
        new = _clean(new)
        over = self.shelved.find(ItemKind.TAG, text=old)
        if not new or not over:
            return
        tagged = {item.article for item in self.shelved.find(ItemKind.TAG, text=new)} if old != new else set()
        kept = {item.article for item in over} - tagged
        put = [self._made(ItemKind.TAG, name, new) for name in sorted(kept)]
        self._do(
            _("Rename a tag"), put, over, _("The tag “{old}” is called “{new}”.").format(old=old, new=new)
        )

    def delete_tag(self, tag: str) -> None:
        """Take one of the person's tags from all articles."""
        over = self.shelved.find(ItemKind.TAG, text=tag)
        self._do(
            _("Delete a tag"), (), over, _("The tag “{tag}” was taken from all articles.").format(tag=tag)
        )

    def set_favourite(self, names: Sequence[str], *, on: bool) -> None:
        """Let the articles `names` be favourites, or not."""
        if on:
            put = [
                self._made(ItemKind.FAVOURITE, name) for name in names if name not in self.shelved.favourites
            ]
            self._do(_("Favourite"), put, (), shelf_acts.favoured(len(put)))
        else:
            over = self.shelved.find(ItemKind.FAVOURITE, names)
            self._do(_("No favourite"), (), over, shelf_acts.unfavoured(len(over)))

    def set_queued(self, names: Sequence[str], *, on: bool) -> None:
        """Put the articles `names` at the end of the reading list, or take them off it."""
        if on:
            fresh = [name for name in names if name not in self.shelved.queue]
            self._put_queued(_("Reading list"), fresh, None, shelf_acts.listed(len(fresh)))
        else:
            over = self.shelved.find(ItemKind.QUEUED, names)
            self._do(_("Off the reading list"), (), over, shelf_acts.unlisted(len(over)))

    def move_queued(self, names: Sequence[str], before: str | None) -> None:
        """Bring `names` to stand before an article of the reading list, or with None to its end."""
        if before in names or not names:
            return
        self._put_queued(
            _("Order of the reading list"), names, before, _("The reading list has another order.")
        )

    def step_queued(self, name: str, by: int) -> None:
        """Move an article of the reading list up (-1) or down (1)."""
        queue = self.shelved.queue
        place = queue.index(name) if name in queue else -1
        if place < 0 or not 0 <= place + by < len(queue):
            return
        rest = [one for one in queue if one != name]
        at = place + by
        self.move_queued([name], rest[at] if at < len(rest) else None)

    def add_shelf(self, name: str, query: str) -> None:
        """Save a filter as a shelf."""
        name, query = _clean(name), query.strip()[:LONGEST]
        last = [item.rank for item in self.shelved.shelves][-1:]
        made = Item(fresh_id(), ItemKind.SHELF, text=name, query=query, rank=last[0] + 1 if last else 1.0)
        if name and query:
            self._do(_("New shelf"), (made,), (), _("The shelf “{name}” was made.").format(name=name))

    def change_shelf(self, shelf: Item, name: str, query: str) -> None:
        """Call a shelf otherwise, or let it hold something else."""
        name, query = _clean(name), query.strip()[:LONGEST]
        if name and query and (name, query) != (shelf.text, shelf.query):
            made = shelf._replace(item_id=fresh_id(), text=name, query=query)
            self._do(
                _("Change a shelf"),
                (made,),
                self._alike(shelf),
                _("The shelf is “{name}” now.").format(name=name),
            )

    def delete_shelf(self, shelf: Item) -> None:
        """Take a shelf away; its articles stay."""
        said = _("The shelf “{name}” is gone; its articles stay.").format(name=shelf.text)
        self._do(_("Delete a shelf"), (), self._alike(shelf), said)

    def step_shelf(self, shelf: Item, by: int) -> None:
        """Move a shelf up (-1) or down (1)."""
        shelves = self.shelved.shelves
        place = next((at for at, one in enumerate(shelves) if one.meaning == shelf.meaning), -1)
        if place < 0 or not 0 <= place + by < len(shelves):
            return
        rest = [one for one in shelves if one.meaning != shelf.meaning]
        self._put_shelf(shelf, rest, place + by)

    # ---- the end

    def try_again(self) -> None:
        """Write now what could not be written."""
        if self._kept is not None:
            self._kept.write()

    def finish(self) -> None:
        """Write what is still unwritten, now: the window closes."""
        if self._kept is not None:
            self._kept.finish()
            self._listen(on=False)

    # ---- within

    def _made(self, kind: ItemKind, name: str, text: str = "", rank: float = 0.0) -> Item:
        digest = self._kept.digest_of(name) if self._kept is not None else ""
        return Item(fresh_id(), kind, name, digest, text, rank=rank)

    def _alike(self, item: Item) -> tuple[Item, ...]:
        ids = set(self.shelved.alike(item))
        return tuple(one for one in self.shelved.items if one.item_id in ids)

    def _put_queued(self, text: str, names: Sequence[str], before: str | None, said: str) -> None:
        """Put `names` before an article of the reading list; where ranks leave no room, all get new ones."""
        moved = set(names)
        rest = [item for item in self.shelved.find(ItemKind.QUEUED) if item.article not in moved]
        place = next((at for at, item in enumerate(rest) if item.article == before), len(rest))
        over = self.shelved.find(ItemKind.QUEUED, names) if names else ()
        ranks = ranks_between([item.rank for item in rest], place, len(names))
        if ranks is not None:
            put = [
                self._made(ItemKind.QUEUED, name, rank=rank) for name, rank in zip(names, ranks, strict=True)
            ]
            self._do(text, put, over, said)
            return
        order = [item.article for item in rest]
        order[place:place] = names
        put = [
            self._made(ItemKind.QUEUED, name, rank=float(at)) for at, name in enumerate(dict.fromkeys(order))
        ]
        self._do(text, put, self.shelved.find(ItemKind.QUEUED), said)

    def _put_shelf(self, shelf: Item, rest: Sequence[Item], place: int) -> None:
        said = _("“{name}” stands elsewhere among the shelves.").format(name=shelf.text)
        ranks = ranks_between([item.rank for item in rest], place, 1)
        if ranks is not None:
            made = shelf._replace(item_id=fresh_id(), rank=ranks[0])
            self._do(_("Order of the shelves"), (made,), self._alike(shelf), said)
            return
        order = [*rest[:place], shelf, *rest[place:]]
        put = [one._replace(item_id=fresh_id(), rank=float(at)) for at, one in enumerate(order)]
        self._do(_("Order of the shelves"), put, self.shelved.find(ItemKind.SHELF), said)

    def _do(self, text: str, put: Iterable[Item], over: Iterable[Item], said: str) -> None:
        if self._kept is None:
            return
        act = ShelfAct(text, tuple(put), tuple(over), self._kept.exchange)
        if not act.is_nothing:
            self._push(act, said)

    def _use(self, _library: Library) -> None:
        """Turn to the shelves of the library that is open now, made or found."""
        shared = self._session.shared
        if shared is None:
            return
        self._listen(on=False)
        self._kept = shared.part(LibraryShelves, lambda: LibraryShelves(shared, self._tasks))
        self._listen(on=True)
        self.changed.emit()

    def _listen(self, *, on: bool) -> None:
        """Pass on what the shelves tell, or no longer."""
        if (kept := self._kept) is None:
            return
        for told, ours in (
            (kept.changed, self.changed),
            (kept.saving_failed, self.saving_failed),
            (kept.saved, self.saved),
        ):
            if on:
                told.connect(ours)
            else:
                told.disconnect(ours)
        if not on:
            self._kept = None

    def _follow(self, old: Path, new: Path) -> None:
        """Let what was said of the open article go with its file."""
        library = self._session.library
        if library is None or self._kept is None:
            return
        name, over = library.relative_name(new), self._of(library.relative_name(old))
        if over:
            put = tuple(item._replace(item_id=fresh_id(), article=name) for item in over)
            self._kept.apply(Change(put, tuple(item.item_id for item in over)))

    def _of(self, name: str) -> tuple[Item, ...]:
        return tuple(item for item in self.shelved.items if item.article == name)


def _clean(text: str) -> str:
    """Return a tag or a name as it is kept: in one line, without a sign before it."""
    return " ".join(text.split()).removeprefix("#").strip()[:LONGEST]
