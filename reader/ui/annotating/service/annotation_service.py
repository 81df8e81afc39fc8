"""The annotations of the open library and of the open article, and every act on them.

Panels, the bar at the selection and the cards ask here, and listen here. What
takes long (reading the sheets, aligning an edited article, saving) is done on
a thread of its own; what is shown is always `placed`, whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMetaObject, QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from reader.annotations.model import Anchor, Annotation, Kind, Placed, State, Target, new_id
from reader.articles.model import Article, Node
from reader.articles.source.canonical_text import Span
from reader.catalogue.library import Library
from reader.i18n import gettext as _
from reader.ui.annotating.service import act_sentences
from reader.ui.annotating.service.library_notes import LibraryNotes
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
    placed_changed = Signal()  # in the open article: `placed` is another
    node_notes_changed = Signal(object)  # dict[str, int]: annotations in and on each node, by the node's id
    saving_failed = Signal(str)  # with the sentence to show
    saved = Signal()
    told = Signal(str)  # a sentence about damaged files and the like
    finishing = Signal()  # what was typed is to be kept now: all is put on the disk
    acted = Signal(str)  # a sentence on what was done: `undo` takes it back
    taken_back = Signal(str)  # a sentence on what was undone: `redo` does it again
    card_requested = Signal(str)  # open the card of the annotation with this id

    can_undo_changed = Signal(bool)
    can_redo_changed = Signal(bool)
    history_moved = Signal()  # something was done, undone or done again, in whichever window

    def __init__(self, session: Session, tasks: Tasks) -> None:
        """`tasks` reads, saves and places, and outlives the window where others share it."""
        super().__init__(session)
        self.placed: tuple[Placed, ...] = ()
        self.placed_in: Article | None = None  # the article in which `placed` are, as it was read
        self._notes: LibraryNotes | None = None
        # Whose saving is told of (that of a library left may go on), and by which connections.
        self._heard: dict[LibraryNotes, tuple[QMetaObject.Connection, ...]] = {}
        self._no_acts = QUndoStack(self)
        self._session = session
        self._shared_tasks = tasks
        self._tasks = tasks.beside()
        self._asked = 0
        self._aligned: tuple[str, Alignments] = ("", {})  # with the open article's text, of that digest
        session.library_moved.connect(lambda _old, _new: self.finishing.emit())
        session.article_moved.connect(self._follow_moved_article)
        session.library_opened.connect(self._open_library)
        session.article_opened.connect(self._open_article)
        session.article_changed.connect(self._follow_article)
        session.article_closed.connect(self._close_article)
        session.article_failed.connect(self._close_article)
        if session.library is not None:  # opened before this was made
            self._open_library(session.library)

    # -- asking -------------------------------------------------------------

    @property
    def store(self) -> AnnotationStore | None:
        """All annotations of the open library."""
        return self._notes.store if self._notes is not None else None

    @property
    def undo_stack(self) -> QUndoStack:
        """What can be undone in the open library, whichever window did it."""
        return self._notes.undo_stack if self._notes is not None else self._no_acts

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

    @property
    def node_notes(self) -> dict[str, int]:
        """How many annotations are in and on each entry of the open article's tree, by its id."""
        return dict(Counter(entry for each in self.placed if (entry := self.entry_of(each))))

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

    def settle(self, placed: Placed, note: str, *, deleted: bool = False) -> None:
        """Give the one text for an annotation that two devices changed, or delete it: the person's answer."""
        if self._notes is not None:
            self._notes.settle(replace(placed.annotation, note=note, deleted=deleted))

    # -- the end ------------------------------------------------------------

    def finish(self) -> bool:
        """Save what is not on the disk; return whether all is. Called before the window closes."""
        for notes in self._all_notes():
            notes.finishing.emit()
        is_saved = self._save_all()
        # A library that was renamed is found when a save fails: what was unsaved is for its new place.
        return is_saved or (not self.problem and self._save_all())

    def _save_all(self) -> bool:
        return not [notes for notes in self._all_notes() if not notes.save_now()]

    @property
    def problem(self) -> str:
        """Why something is not on the disk, in a sentence; "" where nothing is known to be wrong."""
        return next((notes.problem for notes in self._all_notes() if notes.problem), "")

    def save_elsewhere(self, folder: Path) -> None:
        """Write what is not on the disk to `folder` instead. Raises `AnnotationError`."""
        for notes in self._all_notes():
            if notes.store is not None:
                notes.store.save_copy(folder)

    def try_again(self) -> None:
        """Save now what could not be saved, rather than in a while."""
        for notes in self._all_notes():
            notes.try_again()

    def shut_down(self) -> None:
        """Let no answer come any more. Call `finish` before."""
        self._tasks.shut_down()
        self._listen(on=False)
        for connection in chain.from_iterable(self._heard.values()):  # they would keep the window in memory
            QObject.disconnect(connection)
        self._heard.clear()
        self._notes = None

    def refresh(self) -> None:
        """Look at what others have written since."""
        if self._notes is not None:
            self._notes.refresh()

    def reload(self) -> None:
        """Show what was put into the store elsewhere, as an import does."""
        if self._notes is not None:
            self._notes.reload()

    # -- within -------------------------------------------------------------

    def _open_library(self, _library: Library) -> None:
        """Turn to the notes of the library that is open now, made or found."""
        shared = self._session.shared
        if shared is None:
            return
        self.finishing.emit()
        self._listen(on=False)
        self.placed, self.placed_in = (), None
        self._notes = shared.part(LibraryNotes, lambda: LibraryNotes(shared, self._shared_tasks))
        self._listen(on=True)
        stack = self._notes.undo_stack
        self.can_undo_changed.emit(stack.canUndo())
        self.can_redo_changed.emit(stack.canRedo())
        if self._notes.store is not None:  # read for another window
            self._take_read()

    def _listen(self, *, on: bool) -> None:
        """Pass on what the notes tell, or no longer."""
        notes = self._notes
        if notes is None:
            return
        stack = notes.undo_stack
        notes.listen_to(self._open_one, on=on)
        for told, ours in (
            (notes.changed, self._take_changed),
            (notes.finishing, self.finishing),
            (notes.read, self._take_read),
            (stack.canUndoChanged, self.can_undo_changed),
            (stack.canRedoChanged, self.can_redo_changed),
            (stack.indexChanged, self._tell_moved),
        ):
            if on:
                told.connect(ours)
            else:
                told.disconnect(ours)
        if on and notes not in self._heard:
            self._heard[notes] = (
                notes.saving_failed.connect(partial(self._tell_failed, notes)),
                notes.saved.connect(partial(self._tell_saved, notes)),
                notes.destroyed.connect(partial(self._forget, notes)),
            )

    def _forget(self, notes: LibraryNotes, _gone: object = None) -> None:
        self._heard.pop(notes, None)

    def _tell_failed(self, notes: LibraryNotes, sentence: str) -> None:
        if notes is self._notes or notes.is_left:
            self.saving_failed.emit(sentence)

    def _tell_saved(self, notes: LibraryNotes) -> None:
        if notes is self._notes or notes.is_left:
            self.saved.emit()

    def _tell_moved(self, _index: int) -> None:
        self.history_moved.emit()

    def _open_one(self) -> Article | None:
        return self._session.article

    def _take_read(self) -> None:
        if self._notes is not None and self._notes.store is not None:
            for problem in self._notes.store.problems:
                self.told.emit(problem)
        self._take_changed()

    def _take_changed(self) -> None:
        self.annotations_changed.emit()
        self._place()

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
        if self._notes is not None:
            self._notes.save_adopted()

    def _all_notes(self) -> list[LibraryNotes]:
        """Return the notes of the open library, and of those left that have something to save yet."""
        made = (one.made(LibraryNotes) for one in self._session.libraries)
        return [notes for notes in made if notes is not None and (notes is self._notes or notes.is_left)]

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
        self.placed_changed.emit()
        self.node_notes_changed.emit(self.node_notes)

    def _add(self, annotation: Annotation, text: str, said: str) -> str:
        self._do(text, [Change(None, annotation)], said)
        return annotation.annotation_id

    def _do(self, text: str, changes: Sequence[Change], said: str = "", *, typing: bool = False) -> None:
        if changes and self._notes is not None and self._notes.store is not None:
            self.undo_stack.push(Act(text, changes, self._notes.write, typing=typing))
            if said:
                self.acted.emit(said)

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
