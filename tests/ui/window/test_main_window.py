"""The window: what it shows when, and what it remembers. Reading is done at once, on this thread."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent, QKeySequence, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton

from reader.articles.exporting.own_styles import styles_folder
from reader.articles.model import Metadata
from reader.articles.reading import parse_article
from reader.ui.base.actions import MENUS, menu_title, plain_text
from reader.ui.base.tasks import Tasks
from reader.ui.printing.article_printing import print_article
from reader.ui.session.window_memory import WindowMemory
from reader.ui.window.bars.spaced_label import SpacedLabel
from reader.ui.window.bars.title_block import TitleBlock
from reader.ui.window.main_window import MainWindow
from tests.ui.trees import indexes

DIGEST = """{title}
原文标题：The Original
链接：[The Original](https://example.org/a?b=c)
文章类别：访谈
文章标签：#甲 #乙

### 文章框架
```
├── 开头
└── 讨论
    ├── 第一点
    └── 第二点
```

### 开头
{body}

### 讨论

#### 第一点
{body}

#### 第二点
{body}
"""


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("一", "二"):
        text = DIGEST.format(title=f"题目{name}", body="一段文字，说了些什么。\n\n" * 30)
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def make_window(new_window):
    """Return a function that makes windows that are complete; they are closed at the end."""

    def make() -> MainWindow:
        window = new_window()
        window.complete()
        return window

    return make


@pytest.fixture
def window(qtbot, make_window, library):
    window = make_window()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(library / "一.md")
        window.show()
    qtbot.waitUntil(lambda: window.pane.column.complete)  # so that a jump is made at once
    return window


class Painted(QObject):
    """Notes at each painting of a widget whether it was visible, be the picture complete or not."""

    def __init__(self, widget):
        super().__init__(widget)
        self.seen = []
        widget.installEventFilter(self)

    def eventFilter(self, widget, event):
        if event.type() is QEvent.Type.Paint:
            self.seen.append(widget.isVisible())
        return False


def read_at(window, label):
    window.session.jump_to_node(next(e for e in window.session.contents.by_id if e.endswith(label)))


def test_a_click_on_a_node_brings_its_passage_to_the_top_and_the_keyboard_to_the_pane(qtbot, window):
    tree = window.panels["framework"].tree
    index = next(index for index in indexes(tree) if index.data() == "第二点")
    window.activateWindow()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=tree.visualRect(index).center())
    assert window.pane.place() == window.session.contents.by_id["讨论/第二点"].span.start
    assert tree._reading.data() == "第二点"
    qtbot.waitUntil(window.pane.hasFocus)


def test_the_breadcrumb_tells_the_way_and_offers_the_neighbours(window):
    read_at(window, "第二点")
    assert window.bar.way.labels() == ["题目一", "讨论", "第二点"]
    part = window.bar.way._parts[2]
    part.menu().aboutToShow.emit()
    assert [action.text() for action in part.menu().actions()] == ["第一点(&A)", "第二点(&B)"]
    part.menu().actions()[0].trigger()
    assert window.bar.way.labels()[-1] == "第一点"


def test_the_breadcrumb_shortens_before_it_overflows(window):
    read_at(window, "第二点")
    window.session.opened.article = replace(window.session.article, metadata=Metadata("很长的题目" * 20))
    window.bar.way._show()
    assert window.bar.way._parts[0].text().endswith("…")
    assert window.bar.way._parts[2].text() == "第二点"
    assert window.bar.way.labels()[0] == "很长的题目" * 20


def test_back_and_forward_by_keys_and_by_the_mouse(qtbot, window):
    start = window.session.here()
    read_at(window, "第二点")
    there = window.session.here()
    assert window.session.actions["go.back"].isEnabled()
    qtbot.mouseClick(window.pane.viewport(), Qt.MouseButton.BackButton)
    qtbot.waitUntil(lambda: window.session.here() == start)
    assert not window.session.actions["go.back"].isEnabled()
    window.session.actions["go.forward"].trigger()
    qtbot.waitUntil(lambda: window.session.here() == there)


def test_the_mouse_s_buttons_work_over_the_tree_too(qtbot, window):
    start = window.session.here()
    read_at(window, "第二点")
    tree = window.panels["framework"].tree
    current = tree.currentIndex()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.BackButton, pos=tree.viewport().rect().center())
    qtbot.waitUntil(lambda: window.session.here() == start)
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.ForwardButton, pos=tree.viewport().rect().center())
    qtbot.waitUntil(lambda: window.session.here() != start)
    assert tree.currentIndex() == current or tree.currentIndex().data() == "第二点"


def test_the_article_is_saved_as_another_kind_of_file(window, tmp_path, person):
    for kind, start in (("pdf", b"%PDF-"), ("html", b"<!DOCTYPE HTML>")):
        out = tmp_path / f"out.{kind}"
        person.answers = [person.types(str(tmp_path / "out"))]
        window.session.actions[f"file.{kind}"].trigger()
        assert out.read_bytes()[:20].upper().startswith(start), kind
        assert str(out) in window.told.text()


def test_printing_is_done_on_another_thread(qtbot, window, tmp_path, monkeypatch):
    """The dialog is answered as a person would who prints into a file; the printer is a real one."""
    out, threads = tmp_path / "printed.pdf", []

    def choose(dialog):
        assert dialog.printer().docName() == window.session.article.title  # printing to a file proposes it
        dialog.printer().setOutputFileName(str(out))
        return True

    def note(*arguments):
        threads.append(threading.current_thread())
        return print_article(*arguments)

    monkeypatch.setattr("PySide6.QtPrintSupport.QPrintDialog.exec", choose)
    monkeypatch.setattr("reader.ui.printing.article_printing.print_article", note)
    tasks = Tasks()
    monkeypatch.setattr(window.session, "cataloguing", tasks)
    try:
        with qtbot.waitSignals([window.session.status_changed] * 2, timeout=20_000):
            window.session.actions["file.print"].trigger()
        assert threads
        assert threads[0] is not threading.main_thread()
        assert out.read_bytes().startswith(b"%PDF-")
    finally:
        tasks.shut_down()


def test_a_place_that_cannot_be_written_is_told(window, tmp_path, person, full_disk):
    for kind in ("html", "pdf"):
        out = tmp_path / f"out.{kind}"
        person.answers = [person.types(str(out))]
        window.session.actions[f"file.{kind}"].trigger()
        assert window.told.text() == f"{out} cannot be written: No space left on device."
        assert not out.exists()


def test_a_style_sheet_that_is_left_out_is_named_when_a_page_is_saved(window, tmp_path, person):
    styles_folder().mkdir(parents=True)
    (styles_folder() / "mine.css").write_text("p { color: red", encoding="utf-8")
    person.answers = [person.types("out")]
    window.session.settings.set("last_folder", str(tmp_path))
    window.session.actions["file.html"].trigger()
    assert "Saved as" in window.told.text()
    assert "“mine.css” is left out" in window.told.text()


def test_the_head_is_a_title_block_and_not_in_the_text(window):
    block = window.pane.findChild(TitleBlock)
    words = [label.text() for label in block.findChildren(QToolButton)]
    assert words == ["访谈", "example.org ↗", "甲", "乙"]
    assert any(label.text() == "题目一" for label in block.findChildren(QLabel))
    assert 1 in window.session.hidden_lines(window.session.article)


def test_the_title_is_spaced_as_the_text_is(window, tmp_path):
    path = tmp_path / "mixed.md"
    path.write_text(
        "Anthropic的A&B与C<D\n- 链接：[x](https://example.org/)\n\n### 甲\n文\n", encoding="utf-8"
    )
    window.session.open_article(path)
    block = next(block for block in window.pane.findChildren(TitleBlock) if block.isVisible())
    label = block.findChildren(SpacedLabel)[0]
    assert label.accessibleName() == window.session.article.title
    assert "letter-spacing" in label.text()
    assert QTextDocumentFragment.fromHtml(label.text()).toPlainText() == window.session.article.title


def test_the_title_block_is_the_open_article_s(window, library):
    for name in ("一", "二", "一"):
        window.session.open_article(library / f"{name}.md")
        shown = [block for block in window.pane.findChildren(TitleBlock) if block.isVisible()]
        assert next(label.text() for label in shown[0].findChildren(QLabel)) == f"题目{name}"
        assert len(shown) == 1


def test_a_broken_address_leaves_nothing_of_the_title_block_before(window, library):
    for number, url in enumerate(("https://[待补]/", "http://[", "[a](http://[::1)", "http://x:99999999/")):
        window.session.open_article(library / "一.md")
        assert window.pane.findChild(TitleBlock).head.title == "题目一"
        path = library / f"补{number}.md"
        path.write_text(
            f"题目补\n  原文标题：x\n  链接：{url}\n\n- **文章类别**：书评\n\n### 甲\n文\n", encoding="utf-8"
        )
        window.session.open_article(path)
        [block] = [block for block in window.pane.findChildren(TitleBlock) if block.isVisible()]
        shown = [button.text() for button in block.findChildren(QToolButton) if button.isVisible()]
        assert shown[0] == "书评", url
        assert not {"甲", "乙", "example.org ↗"} & set(shown), url
        assert block.head.title == window.session.article.title == "题目补", url
        assert block.head.address in ("", url)


def test_where_a_title_block_cannot_be_made_text_and_head_stay_one_article_s(window, library, monkeypatch):
    def stumble(address):
        raise ZeroDivisionError

    monkeypatch.setattr("reader.ui.window.bars.title_block.safe_address", stumble)
    with pytest.raises(ZeroDivisionError):
        window.binding._present(parse_article(DIGEST.format(title="新", body="文"), library / "新.md"))
    [block] = [block for block in window.pane.findChildren(TitleBlock) if block.isVisible()]
    assert block.head.title == window.pane.article.title == "题目一"


def test_a_click_on_the_blank_of_the_title_block_opens_no_bookmark(qtbot, window):
    annotations = window.annotations
    annotations.bookmark(window.session.contents.by_id["开头"].span.start)
    [block] = [block for block in window.pane.findChildren(TitleBlock) if block.isVisible()]
    opened = []
    window.pane.mark_activated.connect(opened.append)
    for y in range(2, block.height(), 6):
        qtbot.mouseClick(
            window.pane.viewport(), Qt.MouseButton.LeftButton, pos=block.geometry().topRight() + QPoint(-3, y)
        )
    assert opened == []
    mark = next(mark for mark in window.pane.mark_layers.all() if mark.mark_id)
    line = window.pane.mark_layers._lines_of(mark.span)[0]
    dot = QPointF(
        window.pane.left + window.pane.placed[0].laid.section.document.textWidth(), line.center().y()
    )
    qtbot.mouseClick(
        window.pane.viewport(),
        Qt.MouseButton.LeftButton,
        pos=(dot + QPointF(line.height() * 0.8, 0)).toPoint(),
    )
    assert opened == [mark.mark_id]  # its dot is what it is pressed by


def test_an_expected_article_is_ready_to_be_painted(qtbot, window, library):
    window.session.open_article(library / "一.md")
    window.session.expect_article(library / "二.md")
    qtbot.waitUntil(lambda: not window.pane.expecting.is_busy)
    shown = next(block for block in window.pane.findChildren(TitleBlock) if block.isVisible())
    assert any(label.text() == "题目一" for label in shown.findChildren(QLabel))
    window.session.open_article(library / "二.md")
    assert window.session.article.title == "题目二"
    shown = next(block for block in window.pane.findChildren(TitleBlock) if block.isVisible())
    assert any(label.text() == "题目二" for label in shown.findChildren(QLabel))


def test_the_text_is_painted_before_the_panels_hear_of_the_article(qtbot, window, library, monkeypatch):
    for budget in ("BUDGET", "AT_FIRST", "THEN", "PATIENCE"):  # a slow machine takes several turns
        monkeypatch.setattr(f"reader.ui.pane.scroll.column_view.{budget}", 60.0)
    painted = []
    window.session.open_article(library / "一.md")
    window.pane.painted.connect(lambda: painted.append(window.pane.column.article.title))
    heard = []
    window.session.article_opened.connect(lambda article: heard.append((article.title, list(painted))))
    window.session.open_article(library / "二.md")
    assert heard[0][0] == "题目二"
    assert "题目二" in heard[0][1]


def test_the_pane_takes_the_place_of_a_page_before_the_panels_hear_of_the_article(window, library):
    window.session.close_article()
    assert window.middle.currentWidget() is window.page
    painted, heard = Painted(window.pane.viewport()), []
    window.session.article_opened.connect(lambda _article: heard.append(painted.seen.copy()))
    window.session.open_article(library / "二.md")
    assert len(heard) == 1
    assert set(heard[0]) == {True}  # once, or more often where the first screen takes several turns
    assert window.middle.currentWidget() is window.pane


def test_an_article_is_made_ready_in_the_room_that_a_page_has(qtbot, window, library):
    size = window.pane.viewport().size()
    window.session.close_article()
    assert window.pane.expecting.room == size
    window.resize(window.width() + 60, window.height() + 40)
    room = window.pane.expecting.room
    assert (room.width(), room.height()) == (size.width() + 60, size.height() + 40)
    window.session.open_article(library / "二.md")
    assert window.pane.viewport().size() == room


def test_a_link_to_another_article_is_expected_under_the_pointer_and_opens_it(qtbot, window, library):
    with qtbot.waitSignal(window.session.article_expected) as expected:
        window.pane.link_hovered.emit("二.md")
    assert expected.args[0].path == library / "二.md"
    window.pane.link_activated.emit("%E4%BA%8C.md")
    assert window.session.article.path == library / "二.md"


def test_the_drawing_is_shown_when_asked_for(window):
    session = window.session
    first = session.article.framework.first_line
    assert first in session.hidden_lines(session.article)
    session.actions["view.drawing"].trigger()
    assert first not in session.hidden_lines(session.article)


def test_a_tag_asks_the_search(qtbot, window):
    chip = next(
        button
        for button in window.pane.findChild(TitleBlock).findChildren(QToolButton)
        if button.text() == "乙"
    )
    with qtbot.waitSignal(window.search.asked_for) as asked:
        chip.click()
    assert asked.args == ["tag:乙"]
    assert window.panels["search"].isVisible()


def test_everything_comes_back(qtbot, make_window, library):
    window = make_window()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(library)
        window.session.open_article(library / "二.md")
        window.show()
    read_at(window, "第二点")
    tree = window.panels["framework"].tree
    tree.collapse(next(index for index in indexes(tree) if index.data() == "讨论"))
    window.panels["search"].show()
    place = window.pane.place()
    window.close()
    again = make_window()
    with qtbot.waitSignal(again.pane.first_painted):
        again.opening.open(None)
        again.show()
    assert again.session.article.path == library / "二.md"
    assert again.pane.place() == place
    again.resize(1280, 800)  # the screen may have been too narrow for it
    assert again.panels["search"].isVisible()
    tree = again.panels["framework"].tree
    assert not tree.isExpanded(next(index for index in indexes(tree) if index.data() == "讨论"))


def test_a_broken_memory_is_no_hindrance(qtbot, make_window, library):
    remembered = WindowMemory()
    remembered.keep_shape("window", b"nonsense")
    remembered.keep_shape("docks", b"\x00" * 40)
    remembered.keep_place(library / "一.md", 10**9, 1e9)
    remembered.save()
    window = make_window()
    with qtbot.waitSignal(window.pane.first_painted):
        window.opening.open(library / "一.md")
        window.show()
    assert window.session.article is not None


def test_an_unreadable_file_is_a_page_with_the_next_step(window, library):
    (library / "坏.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
    window.opening.open(library / "坏.md")
    assert window.middle.currentWidget() is window.page
    assert "坏.md" in window.page.heading.text()
    assert window.page.sentence.text()
    window.opening.open(library / "一.md")
    assert window.middle.currentWidget() is window.pane


def test_the_page_of_a_failure_leaves_the_keyboard_where_it_is(qtbot, window, library):
    window.activateWindow()
    box = window.panels["articles"].filter
    box.setFocus()
    for name in ("坏.md", "更坏.md"):
        (library / name).write_bytes(b"")
        window.opening.open(library / name)
        assert window.middle.currentWidget() is window.page
        assert window.focusWidget() is box


def test_the_page_of_a_failure_takes_the_keyboard_of_the_text_once(window, library):
    (library / "坏.md").write_bytes(b"")
    window.pane.setFocus()
    window.opening.open(library / "坏.md")
    button = window.focusWidget()
    assert button.parent() is not None
    assert window.page.isAncestorOf(button)
    window.session.active.article_failed.emit(library / "坏.md", window.page.sentence.text())
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # what was to go is gone
    assert window.focusWidget() is button  # the same words: its buttons are not made anew
    assert window.page.findChildren(QPushButton)[0] is button


def test_an_empty_folder_is_a_page_with_the_next_step(window, tmp_path):
    (tmp_path / "empty").mkdir()
    window.opening.open(tmp_path / "empty")
    assert window.middle.currentWidget() is window.page
    assert "empty" in window.page.heading.text()
    assert window.focusWidget().text() == "Open folder as library"


def test_an_empty_folder_leaves_nothing_of_the_article_before(window, tmp_path):
    (tmp_path / "empty").mkdir()
    window.annotations.highlight(window.session.contents.by_id["开头"].span, "green")
    window.opening.open(tmp_path / "empty")
    tree = window.panels["framework"].tree
    assert not list(indexes(tree))
    assert window.panels["articles"].model.rowCount() == 0
    assert window.annotations.placed == ()
    assert window.bar.way.labels() in ([], [""])


def test_the_articles_of_the_library_before_go_at_once(window, tmp_path, monkeypatch):
    panel = window.panels["articles"]
    assert panel.model.rowCount() == 2
    (tmp_path / "slow").mkdir()
    monkeypatch.setattr(window.session.cataloguing, "run", lambda *_work: None)  # it takes a while
    window.session.open_library(tmp_path / "slow")
    assert panel.model.rowCount() == 0


def test_escape_puts_the_lights_of_the_search_out(qtbot, window):
    window.search_for("文字")
    panel = window.panels["search"]
    assert window.pane.mark_layers.hits.spans
    window.pane.setFocus()
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)
    assert not window.pane.mark_layers.hits.spans
    panel.box.setText("一段文字")
    assert window.pane.mark_layers.hits.spans


def test_a_missing_library_is_a_page_with_the_next_step(window, tmp_path):
    window.session.open_library(tmp_path / "gone")
    assert window.middle.currentWidget() is window.page


def test_without_a_library_the_starter_library_opens(window, make_window):
    other = make_window()
    other.session.settings.set("last_library", "/nowhere/at/all")
    other.opening.open(None)
    assert other.session.article is not None
    assert other.session.article.path.parent.name == "library"


def test_a_dropped_file_opens(window, library):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(library / "二.md"))])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    assert window.session.article.title == "题目二"


def test_recent_things_are_offered(window, library):
    window.session.open_article(library / "二.md")
    menu = window.session.actions["file.recent"].menu()
    menu.aboutToShow.emit()
    texts = [plain_text(action.text()) for action in menu.actions()]
    assert texts[:2] == ["题目二", "题目一"]
    assert "library" in texts
    menu.actions()[-1].trigger()
    menu.aboutToShow.emit()
    assert [plain_text(action.text()) for action in menu.actions() if action.text()] == ["Nothing yet"]


def test_recent_articles_that_are_called_alike_say_where_they_stand(window, library):
    copy = library / "sub" / "二.md"
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes((library / "二.md").read_bytes())
    for path in (library / "二.md", copy):
        window.session.open_article(path)
    menu = window.session.actions["file.recent"].menu()
    menu.aboutToShow.emit()
    assert [plain_text(action.text()) for action in menu.actions()][:2] == [
        "题目二  (sub)",
        "题目二  (library)",
    ]


def test_every_menu_opens_and_every_action_says_what_it_does_and_no_key_means_two_things(window):
    keys = {QKeySequence.mnemonic(menu_title(menu)).toString(): menu for menu in MENUS}
    assert len(keys) == len(MENUS)
    for action in window.session.actions:
        assert action.text(), action.objectName()
        assert action.toolTip(), action.objectName()
        for key in action.shortcuts():
            name = key.toString()
            assert name not in keys, f"{name}: {keys.get(name)} and {action.objectName()}"
            keys[name] = action.objectName()
    assert QKeySequence("Ctrl+F").toString() in keys
    assert keys["Ctrl++"] == keys["Ctrl+="] == "view.larger"
    for menu in window.menus._menus.values():
        menu.aboutToShow.emit()
        assert menu.actions() or not menu.menuAction().isVisible()


def test_the_themes_are_in_the_menu_and_change_at_once_and_lay_nothing_out_anew(window):
    menu = window.session.actions["view.theme"].menu()
    menu.aboutToShow.emit()
    assert len(menu.actions()) >= 3
    laid = window.pane.column.laid(0)
    menu_theme = window.session.theming.theme.key
    window.session.settings.set("theme", "night")
    assert window.session.theming.theme.key == "night" != menu_theme
    assert window.pane.theme.key == "night"
    assert window.pane.column.laid(0) is laid


def test_the_own_size_of_an_article_stays_its_own(window, library):
    usual = window.pane.style_now.size
    window.session.actions["view.larger"].trigger()
    larger = window.pane.style_now.size
    assert larger > usual
    window.session.open_article(library / "二.md")
    assert window.pane.style_now.size == usual
    window.session.open_article(library / "一.md")
    assert window.pane.style_now.size == larger
    window.session.actions["view.size"].trigger()
    assert window.pane.style_now.size == usual


def test_a_long_article_is_sketched_first(qtbot, window, library):
    long = library / "长.md"
    long.write_text(DIGEST.format(title="长", body="很长的文字。\n\n" * 8000), encoding="utf-8")
    with qtbot.waitSignals([window.session.article_sketched, window.session.article_opened], order="strict"):
        window.opening.open(long)
    assert len(window.session.article.source) > 100_000
    qtbot.waitUntil(lambda: window.pane.column.article is window.session.article)


def test_an_edit_leaves_the_passage_in_focus(qtbot, window, library):
    session, focus = window.session, window.pane.aids._focus
    session.open_article(library / "一.md")
    assert session.jump_to_node("讨论/第一点")
    session.actions["view.focus"].trigger()
    before = focus.span
    assert before is not None
    source = session.article.source.replace("### 开头\n", "### 开头\n新的一段。\n\n", 1)
    session.use_links(parse_article(source, session.article.path))
    qtbot.waitUntil(lambda: focus.span is not None and focus.span.start == before.start + 7)
    assert focus.span == session.contents.by_id[session.current_node].span


def test_the_menu_knows_that_it_scrolls_by_itself_no_longer(qtbot, window):
    action = window.session.actions["view.auto_scroll"]
    action.trigger()
    assert window.pane.motion.is_auto
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)
    assert not action.isChecked()
    action.trigger()
    assert window.pane.motion.is_auto


@pytest.mark.parametrize(
    ("href", "words"),
    [
        ("%E4%BA%8C.md#%E7%AC%AC%E4%BA%8C", "第二"),
        ("二#第二", "第二"),
        ("二.md#没有", "第一"),
        ("#第二", "第二"),
    ],
)
def test_a_link_leads_to_a_place_in_another_article(qtbot, window, library, href, words):
    body = "# 第一\n\n" + "很长的一段。\n\n" * 60 + "# 第二\n\n正文。\n\n" + "其后的一段。\n\n" * 60
    (library / "二.md").write_text(f"# 题目二\n\n{body}", encoding="utf-8")
    if href.startswith("#"):
        window.session.open_article(library / "二.md")
    session = window.session
    qtbot.waitUntil(window.pane.settle)  # before it is painted, nothing in the pane is being read
    start = session.here()
    window.pane.following.follow(href)
    qtbot.waitUntil(lambda: session.article is not None and session.article.path.name == "二.md")
    qtbot.waitUntil(lambda: session.article.text.text[window.pane.place() :].startswith(words))
    session.go_back()
    qtbot.waitUntil(lambda: session.here() == start)
    assert window.pane.verticalScrollBar().value() == 0


def test_other_links_lead_nowhere(window, monkeypatch):
    monkeypatch.setattr("reader.ui.session.session.open_on_the_web", lambda address: pytest.fail(address))
    before = window.session.article
    for href in (
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//host/share/x.md",
        "\\\\host\\share\\x.md",
        "gone.md",
        "x:y",
        "http://[bad",
        "a%00b.md",
        "n" * 5000 + ".md",
        "#没有",
        "?x",
    ):
        window.pane.link_hovered.emit(href)
        window.pane.link_activated.emit(href)
        assert window.session.article is before, href
        assert href in window.told.text()


def test_escape_in_the_text_leads_from_a_hit_back_to_where_one_was(qtbot, make_window, library):
    window = make_window()
    session = window.session
    session.open_library(library)
    session.open_article(library / "一.md")
    window.show()
    window.show_panel("search")
    panel = window.panels["search"]
    panel.box.setText("题目二")
    qtbot.keyClick(panel.box, Qt.Key.Key_Return)
    assert session.article.path.name == "二.md"
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)
    assert session.article.path.name == "一.md"
    qtbot.keyClick(window.pane, Qt.Key.Key_Escape)  # nowhere else to go back to
    assert session.article.path.name == "一.md"


def test_the_status_bar_says_at_once_how_far_one_has_read(qtbot, window, library):
    window.session.settings.set("show_tips", False)  # one that comes makes the text less high
    read_at(window, "第二点")
    qtbot.waitUntil(lambda: not window.pane.idle.is_busy)  # until then heights are reckoned
    told = window._how_far.text()
    assert told not in ("", "0 %")
    window.opening.open(library / "二.md")
    window.opening.open(library / "一.md")  # where it was left
    qtbot.waitUntil(lambda: window._how_far.text() == told)  # at once, where it is cut so far in one turn


def test_how_far_is_0_at_the_top_and_100_at_the_end_wherever_a_jump_led(qtbot, window, tmp_path):
    window.session.settings.set("show_tips", False)  # one that comes makes the text less high
    path = tmp_path / "long.md"
    heads = [f"## 第{number}节\n\n" + "这是一段文字。" * 40 for number in range(30)]
    path.write_text("# 长文\n\n" + "\n\n".join([*heads, "## 末节\n\n完。"]), encoding="utf-8")
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(path)
    window.resize(900, 600)
    window.show()
    bar = window.pane.verticalScrollBar()
    qtbot.waitUntil(lambda: window.pane.column.complete and bar.maximum() > 1000)
    assert window._how_far.text() == "0 %"

    def percent() -> int:
        return int(window._how_far.text().removesuffix(" %"))

    for step in range(1, 10):
        # What is measured only now moves the bar's end, not the text: so the two are compared as they stand.
        bar.setValue(bar.maximum() * step // 10)
        qtbot.waitUntil(lambda: abs(percent() - 100 * bar.value() / bar.maximum()) < 8)
        assert abs(percent() - 10 * step) < 25
    read_at(window, "末节")
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() and window._how_far.text() == "100 %")
    bar.setValue(bar.minimum())
    assert window._how_far.text() == "0 %"


def test_how_far_is_100_as_soon_as_the_end_is_in_sight(qtbot, window, tmp_path):
    window.session.settings.set("show_tips", False)
    path = tmp_path / "long.md"
    heads = [f"## 第{number}节\n\n" + "这是一段文字。" * 40 for number in range(30)]
    path.write_text("# 长文\n\n" + "\n\n".join([*heads, "## 末节\n\n完。"]), encoding="utf-8")
    with qtbot.waitSignal(window.session.article_opened):
        window.session.open_article(path)
    window.show()
    pane = window.pane
    bar = pane.verticalScrollBar()

    def bottom() -> float:
        return pane.head.height + pane.column.heights.total - bar.value()

    for height in (420, 900):  # a bar of a tip below the text makes it less high, too
        bar.setValue(0)
        window.resize(900, height)
        qtbot.waitUntil(lambda: pane.column.complete and bar.maximum() > 1000)
        read_at(window, "末节")
        qtbot.waitUntil(lambda: window._how_far.text() == "100 %")
        while bottom() < pane.viewport().height() + pane.line_height:
            bar.setValue(bar.value() - 5)
        qtbot.waitUntil(lambda: window._how_far.text() != "100 %")
        while bottom() > pane.viewport().height():
            bar.setValue(bar.value() + 1)
        assert bar.value() < bar.maximum(), height
        qtbot.waitUntil(lambda: window._how_far.text() == "100 %")


def test_every_icon_within_a_field_has_a_name(window):
    for panel in window.panels.values():
        panel.make()
    glyphs = [
        button
        for line in window.findChildren(QLineEdit)
        for button in line.findChildren(QToolButton)
        if not button.icon().isNull() and line.objectName() != "qt_spinbox_lineedit"
    ]
    assert len(glyphs) >= 6
    for glyph in glyphs:
        assert QAccessible.queryAccessibleInterface(glyph).text(QAccessible.Text.Name)


def test_tab_goes_round_from_a_page_in_the_place_of_the_text(qtbot, window, tmp_path):
    (tmp_path / "empty").mkdir()
    window.opening.open(tmp_path / "empty")
    window.show()
    window.activateWindow()
    window.take_keyboard()
    first, seen = window.focusWidget(), []
    while window.focusWidget() not in seen:
        seen.append(window.focusWidget())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert window.focusWidget() is first
    assert len(seen) > 3


def test_tab_stops_at_nothing_that_is_out_of_sight(qtbot, window):
    window.complete()
    window.show()
    window.activateWindow()
    window.take_keyboard()
    for _ in range(60):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        here = window.focusWidget()
        assert window.rect().contains(here.mapTo(window, here.rect().center())), here
