"""Making a framework for an article that has none, and editing it where it stands: in the framework's tree.

What an edit is, and how it is kept and undone, the annotations know. The keys work while the tree has the
keyboard; the row of buttons below the filter and the menu of a point do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from reader import paths
from reader.annotations import made_framework
from reader.articles.digest.node_ids import build_nodes
from reader.articles.digest.notations.point import Point
from reader.articles.given_framework import Points
from reader.articles.model import Article, Node
from reader.errors import ReaderError
from reader.i18n import gettext as _
from reader.ui.annotating.service.annotation_service import AnnotationService
from reader.ui.parts.entry_tree import EntryTree
from reader.ui.parts.file_dialogs import FileKind, ask_where_to_save
from reader.ui.session.session import Session
from reader.whole_file import save_as

Edit = Callable[[Points, int], tuple[Points, int]]
_KEYS = {
    "Ins": "add", "Shift+Ins": "add_inside", "F2": "rename", "Ctrl+Up": "up", "Ctrl+Down": "down",
    "Ctrl+Left": "outdent", "Ctrl+Right": "indent", "Del": "remove",
}  # fmt: skip
_NAME_HEIGHT = 26  # pixels, at the least


class FrameworkEditing(QWidget):
    """The row of what can be done with a person's own framework; it is hidden for any other.

    Acts are on the point that the tree's keyboard is on. It belongs into the panel, above the tree.
    """

    point_wanted = Signal(str)  # show the node with this id, and put the keyboard on it

    def __init__(self, session: Session, annotations: AnnotationService, tree: EntryTree) -> None:
        super().__init__()
        self._session = session
        self._annotations = annotations
        self._tree = tree
        self._name: QLineEdit | None = None  # over the row that is being renamed
        self._named = 0  # which point that is
        self._to_name = ""  # the id of a new point, which is named as soon as it is shown
        self.make = QPushButton(_("Make a framework"))
        self.make.setToolTip(_("Propose a framework from the headings and the text, to be edited here"))
        self.make.clicked.connect(self.propose)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.make)
        for name, (sign, words, act) in self._acts().items():
            row.addWidget(self._button(name, sign, words, act))
        row.addStretch(1)
        tree.installEventFilter(self)
        for changed in (session.article_opened, session.article_changed, session.article_closed):
            changed.connect(self.refresh)
        session.article_failed.connect(lambda *_told: self.refresh())
        self.refresh()

    @property
    def is_on(self) -> bool:
        """Whether the open article has a framework that the person has made."""
        return self._article is not None and self._article.framework.by_person

    def refresh(self, _article: object = None) -> None:
        """Show what can be done with the article that is open now."""
        self._end_naming()
        article = self._article
        self.make.setVisible(article is not None and article.framework.derived)
        for button in self.buttons.values():
            button.setVisible(self.is_on)
        self.setVisible(self.is_on or (article is not None and article.framework.derived))

    # ---- acts

    def propose(self) -> None:
        """Make a framework of what the text shows, to be edited."""
        if self._article is None:
            self._session.tell(_("Open an article first."))
        elif self._article.frameworks:
            self._session.tell(_("The author of this article has drawn a framework."))
        elif self._annotations.store is None:
            self._session.tell(_("The notes of this library are still being read."))
        elif not self.is_on:
            self._annotations.keep_framework(_("made"), made_framework.propose(self._article))

    def add(self, *, inside: bool = False) -> None:
        """Add a point behind the current one, or `inside` it, and let it be named."""
        label = _("New point")
        self._to_name = self._edit(_("point added"), partial(_add, label=label, inside=inside))
        self.name_new_point()

    def rename(self) -> None:
        """Let the current point be named, in its row."""
        if not self.is_on or (index := self._index()) is None:
            return
        rectangle = self._tree.visualRect(self._tree.currentIndex())
        self._end_naming()
        name = self._name = QLineEdit(self._points()[index][1], self._tree.viewport())
        name.setAccessibleName(_("Name of the point"))
        rectangle.setHeight(max(rectangle.height(), _NAME_HEIGHT))
        rectangle.setRight(min(rectangle.right(), self._tree.viewport().width() - 12))
        name.setGeometry(rectangle)
        name.selectAll()
        name.installEventFilter(self)
        name.editingFinished.connect(partial(self._take_name, name, index))
        self._named = index
        name.show()
        name.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self) -> None:
        """Take the current point away, with all below it; the last one takes the framework with it."""
        if not self.is_on or (index := self._index()) is None:
            return
        if made_framework.removed(self._points(), index)[0]:
            self._edit(_("point removed"), made_framework.removed)
        else:
            self.give_up()

    def move_by(self, by: int) -> None:
        """Let the current point change places with the one beside it."""
        self._edit(_("point moved"), partial(_move, by=by))

    def indent(self) -> None:
        """Put the current point below the one before it."""
        self._edit(_("point moved"), made_framework.indented)

    def outdent(self) -> None:
        """Put the current point behind the one that it stands below."""
        self._edit(_("point moved"), made_framework.outdented)

    def give_up(self) -> None:
        """Put the framework into the trash."""
        self._annotations.drop_framework()

    def export(self) -> None:
        """Write the article as a digest of its own, with the framework drawn in it."""
        article = self._article
        if article is None:
            return
        proposed = paths.file_name(article.path.stem + " " + _("with its framework"))
        kind = FileKind(_("Markdown"), (".md",))
        path = ask_where_to_save(self, _("Save as a digest"), self._session.settings, proposed, kind)
        if path is None:
            return
        if paths.is_there(path) and path.samefile(article.path):
            self._session.tell(
                _("This is the article itself, which is never written to. Choose another name.")
            )
            return
        try:
            save_as(path, made_framework.as_digest(article).encode())
        except ReaderError as error:
            self._session.tell(str(error))
            return
        self._session.tell(_("Saved as {file}.").format(file=path.name))

    def fill_menu(self, menu: QMenu) -> None:
        """Add what can be done with a point of the person's own framework."""
        if not self.is_on:
            return
        menu.addSeparator()
        for sign, words, act in self._acts().values():
            menu.addAction(words, act).setIconText(sign)
        menu.addSeparator()
        menu.addAction(_("Save as a digest…"), self.export)
        menu.addAction(_("Give this framework up"), self.give_up)

    def name_new_point(self) -> None:
        """Let a point that was added be named, now that the tree shows it."""
        if self._to_name and self._tree.current_id() == self._to_name:
            self._to_name = ""
            self.rename()

    # ---- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._name and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Cancel):
                self._end_naming()
                self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_name(self._name, self._named)
                return True  # else the tree below would take it too, and go to the passage
        elif watched is self._tree and isinstance(event, QKeyEvent) and self.is_on:
            act = self._act_of(QKeySequence(event.keyCombination()).toString())
            if act is not None:
                if event.type() is QEvent.Type.KeyPress:
                    act()
                event.accept()  # of a ShortcutOverride too: else the window's own key takes it
                return True
        return super().eventFilter(watched, event)

    # ---- within

    @property
    def _article(self) -> Article | None:
        return self._session.article

    def _acts(self) -> dict[str, tuple[str, str, Callable[[], object]]]:
        """Return what can be done, by name: its sign, its words with the key, and what is called."""
        return {
            "add": ("+", _("Add a point (Insert)"), self.add),
            "add_inside": ("↳", _("Add a point inside (Shift+Insert)"), partial(self.add, inside=True)),
            "rename": ("✎", _("Rename (F2)"), self.rename),
            "up": ("↑", _("Move up (Ctrl+↑)"), partial(self.move_by, -1)),
            "down": ("↓", _("Move down (Ctrl+↓)"), partial(self.move_by, 1)),
            "outdent": ("←", _("Move outwards (Ctrl+←)"), self.outdent),
            "indent": ("→", _("Move inwards (Ctrl+→)"), self.indent),
            "remove": ("×", _("Remove (Delete)"), self.remove),
        }

    def _act_of(self, key: str) -> Callable[[], object] | None:
        name = _KEYS.get(key)
        return self._acts()[name][2] if name is not None else None

    def _button(self, name: str, sign: str, words: str, act: Callable[[], object]) -> QToolButton:
        button = self.buttons[name] = QToolButton(autoRaise=True)
        button.setText(sign)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setMinimumSize(26, 26)
        button.clicked.connect(lambda _checked: act())
        return button

    def _nodes(self) -> list[Node]:
        return list(self._article.framework.walk()) if self._article is not None else []

    def _points(self) -> Points:
        return tuple((node.depth, node.label) for node in self._nodes())

    def _index(self) -> int | None:
        """Return which point, in reading order, the tree's keyboard is on; where on none, the last."""
        current, nodes = self._tree.current_id(), self._nodes()
        return next(
            (n for n, node in enumerate(nodes) if node.node_id == current), len(nodes) - 1 if nodes else None
        )

    def _edit(self, text: str, edit: Edit) -> str:
        """Keep what `edit` makes of the points; return the id of the point it is about, "" for no change."""
        if not self.is_on or (index := self._index()) is None:
            return ""
        before = self._points()
        after, place = edit(before, index)
        if after == before:
            return ""
        numbers = edit(tuple((depth, str(n)) for n, (depth, _label) in enumerate(before)), index)[0]
        return self._keep(text, after, place, [number for _depth, number in numbers])

    def _keep(self, text: str, after: Points, place: int, numbers: list[str]) -> str:
        """Keep `after`, whose points had these `numbers` before, if they were there at all."""
        old, new = self._nodes(), _nodes_of(after)
        known = {str(n): node for n, node in enumerate(old)}
        moved = {
            known[number].path: node.path
            for number, node in zip(numbers, new, strict=True)
            if number in known and known[number].path != node.path
        }
        self.point_wanted.emit(new[place].node_id)
        self._annotations.keep_framework(text, after, moved)
        return new[place].node_id

    def _take_name(self, name: QLineEdit, index: int) -> None:
        if name is not self._name:
            return
        label = name.text()
        self._end_naming()
        self._tree.setFocus(Qt.FocusReason.OtherFocusReason)
        before = self._points()
        after, place = made_framework.renamed(before, index, label)
        if after != before:
            self._keep(_("point renamed"), after, place, [str(n) for n in range(len(before))])

    def _end_naming(self) -> None:
        name, self._name = self._name, None
        if name is not None:
            name.hide()
            name.deleteLater()


def _add(points: Points, index: int, *, label: str, inside: bool) -> tuple[Points, int]:
    return made_framework.added(points, index, label, inside=inside)


def _move(points: Points, index: int, *, by: int) -> tuple[Points, int]:
    return made_framework.moved(points, index, by)


def _nodes_of(points: Points) -> list[Node]:
    nodes = build_nodes([Point(depth, label, "", 0) for depth, label in points], "")
    return [each for node in nodes for each in node.walk()]
