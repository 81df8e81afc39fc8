"""From what a person types to a query.

    出口管制 芯片            passages with both
    "出口 管制"  “出口管制”   a phrase
    芯片 -美国               without
    芯片 OR 半导体           either; AND binds closer
    (芯片 OR 算力) 出口       brackets
    title: node: in: tag: category: note: source: lang: is: has: before: after: length: pinyin: folder:
    标题： 节点： 位于： 标签： 类别： 笔记： 来源： 语言： 状态： 有： 早于： 晚于： 字数： 拼音： 文件夹：
    出口*芯片  te?t          anything, or one character, in between
    /regex/

What is not of the language is sought as it stands, so whatever is copied out
of an article finds the article: a bracket that groups nothing, a dash inside a
word, an unknown name before a colon. Nothing that is typed raises an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.articles.source.character_folding import fold
from reader.i18n import gettext as _
from reader.search.query.patterns import regular, wildcard
from reader.search.query.query_fields import FIELDS
from reader.search.query.query_tree import All, Either, Node, Not, Query, Words
from reader.search.text.analysis import search_form

LONGEST = 1000  # characters of a query that are read
_MOST_PARTS = 32
_DEEPEST = 8
_QUOTES = {'"': '"', "“": "”", "”": "”", "「": "」", "『": "』", "＂": "＂", "„": "“"}
_OPEN = {"(": ")", "（": "）"}
_field = re.compile(r"([^\W\d_]+)[:：]").match
_slashed = re.compile(r"/[^/\n]{2,200}/(?=\s|$)").match
_word = re.compile(r"\S+").match
_negation = re.compile(r"[-－](?![-－\s]|$)").match


@dataclass
class _Reader:
    """Reads a query from left to right."""

    text: str
    notes: list[str] = field(default_factory=list)
    parts: int = 0
    plain: bool = True
    is_cut: bool = False

    def group(self, start: int, end: int, depth: int) -> Node | None:
        """Return what stands between `start` and `end`."""
        either: list[Node] = []
        every: list[Node] = []
        at = start
        while at < end:
            if self.text[at].isspace():
                at += 1
                continue
            found = _word(self.text, at, end)
            word = found[0] if found else ""
            if word == "OR" and every and self.text[at + 2 : end].strip():
                either.append(_all(every))
                every = []
                self.plain = False
                at += 2
            elif word == "AND" and every and self.text[at + 3 : end].strip():
                self.plain = False
                at += 3
            else:
                before = self.parts
                node, at = self.part(at, end, depth, alone=not every and not either)
                is_group = self.parts > before  # its parts are counted, not itself
                if node is not None and (is_group or self.parts < _MOST_PARTS):
                    every.append(node)
                    self.parts += not is_group
                elif node is not None:
                    self.is_cut = True
        if either and not every:
            every = [either.pop()]
        tail = _all(every) if every else None
        return Either((*either, tail)) if either and tail else tail

    def part(self, at: int, end: int, depth: int, *, alone: bool) -> tuple[Node | None, int]:
        """Return one part that begins at `at`, and where it ends."""
        if _negation(self.text, at, end) and not self._is_last(at, end, alone):
            node, stop = self.positive(at + 1, end, depth)
            self.plain = False
            return (Not(node) if node else None), stop
        return self.positive(at, end, depth)

    def _is_last(self, at: int, end: int, alone: bool) -> bool:
        """Whether the word at `at` is all there is: then its dash is a dash."""
        found = _word(self.text, at, end)
        return alone and (found is None or not self.text[found.end() : end].strip())

    def positive(self, at: int, end: int, depth: int) -> tuple[Node | None, int]:
        """Return one part without its negation."""
        if depth < _DEEPEST and (stop := self._closing(at, end)) and self.text[at + 1 : stop].split()[1:]:
            self.plain = False
            return self.group(at + 1, stop, depth + 1), stop + 1
        if (named := _field(self.text, at, end)) and (maker := FIELDS.get(fold(named[1]))):
            value, stop = self._value(named.end(), end)
            if value:
                self.plain = False
                node, note = maker(value)
                if node is not None:
                    return node, stop
                self.notes.append(note)
                return _words(value), stop
            self.notes.append(_("“{name}” is followed by nothing.").format(name=named[0]))
        if stop := self._phrase(at, end):
            return _words(self.text[at + 1 : stop]), stop + 1
        found = _slashed(self.text, at, end) or _word(self.text, at, end)
        word = found[0] if found else self.text[at:end]
        return self._single(word), at + len(word)

    def _single(self, word: str) -> Node | None:
        """Return what one word asks for."""
        if word[0] in _QUOTES and len(word) > 1 and word.count(word[0]) == 1:
            self.notes.append(_("A quotation mark is not closed."))
        node, note = regular(word) or wildcard(word) or (_words(word), "")
        if note:
            self.notes.append(note)
        self.plain = self.plain and isinstance(node, Words)
        return node or _words(word)

    def _phrase(self, at: int, end: int) -> int:
        """Return where the quotation that begins at `at` is closed; 0 where none is."""
        closing = _QUOTES.get(self.text[at])
        stop = self.text.find(closing, at + 1, end) if closing else -1
        while stop > 0 and not self._ends_a_part(stop + 1, end):
            stop = self.text.find(str(closing), stop + 1, end)
        return max(0, stop) if self.text[at + 1 : stop].strip() else 0

    def _closing(self, at: int, end: int) -> int:
        """Return where the bracket that opens at `at` is closed; 0 where it groups nothing."""
        closing = _OPEN.get(self.text[at])
        depth = 0
        for index in range(at, end) if closing else ():
            depth += (self.text[index] in "(（") - (self.text[index] in ")）")
            if depth == 0:
                return index if self._ends_a_part(index + 1, end) else 0
        return 0

    def _ends_a_part(self, at: int, end: int) -> bool:
        return at >= end or self.text[at].isspace() or self.text[at] in ")）"

    def _value(self, at: int, end: int) -> tuple[str, int]:
        """Return the value of a field: a quotation, what stands in brackets, or a word."""
        while at < end and self.text[at] == " ":
            at += 1
        if at >= end:
            return "", at
        if stop := self._phrase(at, end) or self._closing(at, end):
            return self.text[at + 1 : stop].strip(), stop + 1
        found = _word(self.text, at, end)
        return (found[0], found.end()) if found else ("", at)


def understand(text: str) -> Query:
    """Return what `text` asks for."""
    reader = _Reader(text[:LONGEST])
    tree = reader.group(0, len(reader.text), 0)
    if reader.is_cut or len(text) > LONGEST:
        reader.notes.append(_("The query is too long: only its first part was read."))
    if any(_unclosed(text, opening, closing) for opening, closing in _OPEN.items()) and text.strip()[1:]:
        reader.notes.append(_("A bracket is not closed."))
    if tree is None and (whole := search_form(text[:LONGEST])):
        tree = Words(whole)
    return Query(tree, tuple(dict.fromkeys(reader.notes)), " ".join(text.split()) if reader.plain else "")


def loosened(text: str) -> str:
    """Return `text` as bare words where a quotation or bracket is open, or its end joins nothing; else "".

    As someone types, a question is half a question most of the time.
    """
    bare = _joining(text.strip())
    for opening, closing in (*_QUOTES.items(), *_OPEN.items()):
        if _unclosed(bare, opening, closing):
            bare = bare.replace(opening, " ")
    bare = " ".join(bare.split())
    return bare if bare != " ".join(text.split()) else ""


def _joining(text: str) -> str:
    head, _space, last = text.rpartition(" ")
    return head if head.strip() and last in ("OR", "AND", "-") else text


def _unclosed(text: str, opening: str, closing: str) -> bool:
    """Whether the last word that begins with `opening` has no `closing` after it."""
    at = max(text.rfind(before + opening) for before in (" ", "(", "（", "-", ":", "："))
    start = at + 1 if at >= 0 else 0
    return text.startswith(opening, start) and closing not in text[start + 1 :]


def _words(text: str) -> Node | None:
    form = search_form(text)
    return Words(form) if form else None


def _all(parts: list[Node]) -> Node:
    unique = tuple(dict.fromkeys(parts))
    return All(unique) if len(unique) > 1 or isinstance(unique[0], Not) else unique[0]
