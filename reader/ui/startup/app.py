"""The application: makes each thing once and hands it on.

What is not needed for the first painted article is imported or made after it
(`reader.ui.startup.deferred_setup`): search, annotations, panels.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from reader import i18n, paths
from reader.catalogue.library import Library, absolute
from reader.desktop.running_window import is_link
from reader.errors import words_of
from reader.i18n import gettext as _
from reader.settings import Settings
from reader.ui.base.error_report import ErrorReports, Fault
from reader.ui.base.tasks import Tasks
from reader.ui.base.theming import Theming, program_icon
from reader.ui.session.first_article import is_first_start, lost_library
from reader.ui.session.open_article import OpenArticle
from reader.ui.session.open_library import OpenLibraries
from reader.ui.session.session import Session
from reader.ui.session.tree_building import TreeBuilder
from reader.ui.session.window_memory import WindowMemory
from reader.ui.startup.deferred_setup import DeferredSetup
from reader.ui.startup.termination import Ending
from reader.ui.window.action_table import add_first_actions
from reader.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from reader.ui.window.several.open_windows import OpenWindows

# Seconds for which a thread may keep Python. Painting a list asks for it again and again, and waits so long
# each time another thread is at work: 44 ms at Python's own 5 ms, 10 at 0.5, 5.7 at 0.1 and below (p95).
SWITCH = 0.0001

SPOKEN, OURS = "spoken", "ours"  # properties of the application: Qt's words in the person's language

TITLE_BAR = 36  # pixels, as high as any desktop makes it: to ask QStyle would cost 4 ms of the start

# For Chinese in menus and panels; the system's own font comes first and keeps the Latin letters.
CHINESE_FAMILIES = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
TAIWAN_FAMILIES = ("PingFang TC", "Microsoft JhengHei UI", "Noto Sans CJK TC", "Source Han Sans TC")


def open_window(word: str = "", *, quit_after_first_paint: bool = False) -> int:
    """Open the window on what `word` names; return at its end.

    That is an article or a library by its path, what a link of ours leads to, or ("") what was open last.
    """
    app = application()
    reports = ErrorReports(app)
    reports.watch()
    try:
        return _run(app, reports, word, quit_after_first_paint=quit_after_first_paint)
    finally:
        reports.unwatch()


def _run(
    app: QApplication,
    reports: ErrorReports,
    word: str,
    *,
    quit_after_first_paint: bool,
) -> int:
    target = Path(word) if word and not is_link(word) else None
    libraries = OpenLibraries(Tasks(), app, looking=Tasks())
    window = window_in_any_case(reports, libraries, target)
    shown = Shown(window)
    reports.fault_found.connect(lambda fault: show_fault(shown.active, fault))
    Ending(app, shown.keep, shown.quit)
    window.quit_requested.connect(window.close)  # until there may be several
    app.aboutToQuit.connect(libraries.shut_down)
    fit_to_screen(window)
    several = partial(_allow_several, shown, libraries)
    if target is None and not quit_after_first_paint and is_first_start(window.session.settings):
        several()  # the language is asked for
        welcome_first(window, partial(open_in_any_case, window, reports))
    else:
        if not quit_after_first_paint:
            window.completed.connect(several)
        open_in_any_case(window, reports, target)
    window.show()
    window.completed.connect(partial(_collect_garbage, app))
    # Not before: while threads read and import for the start, each change of threads is a loss.
    window.completed.connect(partial(sys.setswitchinterval, SWITCH))
    if quit_after_first_paint:
        window.first_painted.connect(partial(_quit_once_open, window))
    else:
        window.completed.connect(partial(_back_up, shown))
        window.completed.connect(partial(_listen_to_others, app, shown, word if is_link(word) else ""))
    return app.exec()


@dataclass(slots=True, eq=False)
class Shown:
    """The windows on show: one, and once it is complete as many as the person likes."""

    first: MainWindow
    several: OpenWindows | None = None

    @property
    def active(self) -> MainWindow:
        """The window in which the person is, or was last."""
        return self.several.active if self.several is not None else self.first

    def keep(self) -> bool:
        """Put everything on the disk; return whether all notes are there."""
        return self.several.keep() if self.several is not None else self.first.keep()

    def quit(self) -> None:
        """Close all windows."""
        self.active.quit()

    def window_for(self, target: str) -> MainWindow:
        """Return the window in which what is handed over is to open."""
        return self.several.window_for(target) if self.several is not None else self.first

    def open_path(self, path: Path | None) -> MainWindow:
        """Open a window of its own on an article or a library, by default on the library that is open."""
        return self.several.open_path(path) if self.several is not None else self.first


def memory_of_first(memory: WindowMemory, settings: Settings, target: Path | None) -> WindowMemory:
    """Return what the first window is to remember of itself: of those open last, the one on its library."""
    kept = memory.windows()
    wanted = absolute(target) if target is not None else Path(settings.get("last_library") or "/")
    for one in kept:
        library = one.window_library
        if library is not None and wanted.is_relative_to(library):
            one.come_to_front()
            return one
    return kept[0] if kept else memory.add_window()


def window_in_any_case(reports: ErrorReports, libraries: OpenLibraries, target: Path | None) -> MainWindow:
    """Return the window; where settings or what is remembered keep it from being made, one without them."""
    try:
        settings = Settings()
        memory = memory_of_first(WindowMemory(), settings, target)
        return make_window(settings.for_window(), remembered=memory, libraries=libraries)
    except Exception as error:
        reports.report(error)
        nowhere = Path(tempfile.mkdtemp(prefix="gangmu-"))
        return make_window(
            Settings(nowhere / "settings.json"),
            remembered=WindowMemory(nowhere / "memory.json").add_window(),
            libraries=libraries,
        )


def _quit_once_open(window: MainWindow) -> None:
    """Close `window` now that something is painted; if that was a sketch, once the article is open."""
    if window.session.article is None:
        # Queued: whoever opens it has yet to note that it was.
        window.session.article_opened.connect(window.close, Qt.ConnectionType.QueuedConnection)
    else:
        window.close()


def _allow_several(shown: Shown, libraries: OpenLibraries) -> None:
    """Let there be more windows than the first, and bring those back that were open last."""
    from reader.ui.startup.several_windows import allow_several

    def make(settings: Settings, memory: WindowMemory) -> MainWindow:
        return make_window(settings, remembered=memory, libraries=libraries)

    shown.first.quit_requested.disconnect(shown.first.close)
    shown.several = allow_several(shown.first, make)
    if shown.first.is_complete:
        shown.several.restore()


def open_in_any_case(window: MainWindow, reports: ErrorReports, target: Path | None) -> None:
    """Open `target`, or what was open last; where that fails as nobody expects, the starter library.

    What is wrong with the last library or the settings is said once the first page is there.
    """
    session = window.session
    lost = lost_library(session.settings) if target is None else ""
    if said := " ".join(filter(None, (lost, session.settings.problem))):
        window.first_painted.connect(partial(session.status_changed.emit, said))
    try:
        window.opening.open(target)
    except Exception as error:
        reports.report(error)
        window.opening.open(paths.starter_library())


def _listen_to_others(app: QApplication, shown: Shown, link: str) -> None:
    """Take what other starts of the program hand over, and follow the link of this one."""
    from reader.ui.startup.handed_over import hand_to
    from reader.ui.startup.window_server import WindowServer

    server = WindowServer(shown.window_for, shown.open_path, app)
    server.listen()
    app.applicationStateChanged.connect(server.listen)  # once the window that listens now is gone
    app.aboutToQuit.connect(server.close)
    if link:
        hand_to(shown.active, link)


def _back_up(shown: Shown) -> None:
    """Write the automatic backup of the library, on a thread, where one is due."""
    session = shown.active.session
    library, settings, own = session.library, session.settings, session.settings.own()
    if library is None or not settings.get("backup_every"):
        return

    def work(library: Library = library) -> object:
        from datetime import date

        from reader import backup
        from reader.dictionaries.dictionary_place import folder_of

        every, folder = settings.get("backup_every"), backup.folder_of(settings)
        return backup.back_up_if_due(folder, every, library, own, folder_of(settings), date.today())

    def tell(error: BaseException) -> None:
        session.tell(_("The automatic backup failed: {reason}").format(reason=words_of(error)))

    session.tasks.run(work, lambda _path: None, tell)


def _collect_garbage(app: QApplication) -> None:
    from reader.ui.base.garbage_collection import GarbageCollection  # not before: it waits until then

    GarbageCollection(app)


def welcome_first(window: MainWindow, open_library: Callable[[Path | None], None]) -> None:
    """Ask the questions of the first start before anything is opened."""
    from reader.ui.window.welcome.first_run_page import welcome

    welcome(window, open_library)


def show_fault(window: MainWindow, fault: Fault) -> None:
    """Show `fault` in the one window of `window` for that."""
    from reader.ui.dialogs.fault_dialog import FaultDialog

    (window.findChild(FaultDialog) or FaultDialog(window)).show_fault(fault)


def fit_to_screen(window: QWidget) -> None:
    """Make `window` no larger than its screen has room for, its title bar included."""
    if window.isMaximized() or window.isFullScreen():
        return
    room = window.screen().availableSize()
    window.resize(window.size().boundedTo(room - QSize(0, TITLE_BAR)))


def application(arguments: list[str] | None = None) -> QApplication:
    """Return the application, made if there is none yet."""
    present = QApplication.instance()
    if isinstance(present, QApplication):
        return present
    # By an argument: setStyle() returns the style, and PySide would load all that it knows of styles (4 ms).
    app = QApplication([*(arguments or sys.argv[:1]), "-style", "Fusion"])
    app.setApplicationName("gangmu")
    app.setApplicationDisplayName("Gangmu")
    app.setDesktopFileName("gangmu")
    return app


def speak(language: str) -> None:
    """Let Qt's own dialogs speak `language`, one of `i18n.LANGUAGES`: English where Qt has no such words.

    All that is written in menus and panels gets a Chinese font besides the system's own, with the shapes of
    characters that are usual where the language is spoken.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    font = app.font()
    own = TAIWAN_FAMILIES if language == "zh_TW" else ()
    if (families := [font.families()[0], *own, *CHINESE_FAMILIES]) != font.families():
        font.setFamilies(families)
        app.setFont(font)
    # Dates are written as the system writes them, if it speaks the language of the window.
    spoken, shown = QLocale.system(), QLocale(language)
    is_same = spoken.language() == shown.language() and i18n.resolved(spoken.name()) == language
    QLocale.setDefault(spoken if is_same else shown)
    qt_words = "" if language == i18n.ENGLISH else f"qtbase_{language}"  # English is in Qt itself
    _load_words(app, SPOKEN, qt_words, _folder_of_qt_words() if qt_words else "")
    _load_words(app, OURS, language, str(paths.resource("qt_words")))  # arrows for keys, and what Qt lacks


def _folder_of_qt_words() -> str:
    from PySide6.QtCore import QLibraryInfo

    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)


def _load_words(app: QApplication, kept: str, name: str, folder: str) -> None:
    """Let Qt find its words in the file `name` of `folder`; the property `kept` holds them until the next."""
    before = app.property(kept)  # findChildren() would load all that PySide knows of styles (9 ms)
    if isinstance(before, QTranslator):
        app.removeTranslator(before)
        app.setProperty(kept, None)
        before.deleteLater()
    words = QTranslator(app)
    if name and words.load(name, folder):
        app.installTranslator(words)
        app.setProperty(kept, words)


def make_window(
    settings: Settings | None = None,
    tasks: Tasks | None = None,
    remembered: WindowMemory | None = None,
    libraries: OpenLibraries | None = None,
) -> MainWindow:
    """Return a window on a new session. There must be an application. `tasks` stands in for all threads.

    `libraries` is what it shares with other windows.
    """
    settings = settings or Settings()
    speak(i18n.use_language(str(settings.get("language"))))
    theming = Theming(settings)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theming.dress(app)
    work, reading, wholes, cataloguing, sieving, checking = (tasks or Tasks() for _ in range(6))
    session = Session(
        work,
        settings,
        theming,
        opened=OpenArticle(TreeBuilder(settings)),
        reading=reading,
        wholes=wholes,
        cataloguing=cataloguing,
        sieving=sieving,
        checking=checking,
        remembered=remembered,
        libraries=libraries,
    )
    window = MainWindow(session)
    window.completed.connect(lambda: window.setWindowIcon(program_icon()))  # after the text: it is drawn
    add_first_actions(window)
    DeferredSetup(window, searching=tasks)
    return window
