"""The metadata of a digest: title, original title and link, category, tags; and what of it is hidden.

A line of the head is hidden only if the title block says all its words, so
every value that was read is compared with what is shown: a remark behind a
link, an old title, who wrote it and when stay in the text. Two things without
words of their own go with them: the rules around such lines, and the captions above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.articles.digest.addresses import address_in, around_link, words_of_link
from reader.articles.digest.article_head import Claim, Head
from reader.articles.digest.captions import rank_of_caption
from reader.articles.digest.tags import tags_at_end
from reader.articles.digest.vocabulary import Key, is_label
from reader.articles.model import Metadata, Original
from reader.articles.shortening import LONGEST, MOST_TAGS
from reader.articles.source.inline_marks import plain
from reader.articles.source.lines import LineKind, Scan

_PICTURE = re.compile(r"!\[|<img\b|\[\^", re.IGNORECASE)


def read_metadata(found: Scan) -> Metadata:
    """Return what the head of a scanned article says. Never raises; what is not said is empty."""
    head = Head(found.lines)
    last = tags_at_end(found.lines, head.end)
    tag_lines = head.tag_lines | last.lines
    metadata = Metadata(
        title=_title(head, is_digest=bool(last.names)),
        original=Original(_original_title(head), head.values.get(Key.LINK) or head.title_address),
        category=head.values.get(Key.CATEGORY, ""),
        tags=tuple(dict.fromkeys((*head.tags, *last.names))),
    )
    shown = _shown_in_the_block(head, metadata)
    are_few = len(metadata.tags) <= MOST_TAGS and all(len(tag) <= LONGEST for tag in metadata.tags)
    return Metadata(
        metadata.title,
        metadata.original,
        metadata.category,
        metadata.tags,
        lines=frozenset(range(1, head.start + 1)) | shown | (tag_lines if are_few else frozenset()),
        tag_lines=tag_lines - frozenset(range(1, head.end + 1)),
    )


def _title(head: Head, *, is_digest: bool) -> str:
    """Return the title: a bare first line only if a digest's metadata, framework or tags are there too."""
    for key in (Key.NEW_TITLE, Key.TITLE):
        if title := head.values.get(key):
            return title
    if head.bare and (head.bare_is_title or is_digest or _has_captioned_framework(head)):
        return head.bare
    return head.heading


def _has_captioned_framework(head: Head) -> bool:
    return any(line.kind is LineKind.HEADING and rank_of_caption(line) >= 3 for line in head.lines)


def _original_title(head: Head) -> str:
    """Return the original's title: as it is said, or the words of the link to it."""
    if Key.ORIGINAL in head.values:
        return head.values[Key.ORIGINAL]
    words = head.link_words
    is_title = (
        words and not is_label(words) and _letters(words) not in _letters(head.values.get(Key.LINK, ""))
    )
    return words if is_title else ""


def _shown_in_the_block(head: Head, metadata: Metadata) -> frozenset[int]:
    """Return the lines (from 1) whose words the title block shows, and the rules and captions around them."""
    shown = {claim.at for claim in head.claims if _is_shown(claim, metadata)}
    for caption in reversed(head.captions):
        below = _paragraph(head, caption + 1)
        if below and shown.issuperset(below):
            shown.add(caption)
    for rule, above, below_it in _neighbours(head):
        if (below_it if above is None else above) in shown or (
            above is not None and above + 1 in head.tag_lines
        ):
            shown.add(rule)
    return frozenset(index + 1 for index in shown)


def _neighbours(head: Head) -> Iterator[tuple[int, int | None, int | None]]:
    """Yield each rule with the indices of the nearest lines above and below it that say something."""
    above, looked_to, below = None, head.start, 0
    for rule in sorted(head.rules):
        above = next((at for at in range(rule - 1, looked_to - 1, -1) if _says_something(head, at)), above)
        looked_to, below = rule, max(below, rule + 1)
        while below < len(head.lines) and not _says_something(head, below):
            below += 1
        yield rule, above, below if below < len(head.lines) else None


def _is_shown(claim: Claim, metadata: Metadata) -> bool:
    value, url = claim.value, metadata.original.url
    if _PICTURE.search(value) or len(value) > 2 * LONGEST:  # the block says its beginning, the text all of it
        return False
    if claim.key is not Key.LINK:
        block = {Key.ORIGINAL: metadata.original.title, Key.CATEGORY: metadata.category}
        leads_elsewhere = "](" in value and address_in(value) != url
        return not leads_elsewhere and _letters(plain(value)) == _letters(
            block.get(claim.key, metadata.title)
        )
    if not url or address_in(value) != url or _letters(around_link(value, url)):
        return False
    words = words_of_link(value)
    known = (metadata.original.title, metadata.title, url)
    return is_label(words) or any(_letters(words) in _letters(text) for text in known)


def _paragraph(head: Head, start: int) -> range:
    """Return the indices of the lines of text that stand together from `start` on, after blank lines."""
    lines = head.lines
    while start < len(lines) and lines[start].kind is LineKind.BLANK:
        start += 1
    end = start
    while end < len(lines) and lines[end].kind is LineKind.TEXT:
        end += 1
    return range(start, end)


def _says_something(head: Head, index: int) -> bool:
    return head.lines[index].kind not in (LineKind.BLANK, LineKind.RULE)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
