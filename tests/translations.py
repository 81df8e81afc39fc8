"""Keeps the translations in step with the code: `python -m tests.translations`.

It collects every sentence from the code (Babel), merges them into each
language's `gangmu.po`, and compiles the `gangmu.mo` that is shipped. What is
new stands empty in the `.po` until somebody translates it;
`tests/test_translations.py` fails as long as a sentence is missing.

Traditional Chinese is not translated but derived: OpenCC converts the Simplified
sentences to the words of Taiwan, and `taiwan_words.toml` says what it does not
know. Nobody edits its `.po`.
"""

from __future__ import annotations

import io
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reader import i18n

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
DERIVED = {"zh_TW": ("zh_CN", "s2twp", Path(__file__).with_name("taiwan_words.toml"))}
LANGUAGES = tuple(language for language in i18n.LANGUAGES if language != i18n.ENGLISH)
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


@lru_cache
def collect() -> Catalog:
    """Return every sentence of the code, with the files it stands in (no lines: they change too often).

    The code is read once in each process: the tests ask six times.
    """
    catalogue = Catalog(project="Gangmu", charset="utf-8", fuzzy=False)
    found = extract_from_dir(ROOT / "reader", keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        catalogue.add(message, None, [(f"reader/{name}", None)], auto_comments=comments, context=context)
    for text in _data():
        catalogue.add(text, None, [("reader/settings.py", None)])
    return catalogue


def _data() -> list[str]:
    """Return what is data, translated where it is shown: settings and their choices, the names of themes."""
    from reader.settings import SETTINGS
    from reader.theme import themes

    choices = [words for setting in SETTINGS for words in setting.words]
    return [setting.help for setting in SETTINGS] + choices + [theme.name for theme in themes()]


def load(language: str) -> Catalog:
    """Return the catalogue of `language` as it is on disk; an empty one where there is none."""
    path = FOLDER / language / "gangmu.po"
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def derive(language: str) -> Catalog:
    """Return the catalogue of one of `DERIVED`, made from the language that it is derived from."""
    source, config, file = DERIVED[language]
    words = _words(file)
    simplified = load(source)
    made = Catalog(language, charset="utf-8", fuzzy=False, creation_date=simplified.creation_date)
    for message in simplified:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        several = (message.string,) if isinstance(message.string, str) else tuple(message.string)
        said = tuple(words["sentences"].get(key) or _converted(each, config, words) for each in several)
        string = said[0] if isinstance(message.string, str) else said
        made.add(message.id, string, message.locations, message.flags, message.auto_comments,
                 context=message.context)  # fmt: skip
    return made


def _converted(sentence: str, config: str, words: dict[str, dict[str, str]]) -> str:
    for plain, better in words["before"].items():
        sentence = sentence.replace(plain, better)
    sentence = _converter(config).convert(sentence)
    for plain, better in words["after"].items():
        sentence = sentence.replace(plain, better)
    return sentence


@lru_cache
def _words(file: Path) -> dict[str, dict[str, str]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


@lru_cache
def _converter(config: str) -> Any:
    from opencc import OpenCC

    return OpenCC(config)


def compile_catalogue(catalogue: Catalog) -> bytes:
    """Return the compiled form of `catalogue`: the bytes of its `.mo`."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def update() -> None:
    """Bring every language's files in step with the code."""
    fresh = collect()
    for language in sorted({*LANGUAGES, *DERIVED}, key=lambda each: each in DERIVED):
        if language in DERIVED:
            catalogue = derive(language)
        else:
            catalogue = load(language)
            fresh.creation_date = catalogue.creation_date  # a date that changes alone is a conflict in git
            catalogue.update(fresh, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        with (FOLDER / language / "gangmu.po").open("wb") as file:
            write_po(file, catalogue, width=110, ignore_obsolete=True)
        (FOLDER / language / "gangmu.mo").write_bytes(compile_catalogue(load(language)))
        empty = sum(1 for message in catalogue if message.id and not _is_translated(message.string))
        print(f"{language}: {len(catalogue)} sentences, {empty} without a translation")


def _is_translated(string: str | tuple[str, ...]) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


if __name__ == "__main__":
    update()
