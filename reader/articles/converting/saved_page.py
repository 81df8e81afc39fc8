"""Saved web pages (`.html`, those of SingleFile too) to Markdown: the main text, with its images beside.

The main text is the page's own `<article>` or `<main>`; where it has neither, the innermost element that
holds most of the page's paragraphs. What is left out is kept as `dropped`, for the person to see. Scripts,
forms and hidden things are never taken; images from elsewhere stay addresses, since nothing is fetched.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_to_bytes

from reader.articles.converting import footnotes
from reader.articles.converting.converted import Converted, Source, one_line
from reader.articles.source.decoding import decode
from reader.errors import ConversionError
from reader.i18n import gettext as _

if TYPE_CHECKING:
    from reader.articles.converting.converted import Beside

name = "page"
suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
packages: tuple[str, ...] = ("lxml", "html_to_markdown")

LARGEST = 64 * 2**20  # bytes of a page, its images included
LARGEST_IMAGE = 16 * 2**20
_MOST = 0.6  # of the paragraphs' text: an element with so much of it holds the main text
_NEVER = (
    *("script", "style", "noscript", "template", "iframe", "object", "embed", "form", "button", "input"),
    *("select", "textarea"),
)
_AROUND = ("nav", "aside", "footer")  # what stands around the main text; of a whole one it is part
_SCHEME = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data|file)[\x00-\x20]*:", re.IGNORECASE)
_HOLDERS = frozenset({"div", "section", "center", "table", "tbody", "tr", "td"})  # what can hold a whole text
_NOT_CONTENT = re.compile(
    r"\b(comments?|sidebar|breadcrumbs?|share|related|newsletter|cookie|advert|promo)\b", re.I
)
_KINDS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/svg+xml": ".svg",
}
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|^\s*url:\s*(\S+)", re.MULTILINE)
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|brush:\s*)-?([\w+#-]+)")


def label() -> str:
    """Return what such files are called."""
    return _("Saved web page")


def convert(path: Path, data: bytes, beside: Beside) -> Iterator[Converted]:
    """Yield the page as one article. Raises `ConversionError`."""
    if len(data) > LARGEST:
        raise ConversionError(_("{name} is too large to be imported.").format(name=path.name))
    yield from_html(decode(data, path.name)[0], path.stem, beside)


def from_html(
    html: str,
    stem: str,
    beside: Beside,
    *,
    title: str = "",
    is_whole: bool = False,
    address: str = "",
    link: Callable[[str], str] = lambda href: href,
    first_note: int = 1,
) -> Converted:
    """Return the main text of `html` as an article; all of it where it `is_whole`.

    `title` is known from elsewhere, `stem` stands in where there is none; `address` is where it
    comes from, where the page does not say. `link` returns what a link's address is to be. Footnotes are
    numbered from `first_note` on.
    """
    from lxml import etree
    from lxml import html as parser

    if not html.strip():
        raise ConversionError(_("{name} has no text.").format(name=stem))
    try:
        page = parser.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html), parser=_parser())
    except (etree.ParserError, ValueError) as error:
        raise ConversionError(_("{name} has no text.").format(name=stem)) from error
    source = _source(page)
    body = page.find("body")
    whole = page if body is None else body
    _clean(whole, () if is_whole else _AROUND)
    for one in whole.iter("a"):
        if (href := one.get("href")) is not None:
            one.set("href", link(href))
    main = whole if is_whole else _main(whole)
    notes = footnotes.taken_out(main, first_note)
    title = title or source.title or _heading(main) or stem
    _drop_title(main, title)
    files = _take_images(main, beside)
    _name_languages(main)
    markdown = footnotes.put_back(_as_markdown(main), [(number, _as_markdown(one)) for number, one in notes])
    if not markdown.strip():
        raise ConversionError(_("{name} has no text.").format(name=stem))
    kept = set(_words(main))
    dropped = [] if main is whole else [words for words in _words(whole) if words not in kept]
    url = source.url or (address if address.startswith(("http://", "https://")) else "")
    filled = Source(title, url, source.author, source.date, source.category, source.tags)
    return Converted(filled, markdown, files, "\n".join(dict.fromkeys(dropped)))


def _as_markdown(element: Any) -> str:
    from lxml import etree

    return to_markdown(etree.tostring(element, encoding="unicode", method="html", with_tail=False))


def to_markdown(html: str) -> str:
    """Return `html` as Markdown. Raises `ConversionError` where that fails."""
    import html_to_markdown

    options = html_to_markdown.ConversionOptions(
        bullets="-",
        sub_symbol="~",
        sup_symbol="^",
        escape_asterisks=True,
        escape_underscores=True,
        escape_misc=True,
        extract_metadata=False,
        compact_tables=True,
        br_in_tables=True,
    )
    try:
        content: str = html_to_markdown.convert(html, options).content or ""
    except html_to_markdown.ConversionError as error:
        raise ConversionError(str(error)) from error
    return content.strip("\n") + "\n"


def _parser() -> Any:
    from lxml import html

    # No DTD, no entities of its own, nothing from elsewhere. Else what is nested more than 256 deep is lost.
    return html.HTMLParser(no_network=True, remove_comments=False, huge_tree=True)


def _source(page: Any) -> Source:
    said: dict[str, str] = {}
    for meta in page.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if key and meta.get("content"):
            said.setdefault(key.lower(), one_line(meta.get("content")))
    link = page.find(".//link[@rel='canonical']")
    url = (link.get("href") if link is not None else "") or said.get("og:url", "") or _saved_from(page)
    title = page.findtext(".//title") or ""
    tags = [tag.strip() for tag in re.split("[,，;；、]", said.get("keywords", ""))]
    return Source(
        said.get("og:title") or one_line(title),
        url if url.startswith(("http://", "https://")) else "",
        said.get("author") or said.get("article:author", ""),
        said.get("article:published_time") or said.get("date", ""),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:12],
    )


def _saved_from(page: Any) -> str:
    from lxml import etree

    comments = [*page.itersiblings(etree.Comment, preceding=True), *page.iter(etree.Comment)]
    for comment in comments[:50]:
        if found := _SAVED_FROM.search(comment.text or ""):
            return str(found[1] or found[2])
    return ""


def _clean(body: Any, besides: Sequence[str]) -> None:
    from lxml import etree

    for comment in list(body.iter(etree.Comment)):
        _remove(comment)
    for element in list(body.iter(*_NEVER)):
        _remove(element)
    for element in list(body.iter(*besides)) if besides else ():
        if not footnotes.are_in(element):
            _remove(element)
    for element in body.iter("a"):
        if _SCHEME.match(element.get("href") or ""):
            del element.attrib["href"]
    for element in list(body.iter(etree.Element)):
        style = (element.get("style") or "").replace(" ", "").lower()
        if (
            element.get("hidden") is not None
            or "display:none" in style
            or element.get("aria-hidden") == "true"
        ):
            _remove(element)


def _remove(element: Any) -> None:
    """Take an element out, and leave the text behind it."""
    above = element.getparent()
    if above is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        above.text = (above.text or "") + tail
    above.remove(element)


def _main(body: Any) -> Any:
    for tag in ("article", "main"):
        found = [one for one in body.iter(tag) if not _NOT_CONTENT.search(one.get("class") or "")]
        if found:
            best = max(found, key=lambda one: len(_text(one)))
            if len(_text(best)) * 4 > len(_text(body)) or len(found) == 1:
                return best
    role = body.find(".//*[@role='main']")
    return role if role is not None else _densest(body)


def _densest(body: Any) -> Any:
    """Return the innermost element with most of the text of paragraphs, lists, code and tables."""
    weight = _weights(body)
    best = body
    while True:
        inner = [
            child
            for child in best
            if child.tag in _HOLDERS and weight.get(child, 0) >= _MOST * max(1, weight[body])
        ]
        if not inner:
            return best
        best = inner[0]


def _weights(body: Any) -> dict[Any, int]:
    """Return, for each element, how much text of paragraphs it holds; links count nothing."""
    weight: dict[Any, int] = {body: 0}
    for block in body.iter("p", "li", "pre", "table", "blockquote", "h1", "h2", "h3"):
        linked = sum(len(_text(link)) for link in block.iter("a"))
        own = max(0, len(_text(block)) - 2 * linked)
        element = block
        while element is not None:
            weight[element] = weight.get(element, 0) + own
            if element is body:
                break
            element = element.getparent()
    return weight


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _words(element: Any) -> Iterator[str]:
    for text in element.itertext():
        if words := one_line(text):
            yield words


def _heading(main: Any) -> str:
    found = main.find(".//h1")
    return _text(found) if found is not None else ""


def _drop_title(main: Any, title: str) -> None:
    """Take the heading out that repeats the title: the article's head says it."""
    for heading in main.iter("h1"):
        if _text(heading) and _text(heading) in title:
            _remove(heading)
            return


def _take_images(main: Any, beside: Beside) -> dict[str, bytes]:
    """Return the images by the names that they get; those from elsewhere stay addresses."""
    files: dict[str, bytes] = {}
    for image in list(main.iter("img")):
        address = image.get("src") or image.get("data-src") or ""
        found = _image(address, beside)
        if found is None:
            if address.startswith("data:"):
                _remove(image)
            continue
        suffix, data = found
        own = f"images/{sha256(data).hexdigest()[:16]}{suffix}"  # the same picture is one file
        files[own] = data
        image.set("src", own)
        for attribute in ("srcset", "data-src"):
            image.attrib.pop(attribute, None)
    return files


def _image(address: str, beside: Beside) -> tuple[str, bytes] | None:
    if address.startswith("data:"):
        kind, _comma, encoded = address[5:].partition(",")
        suffix = _KINDS.get(kind.split(";")[0].strip().lower())
        if suffix is None:
            return None
        try:
            data = (
                base64.b64decode(unquote_to_bytes(encoded), validate=False)
                if kind.endswith(";base64")
                else unquote_to_bytes(encoded)
            )
        except (binascii.Error, ValueError):
            return None
        return (suffix, data) if 0 < len(data) <= LARGEST_IMAGE else None
    suffix = posixpath.splitext(address.partition("?")[0])[1].lower()
    suffix = ".jpg" if suffix == ".jpeg" else suffix
    known = beside(address) or beside(unquote(address.partition("?")[0]))
    if known is None or len(known) > LARGEST_IMAGE:
        return None
    return (suffix if suffix in _KINDS.values() else _suffix_of(known)), known


def _suffix_of(data: bytes) -> str:
    """Return the suffix for an image by its first bytes; ".img" where they say nothing."""
    starts = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif", b"RIFF": ".webp", b"<svg": ".svg"}
    return next((suffix for start, suffix in starts.items() if data.startswith(start)), ".img")


def _name_languages(main: Any) -> None:
    """Say the language of code in the one way that the converter knows."""
    for code in main.iter("pre"):
        inner = code.find("code")
        classes = " ".join(filter(None, (code.get("class"), inner.get("class") if inner is not None else "")))
        language = _LANGUAGE.search(classes) or _LANGUAGE.search(code.getparent().get("class") or "")
        if inner is not None and language:
            inner.set("class", f"language-{language[1]}")
