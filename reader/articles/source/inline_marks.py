"""Takes the inline marks off Markdown, and keeps every line break where it is.

Our own scanner, after CommonMark 0.31's delimiter algorithm (section 6.2 and
the appendix), because the canonical text must not change with a library. It
differs on purpose:

- A run of `*` beside a Chinese character opens and closes as the author means
  it: `**出口管制。**后接` is bold (the "markdown-cjk-friendly" amendment).
- Only known HTML tags are taken off: the `<T>` of `Box<T>` is text.
- `==mark==`, `~~struck~~`, `x^2^`, `H~2~O`, and formulas are marks;
  ranges (`10~20`), comparisons (`a==b`) and prices (`$5`) are not.

The time is linear in the text: every search for a closing mark that fails is
remembered, and the searches that cannot be are bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from reader.articles.source.emphasis import Delimiter, remove_pairs
from reader.articles.source.html_tags import tag_at

_SPECIAL = re.compile(
    r"[hH][tT][tT][pP][sS]?://[!#-'(),.-;=?-Z^_a-z{}~+$%&]+|\\|`+|\*+|_+|~+|=+|\^|!?\[|\]|<|&|\$\$?"
)
_MARKS = re.compile(r"[\\`*_~^\[\]<&$]|==")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[\w.+-]++@[\w.-]++)>")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")
_SCRIPT = re.compile(r"([\^~])([^\s\^~]{1,32})\1")
_PLAIN_SCRIPT = re.compile(r"[0-9A-Za-z+\-=(),.*]+")
_DESTINATION = re.compile(r"\(\s*+(?:<[^<>\n]{0,4000}+>|)")
_TITLE = re.compile(
    r"\s++(?:\"(?:[^\"\\]|\\.){0,2000}\"|'(?:[^'\\]|\\.){0,2000}'|\((?:[^()\\]|\\.){0,2000}\))", re.DOTALL
)
_MATHS = re.compile(r"[\\=^_+<>]")
_DEEPEST = 8  # brackets within a link's address; CommonMark asks for three
_LONGEST_ADDRESS = 4000


def plain(text: str, references: frozenset[str] | None = None) -> str:
    """Return the words of a paragraph of Markdown; as many newlines as it came with, in the same places.

    `references` are the labels of the article's link definitions and footnotes,
    as `label_of` and `note_label` write them; None where they are not known.
    Odd or broken marks stay as text; nothing raises.
    """
    return _Inline(text, references).run() if _MARKS.search(text) else text


def label_of(text: str) -> str:
    """Return the form in which labels of link references are compared."""
    return " ".join(text.split()).casefold()


def note_label(text: str) -> str:
    """Return the form in which labels of footnotes are compared."""
    return "^" + text.casefold()


class _Inline:
    """One pass over one paragraph. `out` are the pieces of its words so far."""

    def __init__(self, text: str, references: frozenset[str] | None) -> None:
        self.text = text
        self.references = references
        self.out: list[str] = []
        self.delimiters: list[Delimiter] = []
        # Open brackets: (piece, where its text starts, delimiters below it, an image?)
        self.brackets: list[tuple[int, int, int, bool]] = []
        self.dead_below = 0  # brackets below this cannot become links: they hold one
        self.missing: dict[str, int] = {}  # closing marks that do not occur after a place
        self.ticks: dict[int, list[int]] | None = None

    def run(self) -> str:
        text, out, position = self.text, self.out, 0
        while found := _SPECIAL.search(text, position):
            if found.start() > position:
                out.append(text[position : found.start()])
            mark = found[0]
            position = _ACTIONS.get(mark[0].lower(), _Inline.word)(self, mark, found.start())
        out.append(text[position:])
        remove_pairs(self.delimiters, 0, out)
        return "".join(out)

    def word(self, mark: str, start: int) -> int:
        """Keep `mark` as it stands; return where to go on."""
        self.out.append(mark)
        return start + len(mark)

    def drop(self, start: int, end: int) -> int:
        """Leave out the text from `start` to `end`, but for its newlines; return where to go on."""
        if breaks := self.text.count("\n", start, end):
            self.out.append("\n" * breaks)
        return end

    def find(self, needle: str, start: int) -> int:
        """Return where `needle` stands at or after `start`, or -1; what is missing is sought once."""
        if needle in self.missing:
            return -1
        place = self.text.find(needle, start)
        if place < 0:
            self.missing[needle] = start
        return place

    def escape(self, mark: str, start: int) -> int:
        letter = self.text[start + 1 : start + 2]
        if letter in ("(", "[") and (end := self.math_end(letter, start)) >= 0:
            self.out.append(self.text[start + 2 : end])
            return end + 2
        if letter == "\n":  # a hard break
            return start + 1
        if letter in _PUNCTUATION and letter:
            self.out.append(letter)
            return start + 2
        return self.word(mark, start)

    def math_end(self, bracket: str, start: int) -> int:
        end = self.find("\\)" if bracket == "(" else "\\]", start + 2)
        if end < 0 or bracket == "(":
            return end
        # `\[1\]` is a citation that somebody escaped; a formula has some mathematics in it or stands alone.
        text = self.text
        alone = start < 40 and end > len(text) - 40 and not (text[:start] + text[end + 2 :]).strip()
        return end if alone or _MATHS.search(text, start + 2, min(end, start + 500)) else -1

    def dollars(self, mark: str, start: int) -> int:
        text, begin = self.text, start + len(mark)
        if len(mark) == 2:
            end = self.find("$$", begin)
            if end > begin:
                self.out.append(text[begin:end])
                return end + 2
            return self.word(mark, start)
        if begin < len(text) and not text[begin].isspace():
            end = text.find("$", begin, begin + 1000)
            inside = text[begin:end] if end > begin else ""
            priced = text[end + 1 : end + 2].isdigit() or inside[-1:].isspace()
            if inside and not priced and ("\\" in inside or max(inside) < "\u3000"):
                self.out.append(inside)
                return end + 1
        return self.word(mark, start)

    def code(self, mark: str, start: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for run in re.finditer("`+", self.text):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        closers = self.ticks.get(len(mark), [])  # none where a backslash cut the run
        place = bisect_right(closers, start)
        if place == len(closers):
            return self.word(mark, start)
        inside = self.text[start + len(mark) : closers[place]]
        if len(inside) > 2 and inside[0] == inside[-1] == " " and not inside.isspace():
            inside = inside[1:-1]
        self.out.append(inside)
        return closers[place] + len(mark)

    def run_of(self, mark: str, start: int) -> int:
        if mark[0] in "~=" and len(mark) != 2:
            return self.script(mark, start) if mark == "~" else self.word(mark, start)
        end = start + len(mark)
        before = self.text[start - 1] if start else " "
        after = self.text[end] if end < len(self.text) else " "
        self.delimiters.append(Delimiter.between(mark, before, after, len(self.out)))
        return self.word(mark, start)

    def script(self, mark: str, start: int) -> int:
        """Read `x^2^` and `H~2~O`. A range such as 10~20 and a power such as 2^10 are text."""
        found = _SCRIPT.match(self.text, start)
        if not found:
            return self.word(mark, start)
        before = self.text[start - 1] if start else " "
        after = self.text[found.end() : found.end() + 1]
        if mark == "~":
            is_script = before in ")]" or (before.isascii() and before.isalpha())
            is_script = is_script and bool(_PLAIN_SCRIPT.fullmatch(found[2]))
        else:
            is_script = bool(_PLAIN_SCRIPT.fullmatch(found[2])) or not (after.isalnum() and after.isascii())
        if not is_script:
            return self.word(mark, start)
        self.out.append(found[2])
        return found.end()

    def open_bracket(self, mark: str, start: int) -> int:
        if mark == "[" and (note := _FOOTNOTE.match(self.text, start)):
            known = self.references is None or note_label(note[1]) in self.references
            return note.end() if known else self.word(note[0], start)
        self.brackets.append((len(self.out), start + len(mark), len(self.delimiters), mark == "!["))
        return self.word(mark, start)

    def close_bracket(self, mark: str, start: int) -> int:
        if not self.brackets:
            return self.word(mark, start)
        piece, inside, below, is_image = self.brackets.pop()
        if not is_image and len(self.brackets) < self.dead_below:
            self.dead_below = len(self.brackets)
            return self.word(mark, start)
        end = self.target_end(inside, start)
        if end < 0:
            return self.word(mark, start)
        self.out[piece] = ""
        remove_pairs(self.delimiters, below, self.out)
        if not is_image:
            self.dead_below = len(self.brackets)
        return self.drop(start, end)

    def target_end(self, inside: int, close: int) -> int:
        """Return where the address or label after the `]` at `close` ends; -1 where there is no link."""
        text, after = self.text, close + 1
        if text.startswith("(", after) and (end := self.address_end(after)) >= 0:
            return end
        if not self.references:
            return -1
        if text.startswith("[", after):
            end = text.find("]", after + 1, after + 1000)
            label = text[after + 1 : end] if end > after + 1 else text[inside:close]
            if end > 0 and label_of(label[:1000]) in self.references:
                return end + 1
        return after if close - inside <= 999 and label_of(text[inside:close]) in self.references else -1

    def address_end(self, start: int) -> int:
        text = self.text
        opening = _DESTINATION.match(text, start)
        place = opening.end() if opening else start + 1
        if text[place - 1 : place] != ">" or place == start + 1:
            place = self.bare_address_end(place)
        if title := _TITLE.match(text, place):
            place = title.end()
        while place < len(text) and text[place].isspace():
            place += 1
        return place + 1 if text.startswith(")", place) else -1

    def bare_address_end(self, place: int) -> int:
        """Return the end of an address without angle brackets: at white space or its closing bracket."""
        text, depth, last = self.text, 0, min(len(self.text), place + _LONGEST_ADDRESS)
        while place < last and not text[place].isspace():
            letter = text[place]
            if letter == "\\":
                place += 1
            elif letter == "(":
                depth += 1
            elif letter == ")":
                if not depth:
                    break
                depth -= 1
            if depth > _DEEPEST:
                return last
            place += 1
        return place

    def angle(self, mark: str, start: int) -> int:
        text = self.text
        if link := _AUTOLINK.match(text, start):
            self.out.append(link[1])
            return link.end()
        if text.startswith("<!--", start) and (end := self.find("-->", start + 4)) >= 0:
            return self.drop(start, end + 3)
        name, end = tag_at(text, start)
        if not name:
            return self.word(mark, start)
        if name == "br" and text[end : end + 1] not in ("", "\n"):
            self.out.append(" ")
        return self.drop(start, end)

    def entity(self, mark: str, start: int) -> int:
        found = _ENTITY.match(self.text, start)
        if not found:
            return self.word(mark, start)
        import html  # its table of names is large, and seldom wanted

        letters = html.unescape(found[0])
        self.out.append(" " if letters in ("\n", "\r") else letters)
        return found.end()


_ACTIONS = {
    "\\": _Inline.escape,
    "`": _Inline.code,
    "*": _Inline.run_of,
    "_": _Inline.run_of,
    "~": _Inline.run_of,
    "=": _Inline.run_of,
    "^": _Inline.script,
    "!": _Inline.open_bracket,
    "[": _Inline.open_bracket,
    "]": _Inline.close_bracket,
    "<": _Inline.angle,
    "&": _Inline.entity,
    "$": _Inline.dollars,
}
