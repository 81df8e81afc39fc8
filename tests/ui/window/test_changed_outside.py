"""What other programs do to the library while it is open: seen in the list, the framework and the index.

And a folder that goes: offline, with all that is known of it kept, and back by itself.
"""

from __future__ import annotations

import pytest

from reader.catalogue.entries import Catalogue
from reader.search.model import Question

LINES = "\n\n".join(f"第{number}行，在新月与满月，水位最高。" for number in range(200))
TEXT = f"# 潮汐\n\n```\n潮汐\n├── 月亮\n└── 太阳\n```\n\n## 月亮\n\n{LINES}\n\n## 太阳\n\n太阳助月亮。\n"


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "disk" / "library"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "tides.md").write_text(TEXT, encoding="utf-8")
    (folder / "other.md").write_text("# 季风\n\n夏天从海上来。\n", encoding="utf-8")
    return folder


@pytest.fixture
def window(qtbot, new_window, folder):
    window = new_window()
    watched = []
    window.session.files_stirred.connect(lambda: watched.append(True))
    window.complete()
    window.session.open_library(folder)
    with qtbot.waitSignal(window.pane.first_painted):
        window.session.open_article(folder / "inner" / "tides.md")
        window.show()
    qtbot.waitUntil(lambda: bool(watched))  # from now on
    return window


def listed(window):
    return set(window.panels["articles"].model.names) - {""}


def found(window, words):
    window.search.ask(Question(words))
    answer = window.search.answer
    return {hit.name for hit in answer.hits} if answer is not None else set()


def test_a_new_article_is_listed_and_found(qtbot, window, folder):
    (folder / "new").mkdir()
    (folder / "new" / "sand.md").write_text("# 沙丘\n\n风把沙堆成新月形。\n", encoding="utf-8")
    qtbot.waitUntil(lambda: "new/sand.md" in listed(window))
    qtbot.waitUntil(lambda: found(window, "新月形") == {"new/sand.md"})


def test_a_renamed_and_a_deleted_article_are_followed_in_list_and_index(qtbot, window, folder):
    assert found(window, "海上来") == {"other.md"}
    (folder / "other.md").rename(folder / "inner" / "wind.md")
    qtbot.waitUntil(lambda: listed(window) == {"inner/tides.md", "inner/wind.md"})
    qtbot.waitUntil(lambda: found(window, "海上来") == {"inner/wind.md"})
    (folder / "inner" / "wind.md").unlink()
    qtbot.waitUntil(lambda: listed(window) == {"inner/tides.md"})
    qtbot.waitUntil(lambda: found(window, "海上来") == set())


def test_an_edit_of_the_open_article_is_in_the_framework_and_the_place_is_kept(qtbot, window, folder):
    session = window.session
    line = "第150行"
    session.set_place(session.article.text.text.index(line))
    window.pane.jump_to(
        session.article.text.span_of_lines(*[session.article.text.line_at(session.place)] * 2)
    )
    qtbot.waitUntil(lambda: line in session.article.text.text[session.place :][:10])
    longer = TEXT.replace("└── 太阳", "├── 太阳\n└── 风").replace("# 潮汐\n\n`", "# 潮汐\n\n新的一段。\n\n`")
    with qtbot.waitSignal(session.article_changed):
        (folder / "inner" / "tides.md").write_text(longer + "\n## 风\n\n风。\n", encoding="utf-8")
    assert "风" in [node.label for node in session.article.framework.walk()]
    qtbot.waitUntil(lambda: line in session.article.text.text[session.place :][:10])


def test_a_renamed_grandparent_is_followed(qtbot, window, folder):
    new = folder.parent.with_name("other disk")
    with qtbot.waitSignal(window.session.library_opened):
        folder.parent.rename(new)
    assert window.session.library.folder == new / "library"
    assert window.session.article.path == new / "library" / "inner" / "tides.md"
    assert not folder.parent.exists()


def test_a_disk_that_is_taken_out_leaves_all_as_it_was_and_comes_back_by_itself(
    qtbot, window, folder, tmp_path
):
    """An unmounted disk leaves an empty folder behind, which is no empty library."""
    session, panel = window.session, window.panels["articles"]
    window.annotations.note_on_node(None, "记")
    assert window.annotations.finish()
    added = {entry.name: entry.added for entry in Catalogue(session.library).kept()}
    with qtbot.waitSignal(session.library_lost):
        folder.rename(tmp_path / "taken out")
        folder.mkdir()
    assert "offline" in panel.note.text()
    assert str(folder) in window.notices.words.text()
    session.shared.watching.articles_changed.emit()
    session.shared.watching.sheets_changed.emit()
    assert listed(window) == {"inner/tides.md", "other.md"}
    assert session.article is not None
    assert [placed.annotation.note for placed in window.annotations.placed] == ["记"]
    window.search.indexing.refresh()
    assert found(window, "海上来") == {"other.md"}
    assert Catalogue(session.library).kept()
    with qtbot.waitSignal(window.annotations.saving_failed):
        window.annotations.note_on_node(None, "后")
    window.reading.mark_current()
    assert list(folder.iterdir()) == []  # nothing is written where the disk will hide it
    with qtbot.waitSignal(session.library_returned):
        folder.rmdir()
        (tmp_path / "taken out").rename(folder)
    qtbot.waitUntil(lambda: not window.notices.isVisible())
    qtbot.waitUntil(lambda: not panel.note.isVisible())
    assert {entry.name: entry.added for entry in Catalogue(session.library).update()} == added
    qtbot.waitUntil(lambda: {p.annotation.note for p in window.annotations.placed} == {"记", "后"})
