"""The dictionaries in a person's folder, and looking a word up in all of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reader import paths
from reader.dictionaries.irregular_english import words_by_form
from reader.dictionaries.mdx_conversion import can_convert, converted
from reader.dictionaries.model import Answer, Entry
from reader.dictionaries.stardict import StarDict, fold
from reader.i18n import gettext as _

DEEPEST = 3  # folders below the person's, in which dictionaries are looked for
LONGEST_CHINESE = 8  # code points of a word that is not chosen, but found in the text
LONGEST = 60  # code points of what can be looked up
_CHINESE = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{_CHINESE}]")
_HAN_RUN = re.compile(f"{_HAN.pattern}+")
_WORD = re.compile(rf"[^\W{_CHINESE}]+(?:['’.\-][^\W{_CHINESE}]+)*")
_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
# English endings, each with what stands in its place in the headword.
_ENDINGS = (
    ("'s", ""), ("’s", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"),
    ("ying", "ie"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ly", ""),
)  # fmt: skip
_State = tuple[Path, int, int]


class DictionaryFolder:
    """The dictionaries below `folder`. What it does takes time: ask on a thread, one thread only."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        """`cache`: where what is made of MDX files is kept; by default in the person's cache folder."""
        self.folder = folder
        self._cache = cache or paths.cache_folder() / "dictionaries"
        self._open: dict[_State, StarDict | str] = {}

    def look_up(self, word: str) -> Answer:
        """Return what the dictionaries say of `word`: of itself, else of its stem, else of its beginning.

        Never raises: what cannot be read is named in the answer's `problems`.
        """
        word = _EDGES.sub("", " ".join(word.split()))[:LONGEST]
        return self._first_of(word, _forms(word))

    def look_up_at(self, line: str, place: int) -> Answer:
        """Return what they say of the word at code point `place` of `line`; of Chinese, of the longest there.

        Chinese has no spaces: what is a word, the dictionaries say.
        """
        for run in _HAN_RUN.finditer(line):
            if run.start() <= place < run.end():
                return self._first_of(line[place], _covering(run[0], place - run.start()))
        word = next((each[0] for each in _WORD.finditer(line) if each.start() <= place <= each.end()), "")
        return self.look_up(word)

    def _first_of(self, word: str, forms: Iterator[str]) -> Answer:
        """Return what they say of the first of `forms` that they know."""
        problems = []
        dictionaries = []
        for state in sorted(self._files(), key=lambda state: str(state[0])):
            known = self._open.get(state)
            if known is None:
                known = self._open[state] = self._opened(state[0])
            if isinstance(known, StarDict):
                dictionaries.append((known, state[0]))
            else:
                problems.append(known)
        for form in dict.fromkeys(forms):
            entries = []
            for dictionary, file in dictionaries:
                try:
                    said = dictionary.entries(form)
                except (OSError, ValueError) as error:
                    problems.append(_problem(file, error))
                    continue
                entries += [Entry(head, html, dictionary.name) for head, html in said if html]
            if entries:
                return Answer(word, form, tuple(entries), tuple(dict.fromkeys(problems)), len(dictionaries))
        return Answer(word, "", (), tuple(dict.fromkeys(problems)), len(dictionaries))

    def _files(self) -> Iterator[_State]:
        """Yield the files that name a dictionary, with their time and size."""
        seen = set()
        for path in _below(self.folder, DEEPEST):
            if path.suffix.lower() in (".ifo", ".mdx"):
                try:
                    state = path.stat()
                except OSError:
                    continue
                seen.add((path, state.st_mtime_ns, state.st_size))
        for gone in self._open.keys() - seen:
            del self._open[gone]
        yield from seen

    def _opened(self, path: Path) -> StarDict | str:
        try:
            if path.suffix.lower() == ".ifo":
                return StarDict(path)
            if not can_convert():
                return _(
                    "{file} needs a package that is not there: pip install 'gangmu[dictionaries]'."
                ).format(file=path.name)
            return StarDict(converted(path, self._cache))
        except (OSError, ValueError) as error:
            return _problem(path, error)


def _problem(path: Path, error: OSError | ValueError) -> str:
    why = error.strerror if isinstance(error, OSError) else str(error)
    return _("The dictionary {file} cannot be read: {why}.").format(file=path.name, why=why)


def _below(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if paths.is_folder(entry):
            if depth:
                yield from _below(entry, depth - 1)
        else:
            yield entry


def _covering(run: str, place: int) -> Iterator[str]:
    """Yield the stretches of `run` around `place`, the longest first, and of these the leftmost."""
    for length in range(min(LONGEST_CHINESE, len(run)), 0, -1):
        for start in range(max(0, place - length + 1), min(place, len(run) - length) + 1):
            yield run[start : start + length]


def _forms(word: str) -> Iterator[str]:
    """Yield `word`, then what it may be a form of; of Chinese, its beginnings from the longest on."""
    if not word:
        return
    yield word
    if _HAN.search(word):
        for length in range(len(word) - 1, 0, -1):
            yield word[:length]
        return
    low = fold(word)
    yield from words_by_form().get(low, ())
    for ending, instead in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and len(stem + instead) > 1:
            yield stem + instead
            if ending in ("ed", "ing", "er", "est") and not instead and stem[-1:] == stem[-2:-1]:
                yield stem[:-1]  # stopped, running, bigger
