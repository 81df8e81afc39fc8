"""Looking a word up in everything that lies in a folder."""

from __future__ import annotations

import os

import pytest
from mdict_utils.base.writemdict import MDictWriter

from reader import i18n
from reader.dictionaries import dictionary_folder
from reader.dictionaries.dictionary_folder import DEEPEST, DictionaryFolder
from tests.dictionaries.stardict_files import write_stardict


@pytest.fixture
def folder(tmp_path):
    return DictionaryFolder(tmp_path / "dictionaries", tmp_path / "cache")


def write_mdx(path, words, title="Eine"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        MDictWriter(words, title=title, description="").write(file)


def said(answer):
    return [(entry.headword, entry.html, entry.dictionary) for entry in answer.entries]


def test_all_dictionaries_are_asked(folder):
    write_stardict(folder.folder, [("网", "net")], name="One")
    write_stardict(folder.folder / "deep" / "er", [("网", "web")], name="Two")
    answer = folder.look_up(" “网” ")
    assert said(answer) == [("网", "net", "One"), ("网", "web", "Two")]
    assert (answer.word, answer.found, answer.dictionaries, answer.problems) == ("网", "网", 2, ())


@pytest.mark.parametrize(("word", "found"), [
    ("nets", "net"), ("netted", "net"), ("netting", "net"), ("studies", "study"), ("used", "use"),
    ("using", "use"), ("lying", "lie"), ("Net's", "net"), ("boxes", "box"),
])  # fmt: skip
def test_a_form_leads_to_its_word(folder, word, found):
    write_stardict(folder.folder, [(stem, "said") for stem in ("net", "study", "use", "lie", "box")])
    assert folder.look_up(word).found == found


@pytest.mark.parametrize(("word", "found"), [
    ("ran", "run"), ("Ran", "run"), ("mice", "mouse"), ("children", "child"), ("better", "good"),
    ("went", "go"), ("was", "be"), ("lay", "lie"), ("ground", "grind"),
])  # fmt: skip
def test_a_form_that_no_ending_explains_leads_to_its_word(folder, word, found):
    stems = ("run", "mouse", "child", "good", "go", "be", "lie", "grind")
    write_stardict(folder.folder, [(stem, "said") for stem in stems])
    assert folder.look_up(word).found == found


def test_the_word_itself_comes_before_its_stem(folder):
    write_stardict(folder.folder, [("use", "said"), ("used", "said too")])
    assert folder.look_up("used").found == "used"


def test_of_chinese_the_longest_beginning_is_found(folder):
    write_stardict(folder.folder, [("纲", "a"), ("纲举", "b"), ("举", "c")])
    assert folder.look_up("纲举目张").found == "纲举"
    assert folder.look_up("目张").entries == ()


def test_mdx_is_converted_once_and_anew_when_it_changes(folder, tmp_path):
    mdx = folder.folder / "eine.mdx"
    write_mdx(
        mdx, {"Netz": "<b>net</b>", "Netze": "@@@LINK=Netz", "Kreis": "@@@LINK=Kreis", "aus": "@@@LINK=Netze"}
    )
    assert said(folder.look_up("netze")) == [("Netz", "<b>net</b>", "Eine")]
    assert said(folder.look_up("aus")) == [("Netz", "<b>net</b>", "Eine")]
    assert folder.look_up("Kreis").entries == ()
    (made,) = (tmp_path / "cache").iterdir()
    assert said(DictionaryFolder(folder.folder, tmp_path / "cache").look_up("Netz"))
    write_mdx(mdx, {"Netz": "<b>web</b>"})
    os.utime(mdx, (1, 1))
    assert said(folder.look_up("Netz")) == [("Netz", "<b>web</b>", "Eine")]
    assert made not in (tmp_path / "cache").iterdir()
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_without_the_package_one_is_told_what_to_do(folder, monkeypatch):
    i18n.use_language("en")
    monkeypatch.setattr(dictionary_folder, "can_convert", lambda: False)
    write_mdx(folder.folder / "eine.mdx", {"a": "b"})
    assert "pip install" in folder.look_up("a").problems[0]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # mdict-utils leaves it open
def test_what_cannot_be_read_is_named_and_the_rest_works(folder):
    write_stardict(folder.folder, [("a", "b")], name="Good")
    (folder.folder / "bad.ifo").write_text("nothing")
    (folder.folder / "worse.mdx").write_bytes(b"\xff" * 100)
    answer = folder.look_up("a")
    assert said(answer) == [("a", "b", "Good")]
    assert all(
        name in problem for name, problem in zip(("bad.ifo", "worse.mdx"), answer.problems, strict=True)
    )


def test_a_dictionary_that_goes_away_is_asked_no_more(folder):
    ifo = write_stardict(folder.folder, [("a", "b")])
    assert folder.look_up("a").dictionaries == 1
    ifo.unlink()
    assert folder.look_up("a").dictionaries == 0


def test_no_folder_and_no_word_are_no_fault(folder):
    assert folder.look_up("a").dictionaries == 0
    assert folder.look_up("…").found == ""


def test_folders_are_searched_only_so_deep(folder):
    write_stardict(folder.folder.joinpath(*"x" * DEEPEST), [("a", "near")])
    write_stardict(folder.folder.joinpath(*"y" * (DEEPEST + 1)), [("a", "far")])
    assert [entry.html for entry in folder.look_up("a").entries] == ["near"]


@pytest.mark.parametrize(
    ("place", "found"), [(0, "纲举"), (1, "举目张"), (2, "举目张"), (4, "net"), (6, "net"), (8, "")]
)
def test_the_longest_word_around_a_place_is_found(folder, place, found):
    write_stardict(folder.folder, [(word, "said") for word in ("纲举", "举目张", "目", "张", "net")])
    assert folder.look_up_at("纲举目张net 。", place).found == found
