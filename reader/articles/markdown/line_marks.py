"""How the lines of Markdown begin: the patterns by which the normaliser knows what a line is."""

from __future__ import annotations

import re
from html import escape

ITEM = re.compile(r"^( *)([-*+]|\d{1,9}[.)])(?:( +)(.*)|)$")
FENCE = re.compile(r"^( *)(`{3,}|~{3,})(.*)$")
RULE = re.compile(r"^ {0,3}([-*_])( *\1){2,} *$")
HEADING = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(?!#+[ \t]*$)(.*?))?(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r"^ {0,3}(?:=+|-+) *$")
DELIMITER = re.compile(r"^ *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
QUOTE = re.compile(r"^ *> ?")
DISPLAY = re.compile(r"^ *(\$\$|\\\[)")
ABBREVIATION = re.compile(r"^ {0,3}\*\[[^\]\n]+\] ?:[ \t]*\S")
FOOTNOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
ADMONITION = re.compile(r'^ {0,3}!!! +([\w-]+(?: +[\w-]+)*)(?: +"([^"]*)")? *$')
BLOCK_TAG = re.compile(
    r"^ {0,3}</?(?:address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset"
    r"|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|li|link|main|menu|nav|noframes|ol|p|section|summary|table"
    r"|tbody|td|tfoot|th|thead|title|tr|ul|base|object|video|audio|canvas|svg)(?:[\s/>]|$)",
    re.IGNORECASE,
)
RAW_TAG = re.compile(r"^ {0,3}<(script|pre|style|textarea)(?:[\s>]|$)", re.IGNORECASE)
SUMMARY = re.compile(r"</summary\s*>", re.IGNORECASE)
NOT_AN_ITEM = re.compile(r"^ {0,3}\d{10,}(?=[.)] )")  # too long a number, for CommonMark
# What other programs read about the block or the words before: `{: .class #name key="value"}`, `{#name}`.
HEADING_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:?[ \t]*(?P<what>[#.][^{}]{0,200})\}[ \t]*$")
BLOCK_ATTRIBUTES = re.compile(r"^ *\{:[^{}]{0,200}\} *$")
MARKDOWN_INSIDE = re.compile(r"^ {0,3}<\w+(?:\s[^<>]*)?\smarkdown(?:=[^\s<>]+)?(?:\s[^<>]*)?> *$")
CONTAINER = re.compile(r"^ {0,3}(:{3,}) *(?:\{\.)?([A-Za-z][\w-]*)\}?(?: +(.*?))? *$")  # VuePress, Pandoc
ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}

_LONGEST_UNDERLINED = 100
_SENTENCE_ENDS = "。；！？!?;,，:："


def is_sentence(words: str) -> bool:
    """Say whether `words` above dashes are a sentence with a rule below it, as the scanner does."""
    return len(words) > _LONGEST_UNDERLINED or words[-1:] in _SENTENCE_ENDS


def without_attributes(words: str) -> str:
    """Return a heading without the attributes behind it; one that they name can be led to by that name."""
    if not (match := HEADING_ATTRIBUTES.search(words)):
        return words
    name = next((part[1:] for part in match["what"].split() if part[0] == "#"), "")
    anchor = f' <a id="{escape(name, quote=True)}"></a>' if name else ""
    return words[: match.start()] + anchor


def ends_quotation(last: str) -> bool:
    """Say whether a lazy line cannot continue a quotation after `last`, its line so far: no paragraph's."""
    return not last.strip() or bool(FENCE.match(last) or HEADING.match(last) or RULE.match(last))
