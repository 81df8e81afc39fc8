"""python-markdown, set up for what digests contain: our normaliser before it, our inline patterns in it.

Only extensions that python-markdown ships are used. Formulas, strike-through,
marks, sub- and superscripts, bare links and footnotes are patterns of our own,
because those of others break beside Chinese: "3~5、6~8" is no subscript,
"$5到$10" no formula, and a bare link ends where Chinese begins.
"""

from __future__ import annotations

import re
import threading
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import HtmlInlineProcessor, InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from reader.articles.markdown.normaliser import normalise
from reader.articles.source.definitions import Definitions
from reader.articles.source.html_tags import tag_at

_CHINESE = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_LINK = rf"(?<![A-Za-z0-9_/@\"'=])(https?://[^\s\x02\x03<>\"`{_CHINESE}“”‘’—…]+)"
_DISPLAY = r"(?s)(?<!\\)\$\$(?P<dollars>[^$]{1,2000}?)\$\$|\\\[(?P<bracket>.{1,2000}?)\\\]"
_INLINE = (
    r"(?s)\\\((?P<bracket>.{1,1000}?)\\\)"
    r"|(?<![\\$A-Za-z0-9])\$(?=[^\s$])(?P<dollars>(?:\\\$|[^$\n]){1,500}?)(?<![\s\\])\$(?![\d$A-Za-z])"
)
_WORDS = re.compile(r"\\(?:text|mathrm|mbox)\{[^}]*\}")
_OUTSIDE = re.compile(rf"[{_CHINESE}]")
_SUBSCRIPT = r"(?<=[A-Za-z)\]])(~)([A-Za-z0-9+\-]{1,12})~(?!~)"
_SUPERSCRIPT = rf"(?<=[\w)\]])(\^)([^\s^{_CHINESE}]{{1,16}})\^"
_ATTRIBUTE = r"(?:[#.][\w-]+|[\w-]+=(?:\"[^\"{}\n]*\"|'[^'{}\n]*'|[^\s{}\"']+))"
_ATTRIBUTES = rf"(?<=\x03)\{{(?::[^{{}}\n]{{0,200}}|[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*)\}}"
_RESERVED = re.compile("[\x02\x03]")  # python-markdown's own marks
_NOTE = r"\[\^([^\]\s]+)\]"

_local = threading.local()


def convert(text: str, definitions: Definitions) -> str:
    """Return the HTML of the piece `text`. One converter a thread: safe to call from any."""
    converter: Dialect | None = getattr(_local, "converter", None)
    if converter is None:
        converter = _local.converter = Dialect()
    return converter.convert(text, definitions)


class Dialect:
    """One set-up converter. Not to be shared between threads."""

    def __init__(self) -> None:
        self.definitions = Definitions()
        self._markdown = markdown.Markdown(
            # Objects and not names: for a name, python-markdown looks through every installed package.
            extensions=[TableExtension(), SaneListExtension(), DefListExtension(), _Ours(self)],
            tab_length=4,
        )
        self._markdown.references = _First()
        self._markdown.ESCAPED_CHARS = [*self._markdown.ESCAPED_CHARS, *"\"$%&',/:;<=>?@^|~"]

    def convert(self, text: str, definitions: Definitions) -> str:
        """Return the HTML of `text`."""
        self._markdown.reset()
        self.definitions = definitions
        self._markdown.references.update(definitions.references)
        return self._markdown.convert(text)


class _Ours(Extension):
    """What we add to python-markdown, and what we take away."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__()
        self._dialect = dialect

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("normalize_whitespace")  # it would take the tabs out of code
        md.preprocessors.deregister("html_block")  # the normaliser reads raw HTML as CommonMark does
        # "#tag" is no heading; the normaliser has taken the closing marks off
        hashes = md.parser.blockprocessors["hashheader"]
        hashes.RE = re.compile(r"(?:^|\n)(?P<level>#{1,6})[ \t](?P<header>.*?)(?:\n|$)")  # type: ignore[attr-defined]
        md.preprocessors.register(_Normalise(md), "normalise", 25)
        add = md.inlinePatterns.register
        add(_Formula(_DISPLAY, md), "display", 188)
        add(_Formula(_INLINE, md), "formula", 187)
        md.inlinePatterns.register(_RawTag(r"<(?=[/A-Za-z])", md), "html", 90)
        add(HtmlInlineProcessor(r"(<!--.*?-->|<\?.*?\?>)", md), "comment", 89)
        add(_Ampersand(r"\\&(?=#?\w+;)", md), "ampersand", 181)  # before the other escapes
        add(_NoteUse(_NOTE, md, self._dialect), "note_use", 175)
        add(_BareLink(_LINK, md), "bare_link", 115)
        add(SimpleTagInlineProcessor(r"(~~)(?!~)(.+?)(?<!~)~~", "del"), "deleted", 66)
        add(SimpleTagInlineProcessor(r"(==)(?=\S)(.+?)(?<=\S)==", "mark"), "marked", 65)
        add(SimpleTagInlineProcessor(_SUBSCRIPT, "sub"), "subscript", 64)
        add(SimpleTagInlineProcessor(_SUPERSCRIPT, "sup"), "superscript", 63)
        add(_Attributes(_ATTRIBUTES, md), "attributes", 5)
        for name in ("reference", "image_reference"):  # "[1] [2]" are two
            md.inlinePatterns[name].RE_LINK = re.compile(r"\[([^\]]*)\]")  # type: ignore[attr-defined]


class _Normalise(Preprocessor):
    """Runs the normaliser before anything else reads the lines."""

    def run(self, lines: list[str]) -> list[str]:
        clean = [_RESERVED.sub("", line.rstrip("\r")) for line in lines]
        return [*normalise(clean, self.md.htmlStash.store), "", ""]


class _Formula(InlineProcessor):
    r"""A formula in a line, kept as it is written. Chinese outside of \text{} makes it no formula."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        tex = m["dollars"] or m["bracket"] or ""
        if not tex.strip() or _OUTSIDE.search(_WORDS.sub("", tex)):
            return None, None, None
        element = ElementTree.Element("span", {"class": "formula"})
        element.text = AtomicString(m[0])
        return element, m.start(0), m.end(0)


class _RawTag(HtmlInlineProcessor):
    """A tag of HTML in a line. What only looks like one (`<think>`, `Box<T>`) stays text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        name, end = tag_at(data, m.start(0))
        if not name:
            return None, None, None
        html = self.backslash_unescape(self.unescape(data[m.start(0) : end]))
        return self.md.htmlStash.store(html), m.start(0), end


class _Ampersand(InlineProcessor):
    r"""The sign itself, where `\&nbsp;` is not to be a space."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return self.md.htmlStash.store("&amp;"), m.start(0), m.end(0)


class _NoteUse(InlineProcessor):
    """The mark of a footnote, with its number in the whole article."""

    def __init__(self, pattern: str, md: markdown.Markdown, dialect: Dialect) -> None:
        super().__init__(pattern, md)
        self._dialect = dialect

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element | None, int | None, int | None]:
        note = self._dialect.definitions.footnotes.get(m[1])
        if note is None:
            return None, None, None
        raised = ElementTree.Element("sup")
        link = ElementTree.SubElement(raised, "a", href=f"#fn:{m[1]}", id=f"fnref:{m[1]}")
        link.text = AtomicString(str(note.number))
        return raised, m.start(0), m.end(0)


class _Attributes(InlineProcessor):
    """Attributes behind a link, an image, a mark or code: for other programs, and not shown."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return "", m.start(0), m.end(0)


class _First(dict[str, tuple[str, str]]):
    """The definitions of links: the first of a name is the one that counts."""

    def __setitem__(self, name: str, value: tuple[str, str]) -> None:
        self.setdefault(name, value)


class _BareLink(InlineProcessor):
    """An address in the text: ends where Chinese begins, without the punctuation after it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[ElementTree.Element, int, int]:
        address = m[1].rstrip(".,;:!?*_~'")
        while address.endswith(")") and address.count("(") < address.count(")"):
            address = address[:-1].rstrip(".,;:!?")
        link = ElementTree.Element("a", href=address)
        link.text = AtomicString(address)
        return link, m.start(1), m.start(1) + len(address)
