"""The annotations of the open library and of the open article, and every act on them.

Panels, the bar at the selection and the cards ask here, and listen here. What
takes long (reading the sheets, aligning an edited article, saving) is done on
a thread of its own; what is shown is always `placed`, whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from reader.annotations.model import Anchor, Annotation, Kind, Placed, State, Target, new_id
from reader.articles.model import Article, Node
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.annotating.service import act_sentences
from reader.ui.annotating.service.saver import Saver
from reader.ui.annotating.service.undo_commands import Act, Change
from reader.ui.base.tasks import Tasks
from reader.ui.session.session import Session

if TYPE_CHECKING:
    from reader.annotations.anchoring.anchor import Alignments
    from reader.annotations.store.annotation_store import AnnotationStore
    from reader.articles.given_framework import Points


class AnnotationService(QObject):
    """The annotations that are at hand. `store` is None until a library is open and its sheets are read."""

    annotations_changed = Signal()  # in the library: made, changed, deleted, or come from elsewhere
    # An article's own framework: its name in the library; "" where any may have come or changed.
    frameworks_changed = Signal(str)
    placed_changed = Signal()  # in the open article: `placed` is another
    node_notes_changed = Signal(object)  # dict[str, int]: annotations in and on each node, by the node's id
    saving_failed = Signal(str)  # with the sentence to show
    saved = Signal()
    told = Signal(str)  # a sentence about damaged files and the like
    finishing = Signal()  # what was typed is to be kept now: all is put on the disk
    acted = Signal(str)  # a sentence on what was done: `undo` takes it back
    taken_back = Signal(str)  # a sentence on what was undone: `redo` does it again
    card_requested = Signal(str)  # open the card of the annotation with this id

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__(session)
        self.store: AnnotationStore | None = None
        self.placed: tuple[Placed, ...] = ()
        self.placed_in: Article | None = None  # the article in which `placed` are, as it was read
        self.undo_stack = QUndoStack(self)
        self.saver: Saver | None = None
        self._session = session
        self._tasks = tasks
        self._leaving: list[Saver] = []  # of libraries that were left, until all of theirs is saved
        self._asked = 0
        self._aligned: tuple[str, Alignments] = ("", {})  # with the open article's text, of that digest
        self._taken: tuple[Sequence[Act], int] | None = None  # see `take_acts`
        self._moved: Saver | None = None  # of the open library, whose folder was renamed: see `_take_store`
        session.library_moved.connect(self._note_moved_library)
        session.library_returned.connect(self.try_again)
        session.watching.sheets_changed.connect(self.refresh)
        session.article_moved.connect(self._follow_moved_article)
        session.library_opened.connect(self._open_library)
        session.article_opened.connect(self._open_article)
        session.article_changed.connect(self._follow_article)
        session.article_closed.connect(self._close_article)
        session.article_failed.connect(self._close_article)
        if session.library is not None:  # opened before this was made
            self._open_library(session.library)

    # -- asking -------------------------------------------------------------

    def find(self, annotation_id: str) -> Placed | None:
        """Return an annotation of the open article, placed."""
        return next((each for each in self.placed if each.annotation.annotation_id == annotation_id), None)

    def place_for(self, article: Article, done: Callable[[tuple[Placed, ...]], None]) -> None:
        """Place the annotations of `article`, which is open beside the one that `placed` is about."""
        store, library = self.store, self._session.library
        if store is None or library is None:
            return
        name = library.relative_name(article.path)

        def work() -> tuple[Placed, ...]:
            from reader.annotations.anchoring.placement import place

            return place(article, store.kept(name), store.texts.get, name, {})

        self._tasks.run(work, done)

    def entry_of(self, placed: Placed) -> str:
        """Return the id of the entry that an annotation of the open article belongs to; "" for none."""
        if placed.anchor.state is not State.ANCHORED:
            return ""
        if placed.anchor.node_id is not None:
            return placed.anchor.node_id
        span = placed.anchor.span
        return self._session.contents.at(span.start) if span else ""

    # -- acting: each can be undone -----------------------------------------

    def highlight(self, span: Span, colour: str, *, underlined: bool = False, note: str = "") -> str:
        """Mark `span` of the open article; return the new id, "" where nothing is open."""
        target = self._describe(span)
        if target is None:
            return ""
        made = Annotation(new_id(), Kind.HIGHLIGHT, target, note, colour, underlined)
        words = self._session.article.text.words(span) if self._session.article is not None else ""
        return self._add(made, _("Highlight"), act_sentences.marked(words, underlined=underlined))

    def add(self, annotations: Iterable[Annotation], text: str = "") -> None:
        """Keep new annotations as one act."""
        changes = [Change(None, each) for each in annotations]
        self._do(text or _("Import"), changes, act_sentences.imported(len(changes)))

    def bookmark(self, position: int) -> str:
        """Bookmark the line at `position`; return the new id."""
        article = self._session.article
        if article is None:
            return ""
        line = article.text.line_at(position)
        whole = article.text.span_of_lines(line, line)
        target = self._describe(Span(whole.start, min(whole.end, whole.start + 80)))
        if target is None:
            return ""
        said = act_sentences.bookmarked(article.text.words(whole))
        return self._add(Annotation(new_id(), Kind.BOOKMARK, target), _("Bookmark"), said)

    def note_on_node(self, node: Node | None, note: str = "") -> str:
        """Put a note on a point of the framework, or with None on the article; return the new id."""
        draft = self.draft_on_node(node)
        if draft is None:
            return ""
        self.keep_draft(replace(draft.annotation, note=note))
        return draft.annotation.annotation_id

    def draft_on_node(self, node: Node | None) -> Placed | None:
        """Return an empty note on a point of the framework, or on the article; it is kept by `keep_draft`."""
        article = self._session.article
        if article is None or self.store is None:
            return None
        path = node.path if node else ()
        target = Target(self._name(), path=path, digest=article.text.digest, extractor=article.text.version)
        anchor = Anchor(State.ANCHORED, node_id=node.node_id if node else "")
        return Placed(Annotation(new_id(), Kind.NODE, target), anchor, path, file=self._name())

    def keep_draft(self, note: Annotation) -> None:
        """Keep a note on a point that something was written into."""
        self._add(note, _("Note on a point"), act_sentences.noted(note.target.path))

    def repair(self, repair: Annotation) -> str:
        """Keep a person's repair of a link (see `link_repairs`), in place of earlier ones."""
        changes = [*self._without_link(repair.target.path), Change(None, repair)]
        self._do(_("Link a point"), changes, act_sentences.linked(repair))
        return repair.annotation_id

    def unrepair(self, path: tuple[str, ...]) -> None:
        """Return to the resolver's own link for the node at `path`."""
        self._do(_("Undo the link"), self._without_link(path), act_sentences.unlinked(path))

    def keep_framework(
        self, text: str, points: Points, moved: Mapping[tuple[str, ...], tuple[str, ...]] | None = None
    ) -> None:
        """Keep `points` as the person's own framework of the open article, in an act that is called `text`.

        `moved`: the old and the new paths of points that are called or stand otherwise now: what the person
        has linked and noted there goes with them.
        """
        from reader.annotations.made_framework import made_for
        from reader.articles.given_framework import written

        article = self._session.article
        if article is None or self.store is None:
            return
        before = self.made_framework
        if before is None:
            changes = [Change(None, made_for(article, points, self._name()))]
        else:
            changes = [Change(before, replace(before, note=written(points)))]
        for each in (kept.annotation for kept in self.store.kept(self._name())):
            path = (moved or {}).get(each.target.path)
            if path is not None and each.kind in (Kind.LINK, Kind.NODE):
                changes.append(Change(each, replace(each, target=replace(each.target, path=path))))
        self._do(text, changes, act_sentences.framework_kept(text))

    def drop_framework(self) -> None:
        """Put the person's own framework of the open article into the trash."""
        if (made := self.made_framework) is not None:
            self.delete([made])

    @property
    def made_framework(self) -> Annotation | None:
        """The person's own framework of the open article, if there is one."""
        from reader.annotations.made_framework import chosen

        return chosen(each.annotation for each in self.store.kept(self._name())) if self.store else None

    def change(
        self, text: str, changes: Sequence[tuple[Annotation, Annotation]], *, typing: bool = False
    ) -> None:
        """Change annotations, as one act that is called `text`: pairs of before and after."""
        real = [Change(*pair) for pair in changes if pair[0] != pair[1]]
        said = "" if typing else act_sentences.changed(text, len(real))  # who types sees it
        self._do(text, real, said, typing=typing)

    def delete(self, annotations: Iterable[Annotation]) -> None:
        """Put annotations into the trash."""
        gone = list(annotations)
        changes = [Change(each, replace(each, deleted=True)) for each in gone]
        self._do(_("Delete"), changes, act_sentences.deleted(gone))

    def restore(self, annotations: Iterable[Annotation]) -> None:
        """Take annotations out of the trash."""
        changes = [Change(each, replace(each, deleted=False)) for each in annotations]
        self._do(_("Restore"), changes, act_sentences.restored(len(changes)))

    def move(self, annotation: Annotation, span: Span) -> None:
        """Put an annotation on `span` of the open article: the person says that it belongs there."""
        target = self._describe(span)
        if target is not None:
            kept = (
                target if annotation.kind is not Kind.LINK else replace(target, path=annotation.target.path)
            )
            said = act_sentences.moved(target.quote.exact if target.quote else "")
            self._do(_("Move"), [Change(annotation, replace(annotation, target=kept))], said)

    def push(self, act: QUndoCommand, said: str) -> None:
        """Do an act on something else than annotations, to be undone in its turn; say `said`."""
        self.undo_stack.push(act)
        self.acted.emit(said)

    def undo(self) -> None:
        """Take the last act back, and say which it was."""
        if self.undo_stack.canUndo():
            text = self.undo_stack.undoText()
            self.undo_stack.undo()
            self.taken_back.emit(act_sentences.undone(text))

    def redo(self) -> None:
        """Do again what was taken back last, and say what it was."""
        if self.undo_stack.canRedo():
            text = self.undo_stack.redoText()
            self.undo_stack.redo()
            self.acted.emit(act_sentences.redone(text))

    def acts(self) -> tuple[list[Act], int]:
        """Return what can be undone and done again, and how much of it is done."""
        found = (self.undo_stack.command(at) for at in range(self.undo_stack.count()))
        return [act for act in found if isinstance(act, Act)], self.undo_stack.index()

    def take_acts(self, acts: Sequence[Act], done: int) -> None:
        """Let `acts` of a window that this one takes the place of be undone here; `done` of them are done."""
        self._taken = (acts, done)
        self._stack_taken()

    def _stack_taken(self) -> None:
        """Put what was taken on the stack, once its library is open. Nothing is written."""
        if self._taken is None or self.store is None:
            return
        (acts, done), self._taken = self._taken, None
        mine = [act.resting(self._write) for act in acts]
        for act in mine:
            self.undo_stack.push(act)
        self.undo_stack.setIndex(done)
        for act in mine:
            act.is_resting = False

    def settle(self, placed: Placed, note: str, *, deleted: bool = False) -> None:
        """Give the one text for an annotation that two devices changed, or delete it: the person's answer."""
        if self.store is not None:
            self.store.put(replace(placed.annotation, note=note, deleted=deleted), settles=True)
            self._after_change()

    # -- the end ------------------------------------------------------------

    def finish(self) -> bool:
        """Save what is not on the disk; return whether all is. Called before the window closes."""
        self.finishing.emit()
        is_saved = self._save_all()
        # A library that was renamed is found when a save fails: what was unsaved is for its new place.
        return is_saved or (not self.problem and self._save_all())

    def _save_all(self) -> bool:
        return not [saver for saver in self._savers() if not saver.save_now()]

    @property
    def problem(self) -> str:
        """Why something is not on the disk, in a sentence; "" where nothing is known to be wrong."""
        return next((saver.problem for saver in self._savers() if saver.problem), "")

    def save_elsewhere(self, folder: Path) -> None:
        """Write what is not on the disk to `folder` instead. Raises `AnnotationError`."""
        for saver in self._savers():
            saver.store.save_copy(folder)

    def try_again(self) -> None:
        """Save now what could not be saved, rather than in a while."""
        for saver in self._savers():
            saver.try_again()

    def shut_down(self) -> None:
        """Let no answer come any more, and end the thread. Call `finish` before."""
        self._tasks.shut_down()

    def refresh(self) -> None:
        """Look at what others have written since."""
        store = self.store
        if store is not None and not self._session.presence.is_lost:
            self._tasks.run(store.refresh, self._on_refreshed)

    def reload(self) -> None:
        """Show what was put into the store elsewhere, as an import does."""
        self._after_change(save=False)
        self.frameworks_changed.emit("")

    # -- within -------------------------------------------------------------

    def _open_library(self, library: Library) -> None:
        self.finishing.emit()
        self._leave_library()
        self.undo_stack.clear()
        self.store, self.placed, self.placed_in = None, (), None

        def work() -> AnnotationStore:
            from reader.annotations.store.annotation_store import AnnotationStore

            store = AnnotationStore(library)
            store.refresh()
            return store

        self._tasks.run(work, self._take_store)

    def _note_moved_library(self, _old: Library, _new: Library) -> None:
        """Keep what is not saved for the library's new place: in the old one it would make a ghost of it."""
        self.finishing.emit()
        self._moved, self.saver = self.saver, None

    def _follow_moved_article(self, old: Path, new: Path) -> None:
        """Let the annotations of the open article go with its file."""
        from reader.annotations.anchoring.moved_articles import adopt

        library, store = self._session.library, self.store
        open_ones = (pane.opened.as_read for pane in self._session.panes)
        article = next((one for one in open_ones if one is not None and one.path == old), None)
        if library is None or store is None or article is None:
            return
        for key in store.keys_of(library.relative_name(old)):
            adopt(library, store, key, new, article)
        if self.saver is not None:
            self.saver.save_soon()

    def _leave_library(self) -> None:
        """End what only the library that is left needed. What cannot be saved yet is still tried again."""
        if (saver := self.saver) is not None:
            self.saver = None
            self._leaving.append(saver)
            saver.ended.connect(partial(self._leaving.remove, saver))
            saver.end()

    def _savers(self) -> list[Saver]:
        """Return the saver of the open library, and those of others that have not saved all yet."""
        return [*([self.saver] if self.saver is not None else []), *self._leaving]

    def _take_store(self, store: AnnotationStore) -> None:
        if store.library != self._session.library:
            return
        self.store = store
        self.saver = Saver(store, self._tasks, self)
        self.saver.failed.connect(self.saving_failed)
        self.saver.failed.connect(lambda _problem: self._session.presence.look())  # its folder may be gone
        self.saver.saved.connect(self.saved)
        if self._moved is not None:
            self._moved.store.hand_over(store)
            self._moved.deleteLater()
            self._moved = None
            self.saver.save_soon()
        for problem in store.problems:
            self.told.emit(problem)
        self._stack_taken()
        self.annotations_changed.emit()
        self.frameworks_changed.emit("")
        self._place()

    def _open_article(self, _article: Article) -> None:
        self.placed, self.placed_in = (), None
        self._place()

    def _close_article(self) -> None:
        self._asked += 1  # what is still being placed is of the article that was left
        self.placed, self.placed_in = (), None
        self._tell_placed()

    def _follow_article(self, article: Article) -> None:
        if article is self._session.opened.as_read:  # else it has come from here, with its links repaired
            self._place()

    def _place(self) -> None:
        """Place the open article's annotations, and repair its links as they say, in the background."""
        article, store = self._session.opened.as_read, self.store
        if article is None or store is None:
            return
        self._asked += 1
        number, name = self._asked, self._name()
        if self._aligned[0] != article.text.digest:
            self._aligned = (article.text.digest, {})
        alignments = self._aligned[1]

        def work() -> tuple[Article, tuple[Placed, ...]]:
            from reader.annotations.anchoring.placement import place
            from reader.annotations.link_repairs import apply
            from reader.annotations.made_framework import apply_framework, chosen

            kept = store.kept(name)
            repairs = [each.annotation for each in kept if each.annotation.kind is Kind.LINK]
            whole = apply_framework(article, chosen(each.annotation for each in kept))
            repaired = apply(whole, repairs, store.texts.get, alignments)
            if repaired is not article:
                self._session.trees.make(repaired)
            return repaired, place(repaired, kept, store.texts.get, name, alignments)

        def arrive(answer: tuple[Article, tuple[Placed, ...]]) -> None:
            if number != self._asked:
                return
            self._use(answer[0])
            self.placed, self.placed_in = answer[1], article
            self._tell_placed()

        self._tasks.run(work, arrive)

    def _use(self, repaired: Article) -> None:
        shown = self._session.article
        if shown is None or shown.path != repaired.path:
            return
        if shown.links != repaired.links or shown.framework != repaired.framework:
            self._session.use_links(repaired)

    def _tell_placed(self) -> None:
        counts: dict[str, int] = {}
        for each in self.placed:
            if entry := self.entry_of(each):
                counts[entry] = counts.get(entry, 0) + 1
        self.placed_changed.emit()
        self.node_notes_changed.emit(counts)

    def _on_refreshed(self, changed: frozenset[str]) -> None:
        if changed:
            self.reload()

    def _after_change(self, *, save: bool = True) -> None:
        if save and self.saver is not None:
            self.saver.save_soon(self._session.article)
        self.annotations_changed.emit()
        self._place()

    def _add(self, annotation: Annotation, text: str, said: str) -> str:
        self._do(text, [Change(None, annotation)], said)
        return annotation.annotation_id

    def _do(self, text: str, changes: Sequence[Change], said: str = "", *, typing: bool = False) -> None:
        if changes and self.store is not None:
            self.undo_stack.push(Act(text, changes, self._write, typing=typing))
            if said:
                self.acted.emit(said)

    def _write(self, annotations: Sequence[Annotation]) -> None:
        store, article = self.store, self._session.article
        if store is None:
            return
        for annotation in annotations:
            known = store.find(annotation.annotation_id, annotation.target.source)
            clock = known.annotation.clock if known else ()
            # One that comes out of the trash answers every deletion, other devices' too.
            returns = known is not None and known.annotation.deleted
            store.put(replace(annotation, clock=clock), settles=returns)
            if article is not None and annotation.target.source == self._name():
                for key in store.keys_of(self._name()):
                    store.tell(key, self._name(), article.title, article.text.digest)
        self._after_change()
        for name in {one.target.source for one in annotations if one.kind is Kind.FRAMEWORK}:
            self.frameworks_changed.emit(name)

    def _without_link(self, path: tuple[str, ...]) -> list[Change]:
        kept = self.store.kept(self._name()) if self.store else ()
        mine = (each.annotation for each in kept if each.annotation.kind is Kind.LINK)
        return [Change(each, replace(each, deleted=True)) for each in mine if each.target.path == path]

    def _describe(self, span: Span) -> Target | None:
        article = self._session.article
        if article is None or self.store is None or span.end <= span.start:
            return None
        from reader.annotations.anchoring.anchor import describe

        return describe(article, span, self._name())

    def _name(self) -> str:
        library, article = self._session.library, self._session.article
        return library.relative_name(article.path) if library and article else ""
