"""Reads the inline marks of Markdown: what is text, code, a link, a formula; line breaks stay.

`plain` gives the words alone (the canonical text), `tokens` the same words with what they are (the page):
both are one pass, so page and search cannot disagree. Our own scanner, after CommonMark 0.31's
delimiter algorithm (section 6.2 and the appendix), because the canonical text must not change with a
library. It differs on purpose:

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
from collections.abc import Iterator, Mapping
from enum import Enum, auto

from reader.articles.source.definitions import label_of, note_label, unescaped
from reader.articles.source.emphasis import Delimiter, Pairs, remove_pairs
from reader.articles.source.html_tags import BREAKING, HIDDEN, SWALLOWED, SWALLOWING, TAG, alt_of, tag_at
from reader.articles.source.lines import WIKI

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
_WIKI = re.compile(
    r"(!?)\[\[(?![\s\d,.;:+\"'-]*\]\])([^\[\]\n|\"']{1,200}?)(?:\\?\|([^\[\]\n]{0,200}))?\]\](?![(\[])"
)
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp")  # what `![[…]]` shows, by its suffix
_WIDTH = re.compile(r"(\d{1,4})(?:x\d{1,4})?")  # behind a picture's name: how wide it is to be, in pixels
_WORDS_OF_FORMULA = re.compile(r"\\(?:text|mathrm|mbox|operatorname)\{[^}]*\}")
_CHINESE = r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"  # compiled when used: it takes 3 ms
_ATTRIBUTE = r"(?:[#.][\w-]+|[\w-]+=[^\s{}]+)"
_CLASSES = re.compile(rf"\{{(?::[^{{}}\n]{{0,200}}|[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*)\}}")
_DECLARATION = re.compile(r"<![A-Za-z]")
_LINK_END = re.compile(r"[.,;:!?*_~']+$")
_DESTINATION = re.compile(r"\([ \t\n]*+(?:<(?:[^<>\n\\]|\\.){0,4000}+>|)")
_TITLE = re.compile(
    r"[ \t\n]++(?:\"(?:[^\"\\]|\\.){0,2000}\"|'(?:[^'\\]|\\.){0,2000}'|\((?:[^()\\]|\\.){0,2000}\))",
    re.DOTALL,
)
_MATHS = re.compile(r"(?<!\\)[=^_+<>]|\\[A-Za-z]")
_DEEPEST = 8  # brackets within a link's address; CommonMark asks for three
_LONGEST_ADDRESS = 4000


class Sign(Enum):
    """What a token is, beside its words."""

    CODE = auto()
    FORMULA = auto()  # `target` is the source, with its marks
    WRAPPED = auto()  # `target` is the tag: sub, sup
    AUTOLINK = auto()  # `target` is the address
    OPEN = auto()  # of a link, an image or emphasis: `tag`, and `target` and `caption` of what has them
    CLOSE = auto()
    HTML = auto()  # `target` is the tag as written
    NOTE = auto()  # the use of a footnote: `target` is its label
    BREAK = auto()  # a line break that the author asks for


class Token(str):
    """Words, with what they are."""

    __slots__ = ("caption", "sign", "tag", "target")
    sign: Sign
    tag: str
    target: str
    caption: str

    @classmethod
    def of(cls, words: str, sign: Sign, target: str = "", tag: str = "", caption: str = "") -> Token:
        """Return `words` as a token."""
        made = cls(words)
        made.sign, made.target, made.tag, made.caption = sign, target, tag, caption
        return made


def tokens(
    text: str, references: frozenset[str] | None, addresses: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Yield the words of a paragraph, in order: plain strings, and a `Token` where they are something.

    Joined they are `plain(text, references)`. `addresses` are those of the link definitions, by label.
    """
    if not _MARKS.search(text) and "://" not in text:
        return iter((text,))
    return _Inline(text, references, addresses).stream()


def plain(text: str, references: frozenset[str] | None = None) -> str:
    """Return the words of a paragraph of Markdown; as many newlines as it came with, in the same places.

    `references` are the labels of the article's link definitions and footnotes,
    as `label_of` and `note_label` write them; None where they are not known.
    Odd or broken marks stay as text; nothing raises.
    """
    return _Inline(text, references).run() if _MARKS.search(text) else text


class _Inline:
    """One pass over one paragraph. `out` are the pieces of its words so far."""

    def __init__(
        self,
        text: str,
        references: frozenset[str] | None,
        addresses: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self.text = text
        self.references = references
        self.addresses = addresses
        self.pairs = Pairs({}, {})
        self.acting: set[int] | None = None  # where the HTML tags stand that mean something
        self.ruby_ends: set[int] = set()  # where a </rt> stands that ends a <ruby> that nobody closes
        self.out: list[str] = []
        self.delimiters: list[Delimiter] = []
        # Open brackets: (piece, where its text starts, delimiters below it, an image?)
        self.brackets: list[tuple[int, int, int, bool]] = []
        self.dead_below = 0  # brackets below this cannot become links: they hold one
        self.missing: dict[str, int] = {}  # closing marks that do not occur after a place
        self.ticks: dict[int, list[int]] | None = None

    def run(self) -> str:
        return "".join(self.read())

    def read(self) -> list[str]:
        text, out, position = self.text, self.out, 0
        while found := _SPECIAL.search(text, position):
            if found.start() > position:
                out.append(text[position : found.start()])
            mark = found[0]
            position = _ACTIONS[mark[0]](self, mark, found.start())
        out.append(text[position:])
        remove_pairs(self.delimiters, 0, out, self.pairs)
        if "{" in text:
            for piece in self.pairs.closes:
                if not out[piece] and piece + 1 < len(out) and (named := _CLASSES.match(out[piece + 1])):
                    out[piece + 1] = out[piece + 1][named.end() :]
        return out

    def stream(self) -> Iterator[str]:
        closes, opens = self.pairs.closes, self.pairs.opens
        for place, words in enumerate(self.read()):
            for tag in closes.get(place, ()):
                yield Token.of("", Sign.CLOSE, tag=tag)
            if words or isinstance(words, Token):
                yield words
            for tag in opens.get(place, ()):
                yield Token.of("", Sign.OPEN, tag=tag)

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

    def formula(self, start: int, inside: int, end: int, after: int) -> int:
        self.out.append(Token.of(self.text[inside:end], Sign.FORMULA, self.text[start:after]))
        return after

    def escape(self, mark: str, start: int) -> int:
        letter = self.text[start + 1 : start + 2]
        if letter in ("(", "[") and (end := self.math_end(letter, start)) >= 0:
            return self.formula(start, start + 2, end, end + 2)
        if letter == "\n":  # a hard break
            self.out.append(Token.of("", Sign.BREAK))
            return start + 1
        if letter in _PUNCTUATION and letter:
            self.out.append(letter)
            return start + 2
        return self.word(mark, start)

    def math_end(self, bracket: str, start: int) -> int:
        r"""Return where the formula ends that `\(` or `\[` opens; -1 where brackets were escaped.

        `\[1\]` is a citation and `O\(N\)` prose that a clipper escaped: a formula has some mathematics in it
        or stands alone.
        """
        text = self.text
        end = self.find("\\)" if bracket == "(" else "\\]", start + 2)
        if end < 0 or end > start + 2000 or not text[start + 2 : end].strip():
            return -1
        inside = text[start + 2 : end]
        if not _MATHS.search(inside):
            alone = start < 40 and end > len(text) - 40 and not (text[:start] + text[end + 2 :]).strip()
            if not alone:
                return -1
        return -1 if re.search(_CHINESE, _WORDS_OF_FORMULA.sub("", inside)) else end

    def dollars(self, mark: str, start: int) -> int:
        text, begin = self.text, start + len(mark)
        if len(mark) == 2:
            end = self.find("$$", begin)
            if end > begin and text[begin:end].strip():
                return self.formula(start, begin, end, end + 2)
            return self.word(mark, start)
        before = text[start - 1 : start]
        if text[begin : begin + 1].isspace() or (before.isalnum() and before.isascii()):
            return self.word(mark, start)
        end = text.find("$", begin, begin + 500)
        while end > 0 and text[end - 1] == "\\":
            end = text.find("$", end + 1, begin + 500)
        inside = text[begin:end] if end > begin else ""
        after = text[end + 1 : end + 2]
        if (
            inside
            and "\n" not in inside
            and not inside[-1].isspace()
            and not (after == "$" or (after.isalnum() and after.isascii()))
            and not re.search(_CHINESE, _WORDS_OF_FORMULA.sub("", inside))
        ):
            return self.formula(start, begin, end, end + 1)
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
        ending = ""
        if len(inside) > 2 and inside[0] in " \n" and inside[-1] in " \n" and not inside.isspace():
            self.out.append(inside[0].strip(" "))
            inside, ending = inside[1:-1], inside[-1].strip(" ")
        self.out.append(Token.of(inside, Sign.CODE))
        self.out.append(ending)
        return self.without_classes(closers[place] + len(mark))

    def without_classes(self, end: int) -> int:
        """Return where what another program reads about the words before `end` ends: `{.class #name}`."""
        found = _CLASSES.match(self.text, end) if self.text.startswith("{", end) else None
        return found.end() if found else end

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
        self.out.append(Token.of(found[2], Sign.WRAPPED, "sup" if mark == "^" else "sub"))
        return found.end()

    def open_bracket(self, mark: str, start: int) -> int:
        if mark == "[" and (note := _FOOTNOTE.match(self.text, start)):
            if self.references is not None and note_label(note[1]) not in self.references:
                return self.word(note[0], start)
            self.out.append(Token.of("", Sign.NOTE, note[1]))
            return note.end()
        if self.text.startswith("[[", start + len(mark) - 1) and (wiki := self.wiki(start)):
            return wiki
        self.brackets.append((len(self.out), start + len(mark), len(self.delimiters), mark == "!["))
        return self.word(mark, start)

    def wiki(self, start: int) -> int:
        """Read `[[name#section|words]]` and `![[picture]]`; return where it ends, 0 for no such thing."""
        found = _WIKI.match(self.text, start)
        before = self.text[start - 1 : start]
        if not found or (before.isalnum() and before.isascii()):
            return 0
        if self.references and label_of(found[2]) in self.references:
            return 0
        name, words = " ".join(found[2].split()), found[3] if found[3] and found[3].strip() else found[2]
        if found[1] and name.lower().endswith(_PICTURES):
            width = f' width="{size[1]}"' if (size := _WIDTH.fullmatch(words)) else ""
            source = name.replace("%", "%25").replace("#", "%23").replace("?", "%3F").replace("&", "&amp;")
            tag = f'<img src="{source}" alt="{words.replace("&", "&amp;")}"{width}>'
            self.out.append(Token.of(words, Sign.HTML, tag))
        else:
            self.out.append(Token.of("", Sign.OPEN, name if name[0] == "#" else WIKI + name, "a"))
            self.out.append(words)
            self.out.append(Token.of("", Sign.CLOSE, tag="a"))
        return found.end()

    def link_word(self, mark: str, start: int) -> int:
        address = _LINK_END.sub("", mark)
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = _LINK_END.sub("", address[:-1])
        if len(address) < 8 or not address.partition("://")[2]:
            return self.word(mark, start)
        self.out.append(Token.of(address, Sign.AUTOLINK, address))
        return start + len(address)

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
        href, title = self.target(inside, start, end) if self.addresses is not None else ("", "")
        tag = "img" if is_image else "a"
        self.out[piece] = Token.of("", Sign.OPEN, href, tag, title)
        remove_pairs(self.delimiters, below, self.out, self.pairs)
        if not is_image:
            self.dead_below = len(self.brackets)
        self.out.append(Token.of("\n" * self.text.count("\n", start, end), Sign.CLOSE, tag=tag))
        return self.without_classes(end)

    def target(self, inside: int, close: int, end: int) -> tuple[str, str]:
        """Return the address and the title of the link whose text ends with the `]` at `close`."""
        text = self.text
        if text.startswith("(", close + 1) and end > close + 2 and text[end - 1] == ")":
            at = self.destination_end(close + 1)
            opening = _DESTINATION.match(text, close + 1)
            first = opening.end() if opening else close + 2
            bracketed = opening is not None and text[first - 1] == ">" and first > close + 2
            href = text[text.index("<", close) + 1 : first - 1] if bracketed else text[first:at]
            title = text[at : end - 1].strip()
            return unescaped(href.strip()), unescaped(title[1:-1])
        label = text[close + 2 : end - 1] if end > close + 3 else text[inside:close]
        return (self.addresses or {}).get(label_of(label), ("", ""))

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
            if end > after + 1 and "[" not in label:
                return -1  # a label that nobody has defined
        return after if close - inside <= 999 and label_of(text[inside:close]) in self.references else -1

    def destination_end(self, start: int) -> int:
        """Return where the address ends that the bracket at `start` opens, without its title."""
        text = self.text
        opening = _DESTINATION.match(text, start)
        place = opening.end() if opening else start + 1
        if text[place - 1 : place] != ">" or place == start + 1:
            place = -1 if text.startswith("<", place) else self.bare_address_end(place)
        return place

    def address_end(self, start: int) -> int:
        text, place = self.text, self.destination_end(start)
        if place < 0:
            return -1
        if title := _TITLE.match(text, place):
            place = title.end()
        while place < len(text) and text[place] in " \t\n":
            place += 1
        return place + 1 if text.startswith(")", place) else -1

    def bare_address_end(self, place: int) -> int:
        """Return the end of an address without angle brackets: at white space or its closing bracket."""
        text, depth, last = self.text, 0, min(len(self.text), place + _LONGEST_ADDRESS)
        while place < last and text[place] not in " \t\n":
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
            address = link[1] if ":" in link[1] else "mailto:" + link[1]
            self.out.append(Token.of(link[1], Sign.AUTOLINK, address))
            return link.end()
        if text[start + 1 : start + 2] in ("!", "?") and (end := self.hidden_end(start)):
            return self.drop(start, end)
        name, end = tag_at(text, start)
        if not name or not self.acts(start):
            return self.word(mark, start)
        words = "\n" * text.count("\n", start, end)
        if name == "br" and text[end : end + 1] not in ("", "\n"):
            words = " "
        elif name == "img":
            words = alt_of(text[start:end]) + words
        elif name in SWALLOWING and text[start + 1] != "/":
            close = text.find(f"</{name}", end)
            close = text.find(">", close) + 1 if close >= 0 else end
            words = "\n" * text.count("\n", start, close)
            self.out.append(Token.of(words, Sign.HTML, f"{text[start:end]}</{name}>"))
            return close
        closing = "</ruby>" if start in self.ruby_ends else ""
        self.out.append(Token.of(words, Sign.HTML, text[start:end] + closing))
        return end

    def hidden_end(self, start: int) -> int:
        """Return where the comment, instruction or declaration at `start` ends; 0 for none."""
        text = self.text
        if text.startswith(("<!-->", "<!--->"), start):
            return text.index(">", start) + 1
        for opening, closing in HIDDEN:
            if text.startswith(opening, start) and (end := self.find(closing, start + len(opening))) >= 0:
                return end + len(closing)
        if _DECLARATION.match(text, start) and (end := self.find(">", start + 3)) >= 0:
            return end + 1
        return 0

    def acts(self, start: int) -> bool:
        """Say whether the tag at `start` means something: a partner, attributes, or a line break."""
        if self.acting is None:
            self.acting = set()
            opened: dict[str, list[int]] = {}
            for found in TAG.finditer(self.text):
                name, at = found[1].lower(), found.start()
                if self.text[at + 1] == "/":
                    if opened.get(name):
                        self.acting.update((opened[name].pop(), at))
                elif name in BREAKING:
                    self.acting.add(at)
                elif name in SWALLOWING:
                    if name in SWALLOWED or "=" in found[0]:
                        opened.setdefault(name, []).append(at)
                else:
                    if "=" in found[0]:
                        self.acting.add(at)
                    opened.setdefault(name, []).append(at)
            if opened.get("ruby"):
                self.close_rubies(opened["ruby"])
        return start in self.acting

    def close_rubies(self, opened: list[int]) -> None:
        """End each <ruby> that nobody closes behind its last reading: its base is no longer than that."""
        assert self.acting is not None
        lower = self.text.lower()
        for place, at in enumerate(opened):
            last = lower.rfind("</rt>", at, opened[place + 1] if place + 1 < len(opened) else len(lower))
            if last in self.acting:
                self.ruby_ends.add(last)
                self.acting.add(at)
            elif place and opened[place - 1] in self.acting:
                self.acting.add(at)  # a closing tag without its stroke

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
    "h": _Inline.link_word,
    "H": _Inline.link_word,
}
