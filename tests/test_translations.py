"""Every sentence is there in Chinese, with the same blanks to fill in."""

from __future__ import annotations

import ast
import gettext
import io
import re
from datetime import date, datetime

import pytest

from reader import i18n
from tests import translations

BLANK = re.compile(r"\{(\w*)[^{}]*\}")


@pytest.fixture(params=translations.LANGUAGES)
def catalogue(request):
    return translations.load(request.param)


def forms(string):
    return (string,) if isinstance(string, str) else tuple(string)


def test_no_sentence_lacks_a_translation(catalogue):
    known = {(message.context, forms(message.id)[0]): message for message in catalogue if message.id}
    missing = []
    for message in translations.collect():
        if not message.id:
            continue
        there = known.get((message.context, forms(message.id)[0]))
        if there is None or there.fuzzy or not all(forms(there.string)):
            missing.append(message.id)
    assert not missing, "run `python -m tests.translations`, then translate what is empty"


def test_no_sentence_stands_inside_an_f_string():
    """They are collected there from Python 3.12 on alone."""
    inside = [
        f"{path.name}:{call.lineno}"
        for path in sorted((translations.ROOT / "reader").rglob("*.py"))
        for joined in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in translations.KEYWORDS
    ]
    assert inside == []


def test_no_sentence_is_kept_that_nobody_says(catalogue):
    said = {(one.context, forms(one.id)[0]) for one in translations.collect() if one.id}
    kept = {(one.context, forms(one.id)[0]) for one in catalogue if one.id}
    assert kept <= said, "run `python -m tests.translations`"


def test_the_blanks_are_the_same(catalogue):
    for message in catalogue:
        for string in forms(message.string):
            if message.id and string:
                assert sorted(set(BLANK.findall(string))) == sorted(
                    set(BLANK.findall(forms(message.id)[-1]))
                ), string


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_compiled_file_is_of_this_catalogue(language):
    path = translations.FOLDER / language / "gangmu.mo"
    compiled = io.BytesIO(translations.compile_catalogue(translations.load(language)))
    assert _sentences(path.open("rb")) == _sentences(compiled)


def _sentences(file):
    """Return what a compiled catalogue says, without its head: that names the version of the tool."""
    with file:
        sentences = dict(gettext.GNUTranslations(file)._catalog)
    return {key: said for key, said in sentences.items() if key != ""}


def test_the_window_speaks_chinese_on_a_chinese_system(monkeypatch):
    monkeypatch.setenv("LANGUAGE", "zh_CN:en")
    assert i18n.use_language() == "zh_CN"
    assert i18n.gettext("found") == "已找到"
    assert i18n.use_language("de") == "en"
    assert i18n.gettext("found") == "found"


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        ("zh", "zh_CN"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans-SG", "zh_CN"),
        ("zh_TW.UTF-8", "zh_TW"),
        ("zh_HK", "zh_TW"),
        ("zh-Hant", "zh_TW"),
        ("Chinese (Simplified)_China", "zh_CN"),
        ("Chinese (Traditional)_Taiwan", "zh_TW"),
        ("Chinese (Traditional)_Hong Kong SAR", "zh_TW"),
        ("en_GB", "en"),
        ("de", "en"),
    ],
)
def test_each_system_has_the_language_that_is_nearest(asked, used):
    try:
        assert i18n.use_language(asked) == used
    finally:
        i18n.use_language("en")


# ---- Traditional Chinese, derived from the Simplified

SIMPLIFIED_WORDS = (
    *("文本", "窗口", "回收站", "全屏", "默认", "鏈接", "光標", "信息", "軟件", "打印", "文件夾", "搜索"),
    *("保存", "字體", "網絡", "屏幕", "“", "”", "‘", "’"),
)


@pytest.mark.parametrize("language", translations.DERIVED)
def test_what_is_derived_is_in_step(language):
    kept = {(one.context, forms(one.id)): forms(one.string) for one in translations.load(language) if one.id}
    made = {
        (one.context, forms(one.id)): forms(one.string) for one in translations.derive(language) if one.id
    }
    assert kept == made, "run `python -m tests.translations`"


def test_traditional_chinese_has_the_words_of_taiwan():
    said = {forms(one.id)[0]: " ".join(forms(one.string)) for one in translations.load("zh_TW") if one.id}
    assert said["Settings"] == "設定"
    assert said["&File"].startswith("檔案")
    assert "游標" in said["A caret in the text, which the arrows move"]
    assert said["start-here.md"] == "从这里开始.md"  # the name of a file in the starter library
    wrong = [(words, text) for text in said.values() for words in SIMPLIFIED_WORDS if words in text]
    assert wrong == []


def test_every_word_that_is_put_right_by_hand_is_still_needed():
    _source, _config, file = translations.DERIVED["zh_TW"]
    words = translations._words(file)
    ids = {forms(one.id)[0] for one in translations.collect() if one.id}
    assert set(words["sentences"]) <= ids
    simplified = "\n".join(text for one in translations.load("zh_CN") if one.id for text in forms(one.string))
    assert [one for one in words["before"] if one not in simplified] == []


# ---- numbers and dates

# A figure before a word in the plural: with one, it would be wrong.
COUNTED = re.compile(
    r"\{\w+(:[^}]*)?\} "
    r"(articles|passages|notes|annotations|entries|points|files|settings|tags|places|hits|words)"
)
SPEED = "Speed: {han} Chinese characters or {words} words a minute."  # never one


def test_what_is_counted_has_a_plural():
    single = [one.id for one in translations.collect() if isinstance(one.id, str)]
    assert [text for text in single if COUNTED.search(text) and text != SPEED] == []


def test_days_are_said_as_the_language_says_them():
    try:
        said = []
        for language in ("en", "zh_CN", "zh_TW"):
            i18n.use_language(language)
            said.append(i18n.day(date(2026, 3, 9)))
            assert i18n.day(datetime(2026, 3, 9, 12)) == said[-1]
        assert said == ["2026-03-09", "2026年3月9日", "2026年3月9日"]
    finally:
        i18n.use_language("en")


@pytest.mark.parametrize(
    ("simplified", "traditional"), [("复制", "複製"), ("重复", "重複"), ("恢复", "恢復")]
)
def test_characters_of_several_forms_are_told_apart_in_taiwan(simplified, traditional):
    """The longest phrase of a converter may begin before the word: 起复制 is no 起復 and 制."""
    taiwan = {(one.context, forms(one.id)[0]): one for one in translations.load("zh_TW") if one.id}
    for message in translations.load("zh_CN"):
        if not message.id:
            continue
        derived = forms(taiwan[message.context, forms(message.id)[0]].string)
        for said, converted in zip(forms(message.string), derived, strict=True):
            assert converted.count(traditional) >= said.count(simplified), converted


HEADINGS = (
    "Cannot read “{name}”",
    "Cannot open “{name}”",
    "The library “{name}” is offline",
    "No articles in “{name}” yet",
)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_the_heading_of_a_page_does_not_begin_with_the_empty_half_of_a_quotation_mark(language):
    said = {forms(one.id)[0]: one.string for one in translations.load(language) if one.id}
    for heading in HEADINGS:
        assert heading[0] not in "“‘"
        assert said[heading][0] not in "“「『‘", said[heading]
