"""The window's own menu and dialogs: themes, settings, what this program is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from reader.i18n import gettext as _
from reader.settings import Settings
from reader.theme import themes

if TYPE_CHECKING:
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.session.reading_service import ReadingService
    from reader.ui.window.main_window import MainWindow

GAP = 8  # pixels between what opens and the edge of the window


def theme_menu(window: QWidget, settings: Settings) -> QMenu:
    """Return a menu of the themes there are, filled when it opens."""

    def choices() -> Iterator[tuple[str, bool, Callable[[], object]]]:
        for key, words in [
            ("auto", _("Follow the system")),
            *((theme.key, _(theme.name)) for theme in themes()),
        ]:
            yield words, settings.get("theme") == key, partial(settings.set, "theme", key)

    return _menu_of(window, choices)


def profile_menu(window: MainWindow) -> QMenu:
    """Return a menu of the reading profiles there are, filled when it opens."""
    settings = window.session.settings

    def choices() -> Iterator[tuple[str, bool, Callable[[], object]]]:
        from reader.reading_profiles import profile_in_use, profiles

        now = profile_in_use(settings)
        for name in profiles(settings):
            yield name.replace("&", "&&"), name == now, partial(use_profile, window, name)
        yield _("Keep what is set now…"), False, partial(show_settings, window, "reading")

    return _menu_of(window, choices)


def script_menu(window: MainWindow) -> QMenu:
    """Return a menu of the kinds of characters that the text can be shown in."""

    def choices() -> Iterator[tuple[str, bool, Callable[[], object]]]:
        from reader.ui.window.chinese.chinese_aids import script_choices

        return script_choices(window.session)

    return _menu_of(window, choices)


def use_next_script(window: MainWindow) -> None:
    """Show the text in the next kind of characters."""
    from reader.ui.window.chinese import chinese_aids

    chinese_aids.use_next_script(window.session)


def set_pinyin_over_selection(window: MainWindow) -> None:
    """Have pinyin over the words that are selected, or no more."""
    from reader.ui.window.chinese import chinese_aids

    chinese_aids.set_pinyin_over_selection(window.session)


def use_profile(window: MainWindow, name: str) -> None:
    """Set all by a reading profile, the open article too if it had a size of its own."""
    from reader import reading_profiles

    reading_profiles.use_profile(window.session.settings, name)
    window.binding.reset_size()
    window.session.tell(_("Reading profile: {name}").format(name=name))


def use_next_profile(window: MainWindow) -> None:
    """Go to the next reading profile; say how to make one where there is none."""
    from reader.reading_profiles import next_profile

    if name := next_profile(window.session.settings):
        use_profile(window, name)
    else:
        window.session.tell(
            _("There is no reading profile yet: keep one in the settings, on the page Reading.")
        )


def library_menu(window: MainWindow) -> QMenu:
    """Return a menu of the person's libraries, filled when it opens."""
    menu = QMenu(window)
    menu.setToolTipsVisible(True)

    def fill() -> None:
        from reader.ui.window.library_menu import fill_menu

        fill_menu(menu, window)

    menu.aboutToShow.connect(fill)
    return menu


def _menu_of(
    window: QWidget, choices: Callable[[], Iterable[tuple[str, bool, Callable[[], object]]]]
) -> QMenu:
    """Return a menu whose `choices` (words, whether it is in use, what it calls) are asked as it opens."""
    menu = QMenu(window)

    def fill() -> None:
        from PySide6.QtGui import QActionGroup

        from reader.ui.base.mnemonics import with_mnemonics

        menu.clear()
        group = QActionGroup(menu)
        found = list(choices())
        texts = with_mnemonics([words for words, _is_on, _call in found])
        for (_words, is_on, call), words in zip(found, texts, strict=True):
            action = menu.addAction(words, call)
            action.setCheckable(True)
            action.setChecked(is_on)
            group.addAction(action)

    menu.aboutToShow.connect(fill)
    return menu


def open_palette(window: MainWindow, typed: str) -> None:
    """Open the palette of `window`, made when it is first asked for, with `typed` in its line."""
    from reader.ui.window.quick_open import QuickOpen

    (window.findChild(QuickOpen) or QuickOpen(window)).open(typed)


def show_type(window: MainWindow) -> None:
    """Open what sets the type, below its button, or in the corner of the text while there is no bar."""
    from reader.ui.dialogs.type_popover import TypePopover

    below = window.bar if window.bar.isVisible() else window.pane
    y = below.height() if below is window.bar else 0
    corner = below.mapToGlobal(QPoint(below.width() - GAP, y + GAP // 2))
    popover = TypePopover(window.session.settings, window.binding.size, window.binding.set_size, window)
    popover.open_at(corner, window.screen().availableGeometry())


def show_shortcuts(window: MainWindow) -> None:
    """Open the sheet of all keys."""
    from reader.ui.dialogs.shortcuts import Shortcuts

    dialog = Shortcuts(window.session.actions, window.session.settings, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def show_settings(window: MainWindow, page: str = "") -> None:
    """Open the settings, on `page` of `reader.settings.PAGES`; by default where something is wrong."""
    from reader.ui.settings.settings_dialog import SettingsDialog

    window.complete()  # pages offer what comes after the first painted article
    dialog = window.findChild(SettingsDialog)
    if dialog is None:
        dialog = SettingsDialog(window.session, window)
        window.closed.connect(dialog.close)
        dialog.resize(dialog.size().boundedTo(window.screen().availableSize() * 0.92))
    if page := page or ("theme" if window.session.theming.problem else ""):
        dialog.show_page(page)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


def show_statistics(window: MainWindow, annotations: AnnotationService, reading: ReadingService) -> None:
    """Open the reading statistics."""
    from reader.ui.statistics.statistics_window import StatisticsWindow

    shown = window.findChild(StatisticsWindow)
    if shown is None:
        shown = StatisticsWindow(window.session, reading, lambda: annotations.store, window)
        window.closed.connect(shown.close)
        shown.resize(shown.size().boundedTo(window.screen().availableSize() * 0.92))
    shown.show()
    shown.raise_()
    shown.activateWindow()


def show_about(window: MainWindow) -> None:
    """Say which version this is, whose work it holds, where things are, and whether all is well."""
    from reader.ui.dialogs.about.about_dialog import AboutDialog

    dialog = AboutDialog(window.session, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
