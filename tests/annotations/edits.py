"""Edits of digests whose truth is known by construction.

A digest is a list of characters, each with a number of its own. An edit moves,
removes or inserts characters; where a number stands afterwards is the truth,
whatever any method thinks.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reader.articles.model import Article
from reader.articles.reading import parse_article
from reader.articles.source.canonical_text import Span

Char = tuple[str, int]  # a character and its number; 0: inserted
Line = list[Char]

COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们"
SYNONYMS = (
    ("重要", "关键"),
    ("技术", "工艺"),
    ("可以", "能够"),
    ("发展", "进步"),
    ("认为", "觉得"),
    ("同时", "并且"),
    ("通过", "借助"),
)


@dataclass
class Draft:
    """A digest while it is edited: lines of numbered characters."""

    lines: list[Line]

    @classmethod
    def of(cls, source: str) -> Draft:
        number = 0
        lines = []
        for text in source.split("\n"):
            lines.append([(char, (number := number + 1)) for char in text])
        return cls(lines)

    def source(self) -> str:
        return "\n".join("".join(char for char, _ in line) for line in self.lines)

    def numbers(self, article: Article) -> list[int]:
        """Return the number of each code point of the article's canonical text; 0 for inserted ones."""
        found = []
        for line, visible in zip(self.lines, article.text.text.split("\n"), strict=True):
            i = 0
            for char in visible:
                k = i
                while k < len(line) and line[k][0] != char:
                    k += 1
                found.append(line[k][1] if k < len(line) else 0)
                i = k + 1 if k < len(line) else i
            found.append(0)
        return found[:-1]


def fresh(text: str) -> Line:
    return [(char, 0) for char in text]


def plain(line: Line) -> str:
    return "".join(char for char, _ in line)


def is_heading(line: Line) -> bool:
    return plain(line).startswith("#") and re.match(r"#{1,6} ", plain(line)) is not None


def is_prose(line: Line) -> bool:
    text = plain(line)
    return (
        len(text) > 25
        and not text.startswith(("#", "|", "├", "│", "└", "`", "  链接", "- 链接", "  原文"))
        and "](" not in text
    )


def sections(draft: Draft) -> list[tuple[int, int]]:
    """Return the (first, last + 1) line of each stretch from one heading or bold lead to the next one."""
    starts = []
    is_code = False
    for n, line in enumerate(draft.lines):
        text = plain(line)
        is_code ^= text.lstrip().startswith("```")
        if not is_code and n > 8 and (is_heading(line) or re.match(r"\s*(?:[-*]|\d+\.) \*\*", text)):
            starts.append(n)
    return [(a, b) for a, b in zip(starts, [*starts[1:], len(draft.lines)], strict=True) if b - a < 40]


# -- edits: each changes the draft ---------------------------------------------


def typos(draft: Draft, rng: random.Random, rate: float = 0.02) -> None:
    for n, line in enumerate(draft.lines):
        if not is_prose(line):
            continue
        out: Line = []
        for char, number in line:
            if rng.random() >= rate or char in "*#`":
                out.append((char, number))
                continue
            match rng.randrange(3):
                case 0:
                    out.append((rng.choice(COMMON), 0))
                case 1:
                    out += [(char, number), (rng.choice(COMMON), 0)]
        draft.lines[n] = out


def sentences_inserted(draft: Draft, rng: random.Random, foreign: list[str]) -> None:
    for n in reversed(range(len(draft.lines))):
        if is_prose(draft.lines[n]) and rng.random() < 0.35:
            ends = [i + 1 for i, (char, _) in enumerate(draft.lines[n]) if char in "。；"] or [
                len(draft.lines[n])
            ]
            at = rng.choice(ends)
            draft.lines[n][at:at] = fresh(rng.choice(foreign))
        if is_heading(draft.lines[n]) and rng.random() < 0.2:
            draft.lines[n:n] = [fresh("".join(rng.sample(foreign, 3))), []]


def preface(draft: Draft, rng: random.Random, foreign: list[str]) -> None:
    draft.lines[7:7] = [fresh("".join(rng.sample(foreign, 6))), []]


def sentences_deleted(draft: Draft, rng: random.Random, rate: float = 0.15) -> None:
    for n, line in enumerate(draft.lines):
        if is_prose(line):
            parts = list(_sentences(line))
            draft.lines[n] = [char for part in parts if rng.random() >= rate for char in part]


def sentences_replaced(draft: Draft, rng: random.Random, foreign: list[str], rate: float = 0.2) -> None:
    for n, line in enumerate(draft.lines):
        if is_prose(line):
            parts = [fresh(rng.choice(foreign)) if rng.random() < rate else part for part in _sentences(line)]
            draft.lines[n] = [char for part in parts for char in part]


def sections_moved(draft: Draft, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 4)):
        if not (found := sections(draft)):
            return
        first, last = rng.choice(found)
        block = draft.lines[first:last]
        del draft.lines[first:last]
        rest = sections(draft)
        at = rng.choice(rest)[0] if rest else len(draft.lines)
        draft.lines[at:at] = block


def headings_renamed(draft: Draft, rng: random.Random) -> None:
    for n, line in enumerate(draft.lines):
        if is_heading(line) and rng.random() < 0.4:
            label = plain(line).lstrip("# ")
            before, after = rng.choice((("再谈", ""), ("", "（修订）"), ("一、", ""), (None, "新的小节")))
            for m, other in enumerate(draft.lines):
                is_node = label in plain(other) and plain(other).lstrip().startswith(("├", "│", "└"))
                if m == n or (is_node and label):
                    at = plain(other).index(label)
                    kept = other[at : at + len(label)] if before is not None else []
                    rest = other[at + len(label) :]
                    draft.lines[m] = [*other[:at], *fresh(before or ""), *kept, *fresh(after), *rest]


def sections_deleted(draft: Draft, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 4)):
        if found := sections(draft):
            first, last = rng.choice(found)
            del draft.lines[first:last]


def reissued(draft: Draft, rng: random.Random) -> None:
    """Set the same words in another template: levels, leads, bullets, numbering, head, blank lines."""
    lines: list[Line] = []
    by_lead = rng.random() < 0.5
    for line in draft.lines:
        text = plain(line)
        if is_heading(line):
            lines += [fresh(rng.choice(("#", ""))) + line, []]
        elif by_lead and (found := re.match(r"- \*\*[^*]+\*\*：?", text)):
            lines += [fresh("##### ") + [c for c in line[2 : found.end()] if c[0] not in "*："], []]
            lines += [line[found.end() :], []]
        elif text.startswith("- ") and rng.random() < 0.7:
            lines.append(fresh("* ") + line[2:])
        else:
            lines.append(line)
    if len(lines) > 10 and rng.random() < 0.5:
        lines[0:0] = [*map(fresh, ("---", "- 修改后的标题：重新发布的版本", "- 文章类别：转载", "---", ""))]
    draft.lines = lines


def halves_swapped(draft: Draft, rng: random.Random) -> None:
    """Paragraphs cut in two and glued together: line breaks are no words."""
    lines: list[Line] = []
    for line in draft.lines:
        parts = list(_sentences(line))
        if is_prose(line) and len(parts) > 1 and rng.random() < 0.4:
            at = rng.randrange(1, len(parts))
            lines += [[c for p in parts[:at] for c in p], [], [c for p in parts[at:] for c in p]]
        else:
            lines.append(line)
    draft.lines = lines


def wrapped(draft: Draft, rng: random.Random) -> None:
    """Break every paragraph at some width, as mail and terminals do, and narrow the punctuation."""
    width = rng.choice((20, 36, 60))
    narrow = dict(zip("，。：；（）", ",.:;()", strict=True)) if rng.random() < 0.5 else {}
    lines: list[Line] = []
    for line in draft.lines:
        if not is_prose(line) or "`" in plain(line):
            lines.append(line)
            continue
        changed = [(narrow[char], 0) if char in narrow else (char, number) for char, number in line]
        parts = [changed[n : n + width] for n in range(0, len(changed), width)]
        lines += [parts[0], *(fresh("  ") + part for part in parts[1:])]
    draft.lines = lines


def twinned(source: str, rng: random.Random, *, exact: bool) -> tuple[str, list[str]]:
    """Return the digest with twins of some sections elsewhere in it, and the first line of each original."""
    draft = Draft.of(source)
    originals = []
    for _ in range(2):
        found = [(a, b) for a, b in sections(draft) if sum(map(len, draft.lines[a:b])) > 60]
        if not found:
            break
        first, last = rng.choice(found)
        block = [plain(line) for line in draft.lines[first:last]]
        if not exact:
            block = [_reworded(text, rng) for text in block]
        elsewhere = [a for a, _ in sections(draft) if abs(a - first) > 3]
        if elsewhere:
            originals.append(plain(draft.lines[first]))
            at = rng.choice(elsewhere)
            draft.lines[at:at] = [fresh(text) for text in block]
    return draft.source(), originals


def _reworded(text: str, rng: random.Random) -> str:
    for one, other in SYNONYMS:
        if rng.random() < 0.5:
            text = text.replace(one, other, 1)
    if len(text) > 30:
        at = rng.randrange(20, len(text))
        text = text[:at] + rng.choice(COMMON) + text[at + 1 :]
    return text


def first_of_twins_deleted(draft: Draft, rng: random.Random, originals: list[str]) -> None:
    for original in originals:
        for first, last in sections(draft):
            if plain(draft.lines[first]) == original:
                del draft.lines[first:last]
                break


def twin_appears_elsewhere(draft: Draft, rng: random.Random) -> None:
    """Delete a section, and write one much like it elsewhere: its words are not there any more."""
    found = [(a, b) for a, b in sections(draft) if sum(map(len, draft.lines[a:b])) > 60]
    if not found:
        return
    first, last = rng.choice(found)
    block = [_reworded(_reworded(plain(line), rng), rng) for line in draft.lines[first:last]]
    block[0] = re.sub(r"(#+ |\*\*)[^*]+", r"\g<1>另一个话题", block[0], count=1)
    del draft.lines[first:last]
    # Not where the section stood: there it would be the same section, edited.
    places = [start for start, _ in sections(draft) if abs(start - first) > 3] or [len(draft.lines)]
    at = rng.choice(places)
    draft.lines[at:at] = [fresh(text) for text in block]


def _sentences(line: Line) -> Iterator[Line]:
    part: Line = []
    for char in line:
        part.append(char)
        if char[0] in "。；":
            yield part
            part = []
    if part:
        yield part


# -- cases ---------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Case:
    """An annotated article, the same one edited, and what has become of each annotated span."""

    name: str
    old: Article
    new: Article
    spans: tuple[Span, ...]
    old_numbers: list[int]
    new_numbers: list[int]

    def truth(self, span: Span) -> set[int]:
        return {number for number in self.old_numbers[span.start : span.end] if number}

    def words_left(self, span: Span) -> float:
        """Return the share of the span's characters that stand together in the new text."""
        truth = self.truth(span)
        places = [i for i, number in enumerate(self.new_numbers) if number in truth]
        if not truth or not places:
            return 0.0
        best = max(
            sum(1 for other in places if place <= other < place + 1.5 * (span.end - span.start) + 8)
            for place in places
        )
        return best / len(truth)

    def verdict(self, span: Span, found: Span | None) -> str:
        """Return "right", "near" or "wrong" for where a method put the span."""
        if found is None:
            return "none"
        truth = self.truth(span)
        got = set(self.new_numbers[found.start : found.end])
        hit = len(truth & got)
        whole = len(truth & set(self.new_numbers))
        if hit >= 0.7 * whole and hit * 2 >= (found.end - found.start) and hit:
            return "right"
        return "near" if hit * 3 >= min(len(truth), found.end - found.start) and hit else "wrong"


Edit = Callable[[Draft, random.Random], None]


def edits(foreign: list[str]) -> dict[str, Edit]:
    return {
        "typos 1 %": lambda d, r: typos(d, r, 0.01),
        "typos 3 %": lambda d, r: typos(d, r, 0.03),
        "sentences inserted": lambda d, r: sentences_inserted(d, r, foreign),
        "preface": lambda d, r: preface(d, r, foreign),
        "sentences deleted": sentences_deleted,
        "sentences replaced": lambda d, r: sentences_replaced(d, r, foreign),
        "sections moved": sections_moved,
        "moved, typos": lambda d, r: (sections_moved(d, r), typos(d, r, 0.01))[0],
        "headings renamed": headings_renamed,
        "moved, renamed": lambda d, r: (sections_moved(d, r), headings_renamed(d, r))[0],
        "sections deleted": sections_deleted,
        "reissued": reissued,
        "reissued, typos": lambda d, r: (reissued(d, r), typos(d, r, 0.01))[0],
        "paragraphs cut": halves_swapped,
        "wrapped, narrow marks": wrapped,
        "twin appears": twin_appears_elsewhere,
        "everything": lambda d, r: (
            sections_moved(d, r),
            headings_renamed(d, r),
            sections_deleted(d, r),
            sentences_inserted(d, r, foreign),
            typos(d, r, 0.01),
        )[0],
        "near twin stays": lambda d, r: None,
        "exact twin stays": lambda d, r: None,
    }


def cases(sources: list[str], seed: int, spans_each: int = 60) -> Iterator[Case]:
    """Yield a case for each kind of edit of each digest."""
    for n, source in enumerate(sources):
        others = [text for m, text in enumerate(sources) if m != n] or [source]
        foreign = [s for text in others for s in re.findall(r"[^\n#*|`。├│└\[\]]{15,60}。", text)] or [
            "这是另一句话，写在别处。"
        ] * 9
        for name, edit in edits(foreign).items():
            rng = random.Random(f"{seed}/{n}/{name}")
            text, originals = source, []
            if name.endswith("twin stays"):
                text, originals = twinned(source, rng, exact=name.startswith("exact"))
            draft = Draft.of(text)
            old = parse_article(text, Path("digest.md"))
            old_numbers = draft.numbers(old)
            spans = tuple(random_spans(old, rng, spans_each))
            if originals:
                first_of_twins_deleted(draft, rng, originals)
            edit(draft, rng)
            new = parse_article(draft.source(), Path("digest.md"))
            yield Case(name, old, new, spans, old_numbers, draft.numbers(new))


def random_spans(article: Article, rng: random.Random, count: int) -> Iterator[Span]:
    """Yield spans as people mark them: short words that repeat, phrases, sentences, several lines."""
    for span in _any_spans(article, rng, count):
        if re.search(r"\w", article.text.words(span)):
            yield span


def _any_spans(article: Article, rng: random.Random, count: int) -> Iterator[Span]:
    text = article.text.text
    lines = [
        m.span()
        for m in re.finditer(r"[^\n]{12,}", text)
        if not text[m.start() : m.end()].lstrip().startswith(("├", "│", "└"))
    ]
    terms = [m.span() for m in re.finditer(r"出口管制|技术|AI|DeepSeek|泛型|类型|模型|函数|代码|数据", text)]
    for _ in range(count):
        kind = rng.random()
        first, last = rng.choice(lines)
        if kind < 0.25 and terms:
            yield Span(*rng.choice(terms))
        elif kind < 0.6:
            start = rng.randrange(first, max(first + 1, last - 6))
            yield Span(start, min(last, start + rng.randint(4, 24)))
        elif kind < 0.92:
            ends = [first, *(first + m.end() for m in re.finditer("[。；]", text[first:last])), last]
            k = rng.randrange(len(ends) - 1)
            if ends[k + 1] > ends[k]:
                yield Span(ends[k], ends[k + 1])
        else:
            k = rng.randrange(len(lines))
            yield Span(lines[k][0], lines[min(k + 1, len(lines) - 1)][1])
