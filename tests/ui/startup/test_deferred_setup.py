"""The window is complete soon after the first article is painted, and not before."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, QObject

from reader import i18n
from reader.articles import article_cache
from reader.articles.digest.contents import hidden_lines
from reader.settings import Settings
from reader.ui.base import qt_preload
from reader.ui.base.tasks import Tasks
from reader.ui.base.theming import Theming
from reader.ui.pane.pictures.section_pictures import PictureKey, Pictures
from reader.ui.startup import deferred_setup, next_start
from tests.ui.windows import window_on

# What is in memory when the first article is painted, as `gangmu FILE` starts.
STARTS = """
import sys
from pathlib import Path
from reader.commands.open_command import import_window
import_window()
from reader.ui.startup.app import application, make_window
app = application()
window = make_window()
def painted():
    print(*sys.modules, sep="\\n")
    window.close()
window.pane.painted.connect(painted)
window.opening.open(Path(sys.argv[1]))
window.show()
app.exec()
"""
# PySide loads classes by the dozen where it must find out what Qt hands it, or which of many calls is meant.
NEVER_NAMED = {  # before tree and list stand beside the text
    *("QWizard", "QCalendarWidget", "QGraphicsView", "QMdiArea"),  # a view's own viewport: 10 ms
    "QGradient",  # QPainter.fillRect: 2 ms
    "QStyle",  # the state of a row: 7 ms
}
LATER = {  # each costs milliseconds: it is imported when it is needed, or after the first paint
    *("whoosh", "jinja2", "genanki", "ziamath", "rapidfuzz", "pypinyin", "numpy", "ssl", "asyncio", "email"),
    "sqlite3",
    *("reader.search", "reader.annotations", "reader.ui.panels", "reader.ui.annotating", "reader.ui.search"),
    *(
        "reader.ui.models",
        "reader.ui.dialogs",
        "reader.ui.pane.pictures.image_loading",
        "reader.ui.pane.pictures.formula_masks",
    ),
}
MOST = 163  # modules of ours: each costs half a millisecond
MOST_KEPT = 117  # where the article was kept


# The same, once everything is there and the library has been read for the search.
RESTS = STARTS.replace(
    "window.pane.painted.connect(painted)",
    """def rested(progress):
    if progress is None:
        painted()
def completed():
    indexing = window.search.indexing
    indexing.progressed.connect(rested)
    if not indexing.is_busy:
        painted()
window.completed.connect(completed)""",
)
WHEN_ASKED = {
    "nh3",
    *("whoosh", "ssl", "asyncio", "urllib.request"),
    *("reader.search.build.library_index", "reader.search.ask"),
    *("reader.search.text.analysis", "reader.search.text.excerpts"),  # they compile patterns for 20 ms
    *("reader.speech", "reader.ui.aloud.aloud_bar"),
    *("reader.dictionaries", "reader.ui.dictionary.lookup_card"),
    *("reader.catalogue.importing", "email", "statistics", "decimal"),
    "difflib",
    *("QStyle", "QProcess"),  # 0.3 MB, and most of a frame to name it
}


@pytest.fixture
def window(qtbot, immediate):
    window = window_on(Tasks(immediate))
    qtbot.addWidget(window)
    yield window
    window.close()


@pytest.fixture
def dressed(qapp):
    """Give the application the look that the program has: the sizes of bars and separators come from it."""
    Theming(Settings()).dress(qapp)
    yield
    qapp.setStyleSheet("")


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "library" / "a.md"
    path.parent.mkdir()
    path.write_text("# 题目\n\n一段文字。\n", encoding="utf-8")
    return path


def _loaded(code, article):
    """Return the modules that are in memory when `code` says so."""
    run = subprocess.run(
        [sys.executable, "-c", code, str(article)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_the_first_article_is_painted_without_what_can_wait(article):
    loaded = _loaded(STARTS, article)
    assert LATER & loaded == set()
    assert len(_ours(loaded)) <= MOST


def _ours(loaded):
    """Return our own modules among those that are loaded; a folder's `__init__` costs next to nothing."""
    ours = {name for name in loaded if name.startswith("reader.")}
    return ours - {name.rpartition(".")[0] for name in ours}


# What reads an article: as it was kept, it is there without.
READS = {
    "markdown",
    *("reader.articles.reading", "reader.articles.markdown.rendering", "reader.articles.markdown.cutting"),
    *(
        "reader.articles.source.scanner",
        "reader.articles.digest.framework",
        "reader.articles.resolving.resolver",
    ),
}


def test_an_article_that_was_kept_is_painted_without_what_reads_it(article, tmp_path, monkeypatch):
    monkeypatch.setenv("GANGMU_CACHE", str(tmp_path / "cache"))
    starts = STARTS.replace("import_window()\n", "import_window(sys.argv[1])\n")
    assert _loaded(starts, article) >= READS
    i18n.use_language(Settings().get("language"))
    article_cache.keep(article, hidden_lines)
    loaded = _loaded(starts, article)
    assert READS & loaded == set()
    assert len(_ours(loaded)) <= MOST_KEPT


def test_an_article_that_one_stays_with_is_kept(qtbot, window, article, monkeypatch, tmp_path):
    monkeypatch.setenv("GANGMU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(next_start, "DWELL", 50)
    window.show()
    window.opening.open(article)
    qtbot.waitUntil(lambda: window.is_complete)
    qtbot.waitUntil(lambda: article_cache.may_hold(article))
    kept = article_cache.find(article)
    assert kept == window.session.article
    assert kept.prepared.hidden_lines == window.session.hidden_lines(kept)


# The names of Qt's classes that are there when tree and list stand beside the text.
STANDS = STARTS.replace(
    "window.pane.painted.connect(painted)",
    """
def docked(panels, dock=window.docking.dock_first):
    dock(panels)
    QTimer.singleShot(0, window.panels["articles"].list, seen)
def seen():
    for module in (QtCore, QtGui, QtWidgets):
        print(*vars(module), sep="\\n")
    window.close()
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QTimer
window.docking.dock_first = docked
""",
)


def test_the_picture_is_whole_without_classes_of_qt_that_nobody_named(article):
    loaded = _loaded(STANDS, article)
    assert "QListView" in loaded
    assert NEVER_NAMED & loaded == set()


# The patterns that modules compile when they are imported, each on a line of its own, as Python writes it.
COMPILES = """
import re
compile_it = re.compile
def note(pattern, flags=0):
    if isinstance(pattern, str):
        print(ascii(pattern).replace(" ", ""))
    return compile_it(pattern, flags)
re.compile = note
from reader.commands.open_command import import_window
import_window()
import reader.ui.panels
"""
WIDE = 4_000  # characters that a pattern names: to compile it takes half a millisecond
WIDE_ONES = 2  # of the tokens of labels, of the wide characters of a line that is spread


def test_a_start_compiles_hardly_a_pattern_of_all_chinese_characters(article):
    """Python sets a flag for each character of a range: 3 ms for the Chinese ones, 9 if they come twice."""
    patterns = map(ast.literal_eval, _loaded(COMPILES, article))
    found = [pattern for pattern in patterns if _characters(pattern) > WIDE]
    assert len(found) <= WIDE_ONES, found


def _characters(pattern):
    """Return how many characters of the first plane the ranges in `pattern` have together."""
    plain = re.sub(r"\\u[0-9a-f]{4}|\\U[0-9a-f]{8}", lambda found: ast.literal_eval(f"'{found[0]}'"), pattern)
    ends = [
        (ord(first), min(0xFFFF, ord(last))) for first, last in re.findall(r"([^\\[\]])-([^\\[\]])", plain)
    ]
    return sum(last - first for first, last in ends if last > first)


def test_the_window_rests_without_what_only_an_act_needs_and_without_the_source_that_pyside_has_read(article):
    code = RESTS.replace("import sys\n", "import linecache, sys\n")
    names = "*vars(sys.modules['PySide6.QtWidgets']), *vars(sys.modules['PySide6.QtCore'])"
    loaded = _loaded(code.replace("*sys.modules", f"*sys.modules, {names}, len(linecache.cache)"), article)
    assert "QTreeView" in loaded
    assert "reader.ui.panels.search_panel" in loaded
    assert WHEN_ASKED & loaded == set()
    (kept,) = filter(str.isdecimal, loaded)
    assert int(kept) < 20


def test_who_listens_to_other_starts_needs_no_qtnetwork(article):
    loaded = _loaded("import reader.ui.startup.window_server, sys\nprint(*sys.modules)", article)
    assert "PySide6.QtCore" in loaded
    assert "PySide6.QtNetwork" not in loaded


# What the steps behind the text import on the main thread, although a thread has imported for them.
STEPS = STARTS.replace(
    "window.pane.painted.connect(painted)",
    """import threading
import reader.ui.startup.deferred_setup as setup
class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread() and name.startswith("reader."):
            print(name)
rest = setup._import_rest
def import_rest():
    rest()
    sys.meta_path.insert(0, Watch())
setup._import_rest = import_rest
def completed():
    del sys.meta_path[0]
    window.close()
window.completed.connect(completed)""",
)


def test_what_comes_behind_the_text_is_imported_on_a_thread(article):
    assert _loaded(STEPS, article) == set()


# How many of our modules come with each that a turn may import: a turn is not to take longer than a frame.
BRINGS = """
import sys
from reader.commands.open_command import import_window
import_window()
from reader.ui.startup.deferred_setup import PANEL_MODULES
from importlib import import_module
def ours():
    return sum(name.startswith("reader.") for name in sys.modules)
for name in PANEL_MODULES:
    before = ours()
    import_module(name)
    print(f"{name}={ours() - before}")
"""
MOST_BROUGHT = 6


def test_the_panels_are_imported_a_few_modules_at_a_time(article):
    brought = {name: int(count) for name, count in (line.split("=") for line in _loaded(BRINGS, article))}
    assert "reader.ui.panels" in brought
    assert {name: count for name, count in brought.items() if not 0 < count <= MOST_BROUGHT} == {}


def test_each_turn_imports_one_and_what_is_left_comes_in_the_next(qtbot, window, article, monkeypatch):
    turns, imported = [], []
    setup = window.findChild(deferred_setup.DeferredSetup)
    step = setup._next

    def counted():
        turns.append(len(imported))
        step()

    monkeypatch.setattr(setup, "_next", counted)
    monkeypatch.setattr(deferred_setup, "import_module", imported.append)
    window.opening.open(article)
    window.show()
    qtbot.waitUntil(lambda: window.is_complete)
    modules = [*deferred_setup.PANEL_MODULES]
    assert imported[: len(modules)] == modules
    assert turns[: len(modules) + 1] == [*range(len(modules) + 1)]


THERE = """
import sys
from reader.ui.startup.app import application, make_window
from reader.ui.startup import deferred_setup as setup
from reader.ui.base import qt_preload as naming
app = application()
window = make_window()
window.show()
def there():
    return {name for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("PySide6.Qt") for name in vars(module)}
"""
NAMES = f"""
{THERE}
import reader.ui.panels
naming.name_classes(naming.REST)
before = there()
setup._import_rest()
print(*(there() - before))
window.close()
"""


PICTURES = f"""
{THERE}
from pathlib import Path
from PySide6.QtGui import QImage
from reader.ui.pane.pictures.section_pictures import PictureKey, Pictures, Shown
folder = Path(sys.argv[1]).parent
QImage(20, 20, QImage.Format.Format_RGB32).save(str(folder / "a.png"))
(folder / "b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>')
naming.name_classes(naming.PICTURES)
before = there()
for key in (PictureKey("a.png", 600), PictureKey("b.svg", 600), PictureKey("x^2", 16, formula=True)):
    assert isinstance(Pictures(None, folder).make(key), Shown), key
print(*(there() - before))
window.close()
"""
PRINTS = f"""
{THERE}
from pathlib import Path
from reader.articles.reading import read_article
from reader.ui.window import export_dialogs as exporting
import reader.ui.panels
for names in (naming.REST, naming.PRINTING):
    naming.name_classes(names)
article = read_article(Path(sys.argv[1]))
before = there()
theme, marks = window.session.theming.theme, exporting.ExportedMarks((), ())
for write in (exporting._pdf, exporting._html):
    write(article, article.path.with_suffix(".out"), theme, marks)
print(*(there() - before))
window.close()
"""


def test_what_is_imported_on_a_thread_makes_no_class_of_qt(article):
    assert _loaded(NAMES, article) == set()


def test_a_picture_made_on_a_thread_makes_no_class_of_qt(article):
    assert _loaded(PICTURES, article) == set()


def test_an_export_on_a_thread_makes_no_class_of_qt(article):
    article.write_text(
        "# 题\n\n一段，$x^2$[^1]。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n> 引文\n\n- 项\n\n"
        "```python\nx = 1\n```\n\n[^1]: 注。\n",
        encoding="utf-8",
    )
    assert _loaded(PRINTS, article) == set()


def test_classes_are_named_before_the_first_picture_is_handed_out(monkeypatch, tmp_path):
    steps = []
    monkeypatch.setattr("reader.ui.pane.pictures.section_pictures.name_classes", steps.append)

    class Handed:
        def run(self, *_work):
            steps.append("run")

    Pictures(Handed(), tmp_path).get(PictureKey("a.png", 600))
    assert steps == [qt_preload.PICTURES, "run"]


def test_the_furniture_comes_by_itself_after_the_first_paint(qtbot, window, article):
    assert "notes" not in window.panels
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(article)
        window.show()
    qtbot.waitUntil(lambda: {"search", "notes"} <= set(window.panels))
    qtbot.waitUntil(lambda: window.annotations.store is not None)


def test_the_panels_are_not_there_before_the_first_paint(qtbot, window, article):
    seen = []
    window.pane.painted.connect(lambda: seen.append(set(window.panels)))
    with qtbot.waitSignal(window.completed):
        window.opening.open(article)
        window.show()
    assert seen[0] == set()
    assert window.panels["framework"].isVisible()
    assert window.panels["articles"].isVisible()


class Turns(QObject):
    """Counts how often a pane that has an article is painted."""

    def __init__(self, pane):
        super().__init__(pane)
        self.pane, self.count = pane, 0
        pane.viewport().installEventFilter(self)

    def eventFilter(self, _watched, event):
        self.count += event.type() is QEvent.Type.Paint and self.pane.column.article is not None
        return False


def test_the_first_screen_is_painted_at_once_and_later_ones_in_turns(qtbot, window, article, monkeypatch):
    for budget in ("BUDGET", "AT_FIRST", "THEN", "PATIENCE"):
        monkeypatch.setattr(f"reader.ui.pane.scroll.column_view.{budget}", 0.0)
    monkeypatch.setattr("reader.ui.pane.scroll.column_view.AT_START", 60.0)
    other = article.with_name("b.md")
    for path in (article, other):
        path.write_text("# 题目\n\n" + "## 一节\n\n一段文字。\n\n" * 6, encoding="utf-8")
    taken = []
    turns = Turns(window.pane)
    for path in (article, other):
        turns.count = 0
        with qtbot.waitSignal(window.pane.painted):
            window.opening.open(path)
            window.show()
        taken.append(turns.count)
    assert taken[0] == 1 < taken[1]


def _places_of_the_pane(qtbot, window, article):
    """Open the window; return where its pane stood at each paint until everything was there."""
    places = []

    def note():
        window.layout().activate()
        view = window.pane.viewport()
        places.append((view.mapTo(window, view.rect().topLeft()).toTuple(), view.size().toTuple()))

    window.pane.painted.connect(note)
    with qtbot.waitSignal(window.completed):
        window.opening.open(article)
        window.show()
    note()
    return set(places)


def test_the_text_does_not_move_when_the_panels_come(qtbot, dressed, window, article):
    assert len(_places_of_the_pane(qtbot, window, article)) == 1


def test_the_text_stands_at_once_where_the_panels_of_last_time_leave_it(
    qtbot, dressed, immediate, window, article
):
    window.resize(1000, 600)
    first = _places_of_the_pane(qtbot, window, article)
    window.show_panel("search")
    window.panels["articles"].hide()
    window.panels["framework"].hide()
    window.close()
    again = window_on(Tasks(immediate))
    qtbot.addWidget(again)
    again.resize(1000, 600)
    second = _places_of_the_pane(qtbot, again, article)
    assert len(second) == 1
    assert second != first
    assert again.panels["search"].isVisible()
    assert not again.panels["framework"].isVisible()
    again.close()


def test_a_page_without_an_article_is_completed_too(qtbot, window, tmp_path):
    (tmp_path / "empty").mkdir()
    window.opening.open(tmp_path / "empty")
    window.show()
    qtbot.waitUntil(lambda: "search" in window.panels)


def test_the_search_key_works_at_once(qtbot, window, article):
    window.opening.open(article)
    window.show()
    window.session.actions["edit.search"].trigger()
    assert window.panels["search"].isVisible()


def test_closing_at_once_is_no_trouble(qtbot, immediate, article):
    window = window_on(Tasks(immediate))
    qtbot.addWidget(window)
    window.opening.open(article)
    window.show()
    assert window.close()
