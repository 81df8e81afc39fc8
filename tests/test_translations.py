"""Every sentence is there in Chinese, with the same blanks to fill in."""

from __future__ import annotations

import gettext
import io
import re

import pytest

from reader import i18n
from tests import translations

BLANK = re.compile(r"\{\w*[^{}]*\}")


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
