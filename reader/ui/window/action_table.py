"""Everything a person can do, one row each: what it is called, its key, its icon, what it calls.

The menus, the tips and the buttons are made from these rows. To add an action,
add a row: the part of its name before the point is its menu. Rows are written
when they are asked for, so that their words are in the language in use. What
needs the search or the annotations is added by `add_later_actions`: these are not there
before the first article is painted. Panels add rows of their own, see
`MainWindow.add_panel`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from reader import paths
from reader.i18n import gettext as _
from reader.ui.base.actions import ActionRow as Row
from reader.ui.pane.view import ReadingPane as Pane
from reader.ui.session.session import Session
from reader.ui.window import window_dialogs
from reader.ui.window.main_window import MainWindow
from reader.ui.window.tabs.tab_acts import TabActs

if TYPE_CHECKING:
    from reader.catalogue.article_list import ListedArticle
    from reader.ui.aloud.reading_aloud import ReadingAloud
    from reader.ui.annotating.framework_editing import FrameworkEditing
    from reader.ui.annotating.pane_annotations import PaneAnnotations
    from reader.ui.annotating.service.annotation_service import AnnotationService
    from reader.ui.dictionary.word_lookup import WordLookup
    from reader.ui.search.search_service import SearchService
    from reader.ui.session.lists.article_acts import ArticleActs
    from reader.ui.session.reading_service import ReadingService

Key = QKeySequence.StandardKey
TREE, CHINESE, ALOUD = "view.tree", "view.chinese", "view.reading_aloud"  # rows that others stand under
LEVELS = 4  # to which the tree can be opened by a key


def add_first_actions(window: MainWindow) -> None:
    """Add the actions that are there from the start, and the window's buttons."""
    session, actions = window.session, window.session.actions
    actions.add(*first_rows(window))
    for changed in (session.history_changed, session.article_opened, session.article_closed):
        changed.connect(actions.refresh)
    session.tabs_changed.connect(partial(_name_tabs, window))
    session.tabs_changed.connect(actions.refresh)
    session.pane_removed.connect(actions.refresh)
    session.article_failed.connect(actions.refresh)
    _name_tabs(window)
    window.add_buttons()


def add_later_actions(
    window: MainWindow,
    search: SearchService,
    annotations: AnnotationService,
    reading: ReadingService,
) -> None:
    """Add the actions that need the search, the annotations or the reading log."""
    rows = (*search_rows(search), *reading_rows(reading), *export_rows(window, annotations))
    rows = (*rows, *statistics_rows(window, annotations, reading))
    window.session.actions.add(*rows)

    def marker() -> PaneAnnotations:
        assert window.marker is not None  # each pane has one, once there are annotations
        return window.marker

    add_annotation_actions(window.session, annotations, marker)


def add_article_actions(window: MainWindow, acts: ArticleActs) -> None:
    """Add what can be done with the articles that are chosen in the list, or else with the open one."""
    window.session.actions.add(*article_rows(window, acts))


def add_annotation_actions(
    session: Session, annotations: AnnotationService, marker: Callable[[], PaneAnnotations]
) -> None:
    """Add the actions of the annotations. Those of the colours are called what the person calls them.

    `marker` returns what marks the text in the active pane.
    """
    from reader.ui.parts.highlight_colours import meaning_of, swatch

    actions = session.actions
    actions.add(*annotation_rows(session, annotations, marker))
    annotations.can_undo_changed.connect(actions["edit.undo"].setEnabled)
    annotations.can_redo_changed.connect(actions["edit.redo"].setEnabled)

    def dress(*_changed: object) -> None:
        for name in _colours():
            action = actions[f"annotate.{name}"]
            action.setText(meaning_of(name, session.settings).replace("&", "&&"))
            action.setIcon(
                swatch(name, session.theming.theme, QGuiApplication.primaryScreen().devicePixelRatio())
            )
            action.setIconVisibleInMenu(True)

    session.settings.on_change(lambda setting: dress() if setting == "colour_meanings" else None)
    session.theming.theme_changed.connect(dress)
    dress()

    def name_node() -> None:
        actions["annotate.node"].setText(marker().name_of_node_note())

    for moved in (session.node_changed, session.selection_changed, session.article_opened):
        moved.connect(name_node)
    name_node()


def first_rows(window: MainWindow) -> Iterator[Row]:
    """Yield what can be done from the start."""
    yield from file_rows(window)
    yield from edit_rows(window)
    yield from view_rows(window)
    yield from window_rows(window)
    yield from tree_rows(window.session)
    yield from go_rows(window.session)
    yield from tab_rows(window.session, window.tab_acts)
    yield from help_rows(window)


# fmt: off
def file_rows(window: MainWindow) -> Iterator[Row]:
    """Yield what opens."""
    opening = window.opening
    yield Row("file.open", _("&Open article…"), opening.ask_for_file, Key.Open, icon="open",
              tip=_("Open an article from anywhere"))
    yield Row("file.open_folder", _("Open &folder as library…"), opening.ask_for_folder, "Ctrl+Shift+O",
              icon="folder", tip=_("Read the articles of a folder, with search and notes"))
    yield Row("file.quick_open", _("&Go to article, point, note or tag…"),
              partial(window_dialogs.open_palette, window, ""), "Ctrl+P",
              tip=_("Find what to open by a few of its letters, pinyin or initials"))
    yield Row("file.recent", _("Open &recent"), menu=opening.recent_menu())
    yield Row("file.libraries", _("Li&braries"), menu=window_dialogs.library_menu(window))
    yield Row("file.switch_library", _("S&witch library…"),
              partial(window_dialogs.open_palette, window, "/"), "Ctrl+Alt+O",
              tip=_("Go to another of your libraries; Enter goes back to the one before"))
    yield Row("file.import", _("&Import…"), opening.ask_to_import, group=1,
              tip=_("Make saved web pages, books and documents into articles of this library"))
    yield Row("file.paste", _("Pa&ste as an article…"), opening.paste, "Ctrl+Shift+V", group=1,
              tip=_("Make the files, the piece of a web page or the text on the clipboard into an article"))
    yield Row("file.new_window", _("&New window"), partial(_open_window, window), "Ctrl+Shift+N", 8,
              tip=_("Open another window on this library, at this place"))
    yield Row("file.close_window", _("&Close window"), window.close, "Ctrl+Alt+W", 8,
              tip=_("Close this window; others stay open"))
    yield Row("file.quit", _("&Quit"), window.quit, "Ctrl+Q", 9,
              tip=_("Close all windows and quit; they come back at the next start"))


def windows_rows(menu: QMenu, go_on: Callable[[], object], has_several: Callable[[], bool]) -> Iterator[Row]:
    """Yield what leads from one window to another. `menu` lists them."""
    yield Row("file.windows", _("Op&en windows"), menu=menu, group=8, enabled=has_several)
    yield Row("file.next_window", _("Nex&t window"), go_on, "Ctrl+F6", 8, enabled=has_several,
              tip=_("Go to the next of your windows"))


def edit_rows(window: MainWindow) -> Iterator[Row]:
    """Yield what copies and finds."""
    in_pane = partial(_by, lambda: window.pane)
    yield Row("edit.copy", _("&Copy"), in_pane(Pane.copy), Key.Copy, 1,
              tip=_("Copy the selected text"))
    yield Row("edit.copy_markdown", _("Copy as &Markdown"), in_pane(Pane.copy_as_markdown),
              "Ctrl+Alt+C", 1, tip=_("Copy the selected text as it is written in the file"))
    yield Row("edit.copy_article_link", _("Copy a link to the &article"), partial(_copy_link, window.session),
              group=1, enabled=lambda: window.session.article is not None,
              tip=_("Copy a gangmu:// address that opens this article from any other program"))
    yield Row("edit.copy_point_link", _("Copy a link to this &point"),
              partial(_copy_link, window.session, to_point=True), "Ctrl+Alt+L", 1,
              enabled=lambda: window.session.article is not None,
              tip=_("Copy a gangmu:// address that leads to the point of the framework that is being read"))
    yield Row("edit.select_all", _("Select &all"), in_pane(Pane.select_all), Key.SelectAll, 1,
              tip=_("Select the whole article"))
    yield Row("edit.find", _("&Find in the article…"), in_pane(Pane.open_find), Key.Find, 4,
              icon="search", tip=_("Find words in this article"))
    yield Row("edit.find_next", _("Find &next"), in_pane(Pane.find_next), Key.FindNext, 4,
              tip=_("Go to the next place found"))
    yield Row("edit.find_previous", _("Find &previous"), in_pane(Pane.find_previous),
              Key.FindPrevious, 4, tip=_("Go to the previous place found"))
    yield Row("edit.search", _("Search the library"), partial(window.show_panel, "search"),
              ("Ctrl+K", "Ctrl+Shift+F"), 5, icon="search",
              tip=_("Find words in all articles, by their framework"))


def view_rows(window: MainWindow) -> Iterator[Row]:
    """Yield what changes how the text looks."""
    in_pane, settings = partial(_by, lambda: window.pane), window.session.settings
    yield Row("view.larger", _("&Larger text"), in_pane(Pane.zoom, 1), ("Ctrl++", "Ctrl+="),
              tip=_("Make the text larger"))
    yield Row("view.smaller", _("&Smaller text"), in_pane(Pane.zoom, -1), Key.ZoomOut,
              tip=_("Make the text smaller"))
    yield Row("view.size", _("&Usual size"), lambda: window.binding.reset_size(), "Ctrl+0",
              tip=_("Show this article at the usual size"))
    yield Row("view.drawing", _("&Drawn framework in the text"), partial(settings.set, "show_drawing"),
              "Ctrl+Shift+D", 3, checked=bool(settings.get("show_drawing")), follows=window.drawing_changed,
              tip=_("Show the framework in the text too, as it was drawn"))
    yield Row("view.pinyin", _("Pin&yin over the text"), partial(settings.set, "pinyin"), "Ctrl+Shift+Y", 3,
              under=CHINESE, checked=bool(settings.get("pinyin")), follows=window.pinyin_changed,
              tip=_("Show how all the Chinese is read"))
    yield Row("view.outline_leads", _("&Bold leads in the outline"), partial(settings.set, "outline_leads"),
              "Alt+Shift+B", 3, checked=bool(settings.get("outline_leads")), follows=window.leads_changed,
              tip=_("Show bold leads below the headings of an article without a framework"))
    yield Row("view.focus", _("F&ocus on the passage"), window.split.focus, "Shift+F9", 3, checked=False,
              tip=_("Dim all but the passage that is being read"))
    yield Row("view.ruler", _("Reading &ruler"), window.split.show_ruler, "Ctrl+Alt+R", 3, checked=False,
              tip=_("Lay a ruler under the line at the pointer"))
    yield Row("view.auto_scroll", _("Scroll auto&matically"),
              lambda on: window.pane.motion.auto_scroll(on), "Ctrl+Shift+A", 3, checked=False,
              follows=window.auto_scroll_changed,
              tip=_("Let the text move slowly by itself; up and down change the speed, Esc stops"))


def window_rows(window: MainWindow) -> Iterator[Row]:
    """Yield what changes the window."""
    yield Row("view.theme", _("&Theme"), menu=window_dialogs.theme_menu(window, window.session.settings),
              group=4)
    # The three that follow gather rows of the table: all in one, the menu is higher than many screens.
    yield Row(TREE, _("Tree of the frame&work"), menu=QMenu(window), group=2)
    yield Row(CHINESE, _("C&hinese"), menu=QMenu(window), group=3)
    yield Row(ALOUD, _("Reading alo&ud"), menu=QMenu(window), group=6)
    yield Row("view.script", _("Cha&racters"), menu=window_dialogs.script_menu(window), group=3,
              under=CHINESE)
    yield Row("view.next_script", _("Next &kind of characters"),
              partial(window_dialogs.use_next_script, window), "Alt+Shift+Y", 3, under=CHINESE,
              tip=_("Show the text as written, in Simplified, or in Traditional characters"))
    yield Row("view.pinyin_words", _("Pinyin over the selected &words"),
              partial(window_dialogs.set_pinyin_over_selection, window), "Alt+Y", 3, under=CHINESE,
              tip=_("Show how the selected words are read, wherever they stand; once more, and no longer"))
    yield Row("view.profiles", _("Reading prof&iles"), menu=window_dialogs.profile_menu(window), group=4)
    yield Row("view.next_profile", _("Ne&xt reading profile"),
              partial(window_dialogs.use_next_profile, window), "Shift+F8", 4,
              tip=_("Size, column, lines, fonts and theme as you keep them under a name"))
    yield Row("view.calm", _("Only the te&xt"), window.show_only_text, "F9", 4, checked=False,
              follows=window.calm.hidden, tip=_("Hide everything but the text; Esc brings it back"))
    yield Row("view.full_screen", _("&Full screen"), window.fill_screen, "F11", 4, checked=False,
              follows=window.calm.filled, tip=_("Fill the screen with the text alone; Esc brings all back"))
    yield Row("view.commands", _("Co&mmands…"), partial(window_dialogs.open_palette, window, ">"),
              "Ctrl+Shift+P", 5, tip=_("Find a command by a few of its letters, pinyin or initials"))
    yield Row("view.type", _("T&ype at hand"), partial(window_dialogs.show_type, window), "F8", 5,
              icon="text-size", tip=_("Size, column, lines, typeface and theme, beside the text"))
    yield Row("view.preferences", _("Setti&ngs…"),
              partial(window_dialogs.show_settings, window), "Ctrl+,", 5,
              tip=_("Reading, themes, keys, annotations, library, backup and language"))


def tree_rows(session: Session) -> Iterator[Row]:
    """Yield what opens and closes the tree of the framework."""
    yield Row("view.expand", _("&Expand all"), partial(session.ask_for_tree_level, 0), "Alt+Shift+Right", 2,
              icon="expand", under=TREE, tip=_("Open the whole tree"))
    yield Row("view.collapse", _("&Collapse all"), partial(session.ask_for_tree_level, 1), "Alt+Shift+Left",
              2, icon="collapse", under=TREE, tip=_("Close the whole tree"))
    for level in range(2, LEVELS + 1):
        yield Row(f"view.level_{level}", _("To level {level}").format(level=level),
                  partial(session.ask_for_tree_level, level), f"Alt+Shift+{level}", 2, under=TREE,
                  tip=_("Open the tree down to level {level}").format(level=level))


def go_rows(session: Session) -> Iterator[Row]:
    """Yield what moves about."""
    yield Row("go.back", _("&Back"), session.go_back, "Alt+Left", icon="back",
              enabled=lambda: session.history.can_go_back, tip=_("Back to where you jumped from"))
    yield Row("go.forward", _("&Forward"), session.go_forward, "Alt+Right", icon="forward",
              enabled=lambda: session.history.can_go_forward, tip=_("Forward again"))
    yield Row("go.next_node", _("&Next point"), partial(session.jump_to_next_node, 1), "Alt+Down", 1,
              icon="next", tip=_("Go to the next point of the framework"))
    yield Row("go.previous_node", _("&Previous point"), partial(session.jump_to_next_node, -1), "Alt+Up", 1,
              icon="previous", tip=_("Go to the previous point of the framework"))


def article_rows(window: MainWindow, acts: ArticleActs) -> Iterator[Row]:
    """Yield what a person arranges articles by."""
    from reader.ui.panels.articles_panel import ArticlesPanel

    panel = window.panels["articles"]
    assert isinstance(panel, ArticlesPanel)

    def at_hand() -> list[ListedArticle]:
        article, library = window.session.article, window.session.library
        if panel.list.hasFocus() or article is None or library is None:
            return panel.chosen()
        return [acts.listed(library.relative_name(article.path), article.title)]

    def on_chosen(act: Callable[[Sequence[ListedArticle]], object]) -> None:
        if articles := at_hand():
            act(articles)

    yield Row("edit.article_tags", _("Ta&gs of the article…"), partial(on_chosen, acts.edit_tags),
              "Alt+Shift+T", 7, icon="tag",
              tip=_("Give your own tags to the article, or to those chosen in the list"))
    yield Row("edit.favourite", _("Fa&vourite"), partial(on_chosen, acts.toggle_favourite), "Alt+Shift+F", 7,
              icon="star", tip=_("Let the article be a favourite, or not any more"))
    yield Row("edit.queue", _("On the reading &list"), partial(on_chosen, acts.toggle_queued), "Alt+Shift+L",
              7, icon="queue", tip=_("Put the article on the reading list, or take it off"))
    yield Row("file.edit", _("Open in the edi&tor"), partial(on_chosen, acts.open_in_editor), "Ctrl+Alt+E", 2,
              tip=_("Open the article in your editor; what is saved there is shown here at once"))
    yield Row("view.articles_tree", _("&Shelves, folders and tags"), panel.show_tree, "Alt+Shift+1", 2,
              checked=bool(window.session.settings.get("articles_tree")), follows=panel.tree_button.toggled,
              tip=_("Show shelves, folders and tags above the list of articles"))


def tab_rows(session: Session, acts: TabActs) -> Iterator[Row]:
    """Yield what opens, closes and moves tabs, and what stands beside."""
    def has_tabs() -> bool:
        return len(session.active.tabs) > 1

    def has_two() -> bool:
        return len(session.panes) > 1

    def is_open() -> bool:
        return session.active.tab.path is not None

    yield Row("tabs.new", _("&New tab of this place"), acts.duplicate_current, "Ctrl+N", enabled=is_open,
              tip=_("Read on in another tab; this one stays here"))
    yield Row("tabs.close", _("&Close tab"), acts.close_current, "Ctrl+W",
              tip=_("Close this tab; with the only one, the window"))
    yield Row("tabs.reopen", _("Open the closed &tab again"), acts.reopen, "Ctrl+Shift+T",
              enabled=lambda: acts.can_reopen, tip=_("Open the tab that was closed last, where it was"))
    yield Row("tabs.beside", _("This place &beside"), acts.split, ("Ctrl+B", "Ctrl+\\"), 1, enabled=is_open,
              tip=_("Show this place a second time beside, to read two places together"))
    yield Row("tabs.move_beside", _("&Move this tab beside"), acts.move_current_beside, "Ctrl+Shift+B", 1,
              enabled=lambda: has_tabs() or has_two(), tip=_("Move this tab to the other pane"))
    yield Row("tabs.move_window", _("Move this tab to a new &window"), acts.move_current_to_window,
              "Ctrl+Alt+N", 1, enabled=lambda: has_tabs() or has_two(),
              tip=_("Let this tab be a window of its own"))
    yield Row("tabs.other_pane", _("To the &other pane"), acts.go_to_other_pane, "F6", 1, enabled=has_two,
              tip=_("Put the keyboard into the pane beside"))
    yield Row("tabs.join", _("One pane a&gain"), acts.join, "Ctrl+Alt+B", 1, enabled=has_two,
              tip=_("Put the tabs of both panes into this one"))
    yield Row("tabs.next", _("Ne&xt tab"), partial(acts.step, 1), ("Ctrl+Tab", "Ctrl+PgDown"), 2,
              enabled=has_tabs)
    yield Row("tabs.previous", _("&Previous tab"), partial(acts.step, -1), ("Ctrl+Shift+Tab", "Ctrl+PgUp"), 2,
              enabled=has_tabs)
    yield Row("tabs.right", _("Move the tab to the &right"), partial(acts.shift, 1), "Ctrl+Shift+PgDown", 2,
              enabled=has_tabs)
    yield Row("tabs.left", _("Move the tab to the &left"), partial(acts.shift, -1), "Ctrl+Shift+PgUp", 2,
              enabled=has_tabs)
    for number in range(1, 10):
        yield Row(f"tabs.{number}", acts.name_of(number), partial(acts.pick, number), f"Ctrl+{number}", 3,
                  enabled=partial(acts.has, number))


def help_rows(window: MainWindow) -> Iterator[Row]:
    """Yield what helps."""
    yield Row("help.keys", _("&Keyboard shortcuts…"), partial(window_dialogs.show_shortcuts, window), "F1",
              tip=_("See all keys, print them, or choose your own"))
    yield Row("help.starter", _("&Starter library"), partial(window.opening.open, paths.starter_library()),
              "Shift+F1", icon="library",
              tip=_("Open the articles that come with Gangmu: a guide, and what is new"))
    yield Row("help.about", _("&About Gangmu"), partial(window_dialogs.show_about, window), "Ctrl+F1", 9,
              tip=_("Version, licences, where things are, and the doctor"))


def search_rows(search: SearchService) -> Iterator[Row]:
    """Yield the actions of the search: from hit to hit, and to passages like the one read."""
    yield Row("go.next_hit", _("Next hit"), partial(search.go_to_hit, 1), "F4", 5, icon="next")
    yield Row("go.previous_hit", _("Previous hit"), partial(search.go_to_hit, -1), "Shift+F4", 5,
              icon="previous")
    yield Row("edit.search_alike", _("More like this passage"), search.ask_like_what_is_read, group=5,
              tip=_("Find passages that share the telling words of the one being read"))


def statistics_rows(
    window: MainWindow, annotations: AnnotationService, reading: ReadingService
) -> Iterator[Row]:
    """Yield the actions on the reading statistics."""
    yield Row("view.statistics", _("Reading &statistics…"),
              partial(window_dialogs.show_statistics, window, annotations, reading), "Ctrl+Alt+S", 5,
              tip=_("Days, minutes, subjects and speed of your reading; turn it off or erase it there"))


def reading_rows(reading: ReadingService) -> Iterator[Row]:
    """Yield the actions on what was read: the next unread point, marking points as read."""
    yield Row("go.next_unread", _("Next &unread point"), reading.go_to_next_unread, "Alt+Shift+Down", 1,
              tip=_("Go to the next point of the framework that you have not read"))
    yield Row("edit.mark_read", _("Mark this point as rea&d"), reading.mark_current, "Alt+R", 6,
              tip=_("Let the point that you are reading count as read"))


def lookup_rows(lookup: Callable[[], WordLookup]) -> Iterator[Row]:
    """Yield what explains words. `lookup` returns what looks up in the active pane."""
    yield Row("edit.look_up", _("&Look up in the dictionaries"), lambda: lookup().look_up(), "Ctrl+Alt+D", 6,
              tip=_("Show what your dictionaries say of the selected word"))


def aloud_rows(aloud: Callable[[], ReadingAloud]) -> Iterator[Row]:
    """Yield what reads aloud. `aloud` returns what does so now, or would in the active pane."""
    yield Row("view.aloud", _("&Read aloud, or pause"), lambda: aloud().toggle(), "F5", 6, under=ALOUD,
              tip=_("Read aloud from here; the same key pauses and goes on"))
    yield Row("view.aloud_next", _("Read the ne&xt sentence aloud"), lambda: aloud().step(1),
              "Ctrl+Alt+Right", 6, under=ALOUD, tip=_("While it is read aloud, go on to the next sentence"))
    yield Row("view.aloud_back", _("Read the sentence &before aloud"), lambda: aloud().step(-1),
              "Ctrl+Alt+Left", 6, under=ALOUD, tip=_("While it is read aloud, go back a sentence"))
    yield Row("view.aloud_end", _("Stop reading alou&d"), lambda: aloud().stop(), "Shift+F5", 6, under=ALOUD,
              tip=_("Stop reading aloud"))


def framework_rows(editing: FrameworkEditing) -> Iterator[Row]:
    """Yield what makes a framework where the author has drawn none; what edits it, its tree's own keys do."""
    yield Row("tools.make_framework", _("&Make a framework"), editing.propose, group=2,
              tip=_("Propose a framework from the headings and the text, to be edited in its tree"))
    yield Row("tools.save_digest", _("Save as a &digest…"), editing.export, group=2,
              tip=_("Write the article with its framework drawn in it, as a file of its own"))


def annotation_rows(
    session: Session, annotations: AnnotationService, marker: Callable[[], PaneAnnotations]
) -> Iterator[Row]:
    """Yield all that can be done with annotations; the bar and the card do the same with a mouse."""
    from reader.ui.annotating.pane_annotations import PaneAnnotations as Marker
    from reader.ui.annotating.unlinked_nodes import link_chosen_here, show_next_unlinked
    from reader.ui.parts.highlight_colours import meaning_of

    mark = partial(_by, marker)
    yield Row("go.unlinked", _("Show un&linked points"), partial(show_next_unlinked, session), "Alt+L", 1,
              tip=_("Step through the points that no passage was found for, and why"))
    yield Row("edit.undo", _("&Undo"), annotations.undo, Key.Undo, icon="undo",
              enabled=lambda: annotations.undo_stack.canUndo())
    yield Row("edit.redo", _("&Redo"), annotations.redo, Key.Redo,
              enabled=lambda: annotations.undo_stack.canRedo())
    yield Row("annotate.highlight", _("&Highlight"), mark(Marker.highlight), "Ctrl+H",
              tip=_("Highlight what is selected"))
    for number, name in enumerate(_colours(), 1):
        yield Row(f"annotate.{name}", meaning_of(name, session.settings).replace("&", "&&"),
                  mark(Marker.highlight, name), f"Ctrl+Alt+{number}", 1, tip=_("Highlight in this colour"))
    yield Row("annotate.underline", _("&Underline"), mark(Marker.underline), "Ctrl+U", 2)
    yield Row("annotate.note", _("Write a &note"), mark(Marker.write_note), "Ctrl+M", 2, icon="note")
    yield Row("annotate.tags", _("Add &tags"), mark(Marker.add_tags), "Ctrl+T", 2, icon="tag")
    yield Row("annotate.node", _("Note on the &point of the framework"), mark(Marker.note_on_node),
              "Ctrl+Shift+M", 2, tip=_("Write a note on the point that you are reading"))
    yield Row("annotate.link_here", _("&Link the chosen point here"),
              partial(link_chosen_here, session, annotations), "Ctrl+L", 2,
              tip=_("Link the point chosen in the tree to what is selected, or to what is read now"))
    yield Row("annotate.bookmark", _("&Bookmark this place"), mark(Marker.bookmark), "Ctrl+D", 2,
              icon="bookmark")
    yield Row("annotate.copy", _("&Copy with a link"), mark(Marker.copy_with_link), "Ctrl+Shift+L", 3,
              icon="copy-link")
    yield Row("annotate.copy_link", _("Copy a lin&k to the annotation"), mark(Marker.copy_link), group=3,
              tip=_("Copy a gangmu:// address that leads to the chosen annotation"))
    yield Row("annotate.copy_feedback", _("Copy all as &feedback"),
              partial(_copy_feedback, session, annotations), "Ctrl+Alt+F", 3,
              tip=_("Copy every annotation of this article, with its lines, for the author"))
    yield Row("annotate.delete", _("&Delete the annotation"), mark(Marker.delete), "Ctrl+Backspace", 3,
              icon="trash")
    yield Row("annotate.next", _("Ne&xt annotation"), mark(Marker.step, 1), "Ctrl+J", 4)
    yield Row("annotate.previous", _("P&revious annotation"), mark(Marker.step, -1), "Ctrl+Shift+J", 4)
    yield Row("annotate.export", _("&Export the article's annotations…"),
              partial(_export, session, annotations, whole_library=False), group=5, icon="export")
    yield Row("annotate.export_library", _("Export the &library's annotations…"),
              partial(_export, session, annotations, whole_library=True), group=5)
    yield Row("annotate.import", _("&Import annotations…"), partial(_import, session, annotations), group=5)
    yield Row("annotate.colours", _("Na&me the colours…"), partial(_name_colours, session), group=6)


def export_rows(window: MainWindow, annotations: AnnotationService) -> Iterator[Row]:
    """Yield what takes the open article out of the program, with its annotations."""
    from reader.ui.window.export_dialogs import ArticleExport

    session = window.session
    export = ArticleExport(session, annotations, window)

    def is_open() -> bool:
        return session.article is not None

    yield Row("file.print", _("&Print…"), export.print, "Ctrl+Alt+P", 5, enabled=is_open,
              tip=_("Print the article"))
    yield Row("file.pdf", _("Save as P&DF…"), export.save_pdf, "Ctrl+Shift+S", 5, enabled=is_open,
              tip=_("Save the article with its framework as PDF"))
    yield Row("file.html", _("Save as &web page…"), export.save_html, "Ctrl+Shift+W", 5, enabled=is_open,
              tip=_("Save the article as one web page that needs nothing else"))
# fmt: on


def _open_window(window: MainWindow) -> None:
    """Open another window at the place that is read here."""
    own = window.session.active
    own.leave()
    window.session.ask_for_window(own.tab.copy())


def _name_tabs(window: MainWindow) -> None:
    """Call the actions that lead to a tab by what is open in it."""
    for number in range(1, 10):
        action = window.session.actions[f"tabs.{number}"]
        action.setText(window.tab_acts.name_of(number).replace("&", "&&"))
        action.setVisible(window.tab_acts.has(number))


def _by(part: Callable[[], object], act: Callable[..., object], *given: object) -> Callable[[], object]:
    """Return what lets the `part` that there is then do `act`."""
    return lambda: act(part(), *given)


def _export(session: Session, annotations: AnnotationService, *, whole_library: bool) -> None:
    from reader.ui.annotating.import_export_dialogs import export_annotations

    export_annotations(session, annotations, whole_library=whole_library)


def _copy_link(session: Session, *, to_point: bool = False) -> None:
    from reader.ui.session.link_copying import copy_link_to_article, copy_link_to_point

    (copy_link_to_point if to_point else copy_link_to_article)(session)


def _copy_feedback(session: Session, annotations: AnnotationService) -> None:
    from reader.ui.annotating.import_export_dialogs import copy_as_feedback

    copy_as_feedback(session, annotations)


def _import(session: Session, annotations: AnnotationService) -> None:
    from reader.ui.annotating.import_export_dialogs import import_annotations

    import_annotations(session, annotations)


def _name_colours(session: Session) -> None:
    from reader.ui.annotating.colour_names_dialog import name_colours

    name_colours(session)


def _colours() -> tuple[str, ...]:
    from reader.annotations.model import COLOURS

    return tuple(COLOURS)
